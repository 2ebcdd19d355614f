"""What an indicator's data say of its scale, in numbers. Pure Python; percents are Decimal (7 for 7 %).

The department edits all of it (`Indicator.thresholds`, `.conditions`); what is not said is as in the letters:
Sa Kaeo 2564 for growth and online share, Chiang Rai 2567 for grades.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from targets import scoring

STEPS = {  # rising, as people write them
    "growth": scoring.GROWTH_PERCENTS,
    "online": scoring.ONLINE_PERCENTS,
    "grade": tuple(reversed(scoring.GRADE_PERCENTS)),
}
FIRST = {"growth": scoring.GROWTH_COLUMNS[0], "online": scoring.ONLINE_COLUMNS[0]}


@dataclass(frozen=True, slots=True)
class Rules:
    """`steps` rise; `first` is the lowest target column, which earns level 1."""

    steps: tuple[Decimal, ...]
    first: Decimal = Decimal(0)
    needs_survey: bool = True  # for the top of the online share
    new_products: int = 1  # least in the quarter, for a grade
    revenue_percent: Decimal = scoring.REVENUE_PERCENT  # growth over the base quarter, for a grade
    points: tuple[Decimal, ...] = ()  # of grades A, B, C, D in the weighted total; none: not counted

    @property
    def columns(self) -> tuple[Decimal, ...]:
        """The percents of the target columns, from level 1."""
        return (self.first, *self.steps)

    @property
    def grade_percents(self) -> tuple[Decimal, ...]:
        """Of the producers interested, for A, B, C, D."""
        return tuple(reversed(self.steps))

    def points_of(self, grade: str | None) -> Decimal | None:
        """A grade in the weighted total, 0–5; without a grade 0. None where grades are not counted."""
        if not self.points:
            return None
        return dict(zip(scoring.GRADES, self.points, strict=True)).get(grade or "", Decimal(0))


def rules_of(kind: str, thresholds: Sequence[str], conditions: Mapping[str, Any]) -> Rules:
    """`thresholds` are decimals as text, rising; `conditions` what the kind needs besides, decimals as text."""
    given = {
        "first": _decimal(conditions.get("first", FIRST.get(kind, 0))),
        "needs_survey": conditions.get("needs_survey", True),
        "new_products": conditions.get("new_products", 1),
        "revenue_percent": _decimal(conditions.get("revenue_percent", scoring.REVENUE_PERCENT)),
        "points": tuple(map(_decimal, conditions.get("points", ()))),
    }
    return Rules(tuple(map(_decimal, thresholds)) or STEPS.get(kind, ()), **given)


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))
