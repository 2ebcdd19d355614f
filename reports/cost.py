"""How long a file takes, before it is made: its rows and cells times what one of them took when it was measured.

CPU seconds on the two cores of a small server (docs/decisions/081-export-jobs.md says how). Wrong by half does no
harm: it decides only who waits where.
"""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Sum

from reports.asking import Ask
from reports.document import Cells, Document
from reports.figures import reported
from reports.frozen import unkept
from sales.models import SalesTotal

MICRO = Decimal("0.000001")
BEGINNING = {"pdf": 150_000, "xlsx": 8_000, "csv": 500}  # microseconds of a document without rows
CELL = {"pdf": 400, "xlsx": 10, "csv": 1}  # microseconds of a cell of a document
WRAPPED_LINE = 600  # microseconds of a further line of a text too long for its column of a PDF: words have to be found
LETTER = Decimal("1.8")  # millimetres of a letter, with the marks above and below it counted as letters
STREAMED_ROW = {"xlsx": 18, "csv": 9}  # microseconds; the database's own COPY is faster
FROZEN_ROW = 25  # microseconds to read a row of a revision that nobody has summed up yet
ARCHIVE = Decimal("1.3")  # times as long with tags and PDF/A


def rows_to_stream(ask: Ask) -> int:
    """Rows of producers in the period and area, from the totals."""
    totals = SalesTotal.objects.filter(submission__in=reported(ask.user, ask.period, ask.area))
    return totals.aggregate(rows=Sum("rows"))["rows"] or 0


def unread_rows(ask: Ask) -> int:
    """Rows of frozen revisions in the period and area that have to be summed up first."""
    missing = unkept(reported(ask.user, ask.period, ask.area))
    return missing.aggregate(rows=Sum("row_count"))["rows"] or 0


def of_stream(rows: int, format_: str) -> Decimal:
    return (BEGINNING[format_] + STREAMED_ROW[format_] * rows) * MICRO


def of_reading(rows: int) -> Decimal:
    return FROZEN_ROW * rows * MICRO


def of_document(document: Document, format_: str, *, archive: bool = False) -> tuple[int, Decimal]:
    """Its rows, and the seconds that writing it takes."""
    lines = [line for line in document.lines() if line.kind != "group"]
    rows = sum(line.kind == "row" for line in lines)
    cells = len(lines) * len(document.leaves)
    wrapped = sum(wrapped_lines(document, line.cells) for line in lines) if format_ == "pdf" else 0
    seconds = (BEGINNING[format_] + CELL[format_] * cells + WRAPPED_LINE * wrapped) * MICRO
    return rows, seconds * ARCHIVE if archive else seconds


def wrapped_lines(document: Document, cells: Cells) -> int:
    """About how many lines the texts of a row take beyond one each."""
    pairs = zip(document.leaves, cells, strict=False)
    texts = ((column.width, len(cell)) for column, cell in pairs if column.kind == "text" and isinstance(cell, str))
    return sum(int(LETTER * letters / Decimal(width)) for width, letters in texts)
