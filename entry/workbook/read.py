"""Reading a filled form again, from .xlsx or .csv, whatever Excel, LibreOffice or its owner did to it.

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
from entry.workbook.form import (
    BASE_SHEET,
    CODE,
    PART,
    REASON,
    REASON_LABEL,
    TOTAL_WORD,
    Form,
    find_district,
    find_month,
    squeezed,
)

ENOUGH_HEADS = 3  # as many of our heads make a row the row of heads
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
    """One row's line. `part` is as written (the code again where rows have none); `cells` by field, blanks included."""

    code: Cell
    part: Cell
    cells: dict[str, Cell]


@dataclass(slots=True)
class FilledForm:
    """A form as read. `base` are the values as downloaded, by (code, part); empty when the file lost them."""

    form: Form
    sheet: str
    titles: list[Row]
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    base: Base = field(default_factory=dict)

    def check(self, district: District, month: Month) -> None:
        """Raise WorkbookError unless the form says that it is this district's and this month's, and holds lines."""
        self._refuse_other(district, month)
        if not self.lines and not self.problems:
            raise WorkbookError(f"ไม่มีแถวของ{self.form.words.unit}ใต้หัวตาราง", sheet=self.sheet)

    def _refuse_other(self, district: District, month: Month) -> None:
        code, ref, line = self._title(find_district)
        if code is None:
            raise WorkbookError(f"ไม่พบรหัสอำเภอเหนือหัวตาราง {use_ours(self.form)}", sheet=self.sheet)
        if code != district.code:
            told = f"ไฟล์นี้เป็นของ “{line}” ไม่ใช่{district.full_name} (รหัส {district.code})"
            raise WorkbookError(told, sheet=self.sheet, ref=ref)
        of_month, ref, _ = self._title(find_month)
        if of_month is None:
            raise WorkbookError(f"ไม่พบ “ประจำเดือน …” เหนือหัวตาราง {use_ours(self.form)}", sheet=self.sheet)
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


def use_ours(form: Form) -> str:
    return f"ให้ดาวน์โหลดแบบฟอร์มจากหน้าบันทึก{form.words.title} แล้วกรอกในไฟล์นั้น"


def read_form(file: BinaryIO, form: Form, *, name: str, limits: Limits) -> FilledForm:
    """The form in a file. Raises WorkbookError when there is none, or none that can be read."""
    sheets = read_workbook(file, name=name, limits=limits, keep_formulas=True)
    sheet, heads = _find_sheet(sheets, form)
    columns = _columns(sheet, sheet.rows[heads], form)
    sheet.refuse_merged(row_number(sheet.rows[heads]) + 1)
    filled = FilledForm(form, sheet.name, list(sheet.rows[:heads]))
    for row in sheet.rows[heads + 1 :]:
        _read_line(filled, row, columns)
    filled.base = _base(sheets, form)
    return filled


def _find_sheet(sheets: list[Sheet], form: Form) -> tuple[Sheet, int]:
    """Our sheet and where in its rows the heads are: by name, else the only visible one that has our heads."""
    found = {at: heads for at, s in enumerate(sheets) if not s.hidden and (heads := _head_row(s, form)) is not None}
    names = {squeezed(form.sheet), squeezed(form.sheet).replace(".", "")}
    named = [at for at, s in enumerate(sheets) if squeezed(s.name) in names]
    chosen = [at for at in named if at in found] or list(found)
    if len(chosen) == 1:
        return sheets[chosen[0]], found[chosen[0]]
    raise _no_sheet(sheets, form, chosen, named)


def _no_sheet(sheets: list[Sheet], form: Form, chosen: list[int], named: list[int]) -> WorkbookError:
    if chosen:
        names = ", ".join(f"“{sheets[at].name}”" for at in chosen)
        return WorkbookError(f"มีแบบฟอร์มหลายแผ่นงาน ({names}) ให้เหลือแผ่นงาน “{form.sheet}” แผ่นเดียว")
    if named:
        told = f"ไม่พบหัวตาราง “{form.heads[CODE]}” และชื่อช่องทาง {use_ours(form)}"
        return WorkbookError(told, sheet=sheets[named[0]].name)
    names = ", ".join(f"“{s.name}”" for s in sheets[:5])
    return WorkbookError(f"ไม่พบแบบฟอร์ม {form.sheet} ในไฟล์นี้ (มีแผ่นงาน {names}) {use_ours(form)}")


