"""The totals kept beside the rows, in the transaction of every save."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from sales.models import CHANNELS, FILLED, SalesRow, SalesTotal
from workflow.models import Submission

SUMMED = (*CHANNELS, "total")
COUNTED = ("rows", "filled", "warnings")


def refresh_totals(submission: Submission, categories: Iterable[str] | None = None) -> None:
    """Recompute the totals of these categories (default all) from the rows. The caller holds the submission."""
    rows = SalesRow.objects.filter(submission=submission)
    stale = SalesTotal.objects.filter(submission=submission)
    if categories is not None:
        categories = set(categories)
        rows, stale = rows.filter(category__in=categories), stale.filter(category__in=categories)
    found: list[Any] = list(
        rows.values("category").annotate(
            **{f"sum_{name}": Sum(name) for name in SUMMED},
            rows=Count("pk"),
            filled=Count("pk", filter=FILLED),
            warnings=Count("pk", filter=Q(unusual=True)),
        )
    )
    stale.exclude(category__in=[row["category"] for row in found]).delete()
    SalesTotal.objects.bulk_create(
        [
            SalesTotal(
                submission=submission,
                category=row["category"],
                **{name: row[f"sum_{name}"] or Decimal(0) for name in SUMMED},
                **{name: row[name] for name in COUNTED},
            )
            for row in found
        ],
        update_conflicts=True,
        unique_fields=["submission", "category"],
        update_fields=[*SUMMED, *COUNTED],
    )
