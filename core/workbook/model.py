"""What a workbook is once it has been read: sheets of cells, and the limits and the error of reading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

BROKEN = "ไฟล์เสียหายหรือไม่สมบูรณ์ ให้เปิดใน Excel แล้วบันทึกใหม่เป็น .xlsx (Save As) จากนั้นส่งอีกครั้ง"
_REF = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)")


class WorkbookError(Exception):
    """A file that cannot be taken; `message` is a Thai sentence, with sheet and cell where there is one."""

    def __init__(self, message: str, *, sheet: str = "", ref: str = "") -> None:
        where = (f"แผ่นงาน “{sheet}” " if sheet else "") + (f"ช่อง {ref} " if ref else "")
        self.message = f"{where.rstrip()}: {message}" if where else message
        self.sheet = sheet
        self.ref = ref
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read. `rows` and `columns` count what is filled; `ratio` is unpacked to packed."""

    file_bytes: int = 5 * 1024 * 1024
    unpacked_bytes: int = 25 * 1024 * 1024
    entries: int = 200
    ratio: int = 200
    sheets: int = 30
    rows: int = 5_000
    columns: int = 60
    characters: int = 2_000


@dataclass(frozen=True, slots=True)
class Cell:
    """`value` is None where nothing stands. `formula`: it holds one; `value` is what it last showed, if read."""

    value: str | Decimal | date | None
    ref: str
    formula: bool = False

    @property
    def text(self) -> str:
        """The value as a person would have typed it: no spaces around, 12 rather than 12.0."""
        if isinstance(self.value, Decimal):
            return f"{self.value.normalize():f}"
        return "" if self.value is None else str(self.value).strip()


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` are those that hold something, in order; each runs from column A to its last filled cell.

    `merged` are the ranges of merged cells, as in 'A1:F1'; `widths` of a .csv how many cells each row has as written,
    blank ones at its end included: a row that lost a cell can be told from one that ends blank.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    hidden: bool = False
    merged: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()

    def refuse_merged(self, first_row: int) -> None:
        """Raise WorkbookError when cells are merged at or below a row: the data's, below titles and heads."""
        for span in self.merged:
            last = _REF.fullmatch(span.rpartition(":")[2])
            if last is None or int(last[2]) >= first_row:
                raise WorkbookError(
                    "เป็นเซลล์ที่ผสานกัน (Merge) ให้เลือกช่องแล้วกดยกเลิกการผสาน และกรอกให้ครบทุกช่อง",
                    sheet=self.name,
                    ref=span,
                )


def row_number(row: tuple[Cell, ...]) -> int:
    """The number of a row as Excel shows it."""
    return int(row[0].ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def column_letter(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def formula_refused(sheet: str, ref: str) -> WorkbookError:
    return WorkbookError("เป็นสูตร ให้คัดลอกช่องนี้แล้ววางแบบพิเศษเป็นค่า (Paste Special → Values)", sheet=sheet, ref=ref)


def check_size(sheet: str, row: tuple[Cell, ...], rows_before: int, limits: Limits) -> None:
    """Raise WorkbookError when a row is one too many, too wide, or holds too long a text."""
    if rows_before >= limits.rows:
        raise WorkbookError(f"มีข้อมูลเกิน {limits.rows:,} แถว ให้แบ่งเป็นหลายไฟล์", sheet=sheet, ref=row[0].ref)
    if len(row) > limits.columns:
        raise WorkbookError(f"มีข้อมูลเกิน {limits.columns} คอลัมน์", sheet=sheet, ref=row[-1].ref)
    for cell in row:
        if isinstance(cell.value, str) and len(cell.value) > limits.characters:
            raise WorkbookError(f"ข้อความยาวเกิน {limits.characters:,} ตัวอักษร", sheet=sheet, ref=cell.ref)
