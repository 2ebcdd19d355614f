// Who may be the producer that is being typed: asked of the server a moment after the last key, shown below the name.

const PAUSE = 400; // milliseconds without a key
const FIELDS = ["name", "phone", "address", "subdistrict"];

class Hints {
  constructor(region) {
    this.region = region;
    this.form = document.getElementById(region.dataset.form);
    this.asked = "";
    this.form.querySelector("[name=name]").closest(".field").after(region);
    for (const name of FIELDS) this.form.elements[name]?.addEventListener("input", () => this.wait());
    this.wait();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  typed() {
    const fields = new URLSearchParams({ district: this.region.dataset.district, but: this.region.dataset.but });
    for (const name of FIELDS) fields.set(name, this.form.elements[name]?.value ?? "");
    return fields;
  }

  /** The newest question wins: an answer to an older one is dropped. A hint that cannot be had is none. */
  async ask() {
    const body = this.typed();
    const question = body.toString();
    if (question === this.asked) return;
    this.asked = question;
    const headers = { "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value };
    try {
      const answer = await fetch(this.region.dataset.url, { method: "POST", headers, body, credentials: "same-origin" });
      if (question === this.asked && answer.ok && !answer.redirected) this.region.innerHTML = await answer.text();
    } catch {
      this.asked = "";
    }
  }
}

const region = document.getElementById("likely-hints");
if (region) new Hints(region);
