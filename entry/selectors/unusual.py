"""Which rows of a month are far from their own history."""

from __future__ import annotations

from collections.abc import Sequence

from entry import grids
from entry.models import Row
from entry.selectors.history import histories
from entry.unusual import is_unusual
from workflow.models import Submission


def unusual_rows(submission: Submission, rows: Sequence[Row]) -> list[Row]:
    """Rows far from their history as it stands now (the stored flag is as of the last save). One query."""
    grid = grids.of(submission)
    known = histories(submission, {getattr(row, f"{grid.unit}_id") for row in rows})
    return [row for row in rows if row.is_filled and is_unusual(grid.sum_of(row), known.get(grid.key(row)))]
