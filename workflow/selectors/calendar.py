"""The calendar as people see it: windows, deadlines, other dates and extensions of a budget year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import District, Province, User
from core import audit, clock
from core.models import AuditEntry
from core.month import BudgetYear, Month
from workflow import calendar
from workflow.calendar import Window
from workflow.models import ConfirmDeadline, Extension, Kind, MonthEvent, WindowOverride

TRAIL_LENGTH = 30


@dataclass(frozen=True)
class CalendarMonth:
    """One line of the calendar. Deadlines are last days; `confirm_by` is the own province's (None: the department)."""

    month: Month
    window: Window
    override: WindowOverride | None
    confirm_by: date | None
    lock_by: date
    closing: MonthEvent | None
    at: datetime

    @property
    def status(self) -> str:
        """'open', 'closed' or 'ahead', extensions aside."""
        if self.window.is_open(self.at):
            return "open"
        return "ahead" if self.at < self.window.opens_at else "closed"


@dataclass(frozen=True)
class CalendarOfKind:
    """One kind's table, and what its jobs of days 10 and 6 announced last."""

    kind: Kind
    months: list[CalendarMonth]
    event: MonthEvent | None


def calendars_of(user: User, year: BudgetYear) -> list[CalendarOfKind]:
    """Every kind's months of a budget year."""
    return [CalendarOfKind(kind, months_of(user, year, kind), last_event(kind)) for kind in Kind]


def months_of(user: User, year: BudgetYear, kind: str = Kind.SALES) -> list[CalendarMonth]:
    """The twelve months of a budget year, in three queries."""
    at, months = clock.now(), year.months
    overrides = {o.month: o for o in WindowOverride.objects.filter(kind=kind, month__in=months)}
    closings = MonthEvent.objects.filter(kind=kind, month__in=months, event=MonthEvent.Event.CLOSED)
    closed = {event.month: event for event in closings}
    province = own_province(user)
    deadlines = _deadlines(province, kind)
    return [
        CalendarMonth(
            month=month,
            window=window,
            override=overrides.get(month),
            confirm_by=clock.last_day(calendar.confirm_by(window, day_of(deadlines, month, kind)))
            if province
            else None,
            lock_by=clock.last_day(calendar.lock_deadline(window)),
            closing=_at_the_closing(closed.get(month), window),
            at=at,
        )
        for month in months
        for window in [calendar.window_by(month, overrides.get(month))]
    ]


def _at_the_closing(event: MonthEvent | None, window: Window) -> MonthEvent | None:
    """The snapshot of the closing, unless the month was opened again for the whole country since."""
    return event if event and event.at >= window.closes_at else None


def own_province(user: User) -> Province | None:
    """The province that the person works in; None for the department."""
    return user.district.province if user.district else user.province


def _deadlines(province: Province | None, kind: str) -> list[ConfirmDeadline]:
    return list(ConfirmDeadline.objects.filter(kind=kind, province=province).order_by("-from_month"))


def day_of(deadlines: list[ConfirmDeadline], month: Month, kind: str = Kind.SALES) -> int:
    """The day that the newest of the deadlines (newest first) gives the month."""
    return next((d.day for d in deadlines if d.from_month <= month), calendar.default_confirm_day(kind))


def confirm_day(province: Province, month: Month, kind: str = Kind.SALES) -> int:
    return day_of(_deadlines(province, kind), month, kind)


@dataclass(frozen=True)
class ShownExtension:
    extension: Extension
    at: datetime

    @property
    def area(self) -> str:
        district = self.extension.district
        return district.full_name if district else f"จังหวัด{self.extension.province} ทั้งจังหวัด"

    @property
    def status(self) -> str:
        """'revoked', 'ahead', 'in-force' or 'ended'."""
        if self.extension.revoked_at:
            return "revoked"
        if self.at < self.extension.granted_at:
            return "ahead"
        return "in-force" if self.at < self.extension.until else "ended"


def extensions_of(user: User, year: BudgetYear) -> list[ShownExtension]:
    """Extensions of every kind that the person may see: of the year's months, and any still in force. Newest first."""
    at = clock.now()
    mine = Extension.objects.visible_to(user)
    in_force = Extension.objects.in_force(at).values("pk")
    shown = mine.filter(Q(month__in=year.months) | Q(pk__in=in_force)).distinct()
    found = shown.select_related("province", "district__province", "granted_by", "revoked_by")
    return [ShownExtension(extension, at) for extension in found.order_by("-granted_at", "-pk")]


def last_event(kind: str = Kind.SALES) -> MonthEvent | None:
    """The latest announcement of the jobs of days 10 and 6."""
    return MonthEvent.objects.filter(kind=kind).order_by("-at", "-pk").first()


def reporting_provinces(user: User) -> QuerySet[Any]:
    return Province.objects.visible_to(user).filter(reports=True).in_thai_order()


def reporting_districts(user: User) -> QuerySet[Any]:
    """Districts of the reporting provinces, province by province."""
    districts = District.objects.visible_to(user).filter(province__reports=True).select_related("province")
    return districts.order_by("province__sort_key", "sort_key")


def extension_or_404(user: User, pk: int) -> Extension:
    return get_object_or_404(Extension.objects.visible_to(user), pk=pk)


def override_or_404(month: Month, kind: str = Kind.SALES) -> WindowOverride:
    return get_object_or_404(WindowOverride, kind=kind, month=month)


def calendar_trail(user: User) -> list[AuditEntry]:
    """What was changed in the calendar: for the department all of it, for others what concerns the whole country."""
    areas = ("window", "extension", "deadline") if user.is_national else ("window",)
    return list(audit.trail_of_acts(*areas)[:TRAIL_LENGTH])
