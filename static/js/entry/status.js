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
    if (open) this.write("problem", `ยังไม่บันทึก ${open} ช่อง โปรดดูข้อความใต้แถว`);
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

  problem(words) {
    this.write("problem", "มีช่องที่ยังไม่บันทึก โปรดดูข้อความใต้แถว");
    this.say(words);
  }

  /** The month may not be changed now: say why, keep everything, offer to take it along. */
  refused(answer) {
    this.write("problem", "ยังไม่บันทึก");
    this.notices.replaceChildren(this.rescue.refusal(answer));
    this.notices.firstElementChild.scrollIntoView({ block: "center" });
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
