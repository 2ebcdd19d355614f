"""CSV of a `Document`: one line of heads, rows, no sums; UTF-8 with the byte order mark that Excel wants.

Numbers are plain (1234.50), per cents as they are printed (5.25), dates ISO, ticks 1. A text that a spreadsheet
would take for a formula gets an apostrophe in front (OWASP, CSV injection).
"""

from __future__ import annotations

import csv as standard
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from core.percent import printed
from reports.document import Column, Document, RowGroup, Value, head_paths, plain_text

BOM = "\ufeff"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv(document: Document) -> bytes:
    return "".join(csv_lines([document])).encode()


def csv_of(documents: Iterable[Document], extra_head: str, extra: Iterable[str]) -> bytes:
    """Several documents of one kind under one head, each row led by what it belongs to (a district)."""
    return "".join(csv_lines(documents, extra_head, extra)).encode()


def csv_lines(documents: Iterable[Document], extra_head: str = "", extra: Iterable[str] = ()) -> Iterator[str]:
    """The file in pieces, to be streamed."""
    names = iter(extra)
    for at, document in enumerate(documents):
        grouped = any(group.head for group in document.groups)
        if at == 0:
            lead = ([extra_head] if extra_head else []) + (["กลุ่ม"] if grouped else [])
            yield BOM + _line([*lead, *(safe_text(" ".join(path)) for path in head_paths(document.columns))])
        named = [safe_text(next(names))] if extra_head else []
        for group in (group for group in document.groups if not group.recap):
            yield from _group_lines(document, group, [*named, safe_text(group.head)] if grouped else named)
        if document.own_total:
            yield _total_line(document, [*named, ""] if grouped else named)


def _group_lines(document: Document, group: RowGroup, lead: list[str]) -> Iterator[str]:
    for cells in group.rows:
        pairs = zip(document.leaves, cells, strict=True)
        yield _line([*lead, *(_plain(column, value) for column, value in pairs)])


def _total_line(document: Document, lead: list[str]) -> str:
    """The total, its label in the first column of words."""
    cells = list(list(document.lines())[-1].cells)
    cells[next(at for at, column in enumerate(document.leaves) if column.kind == "text")] = document.total_label
    pairs = zip(document.leaves, cells, strict=True)
    return _line([*lead, *(_plain(column, value) for column, value in pairs)])


def _line(fields: Sequence[str]) -> str:
    line = io.StringIO()
    standard.writer(line, lineterminator="\r\n").writerow(fields)
    return line.getvalue()


def _plain(column: Column, value: Value) -> str:
    if value is None:
        return ""
    if column.kind == "tick":
        return "1" if value else ""
    if column.kind == "baht":
        return f"{value:.2f}"
    if column.kind == "percent":
        return str(printed(Decimal(str(value))))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, Decimal)):
        return str(value)
    return safe_text(str(value))


def safe_text(text: str) -> str:
    text = plain_text(text)
    return f"'{text}" if text.lstrip().startswith(DANGEROUS) else text
