"""Every district of the nation against its targets: plain rows in four queries, for tables of a thousand lines."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Sum

from accounts.models import District, User
from sales.models import SalesTotal
from targets import periods, scoring
from targets.apportionment import Tiers
from targets.models import Target
from targets.selectors.scores import LEVELS
from workflow.models import Kind, State, Submission


class Line(NamedTuple):
    """One district. Baht; `tiers` and `score` None where no target is published."""

    code: str
    name: str
    tiers: Tiers | None
    locked: Decimal
    drafts: Decimal
    months_locked: int

    @property
    def score(self) -> int | None:
        return scoring.tier_score(self.locked, self.tiers) if self.tiers else None

    @property
    def words(self) -> str:
        return "ยังไม่ประกาศเป้าหมาย" if self.score is None else LEVELS[self.score]


def district_lines(user: User, year: int, period: str) -> list[Line]:
    """In Thai order of provinces and of districts within them; the figures that the person may see."""
    months = periods.months_of(year, period)
    span = {"month__gte": months[0], "month__lte": months[-1]}
    seen = Submission.objects.figures_visible_to(user).filter(kind=Kind.SALES, district__province__reports=True, **span)
    baht: dict[int, dict[bool, Decimal]] = defaultdict(lambda: {True: Decimal(0), False: Decimal(0)})
    locked = seen.filter(state=State.LOCKED).order_by().values_list("district_id")
    counts = dict(locked.annotate(Count("pk")))
    totals = SalesTotal.objects.filter(submission__in=seen).order_by()
    for district, state, total in totals.values_list("submission__district_id", "submission__state").annotate(
        Sum("total")
    ):
        baht[district][state == State.LOCKED] += total
    targets = _targets(user, year, period)
    places = District.objects.visible_to(user).filter(province__reports=True)
    ordered = places.order_by("province__sort_key", "sort_key", "code").values_list("pk", "code", "name")
    return [
        Line(code, name, targets.get(pk), baht[pk][True], baht[pk][False], counts.get(pk, 0))
        for pk, code, name in ordered
    ]


def _targets(user: User, year: int, period: str) -> dict[int, Tiers]:
    found = Target.objects.visible_to(user).filter(target_set__year=year, target_set__period=period)
    fields = ("district_id", "basic", "standard", "advanced", "has_history")
    return {pk: Tiers(*tiers) for pk, *tiers in found.values_list(*fields)}
