// Who is signed in, and the token that every request carries. After signing in again in another window the token of
// this page is stale: a fresh one is taken from the page itself, if it is still the same person who asks.

const PATIENCE = 30_000;

export class Session {
  constructor(root) {
    this.place = root.id;
    this.user = root.dataset.user;
    this.loginPath = root.dataset.loginUrl;
    this.token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  /** Options of a fetch that posts JSON. */
  request(body, patience) {
    const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": this.token };
    const signal = patience ? deadline(patience) : undefined;
    return { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin", signal };
  }

  /**
   * Post fields ({row: "1"}, as a form) or, with `json`, a body; once more where only this page's token was stale.
   * Gives {ok, ...what the server answered}. Throws an Error with a Thai sentence when there was no answer to read.
   */
  async ask(url, fields, { json = false } = {}) {
    const options = () => (json ? this.request(fields, PATIENCE) : this.form(fields));
    const answer = await read(url, options());
    const stale = answer.status === 403 && answer.code === "http-403";
    return stale && (await this.renew()) === "renewed" ? read(url, options()) : answer;
  }

  /** Options of a fetch that posts a form's fields. */
  form(fields) {
    const headers = { Accept: "application/json", "X-CSRFToken": this.token };
    const signal = deadline(PATIENCE);
    return { method: "POST", headers, body: new URLSearchParams(fields), credentials: "same-origin", signal };
  }

  /** 'renewed' · 'login' (nobody is signed in) · 'other' (somebody else is) · 'lost' (no connection). */
  async renew() {
    try {
      const response = await fetch(location.pathname, { credentials: "same-origin", headers: { Accept: "text/html" } });
      if (new URL(response.url).pathname === this.loginPath) return "login";
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (page.getElementById(this.place)?.dataset.user !== this.user) return "other";
      this.token = page.querySelector("input[name=csrfmiddlewaretoken]").value;
      return "renewed";
    } catch {
      return "lost";
    }
  }
}

async function read(url, options) {
  try {
    const response = await fetch(url, options);
    return { ...(await response.json()), ok: response.ok, status: response.status };
  } catch {
    throw new Error("ติดต่อระบบไม่ได้ในขณะนี้ โปรดลองอีกครั้ง");
  }
}

/** As AbortSignal.timeout, which phones of 2021 have not. */
function deadline(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}
