// Showing only some rows: by the producer's name or code, the blank ones, the unusual and returned ones.

export class Filter {
  constructor(grid) {
    this.grid = grid;
    this.find = document.getElementById("find");
    this.blank = document.getElementById("only-blank");
    this.odd = document.getElementById("only-odd");
    this.found = document.getElementById("found");
    this.words = new Map(); // row → searchable text, made at the first search
    this.find.addEventListener("input", () => this.apply());
    this.find.addEventListener("keydown", (event) => this.down(event));
    for (const box of [this.blank, this.odd]) box.addEventListener("change", () => this.apply());
  }

  get active() {
    return Boolean(this.find.value.trim()) || this.blank.checked || this.odd.checked;
  }

  /** Filled rows go on being shown until the filter is applied anew: none vanishes under the typing hand. */
  apply() {
    const wanted = searchKey(this.find.value);
    let shown = 0;
    for (const [row, tr] of this.grid.rows) {
      const hidden = !this.fits(tr, row, wanted);
      if (tr.hidden !== hidden) tr.hidden = hidden;
      const note = tr.nextElementSibling;
      if (note?.dataset.note === row) note.hidden = hidden;
      shown += hidden ? 0 : 1;
    }
    this.found.textContent = this.active ? `พบ ${shown.toLocaleString("en-US")} แถว` : "";
  }

  fits(tr, row, wanted) {
    if (this.blank.checked && "filled" in tr.dataset) return false;
    if (this.odd.checked && !("unusual" in tr.dataset || "returned" in tr.dataset || tr.querySelector("[aria-invalid]"))) {
      return false;
    }
    return !wanted || this.text(tr, row).includes(wanted);
  }

  text(tr, row) {
    if (!this.words.has(row)) {
      this.words.set(row, searchKey(tr.querySelector(".name").textContent + tr.querySelector(".kind").textContent));
    }
    return this.words.get(row);
  }

  /** Enter or Down goes from the search to the first row that was found. */
  down(event) {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault();
    this.grid.focus(this.grid.shownRows()[0]?.querySelector("td > input"));
  }
}

/** As core.thai.search_key but for titles: no spaces, no case, Arabic digits, letters in one spelling. */
export function searchKey(text) {
  const digits = text.replace(/[๐-๙]/g, (c) => String(c.charCodeAt(0) - 0x0e50));
  return oneSpelling(digits.normalize("NFC").toLowerCase().replace(/[\s\u200b]+/g, ""));
}

const TONES = "\u0e48\u0e49\u0e4a\u0e4b\u0e4c";
const MARKS = /[\u0e31\u0e34-\u0e3a\u0e47-\u0e4d]{2,}/g; // vowels and tones, which look alike in any order

/** As core.thai.one_spelling. */
function oneSpelling(text) {
  const am = text.replaceAll("เเ", "แ").replace(/\u0e4d([\u0e48-\u0e4b]?)\u0e32/g, "$1\u0e33");
  return am.replace(/\u0e33([\u0e48-\u0e4b])/g, "$1\u0e33").replace(MARKS, inOrder);
}

function inOrder(marks) {
  const sorted = [...new Set(marks)].sort();
  return [...sorted.filter((mark) => !TONES.includes(mark)), ...sorted.filter((mark) => TONES.includes(mark))].join("");
}
