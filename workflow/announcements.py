"""What the jobs of days 10 and 6 do: announce a month that has opened, keep a snapshot of one that has closed.

Neither opens nor closes anything (`workflow.calendar` does, by the clock). Each month is done once, by the unique
`MonthEvent`; a run makes good whatever runs before it missed, as far back as RECENT months. A closing that the
department has put off since was none: the month's event goes, and is made anew when it closes.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime
from typing import Any

from accounts.models import District
from core import clock
from core.month import Month
from workflow import calendar
from workflow.models import Kind, MonthEvent, State, Submission

RECENT = 3
logger = logging.getLogger(__name__)


def announce_openings(at: datetime | None = None, kind: str = Kind.SALES) -> list[MonthEvent]:
    """Announce every recent month that has opened by `at` and was not announced; returns the new events."""
    at = at or clock.now()
    opened = [m for m in _recent(at) if calendar.national_window(m, kind).opens_at <= at]
    return _record(opened, MonthEvent.Event.OPENED, kind, at)


def announce_closings(at: datetime | None = None, kind: str = Kind.SALES) -> list[MonthEvent]:
    """Keep the snapshot of every recent month that has closed by `at` and has none; returns the new events."""
    at = at or clock.now()
    for event in MonthEvent.objects.filter(kind=kind, event=MonthEvent.Event.CLOSED, month__in=_recent(at)):
        if event.at < calendar.national_window(event.month, kind).closes_at:
            event.delete()
    return _record(closed_months(at, kind), MonthEvent.Event.CLOSED, kind, at)


def closed_months(at: datetime, kind: str = Kind.SALES) -> list[Month]:
    """The recent months that have closed by a moment, oldest first: by the calendar, whatever jobs have run."""
    return [month for month in _recent(at) if calendar.national_window(month, kind).closes_at <= at]


def _recent(at: datetime) -> list[Month]:
    """The present month and the RECENT before it, oldest first."""
    current = Month.of(at.astimezone(clock.BANGKOK).date())
    return [current - back for back in range(RECENT, -1, -1)]


def _record(months: list[Month], event: str, kind: str, at: datetime) -> list[MonthEvent]:
    known = MonthEvent.objects.filter(kind=kind, event=event, month__in=months).values_list("month", flat=True)
    missing = [month for month in months if month not in set(known)]
    return [new for month in missing if (new := _record_once(month, event, kind, at))]


def _record_once(month: Month, event: str, kind: str, at: datetime) -> MonthEvent | None:
    """The new event, or None when another run was quicker."""
    defaults = {"at": at, "snapshot": snapshot(month, kind)}
    found, created = MonthEvent.objects.get_or_create(kind=kind, month=month, event=event, defaults=defaults)
    if created:
        logger.info("%s %s %s: %s", kind, month, event, found.snapshot["total"])
    return found if created else None


def snapshot(month: Month, kind: str = Kind.SALES) -> dict[str, Any]:
    """How many districts of each reporting province stand in each state now; a district not begun is a draft.

    {"provinces": {"24": {"districts": 11, "locked": 3, "confirmed": 2, "returned": 0, "draft": 6}, …}, "total": {…}}
    """
    begun = Submission.objects.filter(kind=kind, month=month, district__province__reports=True)
    states = dict(begun.values_list("district_id", "state"))
    provinces: dict[str, Counter[str]] = {}
    reporting = District.objects.filter(province__reports=True).order_by("province__code")
    for pk, code in reporting.values_list("pk", "province__code"):
        provinces.setdefault(code, Counter())[states.get(pk, State.DRAFT)] += 1
    total = sum(provinces.values(), Counter())
    return {"provinces": {code: _counts(found) for code, found in provinces.items()}, "total": _counts(total)}


def _counts(found: Counter[str]) -> dict[str, int]:
    return {"districts": found.total(), **{state: found[state] for state in State.values}}
