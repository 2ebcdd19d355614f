// Why a row's amount is far from its history. A reason saves itself when its box is left; one that could not be saved
// stays in its box, is sent again when the connection is back, and is asked about before the page is left.

const UNSAVED = ["typed", "saving", "error"];

export class Reasons {
  constructor({ grid, progress, session, url, status }) {
    Object.assign(this, { grid, progress, session, url, status });
    this.flying = new Set();
    const on = (type, handle) =>
      grid.body.addEventListener(type, (event) => event.target.matches("input.reason") && handle(event.target, event));
    on("input", (input) => (input.closest("li").dataset.s = "typed"));
    on("change", (input) => this.save(input));
    on("keydown", (input, event) => event.key === "Enter" && this.enter(event, input));
    addEventListener("online", () => this.retry());
    addEventListener("focus", () => this.retry());
  }

  /** Boxes whose text the server has not got. */
  unsaved() {
    const lines = [...this.grid.body.querySelectorAll("li[data-kind=unusual][data-s]")];
    return lines.filter((line) => UNSAVED.includes(line.dataset.s)).map((line) => line.querySelector("input"));
  }

  retry() {
    for (const input of this.unsaved()) if (input.closest("li").dataset.s === "error") this.save(input);
  }

  /** Resolves when no reason is on its way any more. */
  async flush() {
    for (const input of this.unsaved()) if (input.closest("li").dataset.s === "typed") this.save(input);
    while (this.flying.size) await Promise.all(this.flying);
  }

  /** Saved here; the box's own form is for pages without a script. */
  enter(event, input) {
    event.preventDefault();
    this.save(input);
  }

  save(input) {
    const sending = this.send(input).finally(() => this.flying.delete(sending));
    this.flying.add(sending);
  }

  async send(input) {
    const line = input.closest("li");
    const reason = input.value;
    line.dataset.s = "saving";
    try {
      const answer = await this.session.ask(this.url, { row: input.closest("tr").dataset.note, reason });
      if (input.value !== reason) return; // typed on meanwhile: that goes next
      if (!answer.ok) throw new Error(answer.message);
      line.dataset.s = "saved";
      input.defaultValue = reason; // so that leaving asks nothing (js/forms)
      line.toggleAttribute("data-explained", Boolean(reason.trim()));
      this.status.say("บันทึกเหตุผลแล้ว");
    } catch (error) {
      line.dataset.s = "error";
      this.status.problem(`ยังไม่ได้บันทึกเหตุผล ${error.message}`, `ยังไม่ได้บันทึกเหตุผล ${error.message}`);
    }
    this.progress.soon();
  }
}
