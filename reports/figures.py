"""Sales of a period, summed by whatever a document asks for, within what a person may see.

Confirmed and locked months are read from their frozen revision, drafts from the rows as they stand. So a producer
that changes its type or is renamed changes no past month, and the paper agrees with the figures that were signed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import District, Province
from core.period import Period
from reports import locked
from reports.frozen import keep_missing
from reports.models import FrozenTotal
from reports.sums import Amounts, Key, apart, live_and_frozen, paths
from sales.models import CHANNELS, SalesRow
from workflow.models import Kind, Revision, Submission

Area = District | Province | None  # None: the nation
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

    `counted` also collects the producers, which takes a row of the totals each. Two queries where the sums are kept by
    province (`reports.locked`), else three, and two more for producers.
    """
    found: dict[Key, Figure] = defaultdict(Figure)
    for key, amounts in _amounts(user, period, by, area):
        found[key].add(amounts)
    if counted:
        revisions, live = apart(_made_good(reported(user, period, area)))
        for key, codes in (*_frozen_producers(revisions, by), *_live_producers(live, by)):
            found[key].producers.update(codes)
    return dict(found)


def _amounts(user: Any, period: Period, by: tuple[str, ...], area: Area) -> Iterator[tuple[Key, Amounts]]:
    seen = reported(user, period, area)
    if isinstance(area, District) or not locked.serves(user, by):
        return live_and_frozen(_made_good(seen), by)
    if not (stale := locked.stale_months(period)):
        return locked.kept(period, by, area, stale)
    return chain(locked.kept(period, by, area, stale), live_and_frozen(_made_good(seen.filter(month__in=stale)), by))


def _made_good(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """With the sums that were missing."""
    keep_missing(submissions)
    return submissions


def _frozen_producers(revisions: QuerySet[Revision], by: tuple[str, ...]) -> Iterator[tuple[Key, list[str]]]:
    fields = paths(by, "revision__submission__", "type")
    totals = FrozenTotal.objects.filter(revision__in=revisions).order_by()
    for *key, codes in totals.values_list(*fields, "producers").iterator(5000):
        yield tuple(key), codes.split("\n")


def _live_producers(submissions: QuerySet[Submission], by: tuple[str, ...]) -> Iterator[tuple[Key, list[str]]]:
    fields = paths(by, "submission__", "producer__type")
    rows = SalesRow.objects.filter(submission__in=submissions).order_by()
    for *key, code in rows.values_list(*fields, "producer__code").distinct():
        yield tuple(key), [code]
