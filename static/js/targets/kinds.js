// The indicator's form: shows only the fields of the chosen kind. Without this script all are shown.

const kind = document.getElementById("id_kind");

function show() {
  for (const input of document.querySelectorAll("[data-kinds]")) {
    const field = input.closest(".field");
    field.hidden = !input.dataset.kinds.split(" ").includes(kind.value);
  }
}

if (kind) {
  kind.addEventListener("change", show);
  show();
}
