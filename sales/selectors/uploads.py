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
from core.money import AmountError, baht_from_number, parse_baht
from core.month import Month
from core.workbook import Cell
from producers.models import Category, Producer
from sales.models import SalesRow, Upload
from sales.selectors.rows import rows_of
from sales.workbook.form import FIELD_LABELS, MAX_REASON, REASON, amount_text, squeezed
from sales.workbook.read import FilledForm, Line, Problem
from workflow.models import Kind, Submission

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


def uploads_of(user: User, district: District, month: Month) -> QuerySet[Upload]:
    """The user's own uploads for one month that have not expired. Nobody sees another's."""
    return Upload.objects.filter(
        owner=user,
        submission__kind=Kind.SALES,
        submission__district=district,
        submission__month=month,
        created_at__gte=kept_since(),
    ).select_related("submission__district__province")


def value_text(row: SalesRow, field: str) -> str:
    """What stands in the database, as canonical text."""
    return row.unusual_reason if field == REASON else amount_text(getattr(row, field))


def compare(form: FilledForm, submission: Submission) -> tuple[list[ChangedCell], list[dict[str, str]]]:
    """The cells that the form would change, and everything that is wrong with it. Two queries."""
    rows = {(squeezed(row.producer.code), row.category): row for row in rows_of(submission)}
    matched, problems = _matched(form, rows, submission)
    cells: list[ChangedCell] = []
    for key, line in matched.items():
        for field, cell in line.cells.items():
            try:
                if found := _changed(rows[key], field, cell, form.base.get(key, {}).get(field)):
                    cells.append(found)
            except AmountError as error:
                problems.append(Problem(cell.ref, error.message))
    problems = sorted(problems, key=_place) + _missing(rows, matched)
    return cells, _told(problems)


def _place(problem: Problem) -> tuple[int, int, str]:
    """The order of reading: rows downwards, cells from left to right."""
    letters = problem.ref.rstrip("0123456789")
    return int(problem.ref[len(letters) :] or 0), len(letters), letters


def _told(problems: list[Problem]) -> list[dict[str, str]]:
    told = [{"ref": problem.ref, "text": problem.text} for problem in problems[:MOST_PROBLEMS]]
    if more := len(problems) - len(told):
        told.append({"ref": "", "text": f"และอีก {more:,} แห่ง ให้แก้ที่แสดงไว้ก่อนแล้วส่งไฟล์ใหม่"})
    return told


def _matched(
    form: FilledForm, rows: dict[Key, SalesRow], submission: Submission
) -> tuple[dict[Key, Line], list[Problem]]:
    """The file's lines by the row they belong to, and why the others belong to none."""
    lines: dict[Key, list[Line]] = defaultdict(list)
    problems = list(form.problems)
    categories = {squeezed(label): value for value, label in Category.choices}
    strangers = []
    for line in form.lines:
        key = (squeezed(line.code.text), categories.get(squeezed(line.category.text), ""))
        if not key[1]:
            problems.append(Problem(line.category.ref, _unknown_category(line)))
        elif key in rows:
            lines[key].append(line)
        else:
            strangers.append(line)
    problems += _why_strangers(strangers, submission)
    problems += [problem for same in lines.values() if len(same) > 1 for problem in _twice(same)]
    return {key: same[0] for key, same in lines.items() if len(same) == 1}, problems


def _unknown_category(line: Line) -> str:
    written = f"“{line.category.text[:40]}” ไม่ใช่ประเภทผลิตภัณฑ์" if line.category.text else "ไม่มีประเภทผลิตภัณฑ์"
    return f"{written} (มี {', '.join(Category.labels)}) ไม่นำเข้าแถวนี้"


def _why_strangers(lines: list[Line], submission: Submission) -> list[Problem]:
    """For lines without a row: whose producer it is, if anybody's. One query."""
    codes = {line.code.text for line in lines}
    known = dict(Producer.objects.filter(code__in=codes).values_list("code", "district_id")) if codes else {}
    return [_why_stranger(line, known, submission) for line in lines]


