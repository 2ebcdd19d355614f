"""A stretch of months as reports name it: a month, a range, a quarter, a round, a budget year. Pure Python."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from core.month import BudgetYear, Month
from core.thai import to_arabic_digits

LONGEST = 60  # months: five budget years
QUARTERS, ROUNDS = 4, 2
_YEAR_PART = re.compile(r"(25\d{2})(?:-([qr])(\d))?")
_SEPARATOR = "_"


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """From the first to the last month, both included. Equal stretches are equal, however they were named."""

    first: Month
    last: Month

    def __post_init__(self) -> None:
        if not self.first <= self.last:
            raise ValueError("a period ends before it begins")
        if len(self) > LONGEST:
            raise ValueError(f"a period is longer than {LONGEST} months")

    @classmethod
    def month(cls, month: Month) -> Period:
        return cls(month, month)

    @classmethod
    def quarter(cls, year: int, number: int) -> Period:
        """Quarter 1–4 of a budget year (Buddhist)."""
        return cls._part(year, QUARTERS, number)

    @classmethod
    def round(cls, year: int, number: int) -> Period:
        """Round 1 (October–March) or 2 (April–September) of a budget year (Buddhist)."""
        return cls._part(year, ROUNDS, number)

    @classmethod
    def year(cls, year: int) -> Period:
        """A whole budget year (Buddhist)."""
        return cls._part(year, 1, 1)

    @classmethod
    def _part(cls, year: int, parts: int, number: int) -> Period:
        if not 1 <= number <= parts:
            raise ValueError(f"no part {number} of {parts}")
        length = 12 // parts
        first = BudgetYear(year).first_month + (number - 1) * length
        return cls(first, first + (length - 1))

    @classmethod
    def parse(cls, text: str) -> Period:
        """'2566-10', '2566-10_2567-02', '2567-q1', '2567-r2' or '2567' (budget year). ValueError on anything else."""
        text = to_arabic_digits(text.strip()).lower()
        if found := _YEAR_PART.fullmatch(text):
            year, part, number = int(found[1]), found[2], int(found[3] or 1)
            named: dict[str | None, Callable[[int, int], Period]] = {"q": cls.quarter, "r": cls.round}
            return named[part](year, number) if part else cls.year(year)
        first, _, last = text.partition(_SEPARATOR)
        return cls(Month.parse(first), Month.parse(last or first))

    def __len__(self) -> int:
        return (self.last.year - self.first.year) * 12 + self.last.number - self.first.number + 1

    @property
    def months(self) -> list[Month]:
        return [self.first + at for at in range(len(self))]

    @property
    def kind(self) -> str:
        """'month', 'quarter', 'round', 'year', or 'range' for any other stretch."""
        at = (self.first.number - 10) % 12
        lengths = {1: "month", 3: "quarter", 6: "round", 12: "year"}
        return lengths[len(self)] if len(self) in lengths and at % len(self) == 0 else "range"

    def __str__(self) -> str:
        """What `parse` reads, in the one spelling that addresses use."""
        year = self.first.budget_year
        match self.kind:
            case "month":
                return str(self.first)
            case "quarter":
                return f"{year}-q{self.first.quarter}"
            case "round":
                return f"{year}-r{self.first.round}"
            case "year":
                return str(year)
        return f"{self.first}{_SEPARATOR}{self.last}"

    @property
    def name(self) -> str:
        """'ตุลาคม 2566' · 'ไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2567' · 'รอบที่ 1 …' · 'ปีงบประมาณ พ.ศ. 2567' · 'a – b'."""
        of_year = f"ปีงบประมาณ พ.ศ. {self.first.budget_year}"
        match self.kind:
            case "month":
                return self.first.thai
            case "quarter":
                return f"ไตรมาสที่ {self.first.quarter} {of_year}"
            case "round":
                return f"รอบที่ {self.first.round} {of_year}"
            case "year":
                return of_year
        return f"{self.first.thai} – {self.last.thai}"

    @property
    def thai(self) -> str:
        """As the head of a document says it, with the months where the name does not."""
        if self.kind == "month":
            return f"ประจำเดือน{self.name}"
        if self.kind == "range":
            return f"ตั้งแต่เดือน{self.first.thai} ถึงเดือน{self.last.thai}"
        return f"{self.name} ({self.first.thai} – {self.last.thai})"

    def back(self, months: int) -> Period:
        """The same stretch, so many months earlier."""
        return Period(self.first - months, self.last - months)
