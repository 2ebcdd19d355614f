"""Divide a district's month among its rows so that it adds up to the satang. Pure; counts in satang."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from core.month import Month
from otop_portal.demo.seeded import seeded

TEN_BAHT = 1000
QUARTER_BAHT = 25
Amounts = tuple[Decimal, Decimal, Decimal, Decimal]
Satang = list[int]


@dataclass(frozen=True)
class Habit:
    """How a row sells: its weight in the district, each channel's share, the step of its amounts (satang)."""

    weight: float
    shares: tuple[float, float, float, float]
    step: int
    resting_year: int


@lru_cache(maxsize=8192)
def habit(code: str, category: str) -> Habit:
    """The habit of a producer's row, the same in every month."""
    dice = seeded("habit", code, category)
    online = dice.uniform(0.08, 0.5) if dice.random() < 0.55 else 0.0
    foreign = dice.uniform(0.05, 0.5) if dice.random() < 0.10 else 0.0
    foreign_online = foreign * 0.2 if online else 0.0
    home_online = (1 - foreign) * online
    return Habit(
        weight=min(dice.lognormvariate(0, 0.9), 8.0),
        shares=(1 - foreign - home_online, home_online, foreign - foreign_online, foreign_online),
        step=QUARTER_BAHT if dice.random() < 0.08 else TEN_BAHT,
        # About one row in twenty makes a pause for a whole budget year: rows of zeros, and not a sudden fall.
        resting_year=dice.randrange(20),
    )


def weight_in(code: str, category: str, month: Month) -> float:
    """The row's weight in one month: its habit and some chance; 0 while it rests."""
    own = habit(code, category)
    if own.resting_year == month.budget_year.number % 20:
        return 0.0
    return own.weight * seeded("chance", code, category, month).uniform(0.85, 1.15)


def divide(total: Decimal, rows: Sequence[tuple[str, str]], month: Month) -> list[Amounts]:
    """Four amounts for each (producer code, category), which together are exactly `total` baht."""
    satang = int(total * 100)
    weights = [weight_in(code, category, month) for code, category in rows]
    if not any(weights):
        weights = [1.0] * len(rows)
    scale = satang / sum(weights)
    cells = [_cells(habit(*row), weight * scale) for row, weight in zip(rows, weights, strict=True)]
    _settle(cells, satang)
    return [(_baht(a), _baht(b), _baht(c), _baht(d)) for a, b, c, d in cells]


def _cells(own: Habit, satang: float) -> Satang:
    return [round(satang * share / own.step) * own.step for share in own.shares]


def _settle(cells: list[Satang], satang: int) -> None:
    """Put what rounding has left over, or taken too much, on the greatest rows."""
    left = satang - sum(map(sum, cells))
    for row in sorted(cells, key=lambda row: -row[0]):
        change = max(left, -row[0])
        row[0] += change
        left -= change
        if not left:
            return


def _baht(satang: int) -> Decimal:
    return Decimal(satang).scaleb(-2)
