// How many rows are filled, and the one thing to do next.

export class Progress {
  constructor(grid) {
    this.grid = grid;
    this.panel = document.getElementById("next");
    document.getElementById("go-blank").addEventListener("click", (event) => this.go(event, this.firstBlank()));
    document.getElementById("go-reason").addEventListener("click", (event) => this.go(event, this.firstReason()));
  }

  /** Show the present figures once in the next frame, however many cells have changed. */
  soon() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.show();
    });
  }

  show() {
    const rows = this.grid.rows.size;
    const filled = this.grid.body.querySelectorAll("tr[data-filled]").length;
    const reasons = this.unexplained().length;
    text("filled-text", `กรอกแล้ว ${count(filled)} จาก ${count(rows)} แถว`);
    text("percent-text", `${Math.floor((100 * filled) / rows)}%`);
    text("blank-text", `เหลือ ${count(rows - filled)} แถว`);
    text("reason-text", `ยอดต่างจากที่ผ่านมามาก ${count(reasons)} แถว`);
    document.getElementById("progress").value = filled;
    this.panel.dataset.step = filled < rows ? "fill" : reasons ? "reason" : "confirm";
  }

  unexplained() {
    return this.grid.body.querySelectorAll("li[data-kind=unusual]:not([data-explained]) input");
  }

  /** The first cell that is empty, or holds something that was refused; rows that a filter hides come last. */
  firstBlank() {
    const rows = [...this.grid.body.querySelectorAll("tr[data-row]:not([data-filled])")];
    rows.sort((a, b) => a.hidden - b.hidden);
    for (const row of rows) {
      const open = this.grid.amounts(row.dataset.row).find((input) => !input.value.trim() || input.ariaInvalid === "true");
      if (open) return open;
    }
    return undefined;
  }

  firstReason() {
    return this.unexplained()[0];
  }

  go(event, input) {
    if (!input) return;
    event.preventDefault();
    const row = input.closest("tr");
    if (row?.hidden) row.hidden = false;
    input.focus();
  }
}

function text(id, words) {
  document.getElementById(id).textContent = words;
}

function count(number) {
  return number.toLocaleString("en-US");
}
