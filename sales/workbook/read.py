"""Reading a filled รต.๑ again, from .xlsx or .csv, whatever Excel, LibreOffice or its owner did to it.

What makes the whole file useless raises WorkbookError; what is wrong with one line becomes a Problem beside the rest.
Every sentence names the cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, TypeVar

from accounts.models import District
from core.month import Month
from core.workbook import Cell, Limits, Sheet, WorkbookError, read_workbook
from core.workbook.model import column_letter, row_number
from sales.models import CHANNELS
from sales.workbook.form import (
    BASE_SHEET,
    CATEGORY,
    CODE,
    FIELDS,
    HEADS,
    REASON,
    REQUIRED,
    SHEET,
    TOTAL_WORD,
    find_district,
    find_month,
    squeezed,
)

ENOUGH_HEADS = 3  # as many of our heads make a row the row of heads
USE_OURS = "ให้ดาวน์โหลดแบบฟอร์มจากหน้าบันทึกยอดจำหน่าย แล้วกรอกในไฟล์นั้น"
_KEYS = {squeezed(head): key for key, head in HEADS.items()} | {"รหัส": CODE}
_SHEETS = {squeezed(SHEET), squeezed(SHEET).replace(".", "")}
Found = TypeVar("Found")
Row = tuple[Cell, ...]
Base = dict[tuple[str, str], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one place of the file; `ref` is '' where there is no cell to point at."""

    ref: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One producer's line. `category` is as written; `cells` by field, blank ones included."""

    code: Cell
    category: Cell
    cells: dict[str, Cell]


@dataclass(slots=True)
class FilledForm:
    """A form as read. `base` are the values as downloaded, by (code, category value); empty when the file lost them."""

    sheet: str
    titles: list[Row]
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    base: Base = field(default_factory=dict)

    def check(self, district: District, month: Month) -> None:
        """Raise WorkbookError unless the form says that it is this district's and this month's, and holds lines."""
        self._refuse_other(district, month)
        if not self.lines and not self.problems:
            raise WorkbookError("ไม่มีแถวของผู้ผลิตใต้หัวตาราง", sheet=self.sheet)

    def _refuse_other(self, district: District, month: Month) -> None:
        code, ref, line = self._title(find_district)
        if code is None:
            raise WorkbookError(f"ไม่พบรหัสอำเภอเหนือหัวตาราง {USE_OURS}", sheet=self.sheet)
        if code != district.code:
            told = f"ไฟล์นี้เป็นของ “{line}” ไม่ใช่{district.full_name} (รหัส {district.code})"
            raise WorkbookError(told, sheet=self.sheet, ref=ref)
        of_month, ref, _ = self._title(find_month)
        if of_month is None:
            raise WorkbookError(f"ไม่พบ “ประจำเดือน …” เหนือหัวตาราง {USE_OURS}", sheet=self.sheet)
        if of_month != month:
            told = f"ไฟล์นี้เป็นของเดือน{of_month.thai} ไม่ใช่เดือน{month.thai} ให้ส่งที่หน้าของเดือนนั้น"
            raise WorkbookError(told, sheet=self.sheet, ref=ref)

    def _title(self, find: Callable[[str], Found | None]) -> tuple[Found | None, str, str]:
        """The first title that `find` finds something in: what, its cell, and the title; a split title is joined."""
        for row in self.titles:
            filled = [cell for cell in row if cell.text]
            text = " ".join(cell.text for cell in filled)
            if (found := find(text)) is not None:
                ref = next((cell.ref for cell in filled if find(cell.text) is not None), filled[0].ref)
                return found, ref, text
        return None, "", ""


def read_form(file: BinaryIO, *, name: str, limits: Limits) -> FilledForm:
    """The form in a file. Raises WorkbookError when there is none, or none that can be read."""
    sheets = read_workbook(file, name=name, limits=limits, keep_formulas=True)
    sheet, heads = _find_sheet(sheets)
    columns = _columns(sheet, sheet.rows[heads])
    sheet.refuse_merged(row_number(sheet.rows[heads]) + 1)
    form = FilledForm(sheet.name, list(sheet.rows[:heads]))
    for row in sheet.rows[heads + 1 :]:
        _read_line(form, row, columns)
    form.base = _base(sheets)
    return form


