"""Months and Thai budget years. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.thai import BUDDHIST_OFFSET, MONTH_ABBREVIATIONS, MONTH_NAMES, to_arabic_digits

_TEXT = re.compile(r"(\d{4})-(\d{2})")
_SILENT = re.compile(r"[\s\u200b._/-]+")
_NUMBERS = {
    _SILENT.sub("", name): at for names in (MONTH_NAMES, MONTH_ABBREVIATIONS) for at, name in enumerate(names, 1)
}
_NAMED = re.compile(rf"(?:เดือน)?({'|'.join(sorted(_NUMBERS, key=len, reverse=True))})(?:พศ)?(25\d\d|\d\d)?")
_ROW_NUMBER = re.compile(r"^\s*\d+[.)\s]+")


def named_month(text: str) -> tuple[int, int | None] | None:
    """(1–12, Gregorian year or None) of 'ต.ค. 66', 'เดือนตุลาคม พ.ศ. ๒๕๖๖', 'ตุลาคม'; None of other words."""
    found = _NAMED.fullmatch(_SILENT.sub("", to_arabic_digits(text)))
    if not found:
        return None
    return _NUMBERS[found[1]], 2500 + int(found[2]) % 100 - BUDDHIST_OFFSET if found[2] else None


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """One calendar month; `year` is Gregorian, `number` 1–12."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1900 <= self.year <= 2400):
            raise ValueError(f"not a month: {self.year}-{self.number}")

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """'2566-10' (Buddhist year, any digits) → October 2023. ValueError on anything else."""
        found = _TEXT.fullmatch(to_arabic_digits(text.strip()))
        if not found or not 2443 <= int(found[1]) <= 2943:
            raise ValueError(f"not a month of the form 2566-10: {text!r}")
        return cls(int(found[1]) - BUDDHIST_OFFSET, int(found[2]))

    def is_named(self, text: str) -> bool:
        """Whether a row's name is this month's: 'ตุลาคม', '๑ ต.ค. ๖๖'; without a year that of any year."""
        return named_month(_ROW_NUMBER.sub("", text)) in ((self.number, None), (self.number, self.year))

    @property
    def buddhist_year(self) -> int:
        return self.year + BUDDHIST_OFFSET

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def budget_year(self) -> BudgetYear:
        return BudgetYear(self.buddhist_year + (1 if self.number >= 10 else 0))

    @property
    def round(self) -> int:
        """1 for October–March, 2 for April–September."""
        return 1 if self.number >= 10 or self.number <= 3 else 2

    @property
    def quarter(self) -> int:
        return (self.number - 10) % 12 // 3 + 1

    def __add__(self, months: int) -> Month:
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __sub__(self, months: int) -> Month:
        return self + -months

    def __str__(self) -> str:
        return f"{self.buddhist_year}-{self.number:02d}"

    @property
    def thai(self) -> str:
        """'ตุลาคม 2566'"""
        return f"{MONTH_NAMES[self.number - 1]} {self.buddhist_year}"

    @property
    def thai_short(self) -> str:
        """'ต.ค. 66'"""
        return f"{MONTH_ABBREVIATIONS[self.number - 1]} {self.buddhist_year % 100:02d}"


@dataclass(frozen=True, order=True, slots=True)
class BudgetYear:
    """ปีงบประมาณ; `number` is Buddhist: 2567 = October 2566 – September 2567."""

    number: int

    @property
    def first_month(self) -> Month:
        return Month(self.number - 1 - BUDDHIST_OFFSET, 10)

    @property
    def months(self) -> list[Month]:
        return list(self._walk())

    def _walk(self) -> Iterator[Month]:
        for offset in range(12):
            yield self.first_month + offset

    def __str__(self) -> str:
        return str(self.number)
