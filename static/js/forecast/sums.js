// Totals of months, channels and the year, as the server adds them: blank cells and what is no amount count nothing.

import { formatSatang, parseBaht } from "../entry/money.js";

const NOTHING = "–";

export class Sums {
  constructor(grid) {
    this.grid = grid;
    this.foot = [...document.getElementById("totals").querySelectorAll("td")];
    this.year = document.getElementById("year-total").firstChild;
    this.note = document.getElementById("unsaved");
  }

  refresh() {
    const rows = this.grid.shownRows().map((tr) => [tr, [...tr.querySelectorAll("td > input")].map(amount)]);
    for (const [tr, amounts] of rows) write(tr.querySelector(".sum"), sum(amounts));
    const columns = rows[0][1].map((_, at) => sum(rows.map(([, amounts]) => amounts[at])));
    columns.forEach((column, at) => write(this.foot[at], column));
    const year = sum(columns);
    write(this.foot[columns.length], year);
    this.year.textContent = `${shown(year)} `;
    const open = this.unsaved();
    this.note.textContent = open ? `ยังไม่บันทึก ${open} ช่อง` : "";
  }

  /** How many cells differ from what the portal holds. */
  unsaved() {
    return [...this.grid.allInputs()].filter((input) => input.value !== input.dataset.stored).length;
  }
}

function amount(input) {
  return parseBaht(input.value).satang;
}

/** Null where nothing is filled. */
function sum(amounts) {
  const filled = amounts.filter((satang) => satang !== null);
  return filled.length ? filled.reduce((one, other) => one + other, 0n) : null;
}

function shown(satang) {
  return satang === null ? NOTHING : formatSatang(satang);
}

function write(node, satang) {
  node.textContent = shown(satang);
}
