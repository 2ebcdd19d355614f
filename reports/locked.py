"""The nation's locked sales, kept by province and month: what the department reads instead of every district's sums.

A trigger marks a province's month as stale in the transaction that locks or unlocks one of its districts. `refresh`
sums it up anew when that act is committed, or hourly where that was lost; a reader computes months with a stale part
itself and keeps nothing. So what is read is never older than the last commit, whoever dies where.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Role, role_of
from core.month import Month
from core.period import Period
from reports import frozen
from reports.models import LockedMonth, LockedTotal
from reports.sums import Amounts, Key, live_and_frozen, sums
from sales.models import CHANNELS
from workflow.models import Kind, State, Submission

PATHS = {"province": "province_id", "month": "month", "category": "category", "type": "type"}


def serves(user: Any, by: Iterable[str]) -> bool:
    """Whether these are figures of locked months alone, of no single district."""
    return role_of(user) in (Role.DEPARTMENT, Role.ADMIN) and set(by) <= set(PATHS)


def stale_months(period: Period) -> list[Month]:
    """Months of which a part is not summed up."""
    found = LockedMonth.objects.filter(is_stale=True, month__gte=period.first, month__lte=period.last)
    return list(found.values_list("month", flat=True).distinct())


def kept(period: Period, by: tuple[str, ...], province: Any, stale: list[Month]) -> Iterator[tuple[Key, Amounts]]:
    """Sums of the nation's reporting provinces, or of one province, without the stale months. One query."""
    rows = LockedTotal.objects.filter(month__gte=period.first, month__lte=period.last)
    rows = rows.filter(province=province) if province else rows.filter(province__reports=True)
    rows = _slice(rows, "category", "category" in by)
    rows = _slice(rows, "type", "type" in by)
    return sums(rows.exclude(month__in=stale) if stale else rows, [PATHS[name] for name in by])


def _slice(rows: QuerySet[LockedTotal], name: str, apart: bool) -> QuerySet[LockedTotal]:
    """Each category (or type) apart, or what they come to together."""
    return rows.filter(**{f"{name}__gt": ""}) if apart else rows.filter(**{name: ""})


def refresh(month: Month) -> int:
    """Sum up the month's stale provinces; returns how many. One that an act holds is left to the end of that act."""
    with transaction.atomic():
        stale = LockedMonth.objects.select_for_update(skip_locked=True).filter(month=month, is_stale=True)
        provinces = list(stale.order_by("pk").values_list("province_id", flat=True))
        if not provinces:
            return 0
        of_month = {"month": month, "province__in": provinces}
        LockedTotal.objects.filter(**of_month).delete()
        LockedTotal.objects.bulk_create(_made(month, provinces), batch_size=2000)
        LockedMonth.objects.filter(**of_month).update(is_stale=False)
        return len(provinces)


def _made(month: Month, provinces: list[int]) -> Iterator[LockedTotal]:
    locked = Submission.objects.filter(kind=Kind.SALES, state=State.LOCKED, month=month)
    submissions = locked.filter(district__province__in=provinces)
    frozen.keep_missing(submissions)
    found: dict[Key, list[Amounts]] = defaultdict(list)
    for (province, category, type_), amounts in live_and_frozen(submissions, ("province", "category", "type")):
        for key in ((category, type_), (category, ""), ("", type_), ("", "")):
            found[province, *key].append(amounts)
    for (province, category, type_), parts in found.items():
        whole = (sum((part or Decimal(0) for part in of), Decimal(0)) for of in zip(*parts, strict=True))
        yield LockedTotal(
            province_id=province,
            month=month,
            category=category,
            type=type_,
            **dict(zip(CHANNELS, whole, strict=True)),
        )


def refresh_all() -> int:
    """Every stale month; returns how many provinces' months were summed up."""
    months = LockedMonth.objects.filter(is_stale=True).values_list("month", flat=True).distinct()
    return sum(refresh(month) for month in list(months))


def refresh_soon(submission: Submission) -> None:
    """When the act on the month is committed. What fails then is logged, and made good hourly."""
    if submission.kind == Kind.SALES:
        transaction.on_commit(partial(refresh, submission.month), robust=True)
