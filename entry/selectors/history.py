"""A row's own history: what it is compared with."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Min

from entry import grids
from entry.grids import Key
from entry.unusual import HISTORY_MONTHS, History
from workflow.models import Submission


def histories(submission: Submission, units: Iterable[int]) -> dict[Key, History]:
    """By key: months with sales among the 12 before, their lowest and highest total. One query."""
    month, grid = submission.month, grids.of(submission)
    rows = grid.row.objects.filter(
        **{f"{grid.unit}__in": list(units)},
        submission__kind=submission.kind,
        submission__month__gte=month - HISTORY_MONTHS,
        submission__month__lt=month,
        total__gt=0,
    )
    found = rows.values_list(*grid.key_fields).annotate(Count("pk"), Min("total"), Max("total"))
    return {tuple(key): History(months, low, high) for *key, months, low, high in found}


def earlier_amounts(user: Any, submission: Submission, months_back: int) -> dict[Key, tuple[Decimal | None, ...]]:
    """The amounts of each key of the district so many months before, in the order of AMOUNTS. One query.

    Nothing where the user may not see that month's figures: the department, of one that is not locked.
    """
    grid = grids.of(submission)
    seen = Submission.objects.figures_visible_to(user).filter(
        kind=submission.kind, district=submission.district_id, month=submission.month - months_back
    )
    rows = grid.row.objects.filter(submission__in=seen)
    width = len(grid.key_fields)
    found = rows.values_list(*grid.key_fields, *grid.row.AMOUNTS)
    return {tuple(values[:width]): tuple(values[width:]) for values in found}
