// What the person is told about saving: a line at the foot of the table, the same aloud, and notices above the table.

export class Status {
  constructor(rescue) {
    this.rescue = rescue;
    this.line = document.getElementById("save-state");
    this.voice = document.getElementById("voice");
    this.notices = document.getElementById("notices");
  }

  waiting() {
    if (this.line.dataset.s !== "lost") this.write("saving", "กำลังบันทึก…");
  }

  saving(count) {
    this.write("saving", `กำลังบันทึก ${count} ช่อง…`);
  }

  saved(count) {
    this.notices.replaceChildren();
    const open = this.cells.unsaved().filter(({ key }) => !this.saver.has(key)).length;
    if (this.saver.busy) return;
    if (open) this.writeProblem(`ยังไม่บันทึก ${open} ช่อง`);
    else this.write("saved", `✓ บันทึกแล้ว ${clock()} น.`);
    if (count) this.say(`บันทึกแล้ว ${count} ช่อง`);
  }

  /** No connection: the figures wait here and are sent by themselves. */
  lost(count) {
    if (!count && navigator.onLine) return;
    const words = count ? `เก็บ ${count} ช่องไว้ในเครื่องนี้ จะส่งเองเมื่อต่อได้` : "พิมพ์ต่อได้ จะส่งเองเมื่อต่อได้";
    this.write("lost", `ขาดการเชื่อมต่อ ${words}`);
    this.say(`ขาดการเชื่อมต่อ ${words}`);
  }

  /** `aloud`: the whole of it; `seen`: what stands at the foot, with the way there. */
  problem(aloud, seen = "มีช่องที่ยังไม่บันทึก") {
    this.writeProblem(seen);
    this.say(aloud);
  }

  /** The month may not be changed now: say why, keep everything, offer to take it along. */
  refused(answer) {
    this.write("problem", "ยังไม่บันทึก");
    this.notices.replaceChildren(this.rescue.refusal(answer));
    this.notices.firstElementChild.scrollIntoView({ block: "center" });
  }

  /** Refused cells may be rows away: the words come with the way there. */
  writeProblem(words) {
    this.write("problem", `${words} `);
    const there = Object.assign(document.createElement("button"), { type: "button", textContent: "ไปที่ช่องแรก" });
    there.className = "btn btn-sm btn-outline-danger";
    there.addEventListener("click", () => document.querySelector("#grid input[aria-invalid=true], #grid li[data-s=error] input")?.focus());
    this.line.append(there);
  }

  write(state, words) {
    this.line.dataset.s = state;
    this.line.textContent = words;
  }

  say(words) {
    this.voice.textContent = words;
  }
}

function clock() {
  return new Intl.DateTimeFormat("th-TH", { timeStyle: "short", timeZone: "Asia/Bangkok" }).format(new Date());
}
