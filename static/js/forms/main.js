// A form that was sent into a lost connection, a failing server or an ended session is filled in again when its page is
// opened anew. What was typed is kept with the tab (sessionStorage) from the sending until the portal says, by a cookie,
// that the form with this number came (core.sent). A field that has changed in the portal meanwhile is not written over.
// A form that came back with a mistake has the caret there; one that was not sent is asked about before it is left.

import { fields, isWritten, put, shown, typed } from "./fields.js";

const PREFIX = "otop-form:";
const CAME = "otop-came";
const script = document.getElementById("keeps-forms");
const { user } = script.dataset;

function start() {
  const came = arrived();
  for (const [key, entry] of kept()) {
    if (!key.startsWith(`${PREFIX}${user}:`)) sessionStorage.removeItem(key);
    else if (entry.number === came) delivered(key, entry);
  }
  for (const form of forms()) restore(form);
  goToMistake();
  document.addEventListener("submit", (event) => keep(event));
  document.addEventListener("click", (event) => (leaving ||= Boolean(event.target.closest?.("form .form-actions a"))));
  addEventListener("beforeunload", (event) => ask(event));
  script.dataset.ready = "";
}

/** A form that came back: to the first field that is wrong, not through the whole menu again. */
function goToMistake() {
  if (document.activeElement !== document.body) return;
  const wrong = forms().map((form) => form.querySelector("[aria-invalid=true]"));
  wrong.find((field) => field?.checkVisibility?.() ?? field)?.focus();
}

/** Forms with something typed in them; those that save by themselves, and dialogs, look after their own. */
function forms() {
  return [...document.querySelectorAll("main form[method=post]")].filter((form) => form.id !== "entry-form");
}

function keyOf(form) {
  const action = actionOf(form);
  const alike = forms().filter((other) => actionOf(other) === action);
  return `${PREFIX}${user}:${location.pathname}>${action}>${alike.indexOf(form)}`;
}

/** Not form.action, which is a button where a form has one of that name. */
function actionOf(form) {
  return new URL(form.getAttribute("action") ?? "", location.href).pathname;
}

/** The form is being sent: keep what it says, and number it. */
function keep(event) {
  const form = event.target;
  if (actionOf(form).endsWith("/logout/")) return forgetAll();
  if (event.defaultPrevented || !forms().includes(form)) return undefined;
  leaving = true;
  const number = Date.now().toString(36) + Math.random().toString(36).slice(2, 10);
  if (!hasWriting(form)) return undefined; // ticks and choices alone are soon made again
  const said = fields(form).map(([key, element]) => [key, { was: before(form, key, element), now: typed(element) }]);
  form.addEventListener("formdata", ({ formData }) => formData.set("_sent", number), { once: true });
  return store(keyOf(form), { number, said: Object.fromEntries(said) });
}

// Forms that came but were not accepted: the page holds what was typed, here is what stood there before.
const bases = new Map();
let leaving = false; // a form is being sent, or its way out was taken

function before(form, key, element) {
  return bases.get(keyOf(form))?.[key] ?? shown(element);
}

function hasWriting(form) {
  return fields(form).some(([key, element]) => isWritten(element) && typed(element) !== before(form, key, element));
}

/** Going elsewhere with something written and not sent. */
function ask(event) {
  if (leaving || !forms().some(hasWriting)) return;
  event.preventDefault();
  event.returnValue = ""; // browsers of before 2023
}

function delivered(key, { said }) {
  sessionStorage.removeItem(key);
  const form = forms().find((one) => keyOf(one) === key);
  if (!form?.querySelector("[aria-invalid=true], .errorlist, .has-error")) return;
  bases.set(key, Object.fromEntries(Object.entries(said).map(([field, { was }]) => [field, was])));
}

function restore(form) {
  const entry = kept().get(keyOf(form));
  if (!entry) return;
  const open = fields(form).filter(([key, element]) => entry.said[key] && isOpen(entry.said[key], typed(element)));
  const mine = open.filter(([key, element]) => entry.said[key].was === typed(element));
  const changed = open.filter(([key, element]) => entry.said[key].was !== typed(element));
  if (!open.length) return void sessionStorage.removeItem(keyOf(form));
  const present = mine.map(([, element]) => [element, typed(element)]);
  for (const [key, element] of mine) put(element, entry.said[key].now);
  form.prepend(notice(form, { mine, present, changed: changed.map(([key, element]) => [element, entry.said[key].now]) }));
}

/** Typed, and not what stands there now. */
function isOpen({ was, now }, present) {
  return now !== was && now !== present;
}

function notice(form, { mine, present, changed }) {
  const box = Object.assign(document.createElement("div"), { className: "alert alert-info" });
  box.setAttribute("role", "status");
  box.append(line(`สิ่งที่ส่งครั้งก่อนไม่ได้บันทึก หรือไม่มีคำตอบว่าบันทึกแล้ว จึงนำกลับมาให้ ${mine.length} ช่อง โปรดตรวจ แล้วกดปุ่มอีกครั้ง`));
  for (const [element, text] of changed) box.append(line(`${label(element)}: มีการแก้ไขหลังจากนั้น ท่านพิมพ์ไว้ว่า “${words(text)}”`));
  const discard = Object.assign(document.createElement("button"), { type: "button", textContent: "ทิ้งสิ่งที่พิมพ์ไว้" });
  discard.className = "btn btn-sm btn-outline-primary";
  discard.addEventListener("click", () => {
    for (const [element, text] of present) put(element, text);
    sessionStorage.removeItem(keyOf(form));
    box.remove();
  });
  box.append(discard);
  return box;
}

function line(text) {
  return Object.assign(document.createElement("p"), { textContent: text });
}

function label(element) {
  return (element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? "").trim();
}

function words(text) {
  return { true: "เลือก", false: "ไม่เลือก" }[text] ?? text;
}

function kept() {
  try {
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
    return new Map(keys.map((key) => [key, JSON.parse(sessionStorage.getItem(key))]));
  } catch {
    return new Map();
  }
}

function store(key, entry) {
  try {
    sessionStorage.setItem(key, JSON.stringify(entry));
  } catch {
    // full or forbidden: the form goes as it always did
  }
}

function forgetAll() {
  for (const key of kept().keys()) sessionStorage.removeItem(key);
}

/** The number of the form that came last; another tab may be waiting for it. */
function arrived() {
  return new RegExp(`(?:^|; )${CAME}=([0-9a-z]+)`).exec(document.cookie)?.[1];
}

start();
