// Undo and redo over saved cells: a step is a list of {key, before, after}; a paste or a row of zeros is one step.

const DEPTH = 200;

export class Undo {
  constructor(grid) {
    this.grid = grid;
    this.done = [];
    this.undone = [];
    this.group = null;
    this.buttons = { undo: document.getElementById("undo"), redo: document.getElementById("redo") };
    this.buttons.undo.addEventListener("click", () => this.undo());
    this.buttons.redo.addEventListener("click", () => this.redo());
  }

  push(changes) {
    if (this.group) return void this.group.push(...changes);
    this.done = [...this.done.slice(1 - DEPTH), changes];
    this.undone = [];
    this.refresh();
  }

  /** Everything that `act` changes becomes one step. */
  together(act) {
    this.group = [];
    act();
    const changes = this.group;
    this.group = null;
    if (changes.length) this.push(changes);
  }

  undo() {
    this.move(this.done, this.undone, "before");
  }

  redo() {
    this.move(this.undone, this.done, "after");
  }

  move(from, to, which) {
    const step = from.pop();
    if (!step) return;
    to.push(step);
    for (const change of step) this.cells.put(change.key, change[which]);
    this.refresh();
    const input = this.grid.byKey(step[0].key);
    if (!input.closest("tr").hidden) this.grid.focus(input);
  }

  refresh() {
    this.buttons.undo.disabled = !this.done.length;
    this.buttons.redo.disabled = !this.undone.length;
  }
}
