"""Who is to know: people who may use the portal now, by role and area. The department is told of no area's state."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from accounts.models import District, Province, Role, User
from notices.events import Event


def _people(which: Q) -> list[User]:
    active = User.objects.filter(which, is_active=True)
    return list(active.select_related("province", "district__province").order_by("pk"))


def officers(districts: Iterable[District]) -> list[User]:
    return _people(Q(role=Role.DISTRICT, district__in=list(districts)))


def officers_of_province(province: Province) -> list[User]:
    return _people(Q(role=Role.DISTRICT, district__province=province))


def office(province: Province) -> list[User]:
    return _people(Q(role=Role.PROVINCE, province=province))


def of(event: Event) -> list[User]:
    """Whom an act is for. Acts on a month are told to its officers: the office did them itself."""
    if event.person:
        return [event.person] if event.person.is_active else []
    if event.name == "webhook.stopped":
        return _people(Q(role=Role.ADMIN))
    if event.name.startswith("extension.") and event.province:
        below = officers([event.district]) if event.district else officers_of_province(event.province)
        return [*below, *office(event.province)]
    return officers([event.district]) if event.district else []
