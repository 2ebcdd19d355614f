"""When things happened in the demo: plausible moments inside each month's window, never in the future."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import District
from core import clock
from core.month import Month
from otop_portal.demo.seeded import seeded
from workflow.calendar import default_window, national_window

DAYS_ENOUGH = timedelta(days=5)
# Minutes after midnight; each ends before the next begins, so that three acts of one day stay in order.
OFFICE_HOURS = ((8 * 60 + 30, 10 * 60), (10 * 60 + 15, 12 * 60), (13 * 60, 16 * 60 + 30))


@dataclass(frozen=True)
class Moments:
    """saved ≤ confirmed ≤ decided (locked or returned)."""

    saved: datetime
    confirmed: datetime
    decided: datetime


def in_a_closed_month(district: District, month: Month) -> Moments:
    """Saved and confirmed by day 20, locked by day 5 of the next month, in office hours."""
    dice = seeded("moments", district.code, month)
    saved = dice.randint(10, 15)
    office = [timedelta(minutes=dice.randint(8 * 60 + 30, 16 * 60 + 30)) for _ in range(3)]
    return Moments(
        saved=clock.midnight(month, saved) + office[0],
        confirmed=clock.midnight(month, dice.randint(saved + 1, 20)) + office[1],
        decided=clock.midnight(month + 1, dice.randint(1, 5)) + office[2],
    )


def in_an_open_month(district: District, month: Month, now: datetime) -> Moments:
    """Between the opening of the window and now (or its closing, when that was before)."""
    window = default_window(month)
    return between(min(window.opens_at, now), min(window.closes_at, now), district)


def between(begin: datetime, end: datetime, district: District) -> Moments:
    """In office hours where there are days enough, else wherever there is room."""
    span = end - begin
    moments = [begin + span * part for part in (0.2, 0.35, 0.6)]
    if span >= DAYS_ENOUGH:
        dice = seeded("between", district.code)
        moments = [_at(m, dice.randint(*hours)) for m, hours in zip(moments, OFFICE_HOURS, strict=True)]
    return Moments(*moments)


def _at(moment: datetime, minutes: int) -> datetime:
    """That day in Bangkok, so many minutes after midnight."""
    local = moment.astimezone(clock.BANGKOK)
    return local.replace(hour=minutes // 60, minute=minutes % 60, second=0, microsecond=0)


def open_month(now: datetime) -> Month:
    """The month whose window is open by the calendar; between days 6 and 10 the one that has just closed.

    `workflow.calendar.working_month` knows extensions too; here they are only about to be made.
    """
    current = Month.of(now.astimezone(clock.BANGKOK).date())
    return current if national_window(current).is_open(now) else current - 1
