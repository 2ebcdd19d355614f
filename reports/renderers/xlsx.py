"""Workbook of a `Document`, by XlsxWriter (docs/decisions/031-xlsx-writer.md).

Numbers and dates are typed, sums are live formulas beside cached values that agree, and text is only ever
written as a string, so that a name such as "=HYPERLINK(…)" stays a name. Thai digits are a number format.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from core.month import Month
from core.percent import printed
from reports.document import (
    Column,
    Document,
    Head,
    Kind,
    Line,
    UnequalSum,
    Value,
    head_cells,
    head_depth,
    plain_text,
)
from reports.renderers.html import DOTS, label_span

FONT = "TH Sarabun New"  # on every Thai office machine; Excel puts another Thai font in its place elsewhere
SIZE = 14  # points; TH Sarabun is drawn small
MM_PER_CHARACTER = 2.0
THAI_DIGITS = {"thai": "[$-D00041E]", "arabic": ""}
THAI_MONTH = {"thai": "[$-D07041E]mmm yy", "arabic": "[$-107041E]mmm yy"}
THAI_DATE = {"thai": "[$-D07041E]d mmm yy", "arabic": "[$-107041E]d mmm yy"}  # Buddhist calendar
FORMATS: dict[Kind, str] = {"ordinal": "0", "count": "#,##0", "baht": "#,##0.00", "percent": "0.00%"}
A4 = 9
SUMS_AT_ONCE = 200  # arguments of one SUM; Excel takes 255


def xlsx(document: Document) -> bytes:
    return xlsx_of([document])


def xlsx_of(documents: Iterable[Document], *, constant_memory: bool = False) -> bytes:
    """One workbook, a sheet a document. `constant_memory` writes row by row to a temporary file."""
    stored = io.BytesIO()
    options = {"constant_memory": constant_memory, "in_memory": not constant_memory}
    with xlsxwriter.Workbook(stored, options) as book:
        taken: set[str] = set()
        for document in documents:
            if not taken:
                book.set_properties({"title": document.say(" ".join(document.title))})
            _Sheet(book, document, _sheet_name(document, taken)).write()
    return stored.getvalue()


def _sheet_name(document: Document, taken: set[str]) -> str:
    """At most 31 characters, none that Excel refuses, none used twice (Excel ignores case)."""
    wanted = re.sub(r"[\[\]:*?/\\]", " ", document.sheet or document.code).strip(" '")[:31] or "Sheet"
    name, number = wanted, 2
    while name.casefold() in taken:
        suffix = f" ({number})"
        name, number = wanted[: 31 - len(suffix)] + suffix, number + 1
    taken.add(name.casefold())
    return name


class _Terms(NamedTuple):
    """Rows of the sheet (from 0) that a sum adds up: a block first–last, or single rows."""

    block: tuple[int, int] | None
    single: tuple[int, ...] = ()

    @property
    def any_rows(self) -> bool:
        return bool(self.single) or (self.block is not None and self.block[1] >= self.block[0])

    def formula(self, column: int) -> str:
        if self.block:
            first, last = self.block
            return f"=SUM({xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last, column)})"
        cells = [xl_rowcol_to_cell(row, column) for row in self.single]
        parts = (cells[at : at + SUMS_AT_ONCE] for at in range(0, len(cells), SUMS_AT_ONCE))
        return "=" + "+".join(f"SUM({','.join(part)})" for part in parts)


class _Sheet:
    """One document on one sheet, written from the top down (as constant memory requires)."""

    def __init__(self, book: Any, document: Document, name: str) -> None:
        self.book, self.document = book, document
        self.sheet = book.add_worksheet(name)
        self.row = 0
        self.last = len(document.leaves) - 1
        self.places = {column.key: at for at, column in enumerate(document.leaves) if column.key}
        self.formats: dict[tuple[Any, ...], Any] = {}

    def write(self) -> None:
        self._set_up()
        self._write_title()
        self._write_heads()
        self._write_lines()
        self._write_tail()

    def _format(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self.formats:
            basic = {"font_name": FONT, "font_size": SIZE, "valign": "top"}
            self.formats[key] = self.book.add_format(basic | wanted)
        return self.formats[key]

    def _set_up(self) -> None:
        document, sheet = self.document, self.sheet
        for at, column in enumerate(document.leaves):
            sheet.set_column(at, at, max(column.width / MM_PER_CHARACTER, 6))
        sheet.set_paper(A4)
        sheet.set_landscape() if document.landscape else sheet.set_portrait()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        code = f" รหัสตรวจสอบ {document.stamp.code}" if document.stamp else ""
        foot = " ".join(filter(None, (document.code, document.foot, document.mark)))
        sheet.set_footer(f"&L{document.say(foot).replace('&', '&&')}{code}&Rหน้า &P/&N")

    def _write_title(self) -> None:
        document = self.document
        centred = {"align": "center_across"}
        self._across(document.code, self._format(bold=True, align="right"), at=self.last)
        if document.mark:
            self._across(document.mark, self._format(bold=True, font_color="#A00000"))
        for text in document.title:
            self._across(text, self._format(bold=True, font_size=SIZE + 2, **centred))
        for text in document.subtitle:
            self._across(text, self._format(**centred))

    def _across(self, text: str, style: Any, *, at: int = 0) -> None:
        """A line of the document's words over the width of the table, without merging cells."""
        for column in range(self.last + 1):
            self.sheet.write_blank(self.row, column, None, style)
        self._words(self.row, at, text, style)
        self.row += 1

    def _words(self, row: int, column: int, text: str, style: Any) -> None:
        self.sheet.write_string(row, column, self.document.say(plain_text(text)), style)

    def _write_heads(self) -> None:
        document, top = self.document, self.row
        style = self._format(bold=True, align="center", valign="vcenter", text_wrap=True, border=1)
        depth = head_depth(document.columns)
        heads = {(head.level, head.column): head for head in head_cells(document.columns)}
        for level in range(depth):
            for column in range(self.last + 1):
                self._write_head(top + level, column, heads.get((level, column)), style)
        self.row = top + depth
        self.sheet.repeat_rows(top, self.row - 1)
        self.sheet.freeze_panes(self.row, self._frozen_columns())

    def _write_head(self, row: int, column: int, head: Head | None, style: Any) -> None:
        """One cell of the heads. `merge_range` would write rows below, which constant memory cannot."""
        if not head:
            self.sheet.write_blank(row, column, None, style)
            return
        self._words(row, column, head.text, style)
        if head.levels * head.columns > 1:
            self.sheet.merge.append([row, column, row + head.levels - 1, column + head.columns - 1])

    def _frozen_columns(self) -> int:
        """The columns up to the first name stay in sight."""
        kinds = [column.kind for column in self.document.leaves]
        return kinds.index("text") + 1 if "text" in kinds and len(kinds) > 5 else 0

    def _write_lines(self) -> None:
        first_row = first_of_group = self.row
        subtotals: list[int] = []
        for line in self.document.lines():
            if line.kind == "group":
                self._write_group(line)
                first_of_group = self.row + 1
            elif line.kind == "row":
                self._write_cells(line.cells, None)
            elif line.kind == "subtotal":
                subtotals.append(self.row)
                self._write_sum(line, _Terms((first_of_group, self.row - 1)))
                first_of_group = self.row + 1
            elif subtotals:
                self._write_sum(line, _Terms(None, tuple(subtotals)))
            else:
                self._write_sum(line, _Terms((first_row, self.row - 1)))
            self.row += 1

    def _write_group(self, line: Line) -> None:
        style = self._format(bold=True, border=1)
        for column in range(self.last + 1):
            self.sheet.write_blank(self.row, column, None, style)
        self.sheet.write_string(self.row, 0, plain_text(line.label), style)

    def _write_sum(self, line: Line, terms: _Terms) -> None:
        style = self._format(bold=True, border=1, align="center")
        span = label_span(self.document, line)
        self._write_cells(line.cells, terms, bold=True)
        for column in range(span):
            self.sheet.write_blank(self.row, column, None, style)
        self.sheet.write_string(self.row, 0, plain_text(line.label), self._format(bold=True, border=1))

    def _write_cells(self, cells: Sequence[Value], terms: _Terms | None, *, bold: bool = False) -> None:
        for at, (column, value) in enumerate(zip(self.document.leaves, cells, strict=True)):
            formula = self._formula(at, column, cells, terms)
            self._write_cell(at, column, value, formula, self._cell_format(column, bold))

    def _cell_format(self, column: Column, bold: bool) -> Any:
        wanted: dict[str, Any] = {"border": 1}
        if bold:
            wanted["bold"] = True
        if column.kind in ("ordinal", "tick", "date"):
            wanted["align"] = "center"
        if column.kind == "text":
            wanted["text_wrap"] = True
        elif column.kind == "date":
            wanted["num_format"] = THAI_DATE[self.document.digits]
        elif column.kind == "month":
            wanted["num_format"] = THAI_MONTH[self.document.digits]
        elif column.kind in FORMATS:
            wanted["num_format"] = THAI_DIGITS[self.document.digits] + FORMATS[column.kind]
        return self._format(**wanted)

    def _formula(self, at: int, column: Column, cells: Sequence[Value], terms: _Terms | None) -> str:
        """The live sum of a cell, downwards in sums and across in rows; '' where there is none."""
        if terms and column.total and terms.any_rows:
            return terms.formula(at)
        if not terms and column.sum_of and cells[at] is not None:
            return self._row_formula(at, [self.places[key] for key in column.sum_of], cells)
        return ""

    def _row_formula(self, at: int, parts: list[int], cells: Sequence[Value]) -> str:
        total = sum((cells[part] or 0 for part in parts), Decimal(0))
        if total != cells[at]:
            raise UnequalSum(f"row {self.row + 1}: {cells[at]} is not the sum {total} of its columns")
        if parts == list(range(parts[0], parts[-1] + 1)):
            return f"=SUM({xl_rowcol_to_cell(self.row, parts[0])}:{xl_rowcol_to_cell(self.row, parts[-1])})"
        return f"=SUM({','.join(f'{xl_col_to_name(part)}{self.row + 1}' for part in parts)})"

    def _write_cell(self, at: int, column: Column, value: Value, formula: str, style: Any) -> None:
        sheet, row = self.sheet, self.row
        if value is None or (column.kind == "tick" and not value):
            sheet.write_blank(row, at, None, style)
        elif formula:
            sheet.write_formula(row, at, formula, style, value=float(value))  # type: ignore[arg-type]
        elif column.kind in ("text", "tick"):
            sheet.write_string(row, at, self.document.show(column, value), style)
        elif isinstance(value, (date, Month)):
            day = value.first_day if isinstance(value, Month) else value
            sheet.write_datetime(row, at, datetime(day.year, day.month, day.day), style)
        elif column.kind == "percent":  # as it is printed: Excel alone would round up to a level not reached
            sheet.write_number(row, at, float(printed(Decimal(str(value))) / 100), style)
        else:
            sheet.write_number(row, at, float(value), style)

    def _write_tail(self) -> None:
        document = self.document
        self.row += 1
        plain = self._format()
        for at, note in enumerate(document.notes, 1):
            lead = "หมายเหตุ  " if at == 1 else ""
            self._words(self.row, 0, f"{lead}{at}. {note}", plain)
            self.row += 1
        self._write_stamp(plain)
        for signature in document.signatures:
            self.row += 2
            name = plain_text(signature.name) or DOTS
            for text in (f"(ลงชื่อ){DOTS}{signature.signs_as}", f"({name})", signature.position):
                self._words(self.row, max(self.last - 4, 0), text, plain)
                self.row += 1

    def _write_stamp(self, style: Any) -> None:
        """Facts in the document's digits; the code and the address as one types them."""
        stamp = self.document.stamp
        if not stamp:
            return
        self.row += 1
        for fact in stamp.facts:
            self._words(self.row, 0, fact, style)
            self.row += 1
        self.sheet.write_string(self.row, 0, f"รหัสตรวจสอบ {stamp.code}  {stamp.url}", style)
        self.row += 1
