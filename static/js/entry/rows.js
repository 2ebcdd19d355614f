// Acts on whole rows: no sales this month (0 in what is blank), the row's menu, taking a row out.

export class Rows {
  constructor({ grid, cells, undo, leave, removeUrl }) {
    Object.assign(this, { grid, cells, undo, leave, removeUrl });
    this.menu = document.getElementById("row-menu");
    grid.body.addEventListener("click", (event) => this.click(event));
    this.menu.addEventListener("click", (event) => this.choose(event));
    this.menu.addEventListener("keydown", (event) => this.menuKey(event));
    this.menu.addEventListener("focusout", (event) => this.menu.contains(event.relatedTarget) || this.close());
    this.zeroDialog();
    document.getElementById("remove-form").addEventListener("submit", (event) => leave.submit(event));
  }

  click(event) {
    const tr = event.target.closest("tr[data-row]");
    if (event.target.matches("button.zero")) this.zero([tr]);
    if (event.target.matches("button.more")) this.open(tr, event.target);
  }

  /** ไม่มียอดเดือนนี้: 0 in the blank cells of these rows, as one step to undo. */
  zero(trs) {
    const blank = trs.flatMap((tr) => this.blank(tr));
    this.undo.together(() => blank.forEach((i) => this.cells.put(this.grid.key(i), "0", { undoable: true })));
  }

  blank(tr) {
    return this.grid.amounts(tr.dataset.row).filter((input) => !input.value.trim());
  }

  /** For all that is left, only after asking: how many cells in how many rows. */
  zeroDialog() {
    const dialog = document.getElementById("zero-dialog");
    const rows = () => [...this.grid.rows.values()].filter((tr) => this.blank(tr).length);
    document.getElementById("zero-rest").addEventListener("click", (event) => {
      event.preventDefault();
      const blank = rows();
      const cells = blank.flatMap((tr) => this.blank(tr)).length;
      document.getElementById("zero-text").textContent = blank.length
        ? `มีช่องว่าง ${cells.toLocaleString("en-US")} ช่องใน ${blank.length.toLocaleString("en-US")} แถว จะบันทึกเป็น 0 คือไม่มียอดเดือนนี้`
        : "ไม่มีช่องว่างแล้ว";
      document.getElementById("zero-accept").hidden = !blank.length;
      dialog.showModal();
    });
    document.getElementById("zero-accept").addEventListener("click", () => {
      this.zero(rows());
      dialog.close();
    });
  }

  /** Open the row's menu at a button, or at the cell in which the keyboard asked for it. */
  open(tr, anchor) {
    this.tr = tr;
    this.anchor = anchor;
    for (const page of this.menu.querySelectorAll("a[data-act]")) page.href = tr.dataset[page.dataset.act];
    this.menu.setAttribute("aria-label", this.grid.name(tr.dataset.row));
    this.menu.hidden = false;
    const at = anchor.getBoundingClientRect();
    const left = Math.min(at.right, innerWidth - 8) - this.menu.offsetWidth;
    const below = at.bottom + this.menu.offsetHeight < innerHeight - 60;
    this.menu.style.left = `${Math.max(8, left) + scrollX}px`;
    this.menu.style.top = `${(below ? at.bottom : at.top - this.menu.offsetHeight) + scrollY}px`;
    this.items()[0].focus();
  }

  items() {
    return [...this.menu.querySelectorAll("[role=menuitem]")];
  }

  close() {
    this.menu.hidden = true;
  }

  menuKey(event) {
    const items = this.items();
    const at = items.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) items[(at + step + items.length) % items.length].focus();
    else if (event.key === "Escape") this.anchor.focus();
    else return;
    event.preventDefault();
  }

  choose(event) {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (!act) return;
    if (act === "zero") this.zero([this.tr]);
    if (act === "remove") this.remove();
    if (act === "zero") this.anchor.focus();
    this.close();
  }

  remove() {
    const row = this.tr.dataset.row;
    document.getElementById("remove-name").textContent = this.grid.name(row);
    document.getElementById("remove-form").action = this.removeUrl.replace("/0/", `/${row}/`);
    document.getElementById("remove-dialog").showModal();
  }
}
