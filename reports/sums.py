"""Sums of sales by channel, of frozen revisions and of rows as they stand, by whatever they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any

from django.db.models import QuerySet, Sum

from reports.frozen import in_force
from reports.models import FrozenTotal
from sales.models import CHANNELS, SalesRow
from workflow.models import Revision, Submission

Key = tuple[Any, ...]
Amounts = tuple[Decimal | None, ...]  # baht, in the order of CHANNELS
PATHS = {"province": "district__province_id", "district": "district_id", "month": "month"}


def live_and_frozen(submissions: QuerySet[Submission], by: tuple[str, ...]) -> Iterator[tuple[Key, Amounts]]:
    """Confirmed and locked months from their frozen sums, which must be there; the others from their rows.

    A key may come from both. Two queries.
    """
    revisions, live = apart(submissions)
    frozen = FrozenTotal.objects.filter(revision__in=revisions)
    rows = SalesRow.objects.filter(submission__in=live)
    return chain(
        sums(frozen, paths(by, "revision__submission__", "type")),
        sums(rows, paths(by, "submission__", "producer__type")),
    )


def apart(submissions: QuerySet[Submission]) -> tuple[QuerySet[Revision], QuerySet[Submission]]:
    """What is frozen, and the months that are not."""
    revisions = in_force(submissions)
    return revisions, submissions.exclude(pk__in=revisions.values("submission"))


def paths(by: Iterable[str], before: str, type_: str) -> list[str]:
    """Fields of totals or rows; `before` leads to their submission, `type_` to the producer's type."""
    own = {"category": "category", "type": type_}
    return [own.get(name) or f"{before}{PATHS[name]}" for name in by]


def sums(rows: QuerySet[Any], by: list[str]) -> Iterator[tuple[Key, Amounts]]:
    summed = {f"sum_{channel}": Sum(channel) for channel in CHANNELS}
    if not by:
        yield (), tuple(rows.aggregate(**summed).values())
        return
    for line in rows.order_by().values_list(*by).annotate(**summed).values_list(*by, *summed):
        yield tuple(line[: len(by)]), tuple(line[len(by) :])
