"""Everything that the entry page of one district's month shows, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from accounts.models import District, User
from core import audit, clock
from core.month import Month
from core.templatetags.numbers import NOTHING
from entry import grids
from entry.grids import Grid, Key, Obstacle
from entry.models import Row
from entry.selectors.history import earlier_amounts
from entry.selectors.rows import rows_of
from entry.selectors.unusual import unusual_rows
from entry.values import Field, Value
from evidence.marks import gallery_url
from evidence.selectors import counts_by_producer
from workflow import calendar, kinds
from workflow.calendar import Act, Verdict, Window
from workflow.models import Extension, Kind, Revision, State, Submission
from workflow.selectors.review import revisions_of

TRAIL_LENGTH = 30
Amounts = tuple[Decimal | None, ...]


@dataclass(slots=True)
class Cell:
    """One input: `text` is what it shows (what was typed, after a refused save), `value` what is saved."""

    of: Field
    value: Value
    text: str
    before: Decimal | None = None
    error: str = ""
    conflict: dict[str, str] | None = None

    @property
    def field(self) -> str:
        return self.of.name

    @property
    def label(self) -> str:
        return self.of.label

    @property
    def shown(self) -> str:
        """The value as a page that cannot be edited shows it."""
        if self.value is None:
            return NOTHING
        return self.of.show_sum(self.value)

    @property
    def stored(self) -> str:
        """The value as the cell would show it, whatever was typed."""
        return self.of.show(self.value)


@dataclass(slots=True)
class EntryRow:
    """One line of the grid."""

    number: int
    grid: Grid
    model: Row
    cells: list[Cell]
    last_month_total: Decimal | None
    last_year_total: Decimal | None
    unusual: bool
    return_reason: str = ""
    remark: str = ""
    evidence: int | None = None  # files behind the unit's month; None where the kind keeps none
    evidence_url: str = ""

    @property
    def id(self) -> int:
        return self.model.pk

    @property
    def version(self) -> int:
        return self.model.version

    @property
    def unit(self) -> Any:
        """What the row is of: has a `name` and a `code`."""
        return self.grid.unit_of(self.model)

    @property
    def part_label(self) -> str:
        return self.grid.part_label(self.model)

    @property
    def description(self) -> str:
        return self.grid.description(self.model)

    @property
    def history_url(self) -> str:
        return self.grid.history_url(self.model)

    @property
    def total(self) -> Decimal:
        return self.model.total  # type: ignore[attr-defined]  # every concrete row has one

    @property
    def filled(self) -> bool:
        return self.model.is_filled

    @property
    def unusual_reason(self) -> str:
        return self.model.unusual_reason

    @property
    def has_note(self) -> bool:
        """Is there anything to say beneath the row?"""
        return bool(
            self.unusual or self.return_reason or self.remark or any(cell.error or cell.conflict for cell in self.cells)
        )

    @property
    def change_percent(self) -> Decimal | None:
        """Change of the row's total against last month, per cent; None without both."""
        if not self.last_month_total or not self.filled:
            return None
        return (self.total - self.last_month_total) / self.last_month_total * 100


def _total(amounts: Amounts | None) -> Decimal | None:
    if amounts is None or all(amount is None for amount in amounts):
        return None
    return sum((amount for amount in amounts if amount), Decimal(0))


