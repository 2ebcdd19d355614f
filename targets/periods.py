"""What a target is for: the year, a round (ตุลาคม–มีนาคม, เมษายน–กันยายน) or a quarter. Pure Python."""

from __future__ import annotations

from core.month import BudgetYear, Month

ANNUAL, ROUND1, ROUND2 = "annual", "round1", "round2"
ROUNDS = (ANNUAL, ROUND1, ROUND2)
LABELS = {
    ANNUAL: "ทั้งปี",
    ROUND1: "รอบที่ 1",
    ROUND2: "รอบที่ 2",
    "q1": "ไตรมาส 1",
    "q2": "ไตรมาส 2",
    "q3": "ไตรมาส 3",
    "q4": "ไตรมาส 4",
}
_SPANS = {ANNUAL: (0, 12), ROUND1: (0, 6), ROUND2: (6, 12), "q1": (0, 3), "q2": (3, 6), "q3": (6, 9), "q4": (9, 12)}


def months_of(year: int, period: str) -> list[Month]:
    """The months of a period of a budget year (Buddhist), in order."""
    begin, end = _SPANS[period]
    return BudgetYear(year).months[begin:end]


def round_of(month: Month) -> str:
    """The round that a month is in."""
    return ROUND1 if month.round == 1 else ROUND2


def title(year: int, period: str) -> str:
    """'ปีงบประมาณ 2567 รอบที่ 1 (ตุลาคม 2566 – มีนาคม 2567)'"""
    months = months_of(year, period)
    return f"ปีงบประมาณ {year} {LABELS[period]} ({months[0].thai} – {months[-1].thai})"
