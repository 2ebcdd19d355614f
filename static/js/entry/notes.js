// The lines beneath a row: an amount that cannot be read, a conflict to decide, a reason to give, the province's
// remark. The server draws the same lines in templates/entry/parts/note.html.

export class Notes {
  constructor({ grid, progress }) {
    Object.assign(this, { grid, progress });
  }

  error(input, message) {
    this.line(input, "error").append(this.label(input), ` ${message}`);
  }

  /** Both values, and a button for each. */
  conflict(input, { theirs, yours, by, at }, choose) {
    const who = by || "ผู้ใช้อื่น";
    const line = this.line(input, "conflict");
    line.append(this.label(input), ` ${who} แก้เป็น ${theirs || "(ว่าง)"} เมื่อ ${at} ค่าที่ท่านพิมพ์คือ ${yours || "(ว่าง)"} `);
    line.append(button(`ใช้ ${theirs || "ช่องว่าง"} ของ${who}`, choose.theirs));
    line.append(" ", button(`ใช้ ${yours || "ช่องว่าง"} ของท่าน`, choose.mine));
  }

  /** Remove what was said about one cell. */
  clear(input) {
    const { row, field } = this.grid.place(input);
    const note = document.getElementById(`note-${row}`);
    if (!note) return;
    note.querySelectorAll(`li[data-field="${field}"]`).forEach((line) => line.remove());
    this.tidy(note);
  }

  /** Is the row's value far from its history? Then it needs a reason before the month can be confirmed. */
  unusual(row, unusual) {
    const tr = this.grid.rows.get(row);
    if (!tr || unusual === "unusual" in tr.dataset) return;
    tr.toggleAttribute("data-unusual", unusual);
    const note = this.note(row);
    note.querySelector("li[data-kind=unusual]")?.remove();
    if (unusual) note.querySelector("ul").append(this.reasonLine(row));
    this.tidy(note);
    this.progress.soon();
  }

  /** What there is to know of the row, and that hinders nothing. */
  remark(row, words) {
    const old = document.querySelector(`#note-${row} li[data-kind=remark]`);
    if ((old?.textContent ?? "") === words) return;
    old?.remove();
    const note = this.note(row);
    if (words) note.querySelector("ul").append(Object.assign(document.createElement("li"), { textContent: words }));
    if (words) note.querySelector("ul").lastElementChild.dataset.kind = "remark";
    this.tidy(note);
  }

  reasonLine(row) {
    const line = document.getElementById("reason-line").content.firstElementChild.cloneNode(true);
    line.querySelector("input").dataset.row = row;
    return line;
  }

  label(input) {
    const label = document.createElement("b");
    label.textContent = `${this.grid.label(this.grid.place(input).field)}:`;
    return label;
  }

  /** The one line about this cell, empty. */
  line(input, kind) {
    this.clear(input);
    const { row, field } = this.grid.place(input);
    const line = document.createElement("li");
    Object.assign(line.dataset, { kind, field });
    this.note(row).querySelector("ul").prepend(line);
    return line;
  }

  note(row) {
    return document.getElementById(`note-${row}`) ?? this.add(row);
  }

  add(row) {
    const note = document.getElementById("note-row").content.firstElementChild.cloneNode(true);
    note.id = `note-${row}`;
    note.dataset.note = row;
    this.grid.rows.get(String(row)).after(note);
    return note;
  }

  tidy(note) {
    if (!note.querySelector("li")) note.remove();
  }
}

function button(text, action) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "btn btn-sm btn-outline-primary", textContent: text });
  made.addEventListener("click", action);
  return made;
}
