"""Reads of areas and accounts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from axes.helpers import get_client_ip_address
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import District, Province, Subdistrict, User
from core import clock


def district_or_404(user: User, code: str) -> District:
    """A district in the user's area; elsewhere it does not exist."""
    return get_object_or_404(District.objects.visible_to(user).select_related("province"), code=code)


def province_or_404(user: User, code: str) -> Province:
    """A province that the user may look into: its own, or any for the department. Not for district users."""
    provinces = Province.objects.none() if user.is_district else Province.objects.visible_to(user)
    return get_object_or_404(provinces, code=code)


def find_users(user: User, query: str) -> QuerySet[Any]:
    """Accounts that `user` manages, by any part of the name, username or area."""
    found = User.objects.visible_to(user).select_related("province", "district__province")
    for word in query.split():
        found = found.filter(
            Q(username__icontains=word)
            | Q(display_name__icontains=word)
            | Q(province__name__icontains=word)
            | Q(district__name__icontains=word)
            | Q(district__province__name__icontains=word)
        )
    return found.order_by("role", "username")


def demo_accounts() -> dict[str, Any]:
    """The demonstration's accounts and their shared password, for the login page; nothing where it is not one."""
    if not settings.DEMO:
        return {}
    signing_in = User.objects.filter(is_demo=True, is_active=True).exclude(
        password__startswith=UNUSABLE_PASSWORD_PREFIX
    )
    people = signing_in.select_related("province", "district__province")
    return {"demo_accounts": people.order_by("pk"), "demo_password": settings.DEMO_PASSWORD}


def sprays_passwords(request: HttpRequest) -> bool:
    """Has this address failed on more names of late than an office has people (settings.SPRAYED_NAMES_LIMIT)?

    axes stops guessing at one name; this stops one guess at many.
    """
    if not settings.AXES_ENABLED:
        return False
    failed = AccessAttempt.objects.filter(
        ip_address=get_client_ip_address(request), attempt_time__gte=clock.now() - settings.AXES_COOLOFF_TIME
    )
    return failed.values("username").distinct().count() > settings.SPRAYED_NAMES_LIMIT


def area_code(text: str) -> str:
    """A code of an area as a URL may give it; '' for anything else."""
    return text if re.fullmatch(r"[0-9]{2,6}", text) else ""


@dataclass(frozen=True)
class AreaChoices:
    """The areas a person may narrow the list to: of the areas chosen so far."""

    provinces: list[Province]
    districts: list[District]
    subdistricts: list[Subdistrict]


def area_choices(user: User, province: str, district: str) -> AreaChoices:
    """By the codes chosen so far, '' for none."""
    provinces = list(Province.objects.visible_to(user).in_thai_order()) if user.is_national else []
    districts: list[District] = []
    if user.is_province or (user.is_national and province):
        of_province = District.objects.visible_to(user).in_thai_order()
        if province:
            of_province = of_province.filter(province__code=province)
        districts = list(of_province)
    return AreaChoices(provinces, districts, _subdistricts(user, district))


def _subdistricts(user: User, chosen: str) -> list[Subdistrict]:
    code = user.district.code if user.is_district and user.district else chosen
    visible = District.objects.visible_to(user).filter(code=code)
    district = visible.first() if code else None
    return list(subdistricts_of(district)) if district else []


def subdistricts_of(district: District) -> QuerySet[Subdistrict]:
    return Subdistrict.objects.filter(district=district).order_by("sort_key", "code")
