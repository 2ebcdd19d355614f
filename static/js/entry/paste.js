// Pasting a block from Excel or LINE: the server reads it (the same rules as everywhere), a dialog shows what goes
// where and what is wrong, and only then is anything put into cells.

import { searchKey } from "./filter.js";

const BLOCK = /\t|\n|\||\S {2,}\S/; // more than one cell

export class Paste {
  constructor({ grid, cells, undo, session, url }) {
    Object.assign(this, { grid, cells, undo, session, url });
    this.dialog = document.getElementById("paste-dialog");
    this.title = document.getElementById("paste-title");
    this.body = document.getElementById("paste-body");
    this.accept = document.getElementById("paste-accept");
    this.retry = document.getElementById("paste-retry");
    this.accept.addEventListener("click", () => this.take());
    this.retry.addEventListener("click", () => this.check());
    this.dialog.addEventListener("close", () => this.closed());
    grid.body.addEventListener("paste", (event) => this.pasted(event));
  }

  pasted(event) {
    const input = this.grid.cellOf(event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!input || input.readOnly || !BLOCK.test(text.trim())) return;
    event.preventDefault();
    this.input = input;
    this.text = text;
    this.show("กำลังอ่านข้อมูลที่วาง…", []);
    this.dialog.showModal();
    this.check();
  }

  async check() {
    const { row, field } = this.grid.place(this.input);
    const order = this.grid.shownRows().map((tr) => Number(tr.dataset.row));
    const asked = (this.asked = {}); // an answer to an earlier paste, or after closing, is for nobody
    const answer = await this.answerTo({ text: this.text, row: Number(row), field, order });
    if (asked !== this.asked) return;
    if (answer.ok) this.preview(answer);
    else this.show(answer.message ?? "อ่านข้อมูลที่วางไม่ได้", [], { retry: true });
  }

  async answerTo(question) {
    try {
      return await this.session.ask(this.url, question, { json: true });
    } catch {
      return { ok: false, message: "ขาดการเชื่อมต่อ ข้อมูลที่คัดลอกมายังอยู่ ลองใหม่เมื่อต่ออินเทอร์เน็ตได้" };
    }
  }

  closed() {
    this.asked = null;
    this.grid.focus(this.input);
  }

  preview(answer) {
    if (answer.problem) return this.show(answer.problem, []);
    this.good = answer.cells.filter((cell) => !cell.error && cell.value !== "" && cell.value !== null);
    const wrong = answer.cells.filter((cell) => cell.error).length;
    const title = wrong ? `อ่านได้ ${this.good.length} ช่อง อ่านไม่ได้ ${wrong} ช่อง` : `พร้อมวาง ${this.good.length} ช่อง`;
    this.labels = answer.labels ?? {};
    const table = this.table(answer.cells);
    const others = table.querySelectorAll(".paste-other").length;
    if (others) answer.skipped.unshift({ reason: `ชื่อไม่ตรงกับแถวในตาราง ${others} แถว โปรดตรวจว่าวางถูกที่` });
    this.show(title, [...remarks(answer), table], { accept: this.good.length, wrong, doubtful: others > 0 });
  }

  /** `doubtful`: Enter does not take it. */
  show(title, content, { accept = 0, wrong = 0, retry = false, doubtful = false } = {}) {
    this.title.textContent = title;
    this.body.replaceChildren(...content);
    this.accept.hidden = !accept;
    this.accept.textContent = wrong ? `วางเฉพาะ ${accept} ช่องที่อ่านได้` : "วางข้อมูล";
    this.retry.hidden = !retry;
    if (accept) (doubtful ? this.dialog.querySelector("form button:not([type=button])") : this.accept).focus();
  }

  /** One line per row: its name, then the cells as they will be. */
  table(cells) {
    const table = element("table", "data stack paste-table");
    const fields = [...new Set(cells.map((cell) => cell.field))];
    const head = table.createTHead().insertRow();
    head.append(...[this.grid.rowWord, ...fields.map((field) => this.grid.label(field))].map((words) => heading(words, "col")));
    const body = table.createTBody();
    for (const row of new Set(cells.map((cell) => cell.row))) {
      const line = body.insertRow();
      line.append(this.rowHeading(row));
      for (const field of fields) line.append(this.shown(cells.find((c) => c.row === row && c.field === field)));
    }
    return table;
  }

  /** The row's name; and the name that was pasted with the amounts, when it is another one. */
  rowHeading(row) {
    const name = this.grid.name(row);
    const th = heading(name, "row");
    if (this.grid.kind(row)) th.append(element("small", "muted", this.grid.kind(row)));
    const pasted = this.labels[row] ?? "";
    if (pasted && !alike(pasted, name)) th.append(element("small", "paste-other", `ข้อมูลที่วางเขียนว่า “${pasted}”`));
    return th;
  }

  shown(cell) {
    const td = element("td", "num");
    if (!cell || (!cell.error && !cell.value)) return td;
    td.dataset.label = this.grid.label(cell.field);
    td.textContent = cell.error ? cell.text : cell.value;
    const now = this.grid.input(cell.row, cell.field)?.value;
    if (cell.error) {
      td.className = "paste-wrong";
      td.append(element("small", "", cell.error));
    } else if (now && now !== cell.value) td.append(element("small", "paste-before", `เดิม ${now}`));
    return td;
  }

  take() {
    this.undo.together(() => {
      for (const { row, field, value } of this.good) this.cells.put(`${row}-${field}`, value, { undoable: true });
    });
    this.dialog.close();
  }
}

/** What was left out, in words. */
function remarks({ by_name: byName, skipped, sum_column: sumColumn, overflow, overflow_columns: extraColumns }) {
  const said = skipped.map(({ line, reason }) => (line ? `บรรทัดที่ ${line}: ${reason}` : reason));
  if (byName) said.unshift("ลำดับต่างจากในตาราง จึงวางตามชื่อ โปรดตรวจ");
  if (sumColumn) said.push("คอลัมน์รวม: ไม่นำมาวาง ระบบรวมให้เอง");
  if (overflow) said.push(`เกินจำนวนแถวในตาราง ${overflow} แถว: ไม่นำมาวาง`);
  if (extraColumns) said.push(`เกินจำนวนช่อง ${extraColumns} คอลัมน์: ไม่นำมาวาง`);
  if (!said.length) return [];
  const list = element("ul", "paste-remarks");
  list.append(...said.map((words) => element("li", "", words)));
  return [list];
}

/** Is this the same one? One name within the other is enough; numbers and short words say nothing. */
function alike(pasted, name) {
  const words = pasted.split(/\s+/).map(searchKey);
  const whole = searchKey(name);
  return searchKey(pasted).includes(whole) || words.some((word) => word.length > 3 && whole.includes(word));
}

function heading(words, scope) {
  const th = element("th", "", words);
  th.scope = scope;
  return th;
}

function element(name, className, textContent = "") {
  return Object.assign(document.createElement(name), { className, textContent });
}
