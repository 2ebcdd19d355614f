// The table of inputs: finding cells and rows, and moving among those that are shown.
// An input is named c-<row id>-<field>; its key is "<row id>-<field>". Rows with a note have a second tr after them.
// Which fields there are, and which of them count something else than baht, the table says (data-fields, -counted).

const NAME = /^c-(\d+)-(\w+)$/;

export class Grid {
  constructor(table) {
    this.table = table;
    this.body = table.tBodies[0];
    this.fields = words(table.dataset.fields);
    this.counted = new Set(words(table.dataset.counted));
    this.rows = new Map([...this.body.querySelectorAll("tr[data-row]")].map((tr) => [tr.dataset.row, tr]));
  }

  /** The amount input that an event came from, or null. */
  cellOf(target) {
    return target instanceof HTMLInputElement && NAME.test(target.name) ? target : null;
  }

  key(input) {
    return input.name.slice(2);
  }

  /** {row: "12", field: "domestic_online"} of an input. */
  place(input) {
    const [, row, field] = NAME.exec(input.name);
    return { row, field };
  }

  input(row, field) {
    return this.inputs(row)[this.fields.indexOf(field)] ?? null;
  }

  byKey(key) {
    const [row, field] = key.split("-");
    return this.input(row, field);
  }

  /** The inputs of a row, in the order of the fields; none when the row is gone. */
  inputs(row) {
    const tr = this.rows.get(String(row));
    return tr ? [...tr.querySelectorAll("td > input")] : [];
  }

  /** Those that hold an amount in baht. */
  amounts(row) {
    return this.inputs(row).filter((input) => this.isAmount(input));
  }

  isAmount(input) {
    return !this.counted.has(this.place(input).field);
  }

  allInputs() {
    return this.body.querySelectorAll("tr[data-row] > td > input");
  }

  /** What a row is: the table's own word for it. */
  get rowWord() {
    return this.table.dataset.rowWord ?? "ผู้ผลิต";
  }

  name(row) {
    return this.rows.get(String(row))?.querySelector(".name").textContent ?? "";
  }

  /** What tells rows of one name apart; '' where there is nothing. */
  kind(row) {
    return this.rows.get(String(row))?.querySelector(".kind")?.textContent ?? "";
  }

  label(field) {
    return document.getElementById(`h-${field}`).textContent.trim();
  }

  /** The row's version as it was when the page was made: what the person saw (see saver.js). */
  version(row) {
    return Number(this.rows.get(String(row)).querySelector("input[type=hidden]").value);
  }

  shownRows() {
    return [...this.rows.values()].filter((tr) => !tr.hidden);
  }

  /** The input `down` rows below (negative: above) in the same column among shown rows; the last one reached. */
  vertical(input, down) {
    const column = this.fields.indexOf(this.place(input).field);
    let tr = input.closest("tr");
    for (let left = Math.abs(down); left > 0; left--) {
      const next = this.neighbour(tr, down < 0 ? "previousElementSibling" : "nextElementSibling");
      if (!next) break;
      tr = next;
    }
    return tr.querySelectorAll("td > input")[column];
  }

  /** The input to the right (1) or left (-1), going on to the next or previous shown row; null at the ends. */
  horizontal(input, step) {
    const column = this.fields.indexOf(this.place(input).field) + step;
    const tr = input.closest("tr");
    if (column >= 0 && column < this.fields.length) return tr.querySelectorAll("td > input")[column];
    const next = this.neighbour(tr, step < 0 ? "previousElementSibling" : "nextElementSibling");
    return next ? next.querySelectorAll("td > input")[step < 0 ? this.fields.length - 1 : 0] : null;
  }

  neighbour(tr, direction) {
    do tr = tr[direction];
    while (tr && (tr.hidden || !tr.dataset.row));
    return tr;
  }

  /** Go to a cell as in a spreadsheet: the whole cell is selected, so that typing replaces it. */
  focus(input) {
    if (!input) return;
    input.focus();
    input.select();
  }
}

/** 'a b ' → ['a', 'b']; nothing → []. */
function words(text) {
  return (text ?? "").split(" ").filter(Boolean);
}
