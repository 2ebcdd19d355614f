"""Which district what is registered belonged to at the end of a month: a transfer since then moves nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db.models import Count, QuerySet

from core.month import Month
from producers.models import EarlierPlace


def homes(month: Month) -> dict[int, int]:
    """{producer: district} of those that have left the district they kept in `month`. One query.

    A producer that did not report yet is where it first did.
    """
    found: dict[int, int] = {}
    stretches = EarlierPlace.objects.filter(until_month__gt=month).order_by("from_month")
    for producer, district in stretches.values_list("producer_id", "district_id"):
        found.setdefault(producer, district)
    return found


def count_by_home(rows: QuerySet[Any], ids: Collection[int], month: Month, *, producer: str = "") -> Counter[int]:
    """How many `rows` each of the districts had in `month`; `producer` is their path to one: '' or 'producer__'.

    Two queries, three where some have moved since. The rows are of all districts: whoever asks has asked which
    districts the person sees.
    """
    moved = homes(month)
    left = EarlierPlace.objects.filter(until_month__gt=month).values("producer")
    stayed = rows.filter(**{f"{producer}district__in": ids}).exclude(**{f"{producer}pk__in": left})
    counted = stayed.order_by().values_list(f"{producer}district_id").annotate(n=Count("pk"))
    found = Counter(dict(counted))
    if moved:
        gone = rows.filter(**{f"{producer}pk__in": left}).values_list(f"{producer}pk", flat=True)
        found.update(home for pk in gone if (home := moved[pk]) in ids)
    return found
