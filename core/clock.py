"""The portal's clock: calendar days are Bangkok's, whatever zone the server or the database is in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from core.month import Month
from core.thai import thai_date

BANGKOK = ZoneInfo("Asia/Bangkok")


def now() -> datetime:
    """The present instant, in Bangkok."""
    return timezone.now().astimezone(BANGKOK)


def today() -> date:
    return now().date()


def midnight(month: Month, day: int) -> datetime:
    """00:00 in Bangkok at the start of the given day of a month."""
    return datetime.combine(month.first_day.replace(day=day), time(), BANGKOK)


def last_day(end: datetime) -> date:
    """The last day before an instant that ends something: midnight of the 6th ends on the 5th."""
    return (end.astimezone(BANGKOK) - timedelta(microseconds=1)).date()


def thai_end(end: datetime) -> str:
    """An end that is a midnight, said so that nobody loses or gains a day: 'สิ้นวันที่ 5 ธันวาคม 2569 (24:00 น.)'."""
    local = end.astimezone(BANGKOK)
    if local.time() != time():
        return thai_datetime(end)
    return f"สิ้นวันที่ {thai_date(last_day(end))} (24:00 น.)"


def thai_datetime(moment: datetime) -> str:
    """'13 มีนาคม 2567 เวลา 09:30 น.' in Bangkok, whatever the moment's own zone."""
    local = moment.astimezone(BANGKOK)
    return f"{thai_date(local)} เวลา {local:%H:%M} น."
