"""Days as people here write them, and other text brought to a value or refused with a sentence. Pure Python."""

from __future__ import annotations

import re
from datetime import date

from core.month import named_month
from core.thai import BUDDHIST_OFFSET, to_arabic_digits

EARLIEST, LATEST = date(1950, 1, 1), date(2200, 1, 1)
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_DAY_IN_WORDS = re.compile(r"(\d{1,2})\s*([ก-๙.]+?)\s*(?:พ\.?ศ\.?\s*)?(\d{4}|\d{2})")


class Unusable(ValueError):
    """A value that cannot be taken; `message` is a Thai sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def read_day(text: str) -> date:
    """'13/3/2567', '13 มี.ค. 67', '13 มีนาคม 2567' or '2567-03-13'; Christian years too where they are plain."""
    text = to_arabic_digits(" ".join(text.split()))
    if found := _ISO_DAY.fullmatch(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := _DAY.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if (found := _DAY_IN_WORDS.fullmatch(text)) and (month := named_month(found[2])):
        year = int(found[3]) + (2500 if len(found[3]) == 2 else 0)
        return _day(int(found[1]), month[0], year)
    raise Unusable("วันที่ต้องเป็น วัน/เดือน/ปี พ.ศ. เช่น 13/3/2567")


def write_day(day: date) -> str:
    """As `read_day` reads it: '13/3/2567'."""
    return f"{day.day}/{day.month}/{day.year + BUDDHIST_OFFSET}"


def _day(day: int, month: int, year: int) -> date:
    if year >= 2400:
        year -= BUDDHIST_OFFSET
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise Unusable("ไม่มีวันนี้ในปฏิทิน ให้พิมพ์ วัน/เดือน/ปี พ.ศ. เช่น 13/3/2567") from error
    if not EARLIEST <= found <= LATEST:
        raise Unusable("ปีไม่ถูกต้อง ให้พิมพ์เป็น พ.ศ. เช่น 2567")
    return found
