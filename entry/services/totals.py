"""The totals kept beside the rows, in the transaction of every save."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, Sum

from entry import grids
from entry.models import filled
from workflow.models import Submission

COUNTED = ("rows", "filled", "warnings")


def refresh_totals(submission: Submission, parts: Iterable[str] | None = None) -> None:
    """Recompute the totals of these parts (default all) from the rows. The caller holds the submission."""
    grid = grids.of(submission)
    by, summed = grid.total_fields, (*grid.field_names, "total")
    rows = grid.row.objects.filter(submission=submission)
    stale = grid.total.objects.filter(submission=submission)
    if by and parts is not None:
        parts = set(parts)
        rows, stale = rows.filter(**{f"{by[0]}__in": parts}), stale.filter(**{f"{by[0]}__in": parts})
    found: list[Any] = list(
        rows.values("submission", *by).annotate(
            **{f"sum_{name}": Sum(name) for name in summed},
            rows=Count("pk"),
            filled=Count("pk", filter=filled(grid.row.AMOUNTS)),
            warnings=Count("pk", filter=Q(unusual=True)),
        )
    )
    gone = stale.exclude(**{f"{by[0]}__in": [row[by[0]] for row in found]}) if by else stale
    if by or not found:
        gone.delete()
    grid.total.objects.bulk_create(
        [
            grid.total(
                submission=submission,
                **{name: row[name] for name in by},
                **{name: row[f"sum_{name}"] or 0 for name in summed},
                **{name: row[name] for name in COUNTED},
            )
            for row in found
        ],
        update_conflicts=True,
        unique_fields=["submission", *by],
        update_fields=[*summed, *COUNTED],
    )
