"""The grid of a document's tables, drawn page by page over what WeasyPrint set.

Borders of cells are drawn cell by cell, each with a colour, a state and two rectangles of its own, a tenth of the time
and a third of the file. Here a rule is one rectangle as far as it goes on, and runs of figures, which are one cell of
the layout (renderers/figures.py), get the rules between their columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes

HALF_POINTS = 0.3  # of a rule between two cells; at the edge of a table it is all there is
HALF = HALF_POINTS * 96 / 72  # CSS pixels
Rectangle = tuple[float, float, float, float]  # x, y, width, height in CSS pixels from the top left of the page


class RuledPage(Page):
    """A laid out page that draws the rules of its tables after its text."""

    def __init__(self, page: Page) -> None:
        self.__dict__.update(page.__dict__)

    def paint(self, stream: Any, scale: float = 1) -> None:
        super().paint(stream, scale)
        with stream.artifact(), stream.stacked():
            stream.transform(a=scale, d=scale)
            for table in _tables(self._page_box):
                stream.set_color(table.style["color"])
                for rectangle in rules(table):
                    stream.rectangle(*rectangle)
                    stream.fill()


def _tables(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TableBox):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _tables(child)


def rules(table: Any) -> Iterator[Rectangle]:
    """Where a cell begins, downwards and across; then the right and the lower edge of the table."""
    rows = [row for group in table.children for row in group.children]
    if not rows:
        return
    right = table.column_positions[-1] + table.column_widths[-1]
    top, bottom = rows[0].position_y, rows[-1].position_y + rows[-1].height
    x = [*table.column_positions, right]
    across: dict[float, list[list[float]]] = {top: [], bottom: [[x[0], right]]}
    down: dict[float, list[list[float]]] = {right: [[top, bottom]]}
    for row in rows:
        for cell in row.children:
            end = cell.grid_x + cell.colspan
            _extend(across.setdefault(cell.position_y, []), x[cell.grid_x], x[end])
            for at in range(cell.grid_x, end if _is_run(cell) else cell.grid_x + 1):
                _extend(down.setdefault(x[at], []), cell.position_y, cell.position_y + cell.border_height())
    for y, stretches in across.items():
        least, most = max(y - HALF, top), min(y + HALF, bottom)
        yield from ((start, least, end - start, most - least) for start, end in stretches)
    for edge, stretches in down.items():
        least, most = max(edge - HALF, x[0]), min(edge + HALF, right)
        yield from ((least, start, most - least, end - start) for start, end in stretches)


def _is_run(cell: Any) -> bool:
    return cell.element.get("class") == "run"


def _extend(stretches: list[list[float]], start: float, end: float) -> None:
    """A stretch that goes on from the one before it is the same rule."""
    if stretches and abs(stretches[-1][1] - start) < HALF:
        stretches[-1][1] = end
    else:
        stretches.append([start, end])
