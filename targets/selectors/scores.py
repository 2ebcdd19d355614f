"""Live scores: locked revenue of a period so far against the published targets. Constant queries, whoever asks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count

from accounts.models import District, Province, User
from core import clock
from core.month import Month
from targets import periods, scoring
from targets.apportionment import Tiers
from targets.models import Target, TargetSet
from targets.selectors.earned import earned
from workflow.models import Kind, Submission

NOT_PUBLISHED = "ยังไม่ประกาศเป้าหมาย"
NO_HISTORY = "ไม่มีปีฐาน ยังไม่มีเป้าหมายให้เทียบ"
LEVELS = {0: scoring.BELOW_BASIC, 1: "ระดับ 1", 2: "ระดับ 2", 3: "ระดับ 3", 4: "ระดับ 4", 5: "ระดับ 5"}


def words_of(score: int | None, *, is_published: bool) -> str:
    """A score in words; without one, why: no target is published, or it is that of a district without history."""
    if score is not None:
        return LEVELS[score]
    return NO_HISTORY if is_published else NOT_PUBLISHED


@dataclass(frozen=True)
class Revenue:
    """Baht of a period so far: `locked` counts for scores, `drafts` is what is not yet locked and is seen."""

    locked: Decimal = Decimal(0)
    drafts: Decimal = Decimal(0)
    months: dict[Month, int] = field(default_factory=dict)  # how many districts have locked each
    by_month: dict[Month, Decimal] = field(default_factory=dict)  # of what is locked

    @property
    def reports(self) -> int:
        """Months of districts locked."""
        return sum(self.months.values())


@dataclass(frozen=True)
class Score:
    """One area's standing. Without targets nothing is scored."""

    area: Any
    months: list[Month]
    revenue: Revenue
    tiers: Tiers | None
    target: Target | None = None
    target_set: TargetSet | None = None
    districts: int = 1

    @property
    def score(self) -> int | None:
        return scoring.tier_score(self.revenue.locked, self.tiers) if self.tiers else None

    @property
    def words(self) -> str:
        return words_of(self.score, is_published=self.target is not None)

    @property
    def next(self) -> scoring.NextLevel | None:
        return scoring.next_tier(self.revenue.locked, self.tiers) if self.tiers else None

    @property
    def forecast(self) -> Decimal | None:
        """The run rate of the locked months of districts, to the end of the period."""
        return scoring.forecast(self.revenue.locked, self.revenue.reports, len(self.months) * self.districts)

    @property
    def forecast_words(self) -> str:
        if self.tiers is None or self.forecast is None:
            return ""
        return LEVELS[scoring.tier_score(self.forecast, self.tiers)]

    @property
    def months_locked(self) -> int:
        """Months that every district has locked."""
        return sum(count >= self.districts for count in self.revenue.months.values())

    @property
    def months_left(self) -> int:
        return len(self.months) - self.months_locked

    @property
    def with_drafts(self) -> Decimal:
        return self.revenue.locked + self.revenue.drafts

    @property
    def words_with_drafts(self) -> str:
        return LEVELS[scoring.tier_score(self.with_drafts, self.tiers)] if self.tiers else ""

    @property
    def bar(self) -> int:
        """Whole per cent of the advanced target, at most 100."""
        if not self.tiers or not self.tiers.advanced:
            return 100 if self.tiers else 0
        return min(100, int(self.revenue.locked * 100 // self.tiers.advanced))


@dataclass(frozen=True)
class ScorePage:
    year: int
    period: str
    rows: list[Score]
    whole: Score | None = None  # the province above its districts
    offered: list[tuple[int, str, str]] = field(default_factory=list)  # (year, period, label) with targets

    @property
    def title(self) -> str:
        return periods.title(self.year, self.period)

    @property
    def slug(self) -> str:
        """The period as addresses of documents name it."""
        return periods.slug(self.year, self.period)

    @property
    def scored(self) -> list[Score]:
        return [row for row in self.rows if row.tiers]

    @property
    def has_drafts(self) -> bool:
        return any(row.revenue.drafts for row in self.rows)


def present() -> tuple[int, str]:
    """The budget year and round that today is in."""
    month = Month.of(clock.today())
    return month.budget_year.number, periods.round_of(month)


def offered(user: User, province: Province | None = None) -> list[tuple[int, str, str]]:
    """Periods for which the user may see targets, newest first."""
    sets = TargetSet.objects.visible_to(user)
    if province:
        sets = sets.filter(province=province)
    found = set(sets.values_list("year", "period").distinct())
    ordered = sorted(found, key=lambda at: (-at[0], list(periods.LABELS).index(at[1])))
    return [(year, period, f"{periods.LABELS[period]} {year}") for year, period in ordered]


def revenues(user: User, months: list[Month], by: str, **where: Any) -> dict[int, Revenue]:
    """Revenue by area id; `by` is the path from a submission to the area. At most two queries."""
    submissions = Submission.objects.figures_visible_to(user).filter(kind=Kind.SALES, month__in=months, **where)
    found = earned(user, submissions, by, "month")
    locked: dict[int, dict[Month, Decimal]] = defaultdict(dict)
    drafts: dict[int, Decimal] = defaultdict(Decimal)
    reported: dict[int, dict[Month, int]] = defaultdict(dict)
    for (area, month), count in found.reports.items():
        reported[area][month], locked[area][month] = count, found.locked[area, month]
    for (area, _), total in found.drafts.items():
        drafts[area] += total
    return {
        area: Revenue(sum(locked[area].values(), Decimal(0)), drafts[area], reported[area], locked[area])
        for area in {*locked, *drafts, *reported}
    }


def province_scores(user: User, province: Province, year: int, period: str) -> ScorePage:
    """Every district of a province that the user may see, and the province as a whole."""
    months = periods.months_of(year, period)
    seen = revenues(user, months, "district_id", district__province=province)
    found = TargetSet.objects.visible_to(user).filter(province=province, year=year, period=period)
    target_set = found.select_related("indicator").first()
    targets = Target.objects.visible_to(user).filter(target_set=target_set) if target_set else []
    by_district = {target.district_id: target for target in targets}
    districts = District.objects.visible_to(user).filter(province=province).in_thai_order()
    rows = [_district(d, months, seen, by_district.get(d.pk), target_set) for d in districts]
    tiers = target_set.tiers if target_set else None
    whole = Score(province, months, together(row.revenue for row in rows), tiers, None, target_set, len(rows))
    return ScorePage(year, period, rows, whole, offered(user, province))


def _district(
    district: District,
    months: list[Month],
    seen: dict[int, Revenue],
    target: Target | None,
    target_set: TargetSet | None,
) -> Score:
    tiers = target.tiers if target and target.tiers.are_set else None
    return Score(district, months, seen.get(district.pk, Revenue()), tiers, target, target_set)


def together(revenues: Iterable[Revenue]) -> Revenue:
    """The revenue of several districts as one; months count the districts that have locked them."""
    parts = list(revenues)
    months: Counter[Month] = Counter()
    for part in parts:
        months.update(part.months)
    locked = sum((part.locked for part in parts), Decimal(0))
    return Revenue(locked, sum((part.drafts for part in parts), Decimal(0)), dict(months))


def national_scores(user: User, year: int, period: str) -> ScorePage:
    """Every reporting province against its own published figures; locked months only."""
    months = periods.months_of(year, period)
    seen = revenues(user, months, "district__province_id", district__province__reports=True)
    sets = TargetSet.objects.visible_to(user).filter(year=year, period=period).select_related("indicator")
    by_province = {row.province_id: row for row in sets}
    provinces = (
        Province.objects.visible_to(user)
        .filter(reports=True)
        .annotate(district_count=Count("districts"))
        .in_thai_order()
    )
    rows = [_province(p, months, seen, by_province.get(p.pk)) for p in provinces]
    return ScorePage(year, period, rows, None, offered(user))


def _province(province: Any, months: list[Month], seen: dict[int, Revenue], target_set: TargetSet | None) -> Score:
    tiers = target_set.tiers if target_set else None
    return Score(province, months, seen.get(province.pk, Revenue()), tiers, None, target_set, province.district_count)
