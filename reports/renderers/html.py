"""The body of a document as HTML: the same table for the PDF and, without styles, for a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from reports.document import Column, Document, Line, Signature, Value, head_cells, head_depth, plain_text

CLASSES = {"text": "", "ordinal": "c", "tick": "c", "date": "c", "count": "n", "baht": "n", "percent": "n"}
DOTS = "." * 42
DATE_TO_FILL = "วันที่..........เดือน....................พ.ศ. ............"
TOGETHER = 12  # rows; a longer group may break, but not right behind its head or before its subtotal
Cells = Callable[[Document, Sequence[Column], Sequence[Value]], Iterable[str]]


def cells_html(document: Document, columns: Sequence[Column], values: Sequence[Value]) -> Iterator[str]:
    """The cells of the last columns of a row, one for each."""
    for column, value in zip(columns, values, strict=True):
        yield cell_html(column, document.show(column, value))


def table_html(document: Document, cells: Cells = cells_html) -> str:
    """The table with its heads, groups, subtotals and total."""
    columns = "".join(f'<col class="w{at}"/>' for at in range(len(document.leaves)))
    parts = [f'<table class="document"><colgroup>{columns}</colgroup>', heads_html(document)]
    body: list[str] = []
    for line in document.lines():
        if line.kind == "group":
            parts.append(_body_html(body, of_many=len(document.groups) > 1))
            body = []
        body.append(_line_html(document, line, cells))
    parts.append(_body_html(body, of_many=len(document.groups) > 1))
    return "".join(parts) + "</table>"


def page_html(document: Document) -> str:
    """The document within a page that has its own heading: no h1, no signatures, nothing positioned by style."""
    mark = f'<p class="mark">{words(document, document.mark)}</p>' if document.mark else ""
    lines = "".join(f"<h2>{words(document, text)}</h2>" for text in document.title)
    facts = "".join(f'<p class="sub">{words(document, text)}</p>' for text in document.subtitle)
    return f"<header>{mark}{lines}{facts}</header>{table_html(document)}{notes_html(document)}"


def _body_html(rows: list[str], *, of_many: bool) -> str:
    """A table's only body may break anywhere: kept whole it would leave its heading alone on a page."""
    if not rows:
        return ""
    together = ' class="together"' if of_many and len(rows) <= TOGETHER else ""
    return f"<tbody{together}>{''.join(rows)}</tbody>"


def heads_html(document: Document) -> str:
    levels: list[list[str]] = [[] for _ in range(head_depth(document.columns))]
    for head in head_cells(document.columns):
        span = f' colspan="{head.columns}"' if head.columns > 1 else ""
        span += f' rowspan="{head.levels}"' if head.levels > 1 else ""
        scope = "colgroup" if head.columns > 1 else "col"
        levels[head.level].append(f'<th scope="{scope}"{span}>{words(document, head.text)}</th>')
    return "<thead>" + "".join(f"<tr>{''.join(cells)}</tr>" for cells in levels) + "</thead>"


def _line_html(document: Document, line: Line, cells: Cells) -> str:
    if line.kind == "group":
        span = len(document.leaves)
        return f'<tr class="group"><th colspan="{span}">{escape(plain_text(line.label))}</th></tr>'
    if line.kind == "row":
        return f"<tr>{''.join(cells(document, document.leaves, line.cells))}</tr>"
    span = label_span(document, line)  # the label stands across the leading cells that hold nothing
    sums = "".join(cells(document, document.leaves[span:], line.cells[span:]))
    return f'<tr class="sum"><th colspan="{span}">{escape(plain_text(line.label))}</th>{sums}</tr>'


def label_span(document: Document, line: Line) -> int:
    """How many leading columns the label of a sum may take: those that hold nothing and sum nothing; at least one."""
    pairs = enumerate(zip(document.leaves, line.cells, strict=True))
    taken = (at for at, (column, value) in pairs if column.total or value is not None)
    return max(1, next(taken, len(line.cells)))


def cell_html(column: Column, shown: str) -> str:
    kind, text = CLASSES[column.kind], escape(shown, quote=False)
    return f'<td class="{kind}">{text}</td>' if kind else f"<td>{text}</td>"


def words(document: Document, text: str) -> str:
    """The document's own words, escaped."""
    return escape(document.say(plain_text(text)))


def title_html(document: Document) -> str:
    code = f'<p class="code">{words(document, document.code)}</p>' if document.code else ""
    first, *more = document.title
    lines = f"<h1>{words(document, first)}</h1>"
    lines += "".join(f"<h2>{words(document, text)}</h2>" for text in more)
    facts = "".join(f'<p class="sub">{words(document, text)}</p>' for text in document.subtitle)
    return f"<header>{code}{lines}{facts}</header>"


def notes_html(document: Document) -> str:
    if not document.notes:
        return ""
    items = "".join(f"<p>{words(document, f'{at}. {note}')}</p>" for at, note in enumerate(document.notes, 1))
    return f'<div class="notes"><b>หมายเหตุ</b>{items}</div>'


def signatures_html(document: Document) -> str:
    return "".join(_signature_html(document, signature) for signature in document.signatures)


def _signature_html(document: Document, signature: Signature) -> str:
    name = escape(plain_text(signature.name)) if signature.name else DOTS
    return (
        f'<div class="signature"><p>(ลงชื่อ){DOTS}{words(document, signature.signs_as)}</p><p>({name})</p>'
        f"<p>{words(document, signature.position)}</p><p>{DATE_TO_FILL}</p></div>"
    )


def stamp_html(document: Document, qr: str) -> str:
    """The QR and the facts of a revision; the code and the address stay as one types them."""
    stamp = document.stamp
    if not stamp:
        return ""
    facts = "".join(f"<p>{words(document, fact)}</p>" for fact in stamp.facts)
    return (
        f'<div class="stamp">{qr}<div class="facts">{facts}<p>รหัสตรวจสอบ <b>{escape(stamp.code)}</b></p>'
        f"<p>ตรวจว่าเป็นฉบับปัจจุบันที่</p><p>{escape(stamp.url)}</p></div></div>"
    )
