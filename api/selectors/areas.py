"""Names and codes of areas by their ids, for rows of sums."""

from __future__ import annotations

from typing import Any, NamedTuple

from accounts.models import District, Province
from reports.figures import Area


class Names(NamedTuple):
    province_code: str
    province: str
    district_code: str = ""
    district: str = ""


def provinces(user: Any) -> dict[int, Names]:
    """By id, in Thai order, of those that the user may see."""
    rows = Province.objects.visible_to(user).in_thai_order().values_list("pk", "code", "name")
    return {pk: Names(code, name) for pk, code, name in rows}


def districts(user: Any, area: Area = None) -> dict[int, Names]:
    """By id, in Thai order of provinces and then of districts; of an area, or all that the user may see."""
    seen = District.objects.visible_to(user)
    if isinstance(area, District):
        seen = seen.filter(pk=area.pk)
    elif area:
        seen = seen.filter(province=area)
    rows = seen.order_by("province__sort_key", "sort_key", "code")
    return {
        pk: Names(p_code, province, code, name)
        for pk, p_code, province, code, name in rows.values_list(
            "pk", "province__code", "province__name", "code", "name"
        )
    }
