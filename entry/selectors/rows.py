"""Which rows a month has, and what they sum to."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from accounts.models import District
from core.month import Month
from entry import grids
from entry.grids import Grid, Key
from workflow.models import Submission


def rows_of(submission: Submission) -> list[Any]:
    """All rows of a month in the order of the form. One query."""
    grid = grids.of(submission)
    return grid.in_order(list(grid.rows(submission=submission)))


def rows_by_id(submission: Submission, ids: Collection[int]) -> QuerySet[Any]:
    """The rows of a month that are among `ids`, in no order."""
    return grids.of(submission).rows(submission=submission, pk__in=ids)


def month_sums(submission: Submission) -> dict[str, Decimal | int]:
    """The month's sums by field and as `total`, and how many `rows` there are and are `filled`. One query."""
    grid = grids.of(submission)
    names = (*grid.field_names, "total", "rows", "filled")
    totals = grid.total.objects.filter(submission=submission)
    return totals.aggregate(**{name: Sum(name, default=0) for name in names})


def keys_of(grid: Grid, district: District, month: Month) -> set[Key]:
    """The keys of the rows that a month has. One query."""
    of_month = {"submission__kind": grid.kind, "submission__district": district, "submission__month": month}
    return set(grid.row.objects.filter(**of_month).values_list(*grid.key_fields))
