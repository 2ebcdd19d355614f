"""What the heads of published tables mean: months, channels, categories, sums. Pure Python."""

from __future__ import annotations

import re

from core.month import BudgetYear, Month, named_month
from core.thai import BUDDHIST_OFFSET, plain_area, to_arabic_digits
from producers.models import Category
from sales.models import CHANNEL_LABELS

TOTAL = "total"
SUMS = {"domestic": "รวมในประเทศ", "foreign": "รวมต่างประเทศ"}
CHANNEL_WORDS: dict[str, str] = {**CHANNEL_LABELS, **SUMS}
CATEGORY_WORDS: dict[str, str] = {value: str(label) for value, label in Category.choices}
_SILENT = re.compile("[\\s\u200b\u00a0.]+")
_ISO = re.compile(r"((?:19|20|25)\d\d)-(\d\d)(?:-\d\d)?")
_YEAR = re.compile(r"ปีงบประมาณ(?:พศ)?(25\d\d)")
_SUM = re.compile("^(?:ยอด)?รวม|^ผลรวม|^total", re.IGNORECASE)
_MEASURE = r"ยอดจำหน่าย|ยอดขาย|รายได้|มูลค่า|จำนวนเงิน|บาท|ประเภทผลิตภัณฑ์|ประเภท|[()\s]"
_MEASURES = re.compile(rf"^(?:{_MEASURE})+|(?:บาท|[()\s])+$")
_LETTERS = re.compile("[^\u0e01-\u0e4e]+")


def tight(text: str) -> str:
    """Arabic digits, no spaces, no stops."""
    return _SILENT.sub("", to_arabic_digits(text).replace("ํา", "ำ"))


def bare(text: str) -> str:
    """A head without the measure that it says too: 'อาหาร' of 'ยอดจำหน่าย (บาท) อาหาร', 'ต.ค. 66' of 'ต.ค. 66 (บาท)'."""
    return _MEASURES.sub("", text.replace("ํา", "ำ"))


def is_total(text: str) -> bool:
    return bool(_SUM.match(tight(text)))


def month_number(text: str) -> tuple[int, int | None] | None:
    """(1–12, Gregorian year or None) of 'ต.ค. 66', 'ตุลาคม ๒๕๖๖', 'ตุลาคม', '2566-10' or a date, else None."""
    if iso := _ISO.fullmatch(to_arabic_digits(text).strip()):
        year, number = int(iso[1]), int(iso[2])
        return (number, year - BUDDHIST_OFFSET if year >= 2500 else year) if 1 <= number <= 12 else None
    return named_month(text)


def month_of(text: str, budget_year: int | None) -> Month | None:
    """The month that a head names; one without a year is of the budget year. None where it names none, or none sure."""
    found = month_number(text)
    if found is None:
        return None
    number, year = found
    if year is not None:
        return Month(year, number)
    return next((m for m in BudgetYear(budget_year).months if m.number == number), None) if budget_year else None


def name_of(key: Month | str) -> str:
    """As pages name a head; an area as it is compared."""
    if isinstance(key, Month):
        return key.thai
    return "รวม" if key == TOTAL else CHANNEL_WORDS.get(key) or CATEGORY_WORDS.get(key, key)


def budget_year(texts: list[str]) -> int | None:
    """The one that titles name."""
    found = {int(year) for text in texts for year in _YEAR.findall(tight(text))}
    return found.pop() if len(found) == 1 else None


def channel_of(text: str) -> str:
    """A channel, or 'domestic', 'foreign' for what both ways come to; '' for neither."""
    text = tight(text)
    market = "foreign" if "ต่างประเทศ" in text else "domestic" if "ในประเทศ" in text else ""
    way = "online" if "ออนไลน์" in text else "offline" if "ออฟไลน์" in text or "ออฟไลน" in text else ""
    if market and way:
        return f"{market}_{way}"
    return market if market and (_SUM.search(text) or text.endswith(("รวม", "ประเทศ"))) else ""


def category_of(text: str) -> str:
    """A category by its name, however it is spaced and joined; '' for none."""
    plain = _letters(text)
    return next((code for code, label in CATEGORY_WORDS.items() if _letters(label) == plain), "")


def _letters(text: str) -> str:
    return _LETTERS.sub("", text.replace("ํา", "ำ")).replace("และ", "")


def area_key(text: str) -> str:
    """A name for comparing: without จังหวัด or อำเภอ, and without a number before it."""
    return plain_area(re.sub(r"^[0-9]+[.)]?\s*", "", to_arabic_digits(text).strip()))
