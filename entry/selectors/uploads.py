"""What a filled form would change, and the review of an upload: nothing here writes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, TypedDict

from django.db.models import QuerySet

from accounts.models import District, User
from core import clock
from core.money import AmountError, baht_from_number
from core.month import Month
from core.workbook import Cell
from entry import grids
from entry.grids import Grid
from entry.models import Row, Upload
from entry.selectors.rows import rows_of
from entry.values import Field, Value
from entry.workbook.form import MAX_REASON, REASON_LABEL, squeezed
from entry.workbook.read import FilledForm, Line, Problem
from workflow.models import Submission

KEPT_FOR = timedelta(days=7)
MOST_PROBLEMS = 200
NAMED = 5
Key = tuple[str, str]


class Note:
    """Why a difference is not ticked at first: '' = it is."""

    BLANK = "blank"  # blank in the file; a file does not erase by itself
    UNTOUCHED = "untouched"  # as downloaded in the file, changed in the portal since
    BOTH = "both"  # changed in the file and in the portal since the download


class ChangedCell(TypedDict):
    """One entry of `Upload.cells`. Values are canonical text: '1200.50', '' when blank, or the reason's words."""

    row: int
    field: str
    before: str
    version: int
    after: str
    ref: str
    note: str


def kept_since() -> datetime:
    """Uploads made before this instant are gone."""
    return clock.now() - KEPT_FOR


def expired(at: datetime) -> QuerySet[Upload]:
    """Whoever sent them."""
    return Upload.objects.filter(created_at__lt=at - KEPT_FOR)


def uploads_of(user: User, district: District, month: Month, kind: str) -> QuerySet[Upload]:
    """The user's own uploads for one month that have not expired. Nobody sees another's."""
    return Upload.objects.filter(
        owner=user,
        submission__kind=kind,
        submission__district=district,
        submission__month=month,
        created_at__gte=kept_since(),
    ).select_related("submission__district__province")


def value_text(grid: Grid, row: Row, name: str) -> str:
    """What stands in the database, as canonical text."""
    field = grid.field(name)
    return field.canonical(getattr(row, name)) if field else row.unusual_reason


def compare(filled: FilledForm, submission: Submission) -> tuple[list[ChangedCell], list[dict[str, str]]]:
    """The cells that the form would change, and everything that is wrong with it. Two queries."""
    form, grid = filled.form, filled.form.grid
    rows = {_key(grid, row): row for row in rows_of(submission)}
    matched, problems = _matched(filled, rows, submission)
    fields = {field.name: field for field in form.fields}
    cells: list[ChangedCell] = []
    for key, line in matched.items():
        for name, cell in line.cells.items():
            downloaded = filled.base.get(_base_key(grid, key), {}).get(name)
            try:
                if found := _changed(grid, rows[key], name, fields.get(name), cell, downloaded):
                    cells.append(found)
            except AmountError as error:
                problems.append(Problem(cell.ref, error.message))
    problems = sorted(problems, key=_place) + _missing(grid, rows, matched)
    return cells, _told(problems)


def _key(grid: Grid, row: Row) -> Key:
    return squeezed(grid.unit_of(row).code), grid.part_of(row)


def _base_key(grid: Grid, key: Key) -> Key:
    """In the hidden sheet a row without a part has its code twice."""
    return key if grid.part else (key[0], key[0])


def _place(problem: Problem) -> tuple[int, int, str]:
    """The order of reading: rows downwards, cells from left to right."""
    letters = problem.ref.rstrip("0123456789")
    return int(problem.ref[len(letters) :] or 0), len(letters), letters


def _told(problems: list[Problem]) -> list[dict[str, str]]:
    told = [{"ref": problem.ref, "text": problem.text} for problem in problems[:MOST_PROBLEMS]]
    if more := len(problems) - len(told):
        told.append({"ref": "", "text": f"และอีก {more:,} แห่ง ให้แก้ที่แสดงไว้ก่อนแล้วส่งไฟล์ใหม่"})
    return told


