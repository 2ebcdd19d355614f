"""Sales of a period, summed by whatever a document asks for, within what a person may see.

Confirmed and locked months are read from their frozen revision, drafts from the rows as they stand. So a producer
that changes its type or is renamed changes no past month, and the paper agrees with the figures that were signed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from accounts.models import District, Province
from core.period import Period
from reports.frozen import in_force, keep_missing
from reports.models import FrozenTotal
from sales.models import CHANNELS, SalesRow
from workflow.models import Kind, Revision, Submission

Key = tuple[Any, ...]
Area = District | Province | None  # None: the nation
PATHS = {"province": "district__province_id", "district": "district_id", "month": "month"}
NO_AMOUNTS = (Decimal(0),) * len(CHANNELS)


@dataclass
class Figure:
    """Baht by channel, in the order of CHANNELS, and the codes of the producers that reported."""

    amounts: tuple[Decimal, ...] = NO_AMOUNTS
    producers: set[str] = field(default_factory=set)

    def add(self, amounts: Iterable[Decimal | None]) -> None:
        self.amounts = tuple(a + (b or 0) for a, b in zip(self.amounts, amounts, strict=True))

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, Decimal(0))

    @property
    def domestic(self) -> Decimal:
        return self.amounts[0] + self.amounts[1]

    @property
    def foreign(self) -> Decimal:
        return self.amounts[2] + self.amounts[3]

    @property
    def count(self) -> int:
        return len(self.producers)


def together(figures: Iterable[Figure]) -> Figure:
    """The sum; a producer that is in several counts once."""
    whole = Figure()
    for figure in figures:
        whole.add(figure.amounts)
        whole.producers |= figure.producers
    return whole


def within(area: Area, district: str = "district") -> Q:
    """Rows of an area, by the path that leads to their district; for the nation those of reporting provinces."""
    if isinstance(area, District):
        return Q(**{district: area})
    path = f"{district}__province"
    return Q(**{path: area}) if area else Q(**{f"{path}__reports": True})


def reported(user: Any, period: Period, area: Area = None, kind: str = Kind.SALES) -> QuerySet[Submission]:
    """Submissions of the period and area whose figures the user may see."""
    seen = Submission.objects.figures_visible_to(user).filter(within(area), kind=kind)
    return seen.filter(month__gte=period.first, month__lte=period.last)


def figures(user: Any, period: Period, *by: str, area: Area = None, counted: bool = False) -> dict[Key, Figure]:
    """By tuples of 'province', 'district' (ids), 'month', 'category', 'type', in the order asked for.

    `counted` also collects the producers, which takes a row of the totals each. At most six queries.
    """
    seen = reported(user, period, area)
    keep_missing(seen)
    revisions = in_force(seen)
    live = seen.exclude(pk__in=revisions.values("submission"))
    found: dict[Key, Figure] = defaultdict(Figure)
    for key, amounts in (*_frozen_sums(revisions, by), *_live_sums(live, by)):
        found[key].add(amounts)
    for key, codes in (*_frozen_producers(revisions, by), *_live_producers(live, by)) if counted else ():
        found[key].producers.update(codes)
    return dict(found)


def _paths(by: Iterable[str], before: str, type_: str) -> list[str]:
    own = {"category": "category", "type": type_}
    return [own.get(name) or f"{before}{PATHS[name]}" for name in by]


def _frozen_sums(revisions: QuerySet[Revision], by: tuple[str, ...]) -> Iterator[tuple[Key, tuple[Decimal, ...]]]:
    totals = FrozenTotal.objects.filter(revision__in=revisions)
    return _sums(totals, _paths(by, "revision__submission__", "type"))


def _live_sums(submissions: QuerySet[Submission], by: tuple[str, ...]) -> Iterator[tuple[Key, tuple[Decimal, ...]]]:
    rows = SalesRow.objects.filter(submission__in=submissions)
    return _sums(rows, _paths(by, "submission__", "producer__type"))


def _sums(rows: QuerySet[Any], paths: list[str]) -> Iterator[tuple[Key, tuple[Decimal, ...]]]:
    sums = {f"sum_{channel}": Sum(channel) for channel in CHANNELS}
    if not paths:
        yield (), tuple(rows.aggregate(**sums).values())
        return
    for line in rows.order_by().values_list(*paths).annotate(**sums).values_list(*paths, *sums):
        yield tuple(line[: len(paths)]), tuple(line[len(paths) :])


def _frozen_producers(revisions: QuerySet[Revision], by: tuple[str, ...]) -> Iterator[tuple[Key, list[str]]]:
    paths = _paths(by, "revision__submission__", "type")
    totals = FrozenTotal.objects.filter(revision__in=revisions).order_by()
    for *key, codes in totals.values_list(*paths, "producers").iterator(5000):
        yield tuple(key), codes.split("\n")


def _live_producers(submissions: QuerySet[Submission], by: tuple[str, ...]) -> Iterator[tuple[Key, list[str]]]:
    paths = _paths(by, "submission__", "producer__type")
    rows = SalesRow.objects.filter(submission__in=submissions).order_by()
    for *key, code in rows.values_list(*paths, "producer__code").distinct():
        yield tuple(key), [code]
