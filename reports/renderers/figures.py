"""Figures of a table, drawn by ourselves: neighbouring cells that cannot wrap are one cell of the layout.

Nine of ten cells of a form hold figures, a tick or nothing. WeasyPrint makes three boxes of each, shapes it twice and
copies it at every step, a quarter of a millisecond a cell. In a file without tags nobody can tell one cell from
thirteen, so here a row's run of such cells is a single <td> with one picture, whose drawing writes each figure where
its column has it: figures have one width (renderers/fonts.py), so there is nothing to measure and nothing to break. The
rules between the columns are drawn with the rest of the grid (renderers/rules.py). A cell with any other character
stays a cell of its own.

The pictures go in by the `cache` of images that `HTML.render` takes, the drawing is that of any image. What is asked of
WeasyPrint beyond that stands in `_face`. A tagged file is made without this, and a test holds both to the same pixels
and the same places of every character.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from weasyprint.text.ffi import FROM_UNITS, ffi
from weasyprint.text.line_break import create_layout, strut

from reports.document import Column, Document, Value
from reports.renderers import html

DRAWN = "0123456789๐๑๒๓๔๕๖๗๘๙,./-"
_DRAWN = frozenset(DRAWN)


class Face(NamedTuple):
    """One weight at one size. Widths are CSS pixels."""

    shaped: Any  # keeps Pango's font alive
    font: Any
    glyphs: dict[str, int]
    widths: dict[str, float]
    baseline: float  # below the top of a line


class Figures:
    """The cells of one document's rows, and the pictures they refer to."""

    def __init__(self, widths: Sequence[float], padding: float) -> None:
        """`widths` of the columns and `padding` on either side, both in millimetres."""
        self.widths = widths
        self.padding = padding
        self.pictures: dict[str, Run] = {}
        self.faces: dict[tuple[int, float], Face] = {}

    def cells_html(self, document: Document, columns: Sequence[Column], values: Sequence[Value]) -> Iterator[str]:
        """As html.cells_html, with runs in place of cells."""
        first = len(self.widths) - len(columns)
        shown = [document.show(column, value) for column, value in zip(columns, values, strict=True)]
        drawn = [column.kind != "text" and _DRAWN.issuperset(text) for column, text in zip(columns, shown, strict=True)]
        for is_run, group in groupby(range(len(columns)), drawn.__getitem__):
            places = list(group)
            if is_run:
                yield self._run_html(first, columns, shown, places)
            else:
                yield from (html.cell_html(columns[at], shown[at]) for at in places)

    def _run_html(self, first: int, columns: Sequence[Column], shown: Sequence[str], places: Sequence[int]) -> str:
        span, inside = len(places), ""
        if any(shown[at] for at in places):
            cells = [(first + at, html.CLASSES[columns[at].kind], shown[at]) for at in places if shown[at]]
            name = f"figures:{len(self.pictures)}"
            self.pictures[name] = Run(self, first + places[0], first + places[-1] + 1, cells)
            inside = f'<img src="{name}"/>'
        return f'<td class="run" colspan="{span}">{inside}</td>'

    def face(self, style: Any) -> Face:
        key = style["font_weight"], style["font_size"]
        if key not in self.faces:
            self.faces[key] = _face(style)
        return self.faces[key]


class Run:
    """What WeasyPrint asks of an image: its size, if it has one, and to draw itself."""

    def __init__(self, figures: Figures, first: int, end: int, cells: Sequence[tuple[int, str, str]]) -> None:
        """`cells`: the column, its alignment (html.CLASSES) and its text, of those that have any."""
        self.figures = figures
        self.first, self.end = first, end
        self.cells = cells

    def get_intrinsic_size(self, *_: Any) -> tuple[None, None, None]:
        return None, None, None

    def draw(self, stream: Any, width: float, _height: float, style: Any) -> None:
        """Onto a PDF stream whose origin is the top left corner of the run; `width` in CSS pixels."""
        face = self.figures.face(style)
        font, size = stream.add_font(face.font)
        for char in {char for _, _, text in self.cells for char in text}:
            glyph = face.glyphs[char]
            font.to_unicode.setdefault(glyph, char)
            font.widths.setdefault(glyph, round(face.widths[char] * 1000 / size))
        stream.set_color(style["color"])
        x, y = _origin(stream)
        stream.transform(e=-x, f=-y)
        stream.begin_text()
        stream.set_font_size(font.hash, size)
        stream.stream.append(" ".join(self._shown(face, width, x, y + face.baseline)).encode())
        stream.end_text()

    def _shown(self, face: Face, width: float, start: float, baseline: float) -> Iterator[str]:
        columns = self.figures.widths
        scale = width / sum(columns[self.first : self.end])
        for column, alignment, text in self.cells:
            left = start + sum(columns[self.first : column]) * scale
            room = columns[column] * scale - sum(map(face.widths.__getitem__, text))
            x = left + (room / 2 if alignment == "c" else room - self.figures.padding * scale)
            glyphs = "".join(f"{face.glyphs[char]:04x}" for char in text)
            yield f"1 0 0 -1 {x:.6f} {baseline:.6f} Tm <{glyphs}> Tj"


def _origin(stream: Any) -> tuple[float, float]:
    """Where on the page the stream's origin is, in CSS pixels from the top left.

    Figures are placed from the page's own origin, as all other text is: were they placed from the run's, they would
    stand a millionth off the line of the name, and poppler would read the lines of the page in another order.
    """
    scale, *_, x, y = stream.ctm.values
    return x / scale, stream.page_rectangle[3] - y / scale


def _face(style: Any) -> Face:
    """Pango's font of a style, with the glyph and the width of every character that is drawn."""
    layout = create_layout(DRAWN, style, None, None, 0)
    line, _ = layout.get_first_line()
    glyphs, widths, fonts = [], [], []
    run = line.runs[0]
    while run != ffi.NULL:
        string = run.data.glyphs
        fonts.append(run.data.item.analysis.font)
        for info in string.glyphs[0 : string.num_glyphs]:
            glyphs.append(info.glyph)
            widths.append(info.geometry.width * FROM_UNITS)
        run = run.next
    if len(glyphs) != len(DRAWN) or len(set(fonts)) != 1:
        raise ValueError("the figures are not in one font, a glyph each")
    _, baseline = strut(style)
    return Face(
        layout, fonts[0], dict(zip(DRAWN, glyphs, strict=True)), dict(zip(DRAWN, widths, strict=True)), baseline
    )
