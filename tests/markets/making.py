"""Markets as tests want them: complete unless said otherwise, with a history of one line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import District, Subdistrict
from core import clock
from core.month import Month
from entry.services import refresh_totals
from markets.models import Frequency, Market, MarketRow, MarketStatus, Origin, Status
from markets.models.rows import LINES
from workflow.models import Kind, Submission

BEGAN = date(2020, 1, 1)
COMPLETE = {
    "sellers": 25,
    "origin": Origin.EXISTING,
    "offline": True,
    "frequency": Frequency.WEEKLY,
    "weekdays": [5, 6],
}


def make_market(district: District, code: str, **fields: Any) -> Market:
    """A complete weekly market (Saturdays and Sundays) of the district, in use since 2020."""
    status = fields.pop("status", Status.ACTIVE)
    given = {"name": f"ตลาด {code}", **COMPLETE, **fields}
    place = Subdistrict.objects.filter(district=district).first()
    market = Market(code=code, district=district, subdistrict=place, status=status, **given)
    market.save()
    add_history(market, [(status, BEGAN)])
    return market


def add_history(market: Market, lines: list[tuple[str, date]]) -> None:
    """Append lines to a market's history."""
    first = market.history.count() + 1
    MarketStatus.objects.bulk_create(
        MarketStatus(market=market, number=number, status=status, since=since, reason="เหตุผล", recorded_at=clock.now())
        for number, (status, since) in enumerate(lines, first)
    )


def fill_markets(
    district: District, month: Month, amount: str | Decimal = "100.25", days: int | None = 8
) -> Submission:
    """A draft of the month with a row of every market of the district: `amount` baht in each of the four lines.

    Written straight into the tables, totals included: what the calendar says about the month does not matter here.
    """
    submission = Submission.objects.get_or_create(kind=Kind.MARKETS, district=district, month=month)[0]
    MarketRow.objects.bulk_create(
        MarketRow(
            submission=submission,
            market=market,
            days_held=days,
            updated_at=clock.now(),
            **dict.fromkeys(LINES, Decimal(amount)),
        )
        for market in Market.objects.filter(district=district).order_by("code")
    )
    refresh_totals(submission)
    return submission
