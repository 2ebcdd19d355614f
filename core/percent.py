"""Per cents as they are printed, on pages and in documents alike."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

STEP = Decimal("0.01")
LEVEL = Decimal("0.5")  # levels of the letters' scales are whole or half per cents


def printed(value: Decimal) -> Decimal:
    """A part of a whole in per cent, to two decimals: half up as the letters do, but never up to a level.

    What is not reached must not look reached: 8.4999 is 8.49 where a level stands at 8.5.
    """
    rounded = value.quantize(STEP, ROUND_HALF_UP)
    if rounded > value and rounded % LEVEL == 0:
        return value.quantize(STEP, ROUND_FLOOR)
    return rounded + 0  # never a minus zero
