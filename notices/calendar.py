"""Notices that follow from the calendar: a window has opened, n days are left. Each is told once per month.

A run that comes late tells what is true then: the days that are left at that moment, and nothing of an opening that
is days ago. Whether a window is open is asked of `workflow.calendar` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from accounts.models import District, Province, User
from core import clock
from core.month import Month
from notices import audience
from notices.events import Event
from notices.relay import is_told, tell
from notices.words import days_left
from workflow import calendar
from workflow.models import Extension, Kind, State, Submission

STEPS = (7, 3, 1)  # days before a deadline on which those who have not met it are told
STILL_NEWS = timedelta(days=3)  # that a window has opened
FIRST_DAY = timedelta(days=1)


def announce(at: datetime | None = None) -> int:
    """Tell what the clock has to tell; returns how many notices were made."""
    at = at or clock.now()
    provinces = list(Province.objects.filter(reports=True).order_by("code"))
    made = 0
    for kind in Kind.values:
        for month in _open_months(kind, at):
            made += sum(_of_province(province, kind, month, at) for province in provinces)
        for extension in (
            Extension.objects.filter(kind=kind).in_force(at).select_related("province", "district__province")
        ):
            made += _of_extension(extension, at)
    return made


def _open_months(kind: str, at: datetime) -> list[Month]:
    current = Month.of(at.astimezone(clock.BANGKOK).date())
    return [month for month in (current, current - 1) if calendar.national_window(month, kind).is_open(at)]


def _of_province(province: Province, kind: str, month: Month, at: datetime) -> int:
    event = Event("", "", at, kind, month, None, province)
    window = calendar.national_window(month, kind)
    made = 0
    if at < window.opens_at + STILL_NEWS:
        opened = replace(event, id=f"opened:{kind}:{month}:{province.code}", name="month.opened")
        made += tell(opened, lambda: [*audience.officers_of_province(province), *audience.office(province)], at)
    if at < window.opens_at + FIRST_DAY:
        return made  # the deadline stands in that notice
    confirm_by = calendar.confirm_deadline(province, month, kind, window=window)
    made += _count_down(event, "confirm", confirm_by, lambda: unconfirmed(province, kind, month), at)
    lock_by = calendar.lock_deadline(window)
    return made + _count_down(event, "lock", lock_by, lambda: unlocked(province, kind, month), at)


def _of_extension(extension: Extension, at: datetime) -> int:
    """Officers whose month was reopened and who have not confirmed it again, before the extension ends."""
    province = extension.district.province if extension.district else extension.province
    if province is None:
        return 0
    event = Event("", "", at, extension.kind, extension.month, None, province)

    def waiting() -> list[District]:
        own = unconfirmed(province, extension.kind, extension.month)
        return [district for district in own if extension.district_id in (None, district.pk)]

    return _count_down(event, f"ext{extension.pk}", extension.until, waiting, at)


def _count_down(event: Event, what: str, end: datetime, waiting: Callable[[], list[District]], at: datetime) -> int:
    step, province = step_of(days_left(end, at)), event.province
    if step is None or at >= end or province is None:
        return 0
    key = f"left:{event.kind}:{event.month}:{province.code}:{what}:{step}"
    if is_told(key) or not (still := waiting()):
        return 0
    said = replace(event, id=key, name="month.days-left", until=end)
    return tell(said, lambda: _people(what, province, still), at)


def _people(what: str, province: Province, waiting: Iterable[District]) -> list[User]:
    return audience.office(province) if what == "lock" else audience.officers(waiting)


def step_of(left: int) -> int | None:
    """The step that so many days belong to: the smallest not below them; None before the first, and afterwards."""
    return min((step for step in STEPS if 0 <= left <= step), default=None)


def unconfirmed(province: Province, kind: str, month: Month) -> list[District]:
    """Districts that have neither confirmed nor been locked, in Thai order. A month not begun is one of them."""
    return _without(province, kind, month, (State.CONFIRMED, State.LOCKED))


def unlocked(province: Province, kind: str, month: Month) -> list[District]:
    return _without(province, kind, month, (State.LOCKED,))


def _without(province: Province, kind: str, month: Month, states: tuple[State, ...]) -> list[District]:
    there = Submission.objects.filter(kind=kind, month=month, district__province=province, state__in=states)
    districts = District.objects.filter(province=province).exclude(pk__in=there.values("district"))
    return list(districts.select_related("province").in_thai_order())
