// The entry page: puts its parts together. Without this script the page is a plain form that saves by a button.

import { Cells } from "./cells.js";
import { Filter } from "./filter.js";
import { Grid } from "./grid.js";
import { Keyboard } from "./keyboard.js";
import { Leave, forgetAtLogout } from "./leave.js";
import { Notes } from "./notes.js";
import { Paste } from "./paste.js";
import { Peers } from "./peers.js";
import { Progress } from "./progress.js";
import { Reasons } from "./reasons.js";
import { Rescue } from "./rescue.js";
import { Rows } from "./rows.js";
import { Saver } from "./saver.js";
import { Session } from "./session.js";
import { Status } from "./status.js";
import { Store } from "./store.js";
import { Totals } from "./totals.js";
import { Undo } from "./undo.js";

const root = document.getElementById("entry");
const store = new Store(root.dataset);
const table = document.getElementById("grid");
store.forgetOthers();
if (table && root.dataset.editable === "1") start();
else readOnly();

function readOnly() {
  forgetAtLogout(store);
  const kept = store.all();
  if (kept.length) offerLeftover(new Rescue({ store, loginUrl: root.dataset.loginUrl }), kept);
}

function start() {
  const grid = new Grid(table);
  const session = new Session(root);
  const progress = new Progress(grid);
  const undo = new Undo(grid);
  const rescue = new Rescue({ store, grid, loginUrl: root.dataset.loginUrl });
  const status = new Status(rescue);
  const totals = new Totals(grid, progress);
  const notes = new Notes({ grid, progress });
  const reasons = new Reasons({ grid, progress, session, url: root.dataset.reasonUrl, status });
  const peers = new Peers(store.prefix, (key, value) => cells.heard(key, value));
  const cells = new Cells({ grid, totals, store, notes, undo, status, peers });
  const saver = new Saver({ url: root.dataset.cellsUrl, session, cells, status });
  const leave = new Leave({ cells, saver, reasons, store });
  const rows = new Rows({ grid, cells, undo, leave, removeUrl: root.dataset.removeUrl });
  for (const part of [cells, status, rescue]) part.saver = saver;
  status.cells = undo.cells = cells;
  new Keyboard({ grid, cells, undo, openMenu: (tr, input) => rows.open(tr, input) });
  new Paste({ grid, cells, undo, session, url: root.dataset.pasteUrl });
  new Filter(grid);
  dialogs();
  document.getElementById("entry-form").addEventListener("submit", (event) => {
    event.preventDefault();
    saver.soon(0);
  });
  document.addEventListener("visibilitychange", () => document.hidden && keepTyping(grid, cells, saver));
  restore(cells, grid);
  root.dataset.ready = "";
}

/** The tab is being hidden or closed: the cell under the caret counts as left. */
function keepTyping(grid, cells, saver) {
  const input = grid.cellOf(document.activeElement);
  if (input) cells.left(input);
  saver.soon(0);
}

/** Bring back what a closed tab or a lost connection left unsaved, and say so. */
function restore(cells, grid) {
  const restored = cells.restore();
  const homeless = store.all().filter(([key]) => !grid.byKey(key));
  if (restored) {
    const box = Object.assign(document.createElement("p"), { className: "alert alert-info" });
    box.textContent = `นำค่าที่พิมพ์ไว้ก่อนหน้านี้ ${restored} ช่องกลับมาแล้ว และส่งบันทึกต่อให้ ช่องที่ยังไม่บันทึกมีข้อความกำกับไว้`;
    document.getElementById("remarks").append(box);
  }
  if (homeless.length) offerLeftover(cells.status.rescue, homeless);
}

function offerLeftover(rescue, entries) {
  document.getElementById("remarks").append(rescue.leftover(entries));
}

function dialogs() {
  document.querySelectorAll("[data-opens]").forEach((opener) =>
    opener.addEventListener("click", () => document.getElementById(opener.dataset.opens).showModal()),
  );
}
