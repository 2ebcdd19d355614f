"""A round of the online-market report: 1 is October–March, 2 April–September of a budget year. Pure Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.month import BudgetYear, Month

NUMBERS = (1, 2)


@dataclass(frozen=True, order=True)
class RoundId:
    """One round: `year` is a Buddhist budget year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> RoundId:
        month = Month.of(day)
        return cls(month.budget_year.number, month.round)

    @property
    def months(self) -> list[Month]:
        first = 6 * (self.number - 1)
        return BudgetYear(self.year).months[first : first + 6]

    @property
    def last_month(self) -> Month:
        return self.months[-1]

    @property
    def end(self) -> date:
        """The first day after the round."""
        return (self.last_month + 1).first_day

    @property
    def label(self) -> str:
        return f"รอบที่ {self.number} ปีงบประมาณ {self.year}"

    @property
    def title(self) -> str:
        """'รอบที่ 2 (เมษายน 2564 – กันยายน 2564) ประจำปีงบประมาณ 2564'"""
        return f"รอบที่ {self.number} ({self.months[0].thai} – {self.last_month.thai}) ประจำปีงบประมาณ {self.year}"

    @property
    def period(self) -> str:
        """'2567-r1', as addresses of documents have it."""
        return f"{self.year}-r{self.number}"

    @property
    def before(self) -> RoundId:
        return RoundId(self.year, 1) if self.number == 2 else RoundId(self.year - 1, 2)
