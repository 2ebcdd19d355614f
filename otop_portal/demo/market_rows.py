"""Made-up sales of a district's markets in a month, the same in every run."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from accounts.models import District
from core.month import Month
from markets.models import MarketStatus
from markets.models.rows import LINES
from markets.selectors.monthly import days_expected, ready_markets
from otop_portal.demo.seeded import seeded
from otop_portal.demo.states import Stage

DAYS_NOT_SAID = 4  # how many days are taken for a market whose register does not say
SHARES = (Decimal("0.34"), Decimal("0.21"), Decimal("0.32"), Decimal("0.13"))  # OTOP, farm goods, food, other


def planned_market_rows(district: District, month: Month, stage: Stage) -> Iterator[dict[str, Any]]:
    """Fields of the rows of every market that is ready; the last ones blank where the stage is not filled."""
    markets = list(ready_markets(district, month).in_thai_order().prefetch_related("history"))
    filled = round(len(markets) * stage.filled)
    for number, market in enumerate(markets):
        row: dict[str, Any] = {"market": market}
        if number < filled:
            lines: list[MarketStatus] = sorted(market.history.all(), key=lambda line: -line.number)
            row |= _figures(market.code, market.sellers or 1, month, days_expected(market, month, lines))
        yield row


def _figures(code: str, sellers: int, month: Month, expected: int | None) -> dict[str, Any]:
    dice = seeded("market-month", code, month)
    usual = DAYS_NOT_SAID if expected is None else expected
    held = max(usual - (1 if dice.random() < 0.25 else 0), 0)
    a_day = Decimal(sellers * dice.randint(380, 720))
    amounts = [(a_day * held * share).quantize(Decimal(10)) for share in SHARES]
    return {"days_held": held, **dict(zip(LINES, amounts, strict=True))}
