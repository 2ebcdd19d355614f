// The life of a cell: typed → waiting → saving → saved, or an error, a conflict, a row that is gone.
// Whatever happens, what was typed stays in the cell and in the store until the server has it.

import { formatSatang, parseBaht } from "./money.js";

const IDLE = 2_000;
const WAITING = "waiting";

export class Cells {
  constructor({ grid, totals, store, notes, undo, status, peers }) {
    Object.assign(this, { grid, totals, store, notes, undo, status, peers });
    // key → {input, base: what the server has, text: what was committed, left: the text when last left, state,
    // conflict: {yours} while the person has not chosen}
    this.known = new Map();
    this.idle = new Map();
  }

  cell(key) {
    if (!this.known.has(key)) {
      const input = this.grid.byKey(key);
      const base = input.dataset.base ?? input.defaultValue;
      this.known.set(key, { input, base, text: base, left: base, state: "", conflict: null });
    }
    return this.known.get(key);
  }

  of(input) {
    return this.cell(this.grid.key(input));
  }

  /** A letter was typed: keep it, count it; save it when the person pauses or leaves the cell. */
  typed(input) {
    const key = this.grid.key(input);
    const cell = this.cell(key);
    this.keep(key, cell, input.value);
    this.totals.set(input, parseBaht(input.value).satang);
    clearTimeout(this.idle.get(key));
    this.idle.set(key, setTimeout(() => this.commit(input, { leaving: false }), IDLE));
  }

  keep(key, cell, text) {
    const { row, field } = this.grid.place(cell.input);
    this.store.put(key, { text, seen: cell.base, name: this.grid.name(row), label: this.grid.label(field) });
  }

  /** The person left a cell: nothing to do where nothing was typed. */
  left(input) {
    const cell = this.known.get(this.grid.key(input));
    if (input.value !== (cell ? cell.left : input.dataset.base ?? input.defaultValue)) this.commit(input);
  }

  /** The cell's text is what the person means. Tidied when leaving; `undoable` unless it is an undo itself. */
  commit(input, { leaving = true, undoable = leaving } = {}) {
    const key = this.grid.key(input);
    const cell = this.cell(key);
    clearTimeout(this.idle.get(key));
    const { satang, error } = parseBaht(input.value);
    if (leaving && !error) input.value = formatSatang(satang, { short: true });
    const before = cell.left;
    cell.text = input.value;
    this.totals.set(input, satang);
    if (leaving) cell.left = cell.text;
    if (undoable && before !== cell.text) this.undo.push([{ key, before, after: cell.text }]);
    if (error) this.fail(key, cell, error, leaving);
    else this.queue(key, cell, satang);
  }

  queue(key, cell, satang) {
    const flying = this.saver.flying.has(key);
    if (cell.state === "gone" || (flying && cell.text === cell.sent)) return;
    if (cell.conflict && satang === parseBaht(cell.conflict.yours).satang) return;
    if (satang === parseBaht(cell.base).satang && !flying) return void this.settle(key, cell);
    this.keep(key, cell, cell.text);
    this.show(cell, WAITING);
    this.notes.clear(cell.input);
    cell.conflict = null; // a third value, typed in sight of both
    this.saver.add(key);
  }

  /** Nothing to save: the cell is as the server has it. */
  settle(key, cell, state = "") {
    this.saver.leave(key);
    this.store.drop(key);
    this.notes.clear(cell.input);
    cell.conflict = null;
    this.show(cell, state);
  }

  /** Not an amount: told at once, never sent; while the person is still typing it is only kept. */
  fail(key, cell, message, leaving) {
    this.saver.leave(key);
    this.keep(key, cell, cell.text);
    cell.state = "error";
    if (!leaving) return;
    this.show(cell, "error");
    this.notes.error(cell.input, message);
    this.status.problem(`${this.grid.label(this.grid.place(cell.input).field)}: ${message}`);
  }

  /** Put a text into a cell as if it had been typed: undo, paste, zero. */
  put(key, text, { undoable = false } = {}) {
    const { input } = this.cell(key);
    input.value = text;
    this.commit(input, { undoable });
  }

  show(cell, state) {
    cell.state = state;
    const box = cell.input.parentElement;
    if (state) box.dataset.s = state;
    else delete box.dataset.s;
    const wrong = state === "error" || state === "conflict" || state === "gone";
    cell.input.toggleAttribute("aria-invalid", false);
    if (wrong) {
      cell.input.setAttribute("aria-invalid", "true");
      cell.input.setAttribute("aria-describedby", `note-${this.grid.place(cell.input).row}`);
    } else cell.input.removeAttribute("aria-describedby");
  }

