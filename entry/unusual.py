"""When a row's total is far from the producer's own history. Pure Python.

No letter gives the rule; provinces ask by telephone when a figure jumps (Chachoengsao 2567: บางคล้า rose 2.6-fold in
five months, บ้านโพธิ์'s history fell from 3.4 thousand million to 59 million baht). The rule is wide on purpose: a
reason that is asked too often is answered with a dot.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

HISTORY_MONTHS = 12
ENOUGH_MONTHS = 3
TIMES_HIGHEST = Decimal(2)
TIMES_LOWEST = Decimal("0.5")
WORTH_ASKING = Decimal(1000)


@dataclass(frozen=True, slots=True)
class History:
    """A producer's and category's monthly totals over the last 12 months in which anything was sold, baht."""

    months: int
    lowest: Decimal
    highest: Decimal


def is_unusual(total: Decimal, history: History | None) -> bool:
    """More than twice the highest, or less than half the lowest, of at least 3 months; and 1,000 baht beyond.

    "No sales" (0) is a statement of its own, not a mistyped figure: it is never asked about.
    """
    if history is None or history.months < ENOUGH_MONTHS or not total:
        return False
    too_high = total > history.highest * TIMES_HIGHEST and total - history.highest >= WORTH_ASKING
    too_low = total < history.lowest * TIMES_LOWEST and history.lowest - total >= WORTH_ASKING
    return too_high or too_low
