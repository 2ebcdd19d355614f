// What a form's fields hold, as plain text: to be kept, compared and filled in again. Never a password, a file or a
// hidden field (those say what the page knew, and the page that comes back knows better).

const SKIPPED = ["hidden", "password", "file", "submit", "button", "image", "reset"];

/** [[key, element], …]; the key is the field's name and which of that name it is. */
export function fields(form) {
  const seen = new Map();
  return [...form.elements].filter(holdsText).map((element) => {
    const at = seen.get(element.name) ?? 0;
    seen.set(element.name, at + 1);
    return [`${element.name} ${at}`, element];
  });
}

function holdsText(element) {
  if (!element.name || element.readOnly || element.disabled) return false;
  return element.matches("textarea, select") || (element.matches("input") && !SKIPPED.includes(element.type));
}

const ticked = (element) => element.type === "checkbox" || element.type === "radio";
const chosen = (element, how) => JSON.stringify([...element.options].filter((o) => o[how]).map((o) => o.value));

/** Is it made of words, not chosen among what the page offers? */
export function isWritten(element) {
  return !ticked(element) && !element.matches("select");
}

/** What the person has made of it. */
export function typed(element) {
  if (ticked(element)) return String(element.checked);
  return element.matches("select") ? chosen(element, "selected") : element.value;
}

/** What the portal holds: what the page came with, unless the page says better. A choice that nothing was chosen for shows its first line. */
export function shown(element) {
  if (ticked(element)) return String(element.defaultChecked);
  if (!element.matches("select")) return element.dataset.stored ?? element.defaultValue;
  const marked = chosen(element, "defaultSelected");
  return marked === "[]" && !element.multiple && element.options.length ? JSON.stringify([element.options[0].value]) : marked;
}

export function put(element, text) {
  if (ticked(element)) element.checked = text === "true";
  else if (element.matches("select")) choose(element, JSON.parse(text));
  else element.value = text;
  for (const type of ["input", "change"]) element.dispatchEvent(new Event(type, { bubbles: true }));
}

function choose(element, values) {
  for (const option of element.options) option.selected = values.includes(option.value);
}
