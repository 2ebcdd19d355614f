"""Form fields for days and moments as people here write them: day/month/Buddhist year, Bangkok time."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from core import clock
from core.thai import BUDDHIST_OFFSET, to_arabic_digits

_MOMENT = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s+(?:เวลา\s*)?(\d{1,2})[:.](\d{2})(?:\s*น\.?)?)?")
FORMAT_ERROR = "พิมพ์เป็น วัน/เดือน/ปี พ.ศ. เช่น 15/3/2567 หรือระบุเวลาด้วย เช่น 15/3/2567 16:30"


def parse_moment(text: str) -> tuple[date, time | None]:
    """'15/3/2567 16:30' → the day and the time, None where none is given. ValueError with a Thai sentence."""
    found = _MOMENT.fullmatch(to_arabic_digits(" ".join(text.split())))
    if not found:
        raise ValueError(FORMAT_ERROR)
    day, month, year, hour, minute = (int(part) if part else None for part in found.groups())
    if not day or not month or not year or year < 2400:
        raise ValueError("ปีต้องเป็น พ.ศ. เช่น 2567")
    try:
        return date(year - BUDDHIST_OFFSET, month, day), None if hour is None else time(hour, minute or 0)
    except ValueError as error:
        raise ValueError("ไม่มีวันหรือเวลานี้ในปฏิทิน") from error


def written(moment: datetime) -> str:
    """A moment as the field reads it, in Bangkok."""
    local = moment.astimezone(clock.BANGKOK)
    return f"{local.day}/{local.month}/{local.year + BUDDHIST_OFFSET} {local:%H:%M}"


class ThaiMomentField(forms.CharField):
    """A moment in Bangkok. A day without a time means its beginning, or with `end_of_day` the midnight that ends it."""

    def __init__(self, *, end_of_day: bool = False, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.end_of_day = end_of_day
        self.widget.attrs.update(placeholder="วัน/เดือน/ปี พ.ศ.", autocomplete="off", inputmode="text")

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, datetime) else value

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            day, at = parse_moment(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if at is None and self.end_of_day:
            day, at = day + timedelta(days=1), time()
        return datetime.combine(day, at or time(), clock.BANGKOK)
