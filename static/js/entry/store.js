// What was typed and is not yet saved, kept in localStorage so that a closed tab or a power cut loses nothing.
// One key per cell, so that two tabs of one person do not overwrite each other's list.
// A key is otop-entry:<user>:<kind>:<district>:<month>:<cell>. Figures of another person are removed from a shared computer.

const PREFIX = "otop-entry:";

export class Store {
  constructor({ user, kind, district, month }) {
    this.user = user;
    this.prefix = `${PREFIX}${user}:${kind}:${district}:${month}:`;
  }

  /** Keep {text, seen, name}: what was typed, what was seen before, whose row. */
  put(key, entry) {
    try {
      localStorage.setItem(this.prefix + key, JSON.stringify(entry));
    } catch {
      // full or forbidden: saving to the server goes on without it
    }
  }

  /** Forget a cell; with `text` only if that is still what is kept (another tab may have typed since). */
  drop(key, text) {
    if (text !== undefined && this.get(key)?.text !== text) return;
    try {
      localStorage.removeItem(this.prefix + key);
    } catch {
      // as above
    }
  }

  get(key) {
    try {
      return JSON.parse(localStorage.getItem(this.prefix + key));
    } catch {
      return null;
    }
  }

  /** Everything kept for this person, district and month: [[key, entry], …]. */
  all() {
    const keys = this.keys((key) => key.startsWith(this.prefix)).map((key) => key.slice(this.prefix.length));
    return keys.map((key) => [key, this.get(key)]).filter(([, entry]) => typeof entry?.text === "string");
  }

  /** Remove what other people left on this computer. */
  forgetOthers() {
    this.remove((key) => key.startsWith(PREFIX) && !key.startsWith(`${PREFIX}${this.user}:`));
  }

  /** Remove everything of the portal: at logging out. */
  forgetAll() {
    this.remove((key) => key.startsWith(PREFIX));
  }

  remove(which) {
    for (const key of this.keys(which)) localStorage.removeItem(key);
  }

  keys(which) {
    try {
      return Object.keys(localStorage).filter(which);
    } catch {
      return [];
    }
  }
}
