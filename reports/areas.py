"""Areas that a document has a row for, in Thai order, within what a person may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from accounts.models import District, Province


def provinces(user: Any) -> list[Any]:
    """Reporting provinces, each with its `district_count`."""
    seen = Province.objects.visible_to(user).filter(reports=True).annotate(district_count=Count("districts"))
    return list(seen.in_thai_order())


def districts(user: Any, province: Province) -> list[District]:
    return list(District.objects.visible_to(user).filter(province=province).in_thai_order())
