"""Reading an .xlsx with openpyxl's streaming parser, after `archive` has passed it.

The parser is used below its public face (`ws.iter_rows`), which has three faults here: it does not tell of
merged cells, fills gaps (one cell in row 1,048,576 costs a million rows), and believes the stated size.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from core.workbook.archive import check_archive
from core.workbook.model import (
    BROKEN,
    Cell,
    Limits,
    Sheet,
    WorkbookError,
    check_size,
    column_letter,
    formula_refused,
)

LAST_ROW = 1_048_576


class _Parser(WorkSheetParser):
    """Marks what a formula shows (`data_only`), and takes one that shows nothing yet for a formula, not for a blank."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if self.data_only and element.find(FORMULA_TAG) is not None:
            cell["shown"] = True
            never_calculated = cell["value"] is None and element.get("t") != "str"  # "str": it shows no letters
            if never_calculated:
                cell.update(data_type="f", value="=")
        return cell


def read_xlsx(data: bytes, limits: Limits, *, keep_formulas: bool, as_shown: bool) -> list[Sheet]:
    """The sheets of a workbook. Raises WorkbookError, whatever the parser stumbles over."""
    check_archive(data, limits)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _read(data, limits, keep_formulas, as_shown)
        except WorkbookError:
            raise
        except Exception as error:  # the parser meets hostile XML: any failure means an unreadable file
            raise WorkbookError(BROKEN) from error


def _read(data: bytes, limits: Limits, keep_formulas: bool, as_shown: bool) -> list[Sheet]:
    workbook = load_workbook(BytesIO(data), read_only=True, keep_links=False)
    try:
        sheets = [sheet for sheet in workbook.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
        if len(sheets) > limits.sheets:
            raise WorkbookError(f"มีแผ่นงานเกิน {limits.sheets} แผ่น ให้ลบแผ่นงานที่ไม่เกี่ยวข้อง")
        if not sheets:
            raise WorkbookError("ไม่มีแผ่นงานในไฟล์")
        return [_sheet(sheet, limits, keep_formulas, as_shown) for sheet in sheets]
    finally:
        workbook.close()


def _sheet(sheet: ReadOnlyWorksheet, limits: Limits, keep_formulas: bool, as_shown: bool) -> Sheet:
    book: Any = sheet.parent
    rows: list[tuple[Cell, ...]] = []
    with sheet._get_source() as source:
        parser = _Parser(
            source,
            sheet._shared_strings,
            data_only=as_shown,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for row in _filled_rows(parser, sheet.title, limits, keep_formulas):
            check_size(sheet.title, row, len(rows), limits)
            rows.append(row)
    merged = tuple(str(span.ref) for span in parser.merged_cells.mergeCell) if parser.merged_cells else ()
    return Sheet(sheet.title, tuple(rows), sheet.sheet_state != "visible", merged)


def _filled_rows(
    parser: WorkSheetParser, title: str, limits: Limits, keep_formulas: bool
) -> Iterator[tuple[Cell, ...]]:
    """Rows that hold something. Rows or cells out of order are a forgery: Excel never writes them."""
    before = 0
    for number, raw in parser.parse():
        if not before < number <= LAST_ROW:
            raise WorkbookError(BROKEN, sheet=title)
        before = number
        filled = {cell["column"]: cell for cell in raw if cell["value"] not in (None, "")}
        if list(filled) != sorted(filled) or len({cell["column"] for cell in raw}) < len(raw):
            raise WorkbookError(BROKEN, sheet=title)
        if filled:
            yield _row(title, number, filled, limits, keep_formulas)


def _row(
    title: str, number: int, filled: dict[int, dict[str, Any]], limits: Limits, keep_formulas: bool
) -> tuple[Cell, ...]:
    last = max(filled)
    if last > limits.columns:
        ref = f"{column_letter(last)}{number}"
        raise WorkbookError(f"มีข้อมูลเกิน {limits.columns} คอลัมน์", sheet=title, ref=ref)
    return tuple(
        _cell(title, f"{column_letter(column)}{number}", filled.get(column), keep_formulas)
        for column in range(1, last + 1)
    )


def _cell(title: str, ref: str, raw: dict[str, Any] | None, keep_formulas: bool) -> Cell:
    if raw is None:
        return Cell(None, ref)
    if raw["data_type"] == "f":
        if not keep_formulas:
            raise formula_refused(title, ref)
        return Cell(None, ref, formula=True)
    if raw["data_type"] == "e":
        raise WorkbookError(f"เป็นข้อผิดพลาดของ Excel ({raw['value']}) ให้แก้หรือพิมพ์ค่าที่ถูกต้อง", sheet=title, ref=ref)
    return Cell(_value(title, ref, raw["value"]), ref, formula="shown" in raw)


def _value(title: str, ref: str, value: Any) -> str | Decimal | date | None:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(title, ref, value)
        case datetime():
            return value.date()
        case date():
            return value
        case time() | timedelta():
            return str(value)
    return str(value) or None


def _number(title: str, ref: str, value: float) -> Decimal:
    """The shortest decimal that is this float: 0.1 is 0.1. See `core.money.baht_from_number` for amounts."""
    number = Decimal(repr(value))
    if not number.is_finite():
        raise WorkbookError("ไม่ใช่ตัวเลขที่อ่านได้", sheet=title, ref=ref)
    return number
