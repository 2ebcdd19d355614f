"""A producer's months, one budget year after the other: what the history page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from accounts.models import User
from core.month import BudgetYear, Month
from producers.models import Category, Producer
from sales.models import CHANNEL_LABELS, CHANNELS, SalesRow
from sales.selectors.rows import CATEGORY_ORDER
from workflow.models import Kind, State, Submission

Amounts = tuple[Decimal | None, ...]
Labelled = tuple[str, Decimal | None]


def _labelled(amounts: Amounts) -> list[Labelled]:
    return list(zip(CHANNEL_LABELS.values(), amounts, strict=True))


@dataclass(frozen=True, slots=True)
class Line:
    """One category in one month, or (without a row) a category's sums over the year. Amounts in baht."""

    category: str
    amounts: Amounts
    total: Decimal | None
    row: SalesRow | None = None

    @property
    def category_label(self) -> str:
        return Category(self.category).label

    @property
    def cells(self) -> list[Labelled]:
        return _labelled(self.amounts)


@dataclass(frozen=True, slots=True)
class MonthOfHistory:
    submission: Submission
    lines: list[Line]

    @property
    def month(self) -> Month:
        return self.submission.month

    @property
    def state_label(self) -> str:
        return State(self.submission.state).label


@dataclass(frozen=True, slots=True)
class YearOfHistory:
    """One budget year: its months in order, sums by category, and the sum of all."""

    year: BudgetYear
    months: list[MonthOfHistory]
    sums: list[Line]

    @property
    def amounts(self) -> Amounts:
        return tuple(_sum(line.amounts[at] for line in self.sums) for at in range(len(CHANNELS)))

    @property
    def cells(self) -> list[Labelled]:
        return _labelled(self.amounts)

    @property
    def total(self) -> Decimal | None:
        return _sum(line.total for line in self.sums)


@dataclass(frozen=True, slots=True)
class ProducerHistory:
    """`locked_only`: the person sees no other months than those that provinces have locked."""

    producer: Producer
    years: list[YearOfHistory]
    locked_only: bool

    @property
    def channels(self) -> list[str]:
        return list(CHANNEL_LABELS.values())


def producer_history(user: User, producer: Producer) -> ProducerHistory:
    """Every month of the producer whose figures the user may see, newest budget year first. One query."""
    rows = SalesRow.objects.visible_to(user).filter(producer=producer, submission__kind=Kind.SALES)
    found = sorted(rows.select_related("submission__district"), key=_order)
    years = [_year(year, list(of_year)) for year, of_year in groupby(found, key=_budget_year)]
    return ProducerHistory(producer, years[::-1], user.is_national)


def _order(row: SalesRow) -> tuple[Month, int, int]:
    return row.submission.month, row.submission_id, CATEGORY_ORDER[row.category]


def _budget_year(row: SalesRow) -> BudgetYear:
    return row.submission.month.budget_year


def _year(year: BudgetYear, rows: list[SalesRow]) -> YearOfHistory:
    months = [
        MonthOfHistory(of_month[0].submission, [_line(row) for row in of_month])
        for _, group in groupby(rows, key=lambda row: row.submission_id)
        for of_month in [list(group)]
    ]
    categories = sorted({row.category for row in rows}, key=CATEGORY_ORDER.__getitem__)
    sums = [_category_sum(category, [row for row in rows if row.category == category]) for category in categories]
    return YearOfHistory(year, months, sums)


def _line(row: SalesRow) -> Line:
    nothing = all(amount is None for amount in row.amounts)
    return Line(row.category, row.amounts, None if nothing else row.total, row)


def _category_sum(category: str, rows: list[SalesRow]) -> Line:
    amounts = tuple(_sum(getattr(row, channel) for row in rows) for channel in CHANNELS)
    return Line(category, amounts, _sum(amounts))


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None when nothing is."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
