"""What a kind of report tells the entry of itself: its rows, its amounts, its words. The apps above register theirs.

Everything else – saving, Sync, warnings, confirming, the pages, the Excel round trip – is written once, in this app.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import District
from core.month import Month
from entry.models import Row
from entry.values import Field, of_baht
from workflow.models import Kind, Submission

Key = tuple[Any, ...]  # (unit id, part), or (unit id,) where rows have no part


@dataclass(frozen=True)
class Words:
    """What the pages call things: `title` ยอดจำหน่าย, `unit` ผู้ผลิต, `units_page` the URL name of their register."""

    title: str
    unit: str
    units_page: str
    amounts_head: str  # the head above the amounts: ยอดตามช่องทาง
    sync_first: str  # what Sync brings, to an officer who has not pressed it
    add_note: str  # whose rows may be added by hand
    not_added: str  # why one could not be
    paper: str  # what is printed and signed after confirming
    paper_code: str  # its code in reports:document
    paper_signer: str
    form: str  # the sheet of the Excel round trip
    form_name: str  # what it is called in a sentence
    form_title: str
    file_name: str
    part: str = ""

    @property
    def print_paper(self) -> str:
        """'พิมพ์ รต.๒', 'พิมพ์แบบยืนยันข้อมูลตลาด': Thai words stand together, a code stands apart."""
        return f"พิมพ์ {self.paper}" if self.paper.startswith("รต.") else f"พิมพ์{self.paper}"


@dataclass(frozen=True)
class FormColumn:
    """A column of the Excel form that describes a row: not read back, unless it is the part."""

    head: str
    width: float
    name: str = ""  # 'part' for the one by which rows are found again


@dataclass(frozen=True)
class Obstacle:
    """Why a unit has no row yet, or may not keep it; `url` is where that is put right.

    One that does not hinder is only said: the month may be confirmed without the row.
    """

    label: str
    sentence: str
    url: str = ""
    hinders: bool = True


class Grid:
    """One kind's entry. Subclasses are in `sales.grid` and `markets.grid`.

    `unit` and `part` are fields of the row: what it is of, and what a unit's rows differ by ('' = one row a unit).
    """

    kind: ClassVar[str]
    app: ClassVar[str]  # namespace of its URLs, folder of its templates
    row: ClassVar[Any]  # a concrete entry.models.Row, with its total
    total: ClassVar[Any]  # a concrete entry.models.Total
    unit: ClassVar[str]
    part: ClassVar[str] = ""
    related: ClassVar[tuple[str, ...]] = ()  # what is fetched with rows in one more query each
    parts: ClassVar[Sequence[tuple[str, str]]] = ()
    words: ClassVar[Words]
    counted: ClassVar[Sequence[Field]] = ()  # whole numbers that are entered before the amounts
    form_columns: ClassVar[Sequence[FormColumn]]
    has_evidence: ClassVar[bool] = False  # officers keep files behind a unit's month; units are producers then
    labels_are_data: ClassVar[bool] = False  # the heads of the amounts can be renamed

    # What a kind says for itself.

    def labels(self) -> Mapping[str, str]:
        """The amounts of a row (the names in `row.AMOUNTS`) in the order in which they are shown, with their heads."""
        raise LookupError(self.kind)

    def trading(self, district: District, month: Month) -> QuerySet[Any]:
        """The district's units that may have a row in the month."""
        raise LookupError(self.kind)

    def may_add(self, unit: Any, district: District, month: Month, part: str = "") -> bool:
        """May this unit have a row (of this part) in the district's month now?"""
        return self.trading(district, month).filter(pk=unit.pk).exists()

    def gone(self, submission: Submission, rows: Sequence[Any]) -> list[Any]:
        """Rows of units that have left the district since they were put in: they would be reported twice."""
        return []

    def units(self, user: Any, district: District) -> QuerySet[Any]:
        """Every unit of the district that the user may see."""
        raise LookupError(self.kind)

    def missing(self, district: District, month: Month) -> list[Key]:
        """Rows that Sync would add."""
        raise LookupError(self.kind)

    def addable(self, user: Any, district: District, month: Month) -> QuerySet[Any]:
        """Those units, as the user may see them, in Thai order."""
        return self.trading(district, month).visible_to(user).in_thai_order()  # type: ignore[attr-defined]

    def obstacles(self, district: District, month: Month) -> list[Obstacle]:
        """What must be put right before the month can be confirmed, and whose rows are not offered, with the reason."""
        return []

    def hold(self, submission: Submission) -> None:
        """Hold what says whose rows these are until the transaction ends: `gone` and `obstacles` stay true."""

    def refusal(self, row: Row) -> str:
        """Why nothing may be entered in this row now; '' = it may."""
        return ""

    def remark(self, row: Row) -> str:
        """What the officer and the province should know of the row, and that hinders nothing; '' = nothing."""
        return ""

    def description(self, row: Row) -> str:
        """The small words beneath the row's name."""
        return ""

    def described(self, row: Row) -> Sequence[str]:
        """The texts of `form_columns`."""
        return ()

    def facts(self, row: Row) -> dict[str, str]:
        """What is frozen of the row beside its name and amounts."""
        return {}

    def fact_words(self, facts: Mapping[str, str]) -> str:
        """Those facts for a reader."""
        return ""

    def history_url(self, row: Row) -> str:
        """The page of what the row's unit reported before."""
        return ""

    # What follows from it.

    def unit_of(self, row: Row) -> Any:
        return getattr(row, self.unit)

    def districts_of(self, codes: Collection[str]) -> dict[str, int]:
        """District ids of units, by code, wherever they are. One query."""
        units = self.row._meta.get_field(self.unit).related_model
        return dict(units._base_manager.filter(code__in=codes).values_list("code", "district_id"))

    @property
    def key_fields(self) -> tuple[str, ...]:
        return (f"{self.unit}_id", self.part) if self.part else (f"{self.unit}_id",)

    @property
    def total_fields(self) -> tuple[str, ...]:
        """What the kept totals are by, beside the month."""
        return (self.part,) if self.part else ()

    def key(self, row: Row) -> Key:
        return tuple(getattr(row, name) for name in self.key_fields)

    def part_of(self, row: Row) -> str:
        return getattr(row, self.part) if self.part else ""

    def part_label(self, row: Row) -> str:
        return dict(self.parts).get(self.part_of(row), "")

    def row_key(self, row: Row) -> str:
        """The row's key in the canonical form: '24010001/food', or the unit's code alone."""
        code = self.unit_of(row).code
        return f"{code}/{self.part_of(row)}" if self.part else code

    def fields(self) -> list[Field]:
        """Every column that is entered, as they stand from left to right."""
        return [*self.counted, *(of_baht(name, label) for name, label in self.labels().items())]

    def field(self, name: str) -> Field | None:
        """The field of this name; its label is not looked up. None for a name that is none of ours."""
        counted = next((field for field in self.counted if field.name == name), None)
        return counted or (of_baht(name) if name in self.row.AMOUNTS else None)

    @property
    def field_names(self) -> tuple[str, ...]:
        return (*(field.name for field in self.counted), *self.row.AMOUNTS)

    def in_order(self, rows: Sequence[Row]) -> list[Row]:
        """Units in Thai order, a unit's parts in the order of the form."""
        place = {part: at for at, (part, _) in enumerate(self.parts)}
        units = {row.pk: self.unit_of(row) for row in rows}
        return sorted(rows, key=lambda r: (units[r.pk].sort_key, units[r.pk].code, place.get(self.part_of(r), 0)))

    def rows(self, **where: Any) -> QuerySet[Any]:
        """Rows with all that the entry asks of them: unit, submission, related."""
        found = self.row.objects.filter(**where).select_related(self.unit, "submission")
        return found.prefetch_related(*self.related)

    def begun(self, district: District, month: Month) -> Submission | None:
        """The month's submission with the people who acted on it, if it has been begun. One query."""
        people = ("confirmed_by", "locked_by", "reopened_by", "district__province")
        found = Submission.objects.filter(kind=self.kind, district=district, month=month)
        return found.select_related(*people).first()

    @property
    def papers_template(self) -> str:
        """Links to the documents of a month."""
        return f"{self.app}/parts/papers.html"

    def url(self, name: str, *args: object) -> str:
        return reverse(f"{self.app}:{name}", args=args)

    @property
    def urls(self) -> dict[str, str]:
        """URL names for `{% url %}`: `grid.urls.row_add` is 'sales:row-add'."""
        return {name.replace("-", "_"): f"{self.app}:{name}" for name in URL_NAMES}

    def sum_of(self, row: Row) -> Decimal:
        """The row's total as its amounts stand in memory, baht."""
        return sum((value for value in row.amounts if value), Decimal(0))


URL_NAMES = (
    *("current", "entry", "cells", "paste-check", "sync", "row-add", "row-remove", "zero", "reason", "confirm"),
    *("withdraw", "workbook", "upload", "upload-review", "upload-accept"),
)
_grids: dict[str, Grid] = {}


def register(grid: Grid) -> None:
    _grids[grid.kind] = grid


def get(kind: str) -> Grid:
    return _grids[kind]


def every() -> list[Grid]:
    """In the order of the kinds."""
    return [_grids[kind] for kind in Kind.values if kind in _grids]


def of(submission: Submission) -> Grid:
    return _grids[submission.kind]
