"""A producer's own history: what its rows are compared with."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, Max, Min

from sales.models import CHANNELS, SalesRow
from sales.unusual import HISTORY_MONTHS, History
from workflow.models import Kind, Submission

Key = tuple[int, str]


def histories(submission: Submission, producers: Iterable[int]) -> dict[Key, History]:
    """By (producer id, category): months with sales among the 12 before, their lowest and highest total. One query."""
    month = submission.month
    rows = SalesRow.objects.filter(
        producer__in=list(producers),
        submission__kind=Kind.SALES,
        submission__month__gte=month - HISTORY_MONTHS,
        submission__month__lt=month,
        total__gt=0,
    )
    found = rows.values_list("producer_id", "category").annotate(Count("pk"), Min("total"), Max("total"))
    return {(p, c): History(months, low, high) for p, c, months, low, high in found}


def earlier_amounts(submission: Submission, months_back: int) -> dict[Key, tuple[Decimal | None, ...]]:
    """The four amounts of each (producer, category) of the district so many months before. One query."""
    rows = SalesRow.objects.filter(
        submission__kind=Kind.SALES,
        submission__district=submission.district_id,
        submission__month=submission.month - months_back,
    )
    return {(p, c): tuple(amounts) for p, c, *amounts in rows.values_list("producer_id", "category", *CHANNELS)}
