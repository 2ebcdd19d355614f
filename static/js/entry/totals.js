// Totals of rows, columns and the district, kept by adding the difference of each changed cell: BigInt satang.

import { formatSatang, parseBaht, percentChange } from "./money.js";

export class Totals {
  constructor(grid, progress) {
    this.grid = grid;
    this.progress = progress;
    this.counted = new WeakMap(); // input → satang that it counts with, null = blank
    const foot = document.getElementById("totals").cells;
    this.columns = grid.fields.map((field, i) => column(foot[i + 1], grid.counted.has(field)));
    this.grand = column(document.querySelector("#totals .grand"), false);
  }

  amount(input) {
    if (!this.counted.has(input)) this.counted.set(input, parseBaht(input.dataset.base ?? input.defaultValue).satang);
    return this.counted.get(input);
  }

  /** Count the cell with this amount from now on. Writes to the page only what differs. */
  set(input, satang) {
    const before = this.amount(input);
    if (before === satang) return;
    const tr = input.closest("tr");
    this.counted.set(input, satang);
    this.add(tr, input, (satang ?? 0n) - (before ?? 0n));
    if ((before === null) !== (satang === null)) this.refill(tr);
    this.tidy(tr);
    this.compare(tr);
  }

  add(tr, input, difference) {
    if (!difference) return;
    const parts = [this.columns[this.grid.fields.indexOf(this.grid.place(input).field)]];
    if (this.grid.isAmount(input)) {
      const sum = tr.querySelector(".sum");
      write(sum, read(sum) + difference);
      parts.push(this.grand);
    }
    for (const part of parts) {
      part.satang += difference;
      show(part);
    }
  }

  /** Nothing filled is a dash; 0.00 is a row that says so. */
  tidy(tr) {
    const sum = tr.querySelector(".sum");
    if (read(sum) === 0n) sum.textContent = "filled" in tr.dataset ? formatSatang(0n) : "–";
  }

  /** The percentage beside last month's total: of a filled row only, half a row says nothing. */
  compare(tr) {
    const before = tr.querySelector(".before");
    const small = before.querySelector("small") ?? before.appendChild(document.createElement("small"));
    const filled = "filled" in tr.dataset;
    small.textContent = filled ? percentChange(read(tr.querySelector(".sum")), read(before.firstChild)) : "";
  }

  refill(tr) {
    const filled = this.grid.amounts(tr.dataset.row).every((input) => this.amount(input) !== null);
    if (filled === "filled" in tr.dataset) return;
    tr.toggleAttribute("data-filled", filled);
    this.progress.soon();
  }

  /** What the server counts, when nothing waits to be sent: a colleague's figures are in it. */
  adopt(columnTotals, grandTotal) {
    [...this.columns, this.grand].forEach((part, i) => {
      part.satang = parseBaht(columnTotals[i] ?? grandTotal).satang;
      show(part);
    });
  }
}

/** The foot of one column; a counted one ('12') is kept in hundredths as the amounts are. */
function column(cell, counted) {
  return { cell, counted, satang: counted ? parseBaht(cell.textContent).satang : read(cell) };
}

function show({ cell, counted, satang }) {
  cell.textContent = formatSatang(satang, { short: counted });
}

/** '1,234.50' in the page → 123450n; a dash → 0n. */
function read(node) {
  return BigInt(node.textContent.replace(/\D/g, "") || "0");
}

function write(node, satang) {
  node.textContent = formatSatang(satang);
}
