"""From which month an act on the registry may take effect. A month that has closed is never among them.

When a month closes is the calendar's to say, which is of an app above: it registers its rule here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core import clock
from core.month import Month
from core.records import Refused

AHEAD = 2  # how many months to come may be named
BACK = 12  # how many may be kept open by other dates of the department, at most
_closed: list[Callable[[Month], bool]] = []


def register(is_closed: Callable[[Month], bool]) -> None:
    """Whether a month is recorded no longer, the department's dates considered."""
    _closed[:] = [is_closed]


def _is_closed(month: Month) -> bool:
    return any(rule(month) for rule in _closed)


def earliest() -> Month:
    """The oldest month that is still being recorded by the calendar, or the next where the present one has closed."""
    month = Month.of(clock.today())
    if _is_closed(month):
        return month + 1
    oldest = month - BACK
    while month > oldest and not _is_closed(month - 1):
        month -= 1
    return month


def offered() -> list[Month]:
    months = [earliest()]
    last = present(months) + AHEAD
    while months[-1] < last:
        months.append(months[-1] + 1)
    return months


def present(offered: Sequence[Month] = ()) -> Month:
    """The present month, or the next where the department has closed it before its end. `offered` saves asking when."""
    return max(Month.of(clock.today()), offered[0] if offered else earliest())


def check(month: Month) -> None:
    """Raise Refused for a month that has closed: past months stay as they were."""
    if month < earliest():
        raise Refused(f"เดือน{month.thai} ปิดการบันทึกแล้ว เลือกได้ตั้งแต่เดือน{earliest().thai}", "from_month")
