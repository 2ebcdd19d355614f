"""How many days a market should have been held in a month, from what its register says. Pure Python."""

from __future__ import annotations

import calendar as days
from collections.abc import Callable, Collection
from datetime import date

from core.month import Month


def expected_days(
    frequency: str,
    month: Month,
    *,
    weekdays: Collection[int] = (),
    month_days: Collection[int] = (),
    stated: int | None = None,
    in_use: Callable[[date], bool] = lambda day: True,
) -> int | None:
    """Market-days of the month; None when the register does not say.

    `weekdays` are 0 (Monday) to 6, `month_days` 1 to 31 (a day that the month has not got is none); `stated` is what an
    อื่น ๆ market says of itself. Days on which the market was not in use do not count.
    """
    if frequency == "other":
        return stated
    opening = [day for day in days_of(month) if in_use(day)]
    if frequency == "daily":
        return len(opening)
    if frequency == "weekly" and weekdays:
        return sum(day.weekday() in weekdays for day in opening)
    if frequency == "monthly" and month_days:
        return sum(day.day in month_days for day in opening)
    return None


def days_of(month: Month) -> list[date]:
    """Every day of the month."""
    last = days.monthrange(month.year, month.number)[1]
    return [date(month.year, month.number, day) for day in range(1, last + 1)]


def missing_days_sentence(held: int | None, expected: int | None) -> str:
    """What to say of a row's market-days; '' when there is nothing to say."""
    if expected is None or (held is not None and held >= expected):
        return ""
    if held is None:
        return f"ยังไม่ระบุจำนวนวันที่จัดตลาด ตามข้อมูลตลาดควรจัด {expected} วันในเดือนนี้"
    return f"จัดตลาด {held} วัน จากที่ควรจัด {expected} วันในเดือนนี้ ขาด {expected - held} วัน"
