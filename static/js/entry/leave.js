// Leaving the page: what waits is sent first; the browser asks only when something is really not saved.

export class Leave {
  constructor({ cells, saver, reasons, store }) {
    Object.assign(this, { cells, saver, reasons, store });
    addEventListener("beforeunload", (event) => this.warn(event));
    document.addEventListener("click", (event) => this.follow(event));
    document.addEventListener("submit", (event) => event.target.matches("[data-leave]") && this.submit(event));
    logoutForm()?.addEventListener("submit", (event) => this.submit(event));
    forgetAtLogout(store);
  }

  get open() {
    return this.cells.unsaved().length + this.reasons.unsaved().length > 0;
  }

  flush() {
    return Promise.all([this.saver.flush(), this.reasons.flush()]);
  }

  warn(event) {
    if (!this.open) return;
    event.preventDefault();
    event.returnValue = ""; // browsers of before 2023
  }

  /** A link that leads away or makes a file of what is saved. */
  follow(event) {
    const link = event.target.closest?.("a[data-leave], a[data-flush]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !this.open) return;
    event.preventDefault();
    this.flush().then(() => location.assign(link.href));
  }

  submit(event) {
    if (!this.open) return;
    event.preventDefault();
    this.flush().then(() => event.target.submit());
  }
}

/** Logging out of a shared computer takes the kept figures along, unless the person stays to save them. */
export function forgetAtLogout(store) {
  const forget = () => addEventListener("pagehide", () => store.forgetAll(), { once: true });
  logoutForm()?.addEventListener("submit", forget);
}

function logoutForm() {
  return document.querySelector("form[action$='/logout/']");
}
