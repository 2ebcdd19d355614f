"""Market sales of a period summed by market, district or province, within what a person may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from markets.models import Market, MarketRow
from markets.models.rows import LINES
from workflow.models import Submission


@dataclass(frozen=True)
class MarketSums:
    """Markets that reported, market-days held, baht in the order of LINES."""

    markets: int
    days: int | None
    amounts: tuple[Decimal, ...]


def by_district(submissions: QuerySet[Submission]) -> dict[int, MarketSums]:
    """By district id; a market that reported in several months counts once. One query."""
    return _by(submissions, "submission__district_id")


def by_province(submissions: QuerySet[Submission]) -> dict[int, MarketSums]:
    return _by(submissions, "submission__district__province_id")


def by_market(submissions: QuerySet[Submission]) -> list[tuple[Market, MarketSums]]:
    """Every market that reported, in Thai order. Two queries."""
    found = _by(submissions, "market_id")
    markets = Market.objects.filter(pk__in=found).select_related("subdistrict").in_thai_order()
    return [(market, found[market.pk]) for market in markets]


def together(submissions: QuerySet[Submission]) -> int:
    """Markets that reported, each counted once."""
    return _reporting(submissions).values("market").distinct().count()


def _reporting(submissions: QuerySet[Submission]) -> QuerySet[MarketRow]:
    """Rows of which something is filled: a row that still waits is no report of 0 baht."""
    rows = MarketRow.objects.filter(submission__in=submissions)
    return rows.exclude(**{f"{line}__isnull": True for line in LINES})


def _by(submissions: QuerySet[Submission], path: str) -> dict[int, MarketSums]:
    sums: dict[str, Any] = {f"sum_{line}": Sum(line, default=0) for line in LINES}
    rows = _reporting(submissions).order_by().values_list(path)
    found: Iterable[Any] = rows.annotate(Count("market", distinct=True), Sum("days_held"), **sums)
    return {key: MarketSums(markets, days, tuple(amounts)) for key, markets, days, *amounts in found}