def _keys(form: Form) -> dict[str, str]:
    """Which of our columns a head names, by the head as it is compared."""
    return {squeezed(head): key for key, head in form.heads.items()} | {"รหัส": CODE}


def _key(cell: Cell, keys: dict[str, str]) -> str | None:
    text = squeezed(cell.text).replace("(บาท)", "")
    return REASON if text.startswith(REASON_LABEL) else keys.get(text)


def _head_row(sheet: Sheet, form: Form) -> int | None:
    """Where in the sheet's rows most of our heads stand; None when there are hardly any."""
    keys = _keys(form)
    counts = [len({key for cell in row if (key := _key(cell, keys))}) for row in sheet.rows]
    best = max(counts, default=0)
    return counts.index(best) if best >= ENOUGH_HEADS else None


def _columns(sheet: Sheet, heads: Row, form: Form) -> dict[str, int]:
    """The place of each of our columns, wherever it was moved to. Raises WorkbookError for one missing or twice."""
    places: dict[str, int] = {}
    keys = _keys(form)
    for at, cell in enumerate(heads):
        key = _key(cell, keys)
        if key in places:
            told = f"หัวคอลัมน์ “{cell.text}” ซ้ำกับช่อง {heads[places[key]].ref} ให้เหลือคอลัมน์เดียว"
            raise WorkbookError(told, sheet=sheet.name, ref=cell.ref)
        if key:
            places[key] = at
    if missing := [form.heads[key] for key in form.required if key not in places]:
        names = ", ".join(f"“{head}”" for head in missing)
        told = f"แถวหัวตารางแถวที่ {row_number(heads)} ไม่มีหัวคอลัมน์ {names} {use_ours(form)}"
        raise WorkbookError(told, sheet=sheet.name)
    return places


def _read_line(filled: FilledForm, row: Row, columns: dict[str, int]) -> None:
    """Add the row's line, or its problem; the total row and notes below the table are neither."""
    form = filled.form
    code = _at(row, columns[CODE])
    part = _at(row, columns[PART]) if PART in columns else code
    cells = {name: _at(row, columns[name]) for name in form.names if name in columns}
    if code.formula or (part.formula and code.text):
        cell = code if code.formula else part
        and_part = "และประเภท" if form.grid.part else ""
        told = f"เป็นสูตร ให้พิมพ์รหัส{form.words.unit}{and_part}ตามแบบฟอร์มเดิม ไม่นำเข้าแถวนี้"
        filled.problems.append(Problem(cell.ref, told))
    elif code.text:
        filled.lines.append(Line(code, part, cells))
    elif any(cells[field.name].text for field in form.fields) and not _is_total(row):
        told = f"ไม่มีรหัส{form.words.unit} จึงไม่ทราบว่ายอดแถวนี้เป็นของใคร ไม่นำเข้าแถวนี้"
        filled.problems.append(Problem(code.ref, told))


def _at(row: Row, column: int) -> Cell:
    return row[column] if column < len(row) else Cell(None, f"{column_letter(column + 1)}{row_number(row)}")


def _is_total(row: Row) -> bool:
    return any(squeezed(cell.text).startswith(TOTAL_WORD) for cell in row)


def _base(sheets: Iterable[Sheet], form: Form) -> Base:
    """The values as downloaded, from the hidden sheet; whatever is not as we wrote it is left out."""
    rows = next((sheet.rows for sheet in sheets if sheet.name == BASE_SHEET), ())
    return dict(_base_lines(rows, form))


def _base_lines(rows: Iterable[Row], form: Form) -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    for row in rows:
        values = {name: _at(row, column).text for column, name in enumerate((*form.grid.field_names, REASON), 2)}
        yield (squeezed(_at(row, 0).text), _at(row, 1).text), values