def _why_stranger(line: Line, known: dict[str, int], submission: Submission) -> Problem:
    code = line.code.text[:20]
    if line.code.text not in known:
        return Problem(line.code.ref, f"ไม่พบผู้ผลิตรหัส “{code}” ในทะเบียน ไม่นำเข้าแถวนี้")
    if known[line.code.text] != submission.district_id:
        return Problem(line.code.ref, f"ผู้ผลิตรหัส “{code}” เป็นของอำเภออื่น ไม่นำเข้าแถวนี้")
    remedy = "ให้กด “Sync ข้อมูล” หรือเพิ่มแถวในหน้าบันทึกก่อน แล้วส่งไฟล์ใหม่"
    return Problem(line.category.ref, f"ผู้ผลิตรหัส “{code}” ไม่มีแถวประเภท{line.category.text}ในเดือนนี้ {remedy}")


def _twice(lines: list[Line]) -> list[Problem]:
    refs = [line.code.ref for line in lines]
    others = ", ".join(refs[:-1])
    return [Problem(refs[-1], f"ผู้ผลิตและประเภทนี้ซ้ำกับช่อง {others} ให้เหลือแถวเดียว ไม่นำเข้าทุกแถวที่ซ้ำกัน")]


def _missing(rows: dict[Key, SalesRow], matched: dict[Key, Line]) -> list[Problem]:
    """One sentence about the rows of the month that no line of the file belongs to."""
    names = [row.producer.name for key, row in rows.items() if key not in matched]
    if not names:
        return []
    more = f" และอีก {len(names) - NAMED:,} แถว" if len(names) > NAMED else ""
    sentence = f"{len(names):,} แถวของเดือนนี้ไม่มีในไฟล์ (หรือนำเข้าไม่ได้) จึงคงเดิม: {', '.join(names[:NAMED])}{more}"
    return [Problem("", sentence)]


def _changed(row: SalesRow, field: str, cell: Cell, downloaded: str | None) -> ChangedCell | None:
    """The cell when it differs from the database. Raises AmountError."""
    before, after = value_text(row, field), _read(field, cell)
    if after == before or (field == REASON and not after):
        return None
    return ChangedCell(
        row=row.pk,
        field=field,
        before=before,
        version=row.version,
        after=after,
        ref=cell.ref,
        note=_note(before, after, downloaded),
    )


def _read(field: str, cell: Cell) -> str:
    if cell.formula:
        raise AmountError("เป็นสูตร ให้คัดลอกช่องนี้แล้ววางแบบพิเศษเป็นค่า (Paste Special → Values) ไม่นำเข้าช่องนี้")
    if field != REASON:
        return amount_text(_amount(cell))
    if len(cell.text) > MAX_REASON:
        raise AmountError(f"เหตุผลยาวเกิน {MAX_REASON} ตัวอักษร")
    return cell.text


def _amount(cell: Cell) -> Decimal | None:
    if isinstance(cell.value, Decimal):
        return baht_from_number(cell.value)
    if cell.value is None or isinstance(cell.value, str):
        return parse_baht(cell.value)
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
    row: SalesRow
    cell: Any
    now: str

    @property
    def label(self) -> str:
        return FIELD_LABELS[self.cell["field"]]

    @property
    def is_reason(self) -> bool:
        return self.cell["field"] == REASON

    @property
    def category_label(self) -> str:
        return Category(self.row.category).label

    @property
    def shown_now(self) -> Decimal | str | None:
        return self._shown(self.now)

    @property
    def shown_after(self) -> Decimal | str | None:
        return self._shown(self.cell["after"])

    def _shown(self, text: str) -> Decimal | str | None:
        return text if self.is_reason else parse_baht(text)

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
        if self.is_reason:
            return Decimal(0)
        return (parse_baht(self.cell["after"]) or Decimal(0)) - (parse_baht(self.now) or Decimal(0))


@dataclass
class Review:
    """The review page of one upload."""

    upload: Upload
    rows: dict[int, SalesRow]

    @cached_property
    def differences(self) -> list[Difference]:
        """In the order of the file; without cells that hold the file's value already, and rows that are gone."""
        found = [
            Difference(number, row, cell, value_text(row, cell["field"]))
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
        return sum((row.total for row in self.rows.values()), Decimal(0))

    @cached_property
    def total_after(self) -> Decimal:
        return self.total_now + sum((d.effect for d in self.differences if d.ticked), Decimal(0))

    @property
    def expires_at(self) -> datetime:
        return self.upload.created_at + KEPT_FOR


def review(upload: Upload) -> Review:
    """The upload against the rows as they stand now. One query."""
    return Review(upload, {row.pk: row for row in rows_of(upload.submission)})
