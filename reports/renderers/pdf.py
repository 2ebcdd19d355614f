"""PDF of a `Document`, by WeasyPrint (docs/decisions/030-pdf-renderer.md).

Hazards: Pango is not thread-safe through a shared font map, so one render at a time in a process; a glyph
that Sarabun lacks is a silent box and only a warning on the `weasyprint` logger.
"""

from __future__ import annotations

import gc
import io
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from threading import Lock
from typing import Any, NamedTuple

import segno
import weasyprint

from reports.document import Column, Document, RowGroup, Signature, Stamp
from reports.renderers import archive, fonts, html, rules, textlayer
from reports.renderers.figures import Figures
from reports.renderers.source import Source, font_config

MM_IN_POINTS = 72 / 25.4
MARGIN = {"top": 12, "side": 11, "bottom": 15}  # mm
PAGE_WIDTH = {True: 297, False: 210}  # mm, A4 landscape or portrait
SIZES = (10, 9.5, 9, 8.5, 8, 7.5, 7)  # points of the table, the largest that fits is taken
LEAST_TEXT_SHARE = 0.75  # of a text column's declared width, before the next smaller size is tried
CELL_PADDING = 1.0  # mm on each side, beside the rules
RULE = rules.HALF_POINTS / MM_IN_POINTS  # mm of a rule that a cell has on each side
STAMP, SIGNATURE = 110, 100  # mm
INSIDE = round(CELL_PADDING + RULE, 6)  # mm, as CSS is told
_rendering = Lock()


def pdf(document: Document) -> bytes:
    """The document as one PDF file."""
    return pdf_of([document])


def pdf_of(
    documents: Iterable[Document], *, for_archive: bool = False, on_page: Callable[[int], None] | None = None
) -> bytes:
    """Several documents in one file, each counting its own pages. Taken one by one, so a caller can show progress.

    `on_page` hears the number of each page as it is laid out; what it raises ends the rendering.
    """
    with _rendering, _no_collection(), _watched(on_page):
        options = archive.OPTIONS if for_archive else {}
        rendered = [_render(document, **options) for document in documents]
        pages = [rules.RuledPage(page) for part in rendered for page in part.pages]
        finisher = archive.finish if for_archive else textlayer.repair
        return rendered[0].copy(pages).write_pdf(finisher=finisher, **options)


def warm() -> None:
    """Load fonts and code once, in a worker's parent process, and keep the collector off what was loaded."""
    columns, stamp = (Column("-"), Column("-", "count")), Stamp("-", "https://localhost/")
    pdf(
        Document(
            "", ("-",), columns, [RowGroup([("-", 1)])], total_label="-", stamp=stamp, signatures=(Signature("-"),)
        )
    )
    gc.collect()
    gc.freeze()


class _Pages(logging.Handler):
    """Hears what WeasyPrint says of its pages."""

    def __init__(self, on_page: Callable[[int], None]) -> None:
        super().__init__()
        self.on_page = on_page

    def emit(self, record: logging.LogRecord) -> None:
        if "Page" in record.msg and isinstance(record.args, tuple):
            self.on_page(int(str(record.args[0])))


@contextmanager
def _watched(on_page: Callable[[int], None] | None) -> Iterator[None]:
    if on_page is None:
        yield
        return
    logger, handler = logging.getLogger("weasyprint.progress"), _Pages(on_page)
    before = logger.level, logger.propagate
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]


