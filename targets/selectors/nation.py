"""Every district of the nation against its targets: plain rows in few queries, for tables of a thousand lines."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from accounts.models import District, User
from targets import periods
from targets.apportionment import Tiers
from targets.models import Target
from targets.scoring import tier_score
from targets.selectors.earned import NOTHING, earned
from targets.selectors.scores import words_of
from workflow.models import Kind, Submission


class Line(NamedTuple):
    """One district. Baht; `tiers` and `score` None where no target is published or set."""

    code: str
    name: str
    tiers: Tiers | None
    locked: Decimal
    drafts: Decimal
    score: int | None
    words: str
    months_locked: int


def district_lines(user: User, year: int, period: str) -> list[Line]:
    """In Thai order of provinces and of districts within them; the figures that the person may see."""
    months = periods.months_of(year, period)
    span = {"month__gte": months[0], "month__lte": months[-1]}
    seen = Submission.objects.figures_visible_to(user).filter(kind=Kind.SALES, **span)
    reports, locked, drafts = earned(user, seen, "district_id")
    targets = _targets(user, year, period)
    places = District.objects.visible_to(user).filter(province__reports=True)
    ordered = places.order_by("province__sort_key", "sort_key", "code").values_list("pk", "code", "name")
    lines = []
    for pk, code, name in ordered:
        stated, revenue = targets.get(pk), locked.get(pk, NOTHING)
        tiers = stated if stated and stated.are_set else None
        score = tier_score(revenue, tiers) if tiers else None
        words = words_of(score, is_published=stated is not None)
        lines.append(Line(code, name, tiers, revenue, drafts.get(pk, NOTHING), score, words, reports.get(pk, 0)))
    return lines


def _targets(user: User, year: int, period: str) -> dict[int, Tiers]:
    found = Target.objects.visible_to(user).filter(target_set__year=year, target_set__period=period)
    fields = ("district_id", "basic", "standard", "advanced", "has_history")
    return {pk: Tiers(*tiers) for pk, *tiers in found.values_list(*fields)}
