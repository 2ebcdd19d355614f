"""Which markets a month of sales is of, and how many market-days each should have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts.models import District
from core.month import Month
from entry.grids import Key
from markets.days import expected_days
from markets.models import Market, MarketRow, MarketStatus, Status
from workflow.models import Kind


def open_markets(district: District, month: Month) -> Any:
    """Markets of the district in use on some day of the month."""
    return Market.objects.filter(district=district).open_in(month)


def ready_markets(district: District, month: Month) -> Any:
    """Those of them whose data is complete: only they have sales."""
    return open_markets(district, month).complete()


def missing_rows(district: District, month: Month) -> list[Key]:
    """What Sync would add: the ready markets that have no row yet. Two queries."""
    begun = MarketRow.objects.filter(
        submission__kind=Kind.MARKETS, submission__district=district, submission__month=month
    )
    ready = set(ready_markets(district, month).values_list("pk", flat=True))
    return sorted((pk,) for pk in ready - set(begun.values_list("market_id", flat=True)))


def closed_with_rows(district: District, month: Month) -> list[Market]:
    """Markets that have a row of the month, and were closed for all of it since. One query."""
    of_month = {"submission__kind": Kind.MARKETS, "submission__district": district, "submission__month": month}
    held = MarketRow.objects.filter(**of_month).values("market")
    still_open = open_markets(district, month).values("pk")
    return list(Market.objects.filter(pk__in=held).exclude(pk__in=still_open).in_thai_order())


def days_expected(market: Market, month: Month, history: Iterable[MarketStatus]) -> int | None:
    """Market-days of the month by the register and the market's history (newest line first)."""
    lines = [(line.since, line.status) for line in history]

    def in_use(day: date) -> bool:
        return next((status for since, status in lines if since <= day), "") == Status.ACTIVE

    return expected_days(
        market.frequency,
        month,
        weekdays=market.weekdays,
        month_days=market.month_days,
        stated=market.expected_days,
        in_use=in_use,
    )
