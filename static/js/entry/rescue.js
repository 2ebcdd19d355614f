// When figures cannot be saved: the notice that says why, and the ways to take them along (copy, download, try again).

const SENTENCES = {
  login: "หมดเวลาเข้าใช้งาน กรุณาเข้าสู่ระบบใหม่ในหน้าต่างใหม่ แล้วกลับมากด “ลองบันทึกอีกครั้ง”",
  other: "มีผู้อื่นเข้าสู่ระบบในเบราว์เซอร์นี้ ตัวเลขของท่านจึงยังไม่ถูกส่ง กรุณาเข้าสู่ระบบด้วยบัญชีของท่าน",
};

export class Rescue {
  constructor({ store, grid, loginUrl }) {
    Object.assign(this, { store, grid, loginUrl });
  }

  refusal({ code, message }) {
    const count = this.store.all().length;
    this.grid.allInputs().forEach((input) => (input.readOnly = true));
    const box = panel(SENTENCES[code] ?? message ?? "บันทึกไม่ได้");
    box.append(line(`ค่าที่พิมพ์ไว้ ${count} ช่องยังไม่ถูกบันทึก แต่ยังอยู่ครบในหน้านี้และในเครื่องนี้`));
    const actions = [button("ลองบันทึกอีกครั้ง", () => this.retry(), "btn-primary")];
    if (code === "login" || code === "other") actions.push(link("เข้าสู่ระบบในหน้าต่างใหม่", this.loginUrl));
    box.append(row(...actions, ...this.takeAlong(box)));
    return box;
  }

  retry() {
    this.grid.allInputs().forEach((input) => (input.readOnly = false));
    this.saver.resume();
  }

  /** Figures kept from before, that have no cell to go into: the month is closed now, or the row is gone. */
  leftover(entries) {
    const box = panel(`ในเครื่องนี้มีค่าที่พิมพ์ไว้ ${entries.length} ช่องของเดือนนี้ที่ยังไม่ได้บันทึก`);
    const list = document.createElement("ul");
    list.append(...entries.slice(0, 20).map(([, entry]) => item(`${entry.name} ${entry.label}: ${entry.text}`)));
    if (entries.length > 20) list.append(item(`และอีก ${entries.length - 20} ช่อง`));
    const discard = button("ทิ้งค่าเหล่านี้", () => {
      entries.forEach(([key]) => this.store.drop(key));
      box.remove();
    });
    box.append(list, row(...this.takeAlong(box), discard));
    return box;
  }

  takeAlong(box) {
    return [
      button("คัดลอกค่าที่ยังไม่บันทึก", () => copy(this.table(), box)),
      button("ดาวน์โหลดเป็นไฟล์", () => download(this.table())),
    ];
  }

  /** Tab-separated, so that it pastes into Excel. */
  table() {
    const rows = this.store.all().map(([, entry]) => [entry.name, entry.label, entry.text].map(oneLine).join("\t"));
    return [`${document.getElementById("entry").dataset.unit}\tช่อง\tค่าที่พิมพ์ไว้`, ...rows].join("\r\n");
  }
}

/** One cell of a table; a leading = + - @ must not become a formula in Excel. */
function oneLine(text) {
  const flat = String(text ?? "").replace(/[\t\r\n]+/g, " ");
  return /^[=+\-@]/.test(flat) ? `'${flat}` : flat;
}

async function copy(text, box) {
  try {
    await navigator.clipboard.writeText(text);
    box.append(line("คัดลอกแล้ว วางใน Excel หรือ LINE ได้"));
  } catch {
    const area = document.createElement("textarea");
    Object.assign(area, { value: text, readOnly: true, rows: 6, className: "control wide" });
    area.setAttribute("aria-label", "ค่าที่ยังไม่บันทึก");
    box.append(line("กด Ctrl+C เพื่อคัดลอก"), area);
    area.select();
  }
}

function download(text) {
  const made = document.createElement("a");
  made.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/tab-separated-values" }));
  made.download = "ยอดที่ยังไม่บันทึก.tsv";
  made.click();
  setTimeout(() => URL.revokeObjectURL(made.href), 60_000);
}

export function panel(words) {
  const box = document.createElement("div");
  box.className = "panel panel-danger notice";
  const first = document.createElement("p");
  first.append(Object.assign(document.createElement("b"), { textContent: words }));
  box.append(first);
  return box;
}

export function line(words) {
  return Object.assign(document.createElement("p"), { textContent: words });
}

export function button(words, action, look = "btn-outline-primary") {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: words });
  made.className = `btn btn-sm ${look}`;
  made.addEventListener("click", action);
  return made;
}

function link(words, href) {
  const made = Object.assign(document.createElement("a"), { textContent: words, href, target: "_blank", rel: "opener" });
  made.className = "btn btn-sm btn-outline-primary";
  return made;
}

function row(...children) {
  const made = Object.assign(document.createElement("p"), { className: "notice-actions" });
  made.append(...children);
  return made;
}

function item(words) {
  return Object.assign(document.createElement("li"), { textContent: words });
}