@dataclass
class EntryPage:
    """The page's facts. `submission` is None until somebody begins the month."""

    grid: Grid
    user: User
    district: District
    month: Month
    at: datetime
    submission: Submission | None
    verdict: Verdict
    window: Window
    confirm_deadline: datetime
    rows: list[EntryRow] = field(default_factory=list)

    @property
    def can_edit(self) -> bool:
        return self.verdict.allowed

    @property
    def state(self) -> str:
        return self.submission.state if self.submission else State.DRAFT

    @property
    def state_label(self) -> str:
        """What the badge says; a month without a row has not been begun."""
        return State(self.state).label if self.submission else "ยังไม่เริ่ม"

    @property
    def days_left(self) -> int:
        """Whole days until the window's end; 0 on the last day."""
        return max(0, (self.window.ends_at - self.at).days)

    @property
    def confirm_until(self) -> datetime:
        """The last minute by which the district should confirm, for people: 25th 23:59."""
        return self.confirm_deadline - timedelta(minutes=1)

    @property
    def is_late(self) -> bool:
        return self.at >= self.confirm_deadline and self.state in (State.DRAFT, State.RETURNED)

    @cached_property
    def fields(self) -> list[Field]:
        """The columns that are entered, from left to right."""
        return self.grid.fields()

    @property
    def kinds(self) -> list[dict[str, object]]:
        """The same month of every kind of report."""
        return [
            {
                "label": Kind(other.kind).label,
                "url": other.url("entry", self.district.code, str(self.month)),
                "current": other is self.grid,
            }
            for other in grids.every()
        ]

    @property
    def width(self) -> int:
        """Columns of the table: name, what is entered, sum, last month, last year, acts."""
        return len(self.fields) + 5

    @property
    def amount_fields(self) -> list[Field]:
        return [field for field in self.fields if not field.is_count]

    @cached_property
    def sums(self) -> dict[str, Decimal]:
        """The month's sum of each field."""
        return {
            field.name: sum((getattr(row.model, field.name) or Decimal(0) for row in self.rows), Decimal(0))
            for field in self.fields
        }

    @property
    def column_totals(self) -> list[Decimal]:
        """The sums of the amounts, in the order shown."""
        return [self.sums[field.name] for field in self.amount_fields]

    @property
    def shown_sums(self) -> list[str]:
        """The foot of every column that is entered."""
        return [field.show_sum(self.sums[field.name]) for field in self.fields]

    @cached_property
    def grand_total(self) -> Decimal:
        return sum(self.column_totals, Decimal(0))

    @cached_property
    def last_month_total(self) -> Decimal | None:
        known = [row.last_month_total for row in self.rows if row.last_month_total is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def filled_count(self) -> int:
        return sum(row.filled for row in self.rows)

    @property
    def blank_count(self) -> int:
        return len(self.rows) - self.filled_count

    @property
    def progress(self) -> dict[str, int]:
        rows = len(self.rows)
        return {
            "rows": rows,
            "filled": self.filled_count,
            "percent": 100 * self.filled_count // rows if rows else 0,
        }

    @property
    def needs_reason(self) -> list[EntryRow]:
        return [row for row in self.rows if row.unusual and not row.unusual_reason]

    @property
    def unusual_rows(self) -> list[EntryRow]:
        return [row for row in self.rows if row.unusual]

    @property
    def labelled_totals(self) -> list[tuple[str, Decimal]]:
        """The column totals with their labels."""
        return [(field.label, self.sums[field.name]) for field in self.amount_fields]

    @property
    def change_percent(self) -> Decimal | None:
        """Change of the whole month against last month, per cent; None without a base."""
        if not self.last_month_total:
            return None
        return (self.grand_total - self.last_month_total) / self.last_month_total * 100

    @cached_property
    def blockers(self) -> list[str]:
        return kinds.of(self.submission).blockers(self.submission) if self.submission else []

    @cached_property
    def obstacles(self) -> list[Obstacle]:
        """What must be put right in the register first, for those who can."""
        return self.grid.obstacles(self.district, self.month) if self.can_edit else []

    @cached_property
    def new_rows(self) -> int:
        """Rows that Sync would add now."""
        return len(self.missing)

    @cached_property
    def missing(self) -> list[Key]:
        """The keys of those rows."""
        return self.grid.missing(self.district, self.month) if self.can_edit else []

    @property
    def addable_rows(self) -> list[tuple[str, str]]:
        """(value, words) of the rows of parts that may be added: those that the register gives, and no other."""
        parts = dict(self.grid.parts)
        wanted = {(key[0], part) for key in self.missing for part in key[1:]}
        return [
            (f"{unit.pk}:{part}", f"{unit.name} · {unit.code} · {label}")
            for unit in self.addable
            for part, label in parts.items()
            if (unit.pk, part) in wanted
        ]

    @cached_property
    def reopened(self) -> list[Extension]:
        """Other months that an extension keeps open for this district."""
        return [
            e for e in calendar.reopened_months(self.district, at=self.at, kind=self.grid.kind) if e.month != self.month
        ]

    @cached_property
    def trail(self) -> list[object]:
        return list(audit.summary(self.submission, TRAIL_LENGTH)) if self.submission else []

    @cached_property
    def revisions(self) -> list[Revision]:
        return revisions_of(self.user, self.submission) if self.submission else []

    @property
    def previous_month(self) -> Month:
        return self.month - 1

    @property
    def next_month(self) -> Month | None:
        """None when it has not begun yet."""
        following = self.month + 1
        return following if following <= Month.of(self.at.astimezone(clock.BANGKOK).date()) else None

    @cached_property
    def addable(self) -> list[Any]:
        """Units of the district that may have a (further) row in the month. One query."""
        return list(self.grid.addable(self.user, self.district, self.month))


def entry_page(user: User, district: District, month: Month, kind: str) -> EntryPage:
    """The facts of one district's month for someone who may see its figures."""
    at, grid = clock.now(), grids.get(kind)
    submission = grid.begun(district, month)
    window = calendar.window_for(district, month, at=at, kind=kind)
    page = EntryPage(
        grid=grid,
        user=user,
        district=district,
        month=month,
        at=at,
        submission=submission,
        verdict=calendar.may_change(
            user, district, month, Act.EDIT, submission=submission, kind=kind, at=at, window=window
        ),
        window=window,
        confirm_deadline=calendar.confirm_deadline(district.province, month, kind, window=window),
    )
    if submission:
        page.rows = _rows(page, submission)
    return page


def _rows(page: EntryPage, submission: Submission) -> list[EntryRow]:
    rows, grid = rows_of(submission), page.grid
    last_month, last_year = (earlier_amounts(page.user, submission, back) for back in (1, 12))
    unusual = {row.pk for row in unusual_rows(submission, rows)}
    returned = dict(submission.return_notes.values_list("row_key", "reason"))
    files = counts_by_producer(submission) if grid.has_evidence else None
    return [
        EntryRow(
            number=number,
            grid=grid,
            model=row,
            cells=_cells(page.fields, row, last_month.get(key)),
            last_month_total=_total(last_month.get(key)),
            last_year_total=_total(last_year.get(key)),
            unusual=row.pk in unusual,
            return_reason=returned.get(grid.row_key(row), ""),
            remark=grid.remark(row),
            evidence=files.get(grid.unit_of(row).pk, 0) if files is not None else None,
            evidence_url=gallery_url(submission, grid.unit_of(row).pk) if files is not None else "",
        )
        for number, row in enumerate(rows, 1)
        for key in [grid.key(row)]
    ]


def _cells(fields: list[Field], row: Row, before: Amounts | None) -> list[Cell]:
    earlier = dict(zip(row.AMOUNTS, before, strict=True)) if before else {}
    return [
        Cell(field, value, field.show(value), earlier.get(field.name))
        for field in fields
        for value in [getattr(row, field.name)]
    ]
