"""Scores and their thresholds: tiers, growth scale, online share, grades. Pure Python, exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from targets.apportionment import Tiers

BELOW_BASIC = "ยังไม่ถึงค่าคะแนนระดับ 1"
GROWTH_PERCENTS = tuple(Decimal(n) for n in (7, 8, 9, 10))
GROWTH_COLUMNS = tuple(Decimal(n) / 100 for n in (106, 107, 108, 109, 110))
ONLINE_PERCENTS = tuple(Decimal(n) for n in (8, 9, 10, 11))
ONLINE_COLUMNS = tuple(Decimal(n) / 100 for n in (7, 8, 9, 10, 11))
REVENUE_GROWTH = Decimal("1.02")
GRADES = (("A", Decimal(1)), ("B", Decimal("0.75")), ("C", Decimal("0.5")), ("D", Decimal("0.25")))


def whole(value: Decimal) -> int:
    """To the whole baht or piece, half up."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def tier_score(revenue: Decimal, tiers: Tiers) -> int:
    """0–5 (Chachoengsao 2567): below basic 0 – "ยังไม่ถึงค่าคะแนนระดับ 1"; at basic 1; between basic and standard 2;
    at standard 3; between standard and advanced 4; at advanced or above 5.

    Where tiers coincide the higher score holds.
    """
    if revenue >= tiers.advanced:
        return 5
    if revenue > tiers.standard:
        return 4
    if revenue == tiers.standard:
        return 3
    if revenue > tiers.basic:
        return 2
    return 1 if revenue == tiers.basic else 0


def scale_score(percent: Decimal, steps: Sequence[Decimal]) -> int:
    """1 below the first step, one more for every step reached."""
    return 1 + sum(percent >= step for step in steps)


def growth_percent(now: Decimal, base: Decimal) -> Decimal | None:
    """(now − base) ÷ base × 100 over the same months (Sa Kaeo 2564); None without a base."""
    return (now - base) / base * 100 if base else None


def growth_score(now: Decimal, base: Decimal, steps: Sequence[Decimal] = GROWTH_PERCENTS) -> int | None:
    """< 7 % → 1, ≥ 7 → 2, ≥ 8 → 3, ≥ 9 → 4, ≥ 10 → 5; compared without dividing. None without a base."""
    if not base:
        return None
    return 1 + sum((now - base) * 100 >= base * step for step in steps)


def growth_thresholds(base: Decimal) -> tuple[int, ...]:
    """The target columns: base × 1.06 … 1.10, baht."""
    return tuple(whole(base * factor) for factor in GROWTH_COLUMNS)


def online_score(online: int, products: int, survey: bool, steps: Sequence[Decimal] = ONLINE_PERCENTS) -> int | None:
    """Share of products sold online: < 8 % → 1 … ≥ 11 % with a readiness survey → 5 (without it 4)."""
    if not products:
        return None
    score = 1 + sum(online * 100 >= products * step for step in steps)
    return score if survey or score < 5 else 4


def online_thresholds(products: int) -> tuple[int, ...]:
    """The target columns: 7 … 11 % of the products, whole products, half up."""
    return tuple(whole(Decimal(products) * share) for share in ONLINE_COLUMNS)


@dataclass(frozen=True, slots=True)
class GradeThresholds:
    """What a quarter's grades need (Chiang Rai 2567): revenue in baht to the satang, producers by grade."""

    revenue: Decimal
    producers: dict[str, int]


def grade_thresholds(base_quarter: Decimal, interested: int) -> GradeThresholds:
    """Revenue ≥ base quarter × 1.02, to the satang half up; 100/75/50/25 % of those interested, half up."""
    revenue = (base_quarter * REVENUE_GROWTH).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return GradeThresholds(revenue, {grade: whole(Decimal(interested) * share) for grade, share in GRADES})


def grade(
    *, new_products: int, revenue: Decimal, base_quarter: Decimal, registered: int, interested: int
) -> str | None:
    """A–D, or None when a condition fails: ≥ 1 new product, revenue ≥ base × 1.02, producers ≥ the threshold."""
    thresholds = grade_thresholds(base_quarter, interested)
    if new_products < 1 or revenue < thresholds.revenue:
        return None
    return next((g for g, _ in GRADES if registered >= thresholds.producers[g]), None)


@dataclass(frozen=True, slots=True)
class NextLevel:
    """อีก … บาท ถึงระดับถัดไป."""

    level: int
    missing: Decimal


def next_tier(revenue: Decimal, tiers: Tiers) -> NextLevel | None:
    """How much is missing to the next tier's score (1, 3 or 5); None at the top."""
    for level, target in ((1, tiers.basic), (3, tiers.standard), (5, tiers.advanced)):
        if revenue < target:
            return NextLevel(level, target - revenue)
    return None


def forecast(revenue: Decimal, months_reported: int, months: int) -> Decimal | None:
    """Run rate: the round's revenue at its end if every month were as the mean so far. None before the first."""
    if not months_reported:
        return None
    return (revenue * months / months_reported).quantize(Decimal("0.01"), ROUND_HALF_UP)
