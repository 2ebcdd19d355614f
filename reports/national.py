"""The department's board: reporting provinces × the twelve months of a budget year.

States of every district, figures of locked districts only, read live in a constant number of queries.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Sum

from accounts.models import Province, User
from core import clock
from core.month import BudgetYear, Month
from entry import grids
from workflow.calendar import national_windows
from workflow.models import Kind, State, Submission

ProvinceMonth = tuple[int, Month]


@dataclass(frozen=True)
class Cell:
    """One province's month, or a sum of such: districts by state, and the total of the locked ones in baht."""

    month: Month
    districts: int
    states: Counter[str]
    total: Decimal
    is_ahead: bool

    @property
    def locked(self) -> int:
        return self.states[State.LOCKED]

    @property
    def status(self) -> str:
        """'locked' all, 'part' some, 'confirmed' none but some confirmed, 'begun', 'none', 'ahead' not yet open."""
        if self.locked:
            return "locked" if self.locked == self.districts else "part"
        if self.states[State.CONFIRMED]:
            return "confirmed"
        if self.states.total():
            return "begun"
        return "ahead" if self.is_ahead else "none"


@dataclass(frozen=True)
class Line:
    province: Province
    cells: list[Cell]

    @property
    def total(self) -> Decimal:
        return sum((cell.total for cell in self.cells), Decimal(0))


@dataclass(frozen=True)
class NationalBoard:
    year: BudgetYear
    lines: list[Line]
    months: list[Cell]
    at: datetime
    kind: str

    @property
    def kind_label(self) -> str:
        return Kind(self.kind).label

    @property
    def total(self) -> Decimal:
        """Locked districts of all reporting provinces, the whole year, baht."""
        return sum((cell.total for cell in self.months), Decimal(0))

    @property
    def current(self) -> Cell | None:
        """The newest month of the year that has opened."""
        return next((cell for cell in reversed(self.months) if not cell.is_ahead), None)

    @property
    def provinces_complete(self) -> int:
        """Provinces that have locked every district of the current month."""
        return sum(self._is_complete(line) for line in self.lines)

    def _is_complete(self, line: Line) -> bool:
        return any(c.status == "locked" for c in line.cells if self.current and c.month == self.current.month)


def national_board(user: User, year: BudgetYear, kind: str = Kind.SALES) -> NationalBoard:
    """The board as `user` may see it: figures by `visible_to`, so of locked districts only."""
    at = clock.now()
    provinces = Province.objects.visible_to(user).filter(reports=True).annotate(district_count=Count("districts"))
    states = _states(user, year, kind)
    totals = _totals(user, year, kind)
    ahead = {month: at < window.opens_at for month, window in national_windows(year.months, kind).items()}
    lines = [
        Line(
            province,
            [
                Cell(
                    m,
                    province.district_count,
                    states[province.pk, m],
                    totals.get((province.pk, m), Decimal(0)),
                    ahead[m],
                )
                for m in year.months
            ],
        )
        for province in provinces.in_thai_order()
    ]
    return NationalBoard(year, lines, _months(lines, year), at, kind)


def _states(user: User, year: BudgetYear, kind: str) -> dict[ProvinceMonth, Counter[str]]:
    begun = Submission.objects.visible_to(user).filter(
        kind=kind, month__in=year.months, district__province__reports=True
    )
    found: dict[ProvinceMonth, Counter[str]] = defaultdict(Counter)
    counted = begun.values_list("district__province_id", "month", "state").annotate(Count("pk"))
    for province, month, state, districts in counted.order_by():
        found[province, month][state] = districts
    return found


def _totals(user: User, year: BudgetYear, kind: str) -> dict[ProvinceMonth, Decimal]:
    seen = (
        grids.get(kind)
        .total.objects.visible_to(user)
        .filter(
            submission__kind=kind,
            submission__state=State.LOCKED,
            submission__month__in=year.months,
            submission__district__province__reports=True,
        )
    )
    summed = seen.values_list("submission__district__province_id", "submission__month").annotate(Sum("total"))
    return {(province, month): total for province, month, total in summed.order_by()}


def _months(lines: list[Line], year: BudgetYear) -> list[Cell]:
    """The sum of each month over all provinces."""
    return [_sum(month, [line.cells[index] for line in lines]) for index, month in enumerate(year.months)]


def _sum(month: Month, cells: Iterable[Cell]) -> Cell:
    cells = list(cells)
    return Cell(
        month,
        sum(cell.districts for cell in cells),
        sum((cell.states for cell in cells), Counter()),
        sum((cell.total for cell in cells), Decimal(0)),
        all(cell.is_ahead for cell in cells),
    )
