"""The rows of an uploaded registry, found by the heads of their columns. No database."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

from core.workbook import Cell, Limits, Sheet, WorkbookError, read_workbook
from core.workbook.model import column_letter, row_number

HELP_SHEET = "คำอธิบาย"
HEAD_ROWS = 20  # heads stand below titles, not further down than this


@dataclass(frozen=True)
class Column:
    """A column of the template: its field, its head, other heads people use, whether the sheet must have it."""

    field: str
    head: str
    also: tuple[str, ...] = ()
    required: bool = True
    width: int = 18
    hint: str = ""


COLUMNS = (
    Column("code", "รหัส", ("รหัสผู้ผลิต", "รหัสผู้ประกอบการ"), False, 14, "เว้นว่างได้สำหรับรายใหม่ ระบบจะออกให้"),
    Column("name", "ชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ", ("ชื่อ", "ชื่อผู้ผลิต", "ชื่อกลุ่ม", "ชื่อกลุ่ม/ผู้ผลิต"), True, 40),
    Column("type", "ประเภทผู้ผลิต", ("ประเภทผู้ประกอบการ",), True, 34, "เลือกจากรายการ"),
    Column("district", "อำเภอ", (), False, 18, "อำเภอเว้นว่างได้ถ้าเป็นบัญชีอำเภอ"),
    Column("subdistrict", "ตำบล", (), True, 18),
    Column("address", "ที่อยู่ (เลขที่ หมู่ ถนน)", ("ที่อยู่",), False, 26),
    Column("phone", "โทรศัพท์", ("เบอร์โทร", "เบอร์โทรศัพท์", "หมายเลขโทรศัพท์"), False, 16, "9 หรือ 10 หลัก"),
    Column("registered_on", "วันที่ลงทะเบียน", (), True, 16, "วัน/เดือน/ปี พ.ศ."),
    Column("categories", "ประเภทผลิตภัณฑ์", (), True, 30, "หลายประเภทคั่นด้วยจุลภาค"),
    Column("product", "ชื่อผลิตภัณฑ์", ("ผลิตภัณฑ์",), False, 26, "เว้นว่างได้ จะใช้ชื่อประเภท"),
)


@dataclass(frozen=True)
class Entry:
    """One row of the file: {field: text} of what is filled, and {field: 'B7'} of where everything stands."""

    number: int
    values: dict[str, str]
    refs: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        return {"number": self.number, "values": self.values, "refs": self.refs}

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Entry:
        return cls(stored["number"], stored["values"], stored["refs"])


@dataclass(frozen=True)
class RegistrySheet:
    name: str
    entries: list[Entry]
    notes: list[str] = field(default_factory=list)


def read_registry(file: BinaryIO, *, name: str, limits: Limits) -> RegistrySheet:
    """The registry in an uploaded file. Raises WorkbookError with the sheet and cell that is wrong."""
    sheets = read_workbook(file, name=name, limits=limits)
    visible = [sheet for sheet in sheets if not sheet.hidden]
    for sheet in visible:
        for at, row in enumerate(sheet.rows[:HEAD_ROWS]):
            if "name" in (columns := _heads(row)):
                return _registry(sheet, at, columns, _left_out(sheet, sheets))
    names = ", ".join(f"“{sheet.name}”" for sheet in visible)
    raise WorkbookError(
        f"ไม่พบหัวตาราง “{COLUMNS[1].head}” ใน {HEAD_ROWS} แถวแรกของแผ่นงาน {names} ให้ใช้ไฟล์แม่แบบจากหน้านำเข้า"
    )


def _left_out(read: Sheet, sheets: list[Sheet]) -> list[str]:
    """What to say of the other sheets, but for the template's own explanations."""
    return [f"ไม่ได้อ่านแผ่นงาน “{s.name}”" for s in sheets if s is not read and s.rows and s.name != HELP_SHEET]


def _registry(sheet: Sheet, at: int, columns: dict[str, int], notes: list[str]) -> RegistrySheet:
    head = sheet.rows[at]
    _check_columns(sheet, head, columns)
    sheet.refuse_merged(row_number(head))
    entries = [_entry(row, columns) for row in sheet.rows[at + 1 :]]
    filled = [entry for entry in entries if entry.values]
    if not filled:
        raise WorkbookError("มีแต่หัวตาราง ยังไม่มีข้อมูล", sheet=sheet.name)
    unknown = [cell.text for i, cell in enumerate(head) if cell.text and i not in columns.values()]
    if unknown:
        notes.append("ไม่ได้อ่านคอลัมน์ " + ", ".join(f"“{text[:40]}”" for text in unknown))
    return RegistrySheet(sheet.name, filled, notes)


def _heads(row: tuple[Cell, ...]) -> dict[str, int]:
    """{field: column} of the heads in a row."""
    known = {_plain(head): c.field for c in COLUMNS for head in (c.head, *c.also)}
    found: dict[str, int] = {}
    for i, cell in enumerate(row):
        if (name := known.get(_plain(cell.text))) and name not in found:
            found[name] = i
    return found


def _check_columns(sheet: Sheet, head: tuple[Cell, ...], columns: dict[str, int]) -> None:
    if missing := [c.head for c in COLUMNS if c.required and c.field not in columns]:
        raise WorkbookError(
            "หัวตารางขาดคอลัมน์ " + ", ".join(f"“{text}”" for text in missing) + " ให้ใช้ไฟล์แม่แบบจากหน้านำเข้า",
            sheet=sheet.name,
            ref=f"{head[0].ref}:{head[-1].ref}",
        )


def _plain(head: str) -> str:
    return re.sub(r"[\s*\u200b\u00a0]+", "", head)


def _entry(row: tuple[Cell, ...], columns: dict[str, int]) -> Entry:
    number = row_number(row)
    letters = {name: column_letter(at + 1) for name, at in columns.items()}
    cells = {name: row[at] for name, at in columns.items() if at < len(row) and row[at].value is not None}
    values = {name: text for name, cell in cells.items() if (text := _text(cell))}
    return Entry(number, values, {name: f"{letter}{number}" for name, letter in letters.items()})


def _text(cell: Cell) -> str:
    if isinstance(cell.value, date):
        return cell.value.isoformat()
    return " ".join(cell.text.split())
