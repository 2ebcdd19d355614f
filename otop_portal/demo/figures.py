"""What the demo's districts sold: the letters' figures for 2567, and plausible ones grown from them. Baht."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

from accounts.models import District
from core.month import BudgetYear, Month
from otop_portal.demo.seeded import seeded

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
CHACHOENGSAO = "24"
SA_KAEO = "27"
PROVINCE_CODES = (CHACHOENGSAO, SA_KAEO)
SA_KAEO_DISTRICTS = ("เมืองสระแก้ว", "ตาพระยา", "อรัญประเทศ")
LETTER_YEAR = BudgetYear(2567)
LETTER_MONTHS = LETTER_YEAR.months[:5]  # October 2566 – February 2567: the five months of the letter
REOPENED = LETTER_YEAR.months[5]  # March 2567
SA_KAEO_YEAR = 2563  # the base of the Sa Kaeo letter: April – September, six months

YEARLY_GROWTH = 1.035
MONTHLY_SPREAD = 0.05
SEASON = {
    3: 1.02,
    4: 1.12,
    5: 0.94,
    6: 0.90,
    7: 0.97,
    8: 1.00,
    9: 0.95,
    10: 0.99,
    11: 1.01,
    12: 1.10,
    1: 1.06,
    2: 1.0,
}


@cache
def letter() -> dict[str, dict[Month, int]]:
    """The letter's sales by district name and month, whole baht."""
    with (FIXTURES / "chachoengsao-2567-round1-results.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {row["district"]: {month: int(row[str(month)]) for month in LETTER_MONTHS} for row in rows}


@cache
def sa_kaeo_half_years() -> dict[str, int]:
    """Sales of April – September 2563 by district name, whole baht."""
    with (FIXTURES / "sakaeo-2564-round2-revenue.csv").open(encoding="utf-8") as file:
        return {row["district"]: int(row["base_2563_apr_sep"]) for row in csv.DictReader(file)}


def demo_districts() -> list[District]:
    """The districts that have demo producers, Chachoengsao's first, in the order of their codes."""
    names = {CHACHOENGSAO: list(letter()), SA_KAEO: list(SA_KAEO_DISTRICTS)}
    districts = District.objects.filter(province__code__in=names).select_related("province").order_by("code")
    return [d for d in districts if d.name in names[d.province.code]]


def sales_of(district: District, month: Month) -> Decimal:
    """The district's sales of the month in baht: the letter's where it has them, else a plausible figure."""
    stated = letter().get(district.name, {}).get(month) if district.province.code == CHACHOENGSAO else None
    return Decimal(stated) if stated is not None else _plausible(district, month)


def _plausible(district: District, month: Month) -> Decimal:
    base, base_year = _base(district, month)
    grown = base * YEARLY_GROWTH ** (month.budget_year.number - base_year)
    spread = seeded("month", district.code, month).uniform(1 - MONTHLY_SPREAD, 1 + MONTHLY_SPREAD)
    return Decimal(round(grown * spread / 10) * 10)


def _base(district: District, month: Month) -> tuple[float, int]:
    """A month's sales in the year the letter speaks of, and that year."""
    if district.province.code == SA_KAEO:
        return sa_kaeo_half_years()[district.name] / 6 * SEASON[month.number], SA_KAEO_YEAR
    by_number = {m.number: baht for m, baht in letter()[district.name].items()}
    mean = sum(by_number.values()) / len(by_number) * SEASON[month.number]
    # Half the letter's month, half the season: the letter's own jumps (บางคล้า grew by 42 % in a month)
    # would otherwise come back every year and mark every producer of the district as unusual.
    return (by_number.get(month.number, mean) + mean) / 2, LETTER_YEAR.number
