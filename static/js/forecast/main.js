// The forecast page: a plain form of 12 × 4 inputs. This adds live totals, keys as in a spreadsheet, paste and undo; as
// every form it is asked about before it is left unsaved (js/forms). Money is BigInt satang.

import { Grid } from "../entry/grid.js";
import { Keyboard } from "../entry/keyboard.js";
import { formatSatang, parseBaht } from "../entry/money.js";
import { Paste } from "../entry/paste.js";
import { Session } from "../entry/session.js";
import { Undo } from "../entry/undo.js";
import { Sums } from "./sums.js";

const form = document.getElementById("forecast");

/** What Keyboard, Paste and Undo ask of cells; nothing is sent before the form is. */
class Cells {
  constructor({ grid, sums, undo }) {
    Object.assign(this, { grid, sums, undo });
    this.before = new Map([...grid.allInputs()].map((input) => [grid.key(input), input.value]));
  }

  typed() {
    this.sums.refresh();
  }

  left(input) {
    this.commit(input);
  }

  /** The cell's text is what the person means: tidied, and one step to undo. */
  commit(input) {
    const { satang, error } = parseBaht(input.value);
    if (!error) input.value = formatSatang(satang, { short: true });
    this.mark(input, error);
    const key = this.grid.key(input);
    const before = this.before.get(key);
    if (before !== input.value) this.undo.push([{ key, before, after: input.value }]);
    this.before.set(key, input.value);
    this.sums.refresh();
  }

  put(key, value, { undoable = false } = {}) {
    const input = this.grid.byKey(key);
    input.value = value;
    if (undoable) return this.commit(input);
    this.before.set(key, value);
    this.mark(input, parseBaht(value).error);
    this.sums.refresh();
  }

  /** The same sentence as the server's, beneath the cell. */
  mark(input, error = "") {
    const cell = input.closest("td");
    const note = cell.querySelector(".errorlist") ?? document.createElement("small");
    cell.classList.toggle("wrong", Boolean(error));
    input.toggleAttribute("aria-invalid", Boolean(error));
    if (error) input.setAttribute("aria-invalid", "true");
    if (!error) return note.remove();
    Object.assign(note, { className: "errorlist", id: `e-${input.name}`, textContent: error });
    input.setAttribute("aria-describedby", note.id);
    cell.append(note);
  }
}

function start() {
  const grid = new Grid(document.getElementById("grid"));
  const sums = new Sums(grid);
  const undo = new Undo(grid);
  const cells = new Cells({ grid, sums, undo });
  undo.cells = cells;
  new Keyboard({ grid, cells, undo });
  new Paste({ grid, cells, undo, session: new Session(form), url: form.dataset.pasteUrl });
  form.dataset.ready = "";
}

start();