@contextmanager
def _no_collection() -> Iterator[None]:
    """Layout makes millions of objects and no garbage worth collecting before it ends."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _render(document: Document, **options: Any) -> weasyprint.Document:
    """Laid out. A file with tags keeps every cell a cell; in any other the runs of figures are drawn as pictures."""
    found = layout(document)
    figures = Figures(found.widths, INSIDE)
    markup = document_html(document, html.cells_html if options.get("pdf_tags") else figures.cells_html)
    sheets = [weasyprint.CSS(string=_document_css(document, found))]
    options |= {"cache": figures.pictures}
    return Source(markup).render(stylesheets=sheets, font_config=font_config(), **options)


def document_html(document: Document, cells: html.Cells = html.cells_html) -> str:
    qr = _qr_html(document.stamp.url) if document.stamp else ""
    short = document.mark.split(" – ")[0]  # the whole sentence stands at the head of every page
    mark = f'<div class="watermark">{html.words(document, short)}</div>' if short else ""
    ends = html.stamp_html(document, qr) + html.signatures_html(document)
    title = " ".join((document.code, *document.title))
    return (
        f'<!DOCTYPE html><html lang="th"><head><title>{html.words(document, title)}</title></head>'
        f"<body>{mark}{html.title_html(document)}{html.table_html(document, cells)}"
        f'<footer class="tail">{html.notes_html(document)}<div class="ends">{ends}</div></footer>'
        "</body></html>"
    )


def _qr_html(url: str) -> str:
    drawn = io.BytesIO()
    code = segno.make(url, error="m", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, border=0, title="QR code สำหรับตรวจสอบเอกสาร")
    return f'<div class="qr">{drawn.getvalue().decode()}</div>'


class Layout(NamedTuple):
    size: float  # points
    widths: tuple[float, ...]  # mm


def layout(document: Document) -> Layout:
    """The largest type at which every number fits and the text columns keep most of their width."""
    longest = _longest_numbers(document)
    room = PAGE_WIDTH[document.landscape] - 2 * MARGIN["side"]
    for size in SIZES:
        widths = [_least_width(column, longest[at], size) for at, column in enumerate(document.leaves)]
        texts = [at for at, column in enumerate(document.leaves) if column.kind == "text"]
        wanted = sum(widths[at] for at in texts)
        left = room - (sum(widths) - wanted)
        if left >= wanted * LEAST_TEXT_SHARE:
            break
    stretch = left / wanted if wanted else 1
    for at in texts:
        widths[at] *= max(stretch, 0.2)
    return Layout(size, _whole(widths, room))


def _whole(widths: list[float], room: float) -> tuple[float, ...]:
    """In proportion, to a hundredth of a millimetre, and together the room exactly."""
    scale = room / sum(widths)
    edges = [round(sum(widths[:at]) * scale, 2) for at in range(len(widths) + 1)]
    return tuple(round(end - start, 2) for start, end in pairwise(edges))


def _least_width(column: Column, longest: int, size: float) -> float:
    """Millimetres: as declared, or what the longest number needs."""
    return max(column.width, longest / fonts.EM * size / MM_IN_POINTS + 2 * CELL_PADDING + 0.4)


def _longest_numbers(document: Document) -> list[int]:
    """Font units of the widest number or date of each column."""
    longest = [0] * len(document.leaves)
    numbers = [(at, column) for at, column in enumerate(document.leaves) if column.kind not in ("text", "tick")]
    for line in document.lines():
        for at, column in numbers if line.cells else ():
            longest[at] = max(longest[at], fonts.text_width(document.show(column, line.cells[at])))
    return longest


def _document_css(document: Document, found: Layout) -> str:
    widths = "".join(f".w{at}{{width:{width:.2f}mm}}" for at, width in enumerate(found.widths))
    height = f"tbody tr:not(.group):not(.sum){{height:{document.row_height}mm}}" if document.row_height else ""
    room = PAGE_WIDTH[document.landscape] - 2 * MARGIN["side"]
    beside = room - STAMP
    if document.signatures and beside >= SIGNATURE:
        beside -= SIGNATURE
    shape = "landscape" if document.landscape else "portrait"
    style = "thai" if document.digits == "thai" else "decimal"
    mark = f'@top-center{{content:"{_css(document.say(document.mark))}"}}' if document.mark else ""
    above = f"{0.5 + RULE:.6f}mm"
    padding = f"td,th{{padding:{above} {INSIDE}mm}}.run{{padding:{above} 0}}"
    return (
        f"@page{{size:A4 {shape};margin:{MARGIN['top']}mm {MARGIN['side']}mm {MARGIN['bottom']}mm;{mark}"
        f'@bottom-left{{content:"{_css(_foot(document))}"}}'
        f'@bottom-right{{content:"หน้า " counter(page,{style}) "/" counter(pages,{style})}}}}'
        f"table{{font-size:{found.size}pt}}{padding}{widths}{height}"
        f".stamp{{width:{STAMP}mm;margin-right:{beside}mm}}.signature{{width:{SIGNATURE}mm}}"
    )


def _foot(document: Document) -> str:
    """What every page says of itself, so that a page cannot pass into another revision."""
    parts = [document.say(document.code), document.say(document.foot)]
    if document.stamp:
        parts.append(f"รหัสตรวจสอบ {document.stamp.code}")
    return " · ".join(part for part in parts if part)


def _css(text: str) -> str:
    """Text inside a CSS string."""
    return "".join(char if char.isalnum() or char in " ." else f"\\{ord(char):x} " for char in text)
