"""From which month an act on the registry may take effect. A month that has closed is never among them."""

from __future__ import annotations

from core import clock
from core.month import Month
from core.records import Refused

LAST_DAY = 5  # a month is recorded until the end of the 5th of the next (Lampang, 31 July 2567)
AHEAD = 2  # how many months to come may be named


def earliest() -> Month:
    """The oldest month that is still being recorded by the calendar."""
    today = clock.today()
    month = Month.of(today)
    return month - 1 if today.day <= LAST_DAY else month


def offered() -> list[Month]:
    first, last = earliest(), present() + AHEAD
    months = [first]
    while months[-1] < last:
        months.append(months[-1] + 1)
    return months


def present() -> Month:
    return Month.of(clock.today())


def check(month: Month) -> None:
    """Raise Refused for a month that has closed: past months stay as they were."""
    if month < earliest():
        raise Refused(f"เดือน{month.thai} ปิดการบันทึกแล้ว เลือกได้ตั้งแต่เดือน{earliest().thai}", "from_month")
