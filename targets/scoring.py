"""Scores and their thresholds: tiers, growth scale, online share, grades. Pure Python, exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from core.money import SATANG
from targets.apportionment import Tiers

BELOW_BASIC = "ยังไม่ถึงค่าคะแนนระดับ 1"
GROWTH_PERCENTS = tuple(Decimal(n) for n in (7, 8, 9, 10))
GROWTH_COLUMNS = (Decimal(6), *GROWTH_PERCENTS)
ONLINE_PERCENTS = tuple(Decimal(n) for n in (8, 9, 10, 11))
ONLINE_COLUMNS = (Decimal(7), *ONLINE_PERCENTS)
REVENUE_PERCENT = Decimal(2)
GRADES = "ABCD"
GRADE_PERCENTS = tuple(Decimal(n) for n in (100, 75, 50, 25))  # of the producers interested, in the order of GRADES
TOP = 5


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


def growth_thresholds(base: Decimal, percents: Sequence[Decimal] = GROWTH_COLUMNS) -> tuple[int, ...]:
    """The target columns: base × 1.06 … 1.10, baht."""
    return tuple(whole(base * (100 + percent) / 100) for percent in percents)


def online_score(
    online: int, products: int, survey: bool, steps: Sequence[Decimal] = ONLINE_PERCENTS, *, needs_survey: bool = True
) -> int | None:
    """Share of products sold online: < 8 % → 1 … ≥ 11 % with a readiness survey → 5 (without it 4)."""
    if not products:
        return None
    score = 1 + sum(online * 100 >= products * step for step in steps)
    return score if survey or not needs_survey or score <= len(steps) else len(steps)


def online_thresholds(products: int, percents: Sequence[Decimal] = ONLINE_COLUMNS) -> tuple[int, ...]:
    """The target columns: 7 … 11 % of the products, whole products, half up."""
    return tuple(whole(Decimal(products) * percent / 100) for percent in percents)


@dataclass(frozen=True, slots=True)
class GradeThresholds:
    """What a quarter's grades need (Chiang Rai 2567): revenue in baht to the satang, producers by grade."""

    revenue: Decimal
    producers: dict[str, int]


def grade_thresholds(
    base_quarter: Decimal,
    interested: int,
    revenue_percent: Decimal = REVENUE_PERCENT,
    percents: Sequence[Decimal] = GRADE_PERCENTS,
) -> GradeThresholds:
    """Revenue ≥ base quarter × 1.02, to the satang half up; 100/75/50/25 % of those interested, half up."""
    revenue = (base_quarter * (100 + revenue_percent) / 100).quantize(SATANG, ROUND_HALF_UP)
    return GradeThresholds(revenue, producer_thresholds(interested, percents))


def producer_thresholds(interested: int, percents: Sequence[Decimal] = GRADE_PERCENTS) -> dict[str, int]:
    """Producers that each grade needs, half up."""
    return {grade: whole(Decimal(interested) * p / 100) for grade, p in zip(GRADES, percents, strict=True)}


def grade(
    thresholds: GradeThresholds, *, new_products: int, revenue: Decimal, registered: int, least_new: int = 1
) -> str | None:
    """A–D, or None when a condition fails: ≥ 1 new product, revenue ≥ base × 1.02, producers ≥ the threshold."""
    if new_products < least_new or revenue < thresholds.revenue:
        return None
    return next((g for g in GRADES if registered >= thresholds.producers[g]), None)


@dataclass(frozen=True, slots=True)
class NextLevel:
    """อีก … บาท ถึงระดับถัดไป."""

    level: int
    missing: Decimal


def next_tier(revenue: Decimal, tiers: Tiers) -> NextLevel | None:
    """How much is missing to the next tier, and the score it earns: 1, 3 or 5, higher where tiers coincide."""
    for target in (tiers.basic, tiers.standard, tiers.advanced):
        if revenue < target:
            return NextLevel(tier_score(Decimal(target), tiers), target - revenue)
    return None  # at the top


def next_growth(now: Decimal, base: Decimal, steps: Sequence[Decimal] = GROWTH_PERCENTS) -> NextLevel | None:
    """Baht to the next level of the growth scale, up to the satang that reaches it; None at the top."""
    for step in steps:
        needed = (base * (100 + step) / 100).quantize(SATANG, ROUND_CEILING)
        if now < needed:  # of a base of few satang one more may pass several steps
            return NextLevel(growth_score(needed, base, steps) or 0, needed - now)
    return None


def next_online(online: int, products: int, steps: Sequence[Decimal] = ONLINE_PERCENTS) -> NextLevel | None:
    """Products to the next step of the share, whole ones that reach it; None once the last step is reached."""
    for step in steps:
        needed = (Decimal(products) * step / 100).to_integral_value(ROUND_CEILING)
        if online < needed:  # of few products one more may pass several steps
            return NextLevel(1 + sum(needed * 100 >= products * passed for passed in steps), needed - online)
    return None


def weighted(points: Decimal | int, weight: Decimal) -> Decimal:
    """What an indicator adds to the total: its weight at the top score of 5, in proportion below; 2 decimals."""
    return (points * weight / TOP).quantize(SATANG, ROUND_HALF_UP)


def forecast(revenue: Decimal, months_reported: int, months: int) -> Decimal | None:
    """Run rate: the round's revenue at its end if every month were as the mean so far. None before the first."""
    if not months_reported:
        return None
    return (revenue * months / months_reported).quantize(Decimal("0.01"), ROUND_HALF_UP)
