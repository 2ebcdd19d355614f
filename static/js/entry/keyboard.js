// Keys as in a spreadsheet. A cell is entered selected: typing replaces it, arrows move on. After typing, F2 or a
// second click it is being edited: Left and Right walk through the text and leave the cell only at its ends.

const PAGE = 10;

export class Keyboard {
  constructor({ grid, cells, undo, openMenu = null }) {
    Object.assign(this, { grid, cells, undo, openMenu });
    this.editing = false;
    this.before = document.getElementById("cell-before");
    const on = (type, handle) =>
      grid.body.addEventListener(type, (event) => {
        const input = grid.cellOf(event.target);
        if (input) handle.call(this, event, input);
      });
    on("focusin", this.enter);
    on("focusout", this.leave);
    on("mousedown", this.press);
    on("click", this.click);
    on("input", this.type);
    on("keydown", this.key);
  }

  enter(event, input) {
    this.start = input.value;
    this.editing = false;
    input.select();
    const before = input.parentElement.dataset.before;
    const words = this.before.dataset.words ?? "ช่องนี้เดือนก่อน";
    this.before.textContent = before === undefined ? "" : `${words} ${before}`;
  }

  leave(event, input) {
    this.cells.left(input);
  }

  press(event, input) {
    this.pressedInside = document.activeElement === input;
  }

  /** The first click selects the cell, the second puts the caret into its text. */
  click(event, input) {
    if (this.pressedInside) this.editing = true;
    else if (input.selectionStart === input.selectionEnd) input.select();
  }

  type(event, input) {
    this.editing = true;
    this.cells.typed(input);
  }

  key(event, input) {
    if (event.isComposing || event.altKey) return;
    const control = event.ctrlKey || event.metaKey;
    const act = control ? this.controlKey(event, input) : this.plainKey(event, input);
    if (!act) return;
    event.preventDefault();
    act();
  }

  controlKey(event, input) {
    const rows = () => this.grid.shownRows();
    switch (event.code === "KeyZ" || event.code === "KeyY" ? event.code : event.key) {
      case "KeyZ": return () => (event.shiftKey ? this.undo.redo() : this.takeBack(input));
      case "KeyY": return () => this.undo.redo();
      case "Home": return () => this.grid.focus(rows()[0].querySelector("td > input"));
      case "End": return () => this.grid.focus([...rows().at(-1).querySelectorAll("td > input")].at(-1));
      default: return null;
    }
  }

  plainKey(event, input) {
    const down = (rows) => () => this.grid.focus(this.grid.vertical(input, rows));
    switch (event.key) {
      case "Enter": return down(event.shiftKey ? -1 : 1);
      case "ArrowDown": return down(1);
      case "ArrowUp": return down(-1);
      case "PageDown": return down(PAGE);
      case "PageUp": return down(-PAGE);
      case "ArrowLeft": return this.atEnd(input, event, 0) && (() => this.grid.focus(this.grid.horizontal(input, -1)));
      case "ArrowRight": return this.atEnd(input, event, input.value.length) && (() => this.grid.focus(this.grid.horizontal(input, 1)));
      case "Home": return this.editing ? null : () => this.grid.focus(this.rowInputs(input)[0]);
      case "End": return this.editing ? null : () => this.grid.focus(this.rowInputs(input).at(-1));
      case "Escape": return () => this.restore(input);
      case "F2": return () => this.edit(input);
      case "F10": return event.shiftKey && this.openMenu && (() => this.openMenu(input.closest("tr"), input));
      case "ContextMenu": return this.openMenu && (() => this.openMenu(input.closest("tr"), input));
      default: return null;
    }
  }

  rowInputs(input) {
    return [...input.closest("tr").querySelectorAll("td > input")];
  }

  /** Does an arrow leave the cell? Always while it is only selected; at that end of its text while edited. */
  atEnd(input, event, end) {
    if (event.shiftKey) return false;
    return !this.editing || (input.selectionStart === end && input.selectionEnd === end);
  }

  edit(input) {
    this.editing = true;
    input.setSelectionRange(input.value.length, input.value.length);
  }

  /** Esc: the value from before typing. */
  restore(input) {
    if (input.value !== this.start) {
      input.value = this.start;
      this.cells.commit(input);
    }
    this.editing = false;
    input.select();
  }

  /** Ctrl+Z takes back the typing first, then what was saved before. */
  takeBack(input) {
    if (input.value !== this.start) this.restore(input);
    else this.undo.undo();
  }
}
