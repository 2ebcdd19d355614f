"""A letter's table as people hand it in – a workbook, a CSV, pasted cells – to a `letters.Table`. Thai errors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from core.money import AmountError, parse_baht
from core.thai import to_arabic_digits
from core.workbook import Sheet
from targets.letters import TOTAL, Table

TIER_WORDS = {"ขั้นต้น": "basic", "ขั้นมาตรฐาน": "standard", "มาตรฐาน": "standard", "ขั้นสูง": "advanced"}
TIERS = ("basic", "standard", "advanced")
_YEAR = re.compile(r"(?:fy|ปี|พ\.ศ\.|\s)*(25[4-9][0-9])")
_AREA = ("อำเภอ", "district")
MAX_ROWS = 300
Texts = list[list[str]]


class Unreadable(ValueError):
    """A table that cannot be taken; the message is a Thai sentence."""


def texts_of(sheets: Sequence[Sheet]) -> Texts:
    """The first sheet that holds a table, as text."""
    for sheet in sheets:
        rows = [[cell.text for cell in row] for row in sheet.rows]
        if not sheet.hidden and any(_head_row(row) for row in rows):
            return rows
    raise Unreadable("ไม่พบแถวหัวตารางที่มีคำว่า “อำเภอ”")


def pasted(text: str) -> Texts:
    """Cells parted by tabs, or by commas and quotes as in a CSV."""
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if any("\t" in line for line in lines):
        return [line.split("\t") for line in lines]
    return [re.split(r",(?!\d{3}(?:\D|$))| {2,}|\|", line) for line in lines]


def table_of(rows: Texts, districts: Sequence[str]) -> Table:
    """Figures by district (of the province's own list), base year and tier. Raises Unreadable."""
    at = next((n for n, row in enumerate(rows) if _head_row(row)), None)
    if at is None:
        raise Unreadable("ไม่พบแถวหัวตารางที่มีคำว่า “อำเภอ” ให้รวมแถวหัวตารางด้วย")
    columns, first = _columns(rows, at)
    named: dict[str, dict[str, Decimal | None]] = {}
    province = None
    for line, row in enumerate(rows[first:], first + 1):
        name = _name(row, columns["district"])
        if name == "":
            continue
        figures = {c: _figure(row, n, line) for c, n in columns.items() if c != "district"}
        if name.startswith(TOTAL):
            province = figures
            break
        if name not in districts:
            raise Unreadable(f"แถวที่ {line}: ไม่มีอำเภอ “{name[:40]}” ในจังหวัดนี้")
        if name in named:
            raise Unreadable(f"แถวที่ {line}: อำเภอ{name} ซ้ำ")
        named[name] = figures
    if missing := [name for name in districts if name not in named]:
        raise Unreadable(f"ตารางขาดอำเภอ {', '.join(missing)}")
    return Table([c for c in columns if c != "district"], named, province)


def _head_row(row: list[str]) -> bool:
    return any(cell.strip().lower() in _AREA for cell in row)


def _columns(rows: Texts, at: int) -> tuple[dict[str, int], int]:
    """Where the columns stand, and the first row below the heads; heads may take two rows."""
    found: dict[str, int] = {}
    first = at + 1
    for number in (at, at + 1):
        for column, cell in enumerate(rows[number] if number < len(rows) else []):
            if (name := _column_name(cell)) and name not in found:
                found[name] = column
                first = number + 1
    if not any(name.startswith("fy") for name in found) or not all(tier in found for tier in TIERS):
        raise Unreadable("หัวตารางต้องมีปีฐาน (เช่น 2565) ขั้นต้น ขั้นมาตรฐาน และขั้นสูง")
    return found, first


def _column_name(cell: str) -> str:
    text = to_arabic_digits(cell).strip().lower().replace(" ", "")
    text = text.removesuffix("(บาท)")
    if text in _AREA:
        return "district"
    if text in TIERS:
        return text
    if year := _YEAR.fullmatch(text):
        return f"fy{year[1]}"
    return TIER_WORDS.get(text, "")


def _name(row: list[str], column: int) -> str:
    """The district's name, or รวม wherever it stands in the row's first cells."""
    for cell in row[: column + 1]:
        if cell.strip().startswith(TOTAL):
            return TOTAL
    text = row[column].strip() if column < len(row) else ""
    return text.removeprefix("อำเภอ").strip()


def _figure(row: list[str], column: int, line: int) -> Decimal | None:
    try:
        amount = parse_baht(row[column]) if column < len(row) else None
    except AmountError as error:
        raise Unreadable(f"แถวที่ {line} คอลัมน์ที่ {column + 1}: {error.message}") from error
    return amount.to_integral_value() if amount is not None and amount == amount.to_integral_value() else amount


def as_json(table: Table) -> dict[str, Any]:
    """Figures as text, so that none is ever a float."""
    rows = {name: _texts(row) for name, row in table.rows.items()}
    return {"columns": table.columns, "rows": rows, "province": _texts(table.province) if table.province else None}


def from_json(stored: dict[str, Any]) -> Table:
    rows = {name: _decimals(row) for name, row in stored["rows"].items()}
    province = _decimals(stored["province"]) if stored["province"] else None
    return Table(stored["columns"], rows, province)


def _texts(row: dict[str, Decimal | None]) -> dict[str, str | None]:
    return {column: None if value is None else str(value) for column, value in row.items()}


def _decimals(row: dict[str, str | None]) -> dict[str, Decimal | None]:
    return {column: None if value is None else Decimal(value) for column, value in row.items()}
