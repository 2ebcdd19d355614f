"""What areas have earned in months of sales, in baht: what is locked, and what is seen of the rest."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Sum

from accounts.models import User
from sales.models import SalesTotal
from workflow.models import State, Submission

NOTHING = Decimal(0)


class Earned(NamedTuple):
    """By the key asked for: how many reports are locked, what they come to, and what the others do."""

    reports: dict[Any, int]
    locked: dict[Any, Decimal]
    drafts: dict[Any, Decimal]


def earned(user: User, submissions: QuerySet[Submission], *by: str) -> Earned:
    """Of submissions whose figures the user may see; `by` are fields of them, with one field the keys are its values.

    A locked month says itself what it comes to, so the department's figures take one query and no row but these. The
    kept totals say it of drafts, and of months that were locked before a month said so.
    """
    of_locked = submissions.filter(state=State.LOCKED).order_by().values_list(*by)
    found = Earned({}, {}, defaultdict(Decimal))
    unsaid = not user.is_national
    sums = {"reports": Count("*"), "said": Count("total"), "baht": Sum("total")}
    for *key, reports, said, total in of_locked.annotate(**sums).values_list(*by, *sums):
        at = _key(key)
        found.reports[at], found.locked[at] = reports, total or NOTHING
        unsaid = unsaid or said < reports
    if unsaid:
        _add_the_rest(found, submissions, by)
    return found


def _add_the_rest(found: Earned, submissions: QuerySet[Submission], by: tuple[str, ...]) -> None:
    rest = submissions.exclude(state=State.LOCKED, total__isnull=False)
    paths = [f"submission__{name}" for name in by]
    totals = SalesTotal.objects.filter(submission__in=rest).order_by()
    for *key, state, total in totals.values_list(*paths, "submission__state").annotate(Sum("total")):
        of = found.locked if state == State.LOCKED else found.drafts
        at = _key(key)
        of[at] = of.get(at, NOTHING) + total


def _key(parts: list[Any]) -> Any:
    return parts[0] if len(parts) == 1 else tuple(parts)
