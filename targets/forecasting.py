"""The forecast's grid without a database: 12 months × 4 channels, blank ≠ 0, sums, last year's plus x per cent.

Amounts are baht with two decimals; `None` is a cell not yet filled. Pure Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.month import BudgetYear, Month

Amounts = tuple[Decimal | None, ...]
Rows = Mapping[Month, Amounts]  # a month that is missing is blank


def total_of(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is filled; None where nothing is."""
    filled = [amount for amount in amounts if amount is not None]
    return sum(filled, Decimal(0)) if filled else None


def columns_of(rows: Iterable[Sequence[Decimal | None]], width: int) -> Amounts:
    """Each channel's sum."""
    given = list(rows)
    return tuple(total_of(row[at] for row in given) for at in range(width))


def blanks(rows: Rows, year: int, width: int) -> list[Month]:
    """Months of the year with a cell not yet filled."""
    return [month for month in BudgetYear(year).months if None in rows.get(month, (None,) * width)]


def raised(amount: Decimal, percent: Decimal) -> Decimal:
    """`amount` and x per cent more (less when negative), to the whole baht, half up; never below 0."""
    grown = (amount * (100 + percent) / 100).quantize(Decimal(1), ROUND_HALF_UP)
    return max(grown, Decimal(0))


@dataclass(frozen=True)
class Compared:
    """An actual amount beside its forecast, baht."""

    forecast: Decimal | None
    actual: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """Above 0 where more was sold than forecast."""
        if self.forecast is None or self.actual is None:
            return None
        return self.actual - self.forecast

    @property
    def percent(self) -> Decimal | None:
        """The difference in per cent of the forecast; None where 0 was forecast."""
        return None if self.difference is None or not self.forecast else self.difference * 100 / self.forecast