def _find_sheet(sheets: list[Sheet]) -> tuple[Sheet, int]:
    """Our sheet and where in its rows the heads are: by name, else the only visible one that has our heads."""
    found = {at: heads for at, s in enumerate(sheets) if not s.hidden and (heads := _head_row(s)) is not None}
    named = [at for at, s in enumerate(sheets) if squeezed(s.name) in _SHEETS]
    chosen = [at for at in named if at in found] or list(found)
    if len(chosen) == 1:
        return sheets[chosen[0]], found[chosen[0]]
    if chosen:
        names = ", ".join(f"“{sheets[at].name}”" for at in chosen)
        raise WorkbookError(f"มีแบบฟอร์มหลายแผ่นงาน ({names}) ให้เหลือแผ่นงาน “{SHEET}” แผ่นเดียว")
    if named:
        raise WorkbookError(f"ไม่พบหัวตาราง “{HEADS[CODE]}” และชื่อช่องทาง {USE_OURS}", sheet=sheets[named[0]].name)
    names = ", ".join(f"“{s.name}”" for s in sheets[:5])
    raise WorkbookError(f"ไม่พบแบบฟอร์ม {SHEET} ในไฟล์นี้ (มีแผ่นงาน {names}) {USE_OURS}")


def _key(cell: Cell) -> str | None:
    """Which of our columns a head names."""
    text = squeezed(cell.text).replace("(บาท)", "")
    if text.startswith("เหตุผล"):
        return REASON
    return _KEYS.get(text)


def _head_row(sheet: Sheet) -> int | None:
    """Where in the sheet's rows most of our heads stand; None when there are hardly any."""
    counts = [len({key for cell in row if (key := _key(cell))}) for row in sheet.rows]
    best = max(counts, default=0)
    return counts.index(best) if best >= ENOUGH_HEADS else None


def _columns(sheet: Sheet, heads: Row) -> dict[str, int]:
    """The place of each of our columns, wherever it was moved to. Raises WorkbookError for one missing or twice."""
    places: dict[str, int] = {}
    for at, cell in enumerate(heads):
        key = _key(cell)
        if key in places:
            other = heads[places[key]].ref
            raise WorkbookError(
                f"หัวคอลัมน์ “{cell.text}” ซ้ำกับช่อง {other} ให้เหลือคอลัมน์เดียว", sheet=sheet.name, ref=cell.ref
            )
        if key:
            places[key] = at
    if missing := [HEADS[key] for key in REQUIRED if key not in places]:
        names = ", ".join(f"“{head}”" for head in missing)
        raise WorkbookError(f"แถวหัวตารางแถวที่ {row_number(heads)} ไม่มีหัวคอลัมน์ {names} {USE_OURS}", sheet=sheet.name)
    return places


def _read_line(form: FilledForm, row: Row, columns: dict[str, int]) -> None:
    """Add the row's line, or its problem; the total row and notes below the table are neither."""
    code, category = _at(row, columns[CODE]), _at(row, columns[CATEGORY])
    cells = {name: _at(row, columns[name]) for name in FIELDS if name in columns}
    if code.formula or (category.formula and code.text):
        cell = code if code.formula else category
        form.problems.append(Problem(cell.ref, "เป็นสูตร ให้พิมพ์รหัสผู้ผลิตและประเภทตามแบบฟอร์มเดิม ไม่นำเข้าแถวนี้"))
    elif code.text:
        form.lines.append(Line(code, category, cells))
    elif any(cells[name].text for name in CHANNELS) and not _is_total(row):
        form.problems.append(Problem(code.ref, "ไม่มีรหัสผู้ผลิต จึงไม่ทราบว่ายอดแถวนี้เป็นของใคร ไม่นำเข้าแถวนี้"))


def _at(row: Row, column: int) -> Cell:
    return row[column] if column < len(row) else Cell(None, f"{column_letter(column + 1)}{row_number(row)}")


def _is_total(row: Row) -> bool:
    return any(squeezed(cell.text).startswith(TOTAL_WORD) for cell in row)


def _base(sheets: Iterable[Sheet]) -> Base:
    """The values as downloaded, from the hidden sheet; whatever is not as we wrote it is left out."""
    rows = next((sheet.rows for sheet in sheets if sheet.name == BASE_SHEET), ())
    return dict(_base_lines(rows))


def _base_lines(rows: Iterable[Row]) -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    for row in rows:
        values = {name: _at(row, column).text for column, name in enumerate(FIELDS, 2)}
        yield (squeezed(_at(row, 0).text), _at(row, 1).text), values
