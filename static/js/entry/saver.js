// Sends changed cells to the server: a few at a time after a pause, one request in flight, again and again when the
// connection is lost. Sending a change twice is harmless: each carries the value that was seen before typing, and the
// server saves a cell only if that is what still stands there. The version is the one the page was made with; it is
// never raised here, because a newer one would claim that a colleague's later figures had been seen.

const PAUSE = 400;
const BATCH = 400;
const PATIENCE = 30_000;
const FIRST_RETRY = 1_000;
const LAST_RETRY = 30_000;

export class Saver {
  /** `cells` gives changes and takes answers; `status` shows how saving goes. */
  constructor({ url, session, cells, status }) {
    Object.assign(this, { url, session, cells, status });
    this.waiting = new Set();
    this.flying = new Set();
    this.failures = 0;
    this.stopped = false;
    addEventListener("online", () => this.soon(0));
    addEventListener("offline", () => this.lost());
    addEventListener("focus", () => this.waiting.size && this.soon(0));
  }

  get busy() {
    return this.waiting.size + this.flying.size > 0;
  }

  has(key) {
    return this.waiting.has(key) || this.flying.has(key);
  }

  add(key) {
    this.waiting.add(key);
    this.status.waiting();
    this.soon(this.failures ? this.delay() : PAUSE);
  }

  leave(key) {
    this.waiting.delete(key);
  }

  soon(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), milliseconds);
  }

  /** Send what waits now; resolves when nothing waits any more, or it cannot be sent (then false). */
  async flush() {
    while (this.busy && !this.stopped && !this.failures && navigator.onLine !== false) {
      if (this.flying.size) await this.landing;
      else await this.send();
    }
    return !this.busy;
  }

  send() {
    if (this.flying.size || !this.waiting.size || this.stopped) return undefined;
    if (navigator.onLine === false) return this.lost();
    const keys = [...this.waiting].slice(0, BATCH);
    this.flying = new Set(keys);
    keys.forEach((key) => this.waiting.delete(key));
    this.cells.sending(keys);
    this.status.saving(keys.length);
    this.landing = this.post(keys.map((key) => this.cells.change(key))).finally(() => this.landed());
    return this.landing;
  }

  async post(changes) {
    let response;
    try {
      response = await fetch(this.url, this.session.request({ changes }, PATIENCE));
      if (response.status >= 500 || response.status === 429) throw new Error(String(response.status));
      const answer = await response.json();
      if (response.ok && !answer.results) throw new Error("no answer of the portal"); // something between it and here
      if (response.ok) this.accept(answer);
      else await this.refuse(response.status, answer);
    } catch {
      this.again();
    }
  }

  accept(answer) {
    this.failures = 0;
    this.flying.clear();
    this.cells.answered(answer, this.waiting.size === 0);
  }

  /** Not now, or not by this person: everything typed stays, in the page and in the store. */
  async refuse(status, answer) {
    this.putBack();
    if (status === 401 || (status === 403 && answer.code === "http-403")) {
      const renewed = await this.session.renew();
      if (renewed === "renewed" && !this.renewedOnce) {
        this.renewedOnce = true;
        return;
      }
      if (renewed === "lost") return this.again();
      if (renewed !== "renewed") answer = { ...answer, code: renewed };
    }
    this.stopped = true;
    this.status.refused(answer);
  }

  /** The person asks to try once more (signed in again, unlocked by the province). */
  resume() {
    this.stopped = false;
    this.renewedOnce = false;
    this.failures = 0;
    this.soon(0);
  }

  again() {
    this.putBack();
    this.failures += 1;
    this.lost();
  }

  lost() {
    this.cells.stranded([...this.waiting]);
    this.status.lost(this.waiting.size);
    if (this.waiting.size) this.soon(this.delay());
  }

  delay() {
    return Math.min(LAST_RETRY, FIRST_RETRY * 2 ** Math.max(0, this.failures - 1));
  }

  putBack() {
    this.flying.forEach((key) => this.waiting.add(key));
    this.flying.clear();
  }

  landed() {
    if (this.waiting.size && !this.stopped && !this.failures) this.soon(0);
    if (!this.busy) this.renewedOnce = false;
  }
}
