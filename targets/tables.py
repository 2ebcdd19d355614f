"""A letter's table as people hand it in on a page – a file or pasted cells – to a `reading.Table` of one province."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from core.money import MAX_INTEGER_DIGITS
from core.thai import plain_area
from targets.reading import TIERS, YEAR, Row, Table, Unusable, column_name, read

Texts = list[list[str]]


def pasted(text: str) -> Texts:
    """The cells of lines that hold something, as `pasted_rows` parts them."""
    return [cells for _, cells in pasted_rows(text)]


def pasted_rows(text: str) -> list[Row]:
    """Lines and their cells: parted by tabs, as a CSV where that gives whole rows, else by gaps, bars and commas."""
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if any("\t" in line for _, line in lines):
        return [(n, next(csv.reader([line], delimiter="\t"))) for n, line in lines]
    for mark in ",;":
        rows = [(n, next(csv.reader([line], delimiter=mark))) for n, line in lines]
        if _even(rows):
            return rows
    if all("|" in line for _, line in lines):
        return [(n, line.strip().strip("|").split("|")) for n, line in lines]
    return [(n, re.split(r",(?!\d{3}(?:\D|$))| {2,}|\|", line)) for n, line in lines]


def _even(rows: Sequence[Row]) -> bool:
    """Whether every row from the head on has as many cells, and more than two."""
    at = next((n for n, (_, cells) in enumerate(rows) if any(column_name(c) == "district" for c in cells)), len(rows))
    widths = {len(cells) for _, cells in rows[at:]}
    return len(widths) == 1 and max(widths) > 2


def table_of(rows: Sequence[Row], districts: Sequence[str]) -> Table:
    """Figures by district of the province's own list, base year and tier. Raises Unusable."""
    known = {plain_area(name): name for name in districts}
    table = read(rows, lambda name: known.get(plain_area(name)), MAX_INTEGER_DIGITS)
    if not table.having(YEAR) or not all(tier in table.columns for tier in TIERS):
        raise Unusable("a base year or a tier is missing", "หัวตารางต้องมีปีฐาน (เช่น 2565) ขั้นต้น ขั้นมาตรฐาน และขั้นสูง")
    if missing := [name for name in districts if name not in table.rows]:
        raise Unusable("districts are missing", f"ตารางขาดอำเภอ {', '.join(missing)}")
    return table


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