def _matched(filled: FilledForm, rows: dict[Key, Row], submission: Submission) -> tuple[dict[Key, Line], list[Problem]]:
    """The file's lines by the row they belong to, and why the others belong to none."""
    grid = filled.form.grid
    lines: dict[Key, list[Line]] = defaultdict(list)
    problems = list(filled.problems)
    parts = {squeezed(str(label)): value for value, label in grid.parts}
    strangers = []
    for line in filled.lines:
        part = parts.get(squeezed(line.part.text), "") if grid.part else ""
        key = (squeezed(line.code.text), part)
        if grid.part and not part:
            problems.append(Problem(line.part.ref, _unknown_part(grid, line)))
        elif key in rows:
            lines[key].append(line)
        else:
            strangers.append(line)
    problems += _why_strangers(grid, strangers, submission)
    problems += [problem for same in lines.values() if len(same) > 1 for problem in _twice(grid, same)]
    return {key: same[0] for key, same in lines.items() if len(same) == 1}, problems


def _unknown_part(grid: Grid, line: Line) -> str:
    name = grid.words.part
    written = f"“{line.part.text[:40]}” ไม่ใช่{name}" if line.part.text else f"ไม่มี{name}"
    return f"{written} (มี {', '.join(str(label) for _, label in grid.parts)}) ไม่นำเข้าแถวนี้"


def _why_strangers(grid: Grid, lines: list[Line], submission: Submission) -> list[Problem]:
    """For lines without a row: whose unit it is, if anybody's. One query."""
    codes = {line.code.text for line in lines}
    known = grid.districts_of(codes) if codes else {}
    return [_why_stranger(grid, line, known, submission) for line in lines]


def _why_stranger(grid: Grid, line: Line, known: dict[str, int], submission: Submission) -> Problem:
    code, unit = line.code.text[:20], grid.words.unit
    if line.code.text not in known:
        return Problem(line.code.ref, f"ไม่พบ{unit}รหัส “{code}” ในทะเบียน ไม่นำเข้าแถวนี้")
    if known[line.code.text] != submission.district_id:
        return Problem(line.code.ref, f"{unit}รหัส “{code}” เป็นของอำเภออื่น ไม่นำเข้าแถวนี้")
    remedy = "ให้กด “Sync ข้อมูล” หรือเพิ่มแถวในหน้าบันทึกก่อน แล้วส่งไฟล์ใหม่"
    of_part = f"ประเภท{line.part.text}" if grid.part else ""
    return Problem(line.part.ref, f"{unit}รหัส “{code}” ไม่มีแถว{of_part}ในเดือนนี้ {remedy}")


def _twice(grid: Grid, lines: list[Line]) -> list[Problem]:
    refs = [line.code.ref for line in lines]
    others = ", ".join(refs[:-1])
    which = f"{grid.words.unit}และประเภท" if grid.part else grid.words.unit
    return [Problem(refs[-1], f"{which}นี้ซ้ำกับช่อง {others} ให้เหลือแถวเดียว ไม่นำเข้าทุกแถวที่ซ้ำกัน")]


def _missing(grid: Grid, rows: dict[Key, Row], matched: dict[Key, Line]) -> list[Problem]:
    """One sentence about the rows of the month that no line of the file belongs to."""
    names = [grid.unit_of(row).name for key, row in rows.items() if key not in matched]
    if not names:
        return []
    more = f" และอีก {len(names) - NAMED:,} แถว" if len(names) > NAMED else ""
    sentence = f"{len(names):,} แถวของเดือนนี้ไม่มีในไฟล์ (หรือนำเข้าไม่ได้) จึงคงเดิม: {', '.join(names[:NAMED])}{more}"
    return [Problem("", sentence)]


def _changed(
    grid: Grid, row: Row, name: str, field: Field | None, cell: Cell, downloaded: str | None
) -> ChangedCell | None:
    """The cell when it differs from the database; `field` None is the reason. Raises AmountError."""
    before, after = value_text(grid, row, name), _read(field, cell)
    if after == before or (field is None and not after):
        return None
    return ChangedCell(
        row=row.pk,
        field=name,
        before=before,
        version=row.version,
        after=after,
        ref=cell.ref,
        note=_note(before, after, downloaded),
    )