  // What the saver asks for and reports.

  change(key) {
    const cell = this.cell(key);
    const { row, field } = this.grid.place(cell.input);
    cell.sent = cell.text;
    return { row: Number(row), field, value: cell.text, seen: cell.base, version: cell.version ?? this.grid.version(row) };
  }

  sending(keys) {
    keys.forEach((key) => this.show(this.cell(key), "saving"));
  }

  stranded(keys) {
    keys.forEach((key) => this.show(this.cell(key), WAITING));
  }

  answered(answer, nothingWaits) {
    for (const result of answer.results) this.answer(`${result.row}-${result.field}`, result);
    for (const [row, now] of Object.entries(answer.rows)) {
      this.notes.unusual(row, now.unusual);
      this.notes.remark(row, now.remark);
    }
    if (nothingWaits && !this.unsaved().length) this.totals.adopt(answer.column_totals, answer.grand_total);
    this.status.saved(answer.results.filter((result) => result.status === "saved").length);
  }

  answer(key, result) {
    const cell = this.cell(key);
    const handle = { saved: this.saved, conflict: this.disagree, error: this.declined, gone: this.gone }[result.status];
    handle.call(this, key, cell, result);
  }

  saved(key, cell, { value }) {
    cell.base = value;
    this.peers.tell(key, value);
    if (cell.text !== cell.sent || this.saver.waiting.has(key)) return; // typed again meanwhile: that goes next
    this.store.drop(key, cell.text);
    this.notes.clear(cell.input);
    this.show(cell, "saved");
    if (document.activeElement !== cell.input) cell.input.value = cell.text = cell.left = value;
  }

  disagree(key, cell, { theirs, by, at }) {
    cell.conflict = { yours: cell.text };
    cell.base = theirs; // shown to the person now; the store still has what was seen before, for a reload
    this.saver.leave(key);
    this.show(cell, "conflict");
    const choose = { theirs: () => this.takeTheirs(key), mine: () => this.insist(key) };
    this.notes.conflict(cell.input, { theirs, yours: cell.text, by, at }, choose);
    this.status.problem(`${by || "ผู้ใช้อื่น"} แก้ช่องเดียวกัน โปรดเลือกค่าที่ถูกต้อง`);
  }

  takeTheirs(key) {
    const cell = this.cell(key);
    this.put(key, cell.base, { undoable: true });
    this.grid.focus(cell.input);
  }

  /** The other value has been seen and is to be replaced. */
  insist(key) {
    const cell = this.cell(key);
    cell.conflict = null;
    this.queue(key, cell, parseBaht(cell.text).satang);
    this.grid.focus(cell.input);
  }

  declined(key, cell, { message }) {
    this.fail(key, cell, message, true);
  }

  gone(key, cell, { message }) {
    this.show(cell, "gone");
    cell.input.readOnly = true;
    this.notes.error(cell.input, `${message} ค่าที่พิมพ์ไว้คือ ${cell.text}`);
  }

  // The whole table.

  /** Cells whose text the server has not got: [{key, row, field, text}]. */
  unsaved() {
    const open = [...this.known].filter(([key, cell]) => this.saver.has(key) || this.isOpen(cell));
    return open.map(([key, cell]) => ({ key, ...this.grid.place(cell.input), text: cell.input.value }));
  }

  isOpen(cell) {
    return ["error", "conflict", "gone"].includes(cell.state) || cell.input.value !== cell.text;
  }

  /** Another tab of the same person saved a cell: show it, unless something else is being typed here. */
  heard(key, value) {
    if (!this.grid.byKey(key)) return;
    const cell = this.cell(key);
    if (this.saver.has(key) || this.isOpen(cell)) return;
    cell.base = cell.text = cell.left = cell.input.value = value;
    this.totals.set(cell.input, parseBaht(value).satang);
  }

  /** Type again what the store kept from before a reload. Returns how many cells. */
  restore() {
    let count = 0;
    for (const [key, entry] of this.store.all()) count += this.restoreOne(key, entry);
    return count;
  }

  restoreOne(key, { text, seen }) {
    if (!this.grid.byKey(key)) return 0;
    const cell = this.cell(key);
    const { satang, error } = parseBaht(text);
    if (!error && satang === parseBaht(cell.base).satang) {
      this.store.drop(key);
      return 0;
    }
    cell.version = 0; // typed over an older page than this one: only what was seen then counts
    if (typeof seen === "string") cell.base = seen;
    cell.input.value = text;
    this.commit(cell.input, { undoable: false });
    return 1;
  }
}
