"""The two parts of a filled report, found by their heads, brought together by product. No database.

The layout is the letter's of 11 May 2564: heads over two lines, a producer's further products with its code left out,
a line of sums, notes and signatures below. Addresses and phone numbers are not read: the registry keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from core.importing.sheet import HEAD_ROWS, Entry, Table
from core.thai import search_key, to_arabic_digits
from core.workbook import Cell, Limits, Sheet, WorkbookError, read_workbook
from core.workbook.model import column_letter, row_number

HEADS = {
    "code": ("รหัสผู้ประกอบการ",),
    "name": ("ชื่อผู้ประกอบการOTOP", "ชื่อผู้ประกอบการ"),
    "type": ("ประเภทผู้ประกอบการ",),
    "product": ("ชื่อผลิตภัณฑ์",),
    "category": ("ประเภทผลิตภัณฑ์",),
    "trained": ("ผ่านการอบรมเกี่ยวกับตลาดออนไลน์",),
    "selling": ("ขายของออนไลน์อยู่แล้ว",),
    "standard": ("ได้รับมาตรฐานที่เกี่ยวข้อง",),
    "starred": ("ได้รับคัดดาว", "ได้รับตัดดาว"),
    "developed": ("ผ่านการพัฒนาเกี่ยวกับออนไลน์",),
    "sales": ("ยอดจำหน่าย(บาท)", "ยอดจำหน่าย"),
}
PART1, PART2 = "trained", "sales"  # the head that tells the part
FORMULA = "สูตร"
TOTAL = "รวม"
_ASIDE = re.compile(r"\((?:โปรด|ระบุ)[^)]*\)")


@dataclass
class _Merged:
    """One product on its way through both parts."""

    number: int
    values: dict[str, str] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)


def read_report(file: BinaryIO, *, platforms: dict[str, str], name: str, limits: Limits) -> Table:
    """An entry for every product of either part; `platforms` are {head: field} of part 2.

    `values` hold what is filled; "part1" and "part2" say which parts name the product. Raises WorkbookError.
    """
    sheets = read_workbook(file, name=name, limits=limits, keep_formulas=True)
    found = [part for sheet in sheets if not sheet.hidden and (part := _part(sheet, platforms))]
    if not any(part.kind == PART1 for part in found):
        raise WorkbookError("ไม่พบส่วนที่ 1 (หัวตาราง “ผ่านการอบรมเกี่ยวกับตลาดออนไลน์”) ให้ใช้ไฟล์ที่ดาวน์โหลดจากหน้าตลาดออนไลน์")
    for kind, title in ((PART1, "ส่วนที่ 1"), (PART2, "ส่วนที่ 2")):
        if sum(part.kind == kind for part in found) > 1:
            raise WorkbookError(f"พบ{title}มากกว่าหนึ่งแผ่นงาน ให้เหลือแผ่นเดียว")
    rows = _together(sorted(found, key=lambda part: part.kind != PART1))
    if not rows:
        raise WorkbookError("มีแต่หัวตาราง ยังไม่มีข้อมูล", sheet=found[0].sheet.name)
    notes = [] if len(found) > 1 else ["ไฟล์นี้ไม่มีส่วนที่ 2 ช่องทางและยอดขายจะไม่เปลี่ยน"]
    return Table(found[0].sheet.name, [Entry(row.number, row.values, row.refs) for row in rows], notes)


@dataclass(frozen=True)
class _Part:
    sheet: Sheet
    kind: str
    columns: dict[str, int]
    first: int  # of `sheet.rows`, below the heads

    @property
    def flag(self) -> str:
        return "part1" if self.kind == PART1 else "part2"


def _part(sheet: Sheet, platforms: dict[str, str]) -> _Part | None:
    for at, row in enumerate(sheet.rows[:HEAD_ROWS]):
        below = sheet.rows[at + 1] if at + 1 < len(sheet.rows) else ()
        if {"code", "product"} <= set(_columns(row, (), platforms)):
            columns = _columns(row, below, platforms)
            kind = PART1 if PART1 in columns else PART2 if PART2 in columns else ""
            if not kind:
                return None
            _check(sheet, kind, columns, row)
            first = at + (1 if not _is_head(below, platforms) else 2)
            if first < len(sheet.rows):
                sheet.refuse_merged(row_number(sheet.rows[first]))
            return _Part(sheet, kind, columns, first)
    return None


def _columns(row: Sequence[Cell], below: Sequence[Cell], platforms: dict[str, str]) -> dict[str, int]:
    """{field: column} of heads that stand in one of two lines."""
    found: dict[str, int] = {}
    for line in (row, below):
        for at, cell in enumerate(line):
            if (name := _field(cell.text, platforms)) and name not in found:
                found[name] = at
    return found


def _is_head(line: Sequence[Cell], platforms: dict[str, str]) -> bool:
    return any(_field(cell.text, platforms) for cell in line)


def _field(text: str, platforms: dict[str, str]) -> str:
    head = _plain(text)
    known = {_plain(one): name for name, heads in HEADS.items() for one in heads}
    return known.get(head) or {_plain(one): name for one, name in platforms.items()}.get(head, "")


def _plain(head: str) -> str:
    return re.sub(r"[\s*\u200b\u00a0]+", "", _ASIDE.sub("", head)).casefold()


def _check(sheet: Sheet, kind: str, columns: dict[str, int], head: Sequence[Cell]) -> None:
    needed = ("trained", "selling", "standard", "starred", "developed") if kind == PART1 else ("sales",)
    if missing := [HEADS[name][0] for name in needed if name not in columns]:
        raise WorkbookError(
            "หัวตารางขาดคอลัมน์ " + ", ".join(f"“{text}”" for text in missing),
            sheet=sheet.name,
            ref=f"{head[0].ref}:{head[-1].ref}",
        )


def _together(parts: list[_Part]) -> list[_Merged]:
    """Rows of both parts by producer's code and product's name; one that stands twice in a part is told."""
    rows: list[_Merged] = []
    by_key: dict[tuple[str, str], _Merged] = {}
    for part in parts:
        for number, values, refs in _rows(part):
            key = (values.get("code", ""), search_key(values.get("product", "")))
            known = by_key.get(key)
            if known is None or part.flag in known.parts:
                row = _Merged(number)
                if known is not None:
                    row.values["repeated"] = str(known.number)
                by_key.setdefault(key, row)
                rows.append(row)
            else:
                row = known
            row.parts.add(part.flag)
            row.values = {**values, **row.values, part.flag: "1"} if known else {**row.values, **values, part.flag: "1"}
            row.refs = {**refs, **row.refs}
    return rows


def _rows(part: _Part) -> Iterator[tuple[int, dict[str, str], dict[str, str]]]:
    """(row number, what is filled, where it stands) of the rows that name a product or a producer."""
    code = ""
    letters = {name: column_letter(at + 1) for name, at in part.columns.items()}
    for row in part.sheet.rows[part.first :]:
        if row[0].text.startswith(TOTAL):
            return
        cells = {name: row[at] for name, at in part.columns.items() if at < len(row)}
        values = {name: text for name, cell in cells.items() if (text := _text(cell))}
        if "code" not in values and "product" not in values:
            continue
        code = to_arabic_digits(values.get("code", code)).upper()
        number = row_number(row)
        refs = {name: f"{part.sheet.name} {letter}{number}" for name, letter in letters.items()}
        yield number, {**values, "code": code}, refs


def _text(cell: Cell) -> str:
    return FORMULA if cell.formula else " ".join(cell.text.split())