def _read(field: Field | None, cell: Cell) -> str:
    if cell.formula:
        raise AmountError("เป็นสูตร ให้คัดลอกช่องนี้แล้ววางแบบพิเศษเป็นค่า (Paste Special → Values) ไม่นำเข้าช่องนี้")
    if field is not None:
        return field.canonical(_number(field, cell))
    if len(cell.text) > MAX_REASON:
        raise AmountError(f"เหตุผลยาวเกิน {MAX_REASON} ตัวอักษร")
    return cell.text


def _number(field: Field, cell: Cell) -> Value:
    if isinstance(cell.value, Decimal):
        return field.whole(baht_from_number(cell.value))
    if cell.value is None or isinstance(cell.value, str):
        return field.parse(cell.value)
    raise AmountError("เป็นวันที่ ไม่ใช่จำนวนเงิน ให้เปลี่ยนรูปแบบช่องเป็นตัวเลขแล้วพิมพ์ใหม่")


def _note(before: str, after: str, downloaded: str | None) -> str:
    """Three-way: what the file was downloaded with tells a deliberate change from an old value."""
    if downloaded is None:
        return "" if after else Note.BLANK
    if downloaded == after:
        return Note.UNTOUCHED
    return "" if downloaded == before else Note.BOTH


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of the review. `number` is its place in `Upload.cells`; `now` what stands in the database."""

    number: int
    grid: Grid
    row: Row
    cell: Any
    now: str
    field: Field | None

    @property
    def label(self) -> str:
        return self.field.label if self.field else REASON_LABEL

    @property
    def is_reason(self) -> bool:
        return self.field is None

    @property
    def unit(self) -> Any:
        return self.grid.unit_of(self.row)

    @property
    def part_label(self) -> str:
        return self.grid.part_label(self.row)

    @property
    def shown_now(self) -> str:
        return self._shown(self.now)

    @property
    def shown_after(self) -> str:
        return self._shown(self.cell["after"])

    def _shown(self, text: str) -> str:
        """As the page shows it; '' when not filled."""
        value = self.field.parse(text) if self.field else None
        return text if self.field is None or value is None else self.field.show_sum(value)

    @property
    def changed_since(self) -> bool:
        """Somebody changed the cell after the file was sent."""
        return self.now != self.cell["before"]

    @property
    def ticked(self) -> bool:
        return not self.cell["note"] and not self.changed_since

    @property
    def effect(self) -> Decimal:
        """What accepting it adds to the month's total, baht."""
        if self.field is None or self.field.is_count:
            return Decimal(0)
        return Decimal(self.field.parse(self.cell["after"]) or 0) - Decimal(self.field.parse(self.now) or 0)


@dataclass
class Review:
    """The review page of one upload."""

    upload: Upload
    grid: Grid
    rows: dict[int, Row]

    @cached_property
    def differences(self) -> list[Difference]:
        """In the order of the file; without cells that hold the file's value already, and rows that are gone."""
        fields = {field.name: field for field in self.grid.fields()}
        found = [
            Difference(
                number, self.grid, row, cell, value_text(self.grid, row, cell["field"]), fields.get(cell["field"])
            )
            for number, cell in enumerate(self.upload.cells)
            if (row := self.rows.get(cell["row"]))
        ]
        return [difference for difference in found if difference.now != difference.cell["after"]]

    @property
    def proposed(self) -> list[Difference]:
        return [difference for difference in self.differences if not difference.cell["note"]]

    @property
    def held_back(self) -> list[Difference]:
        """Differences that are no plain wish to change: shown apart, not ticked."""
        return [difference for difference in self.differences if difference.cell["note"]]

    @cached_property
    def gone(self) -> int:
        """Cells of rows that have been removed since."""
        return sum(cell["row"] not in self.rows for cell in self.upload.cells)

    @cached_property
    def total_now(self) -> Decimal:
        return sum((self.grid.sum_of(row) for row in self.rows.values()), Decimal(0))

    @cached_property
    def total_after(self) -> Decimal:
        return self.total_now + sum((d.effect for d in self.differences if d.ticked), Decimal(0))

    @property
    def expires_at(self) -> datetime:
        return self.upload.created_at + KEPT_FOR


def review(upload: Upload) -> Review:
    """The upload against the rows as they stand now. One query."""
    return Review(upload, grids.of(upload.submission), {row.pk: row for row in rows_of(upload.submission)})
