"""Reads of indicators and of a province's target sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import District, Province, User
from core import audit
from core.models import AuditEntry
from targets import periods
from targets.apportionment import Base, Tiers, is_over, subtract
from targets.models import Indicator, IndicatorKind, Measured, Target, TargetSet
from targets.selectors.bases import BaseTable, Figure, base_table, frozen_table

TRAIL_LENGTH = 20
BY_HAND = ("targets.adjusted", "targets.rebalanced")  # acts that change figures of a set that is computed


def indicators(user: User) -> QuerySet[Any]:
    """The current version of each, newest year first."""
    found = Indicator.objects.visible_to(user).current().select_related("created_by")
    return found.order_by("-year", "period", "kind")


def retired(user: User) -> QuerySet[Any]:
    """The last version of each that no current one follows, newest year first."""
    seen = Indicator.objects.visible_to(user)
    later = Indicator.objects.filter(series=OuterRef("series"), version__gt=OuterRef("version"))
    return seen.filter(~Exists(later), superseded_at__isnull=False).order_by("-year", "period", "kind")


def versions(user: User, indicator: Indicator) -> QuerySet[Any]:
    """All versions of one indicator, newest first."""
    found = Indicator.objects.visible_to(user).filter(series=indicator.series)
    return found.select_related("created_by").order_by("-version")


def tier_indicator(user: User, year: int, period: str) -> Indicator | None:
    """The current indicator by which districts get three tiers."""
    found = Indicator.objects.visible_to(user).current().filter(kind=IndicatorKind.TIER, measured=Measured.DISTRICT)
    return found.filter(year=year, period=period).first()


def set_periods(user: User, province: Province, year: int) -> list[str]:
    """The year and its rounds; quarters where the department has a tier indicator or the province has targets."""
    found = Indicator.objects.visible_to(user).current().filter(kind=IndicatorKind.TIER, year=year)
    made = TargetSet.objects.visible_to(user).filter(province=province, year=year)
    some = {*found.values_list("period", flat=True), *made.values_list("period", flat=True)}
    return [code for code in periods.LABELS if code in periods.ROUNDS or code in some]


@dataclass(frozen=True)
class Difference:
    """What a column of districts lacks (below 0) or exceeds (above 0) against the province's figure, baht."""

    basic: int
    standard: int
    advanced: int

    @property
    def is_nothing(self) -> bool:
        return not (self.basic or self.standard or self.advanced)


@dataclass(frozen=True)
class SetRow:
    """`over`: round 1 is more than the year, so that nothing is left of it for round 2."""

    district: Any
    figures: list[Figure]
    target: Target | None
    over: bool = False


@dataclass(frozen=True)
class SetPage:
    """A province's set of one period as its office works on it.

    `table` are the base years as they are known now, for a draft that may be computed anew; beside published targets
    those that made them. `bases_moved`: what is known now is not what made the targets. `parts` of a round 2 are the
    year's and round 1's targets by district code, where both are computed.
    """

    province: Province
    year: int
    period: str
    indicator: Indicator | None
    target_set: TargetSet | None
    table: BaseTable | None
    targets: dict[int, Target]
    trail: list[AuditEntry] = field(default_factory=list)
    bases_moved: bool = False
    parts: Parts | None = None

    @property
    def title(self) -> str:
        return periods.title(self.year, self.period)

    @property
    def rows(self) -> list[SetRow]:
        if not self.table:
            return []
        return [
            SetRow(d, self.table.of(d), self.targets.get(d.pk), bool(self.parts and self.parts.over(d.code)))
            for d in self.table.districts
        ]

    @property
    def parts_moved(self) -> bool:
        """Whether the year or round 1 is another one since round 2 was computed as the rest of them."""
        of = self.target_set
        if not (of and self.parts):
            return False
        rows = {row.district.code: row for row in self.targets.values()}
        if any(row.adjusted for row in rows.values()):
            return self.parts.changed_at > of.computed_at
        bases = frozen_table(rows.values(), [row.district for row in rows.values()]).bases
        return self.parts.left(bases, of.tiers) != {code: row.tiers for code, row in rows.items()}

    @property
    def sums(self) -> Target | None:
        """Each column's sum, as a row that is not saved."""
        rows = self.targets.values()
        tiers = {tier: sum(getattr(row, tier) for row in rows) for tier in ("basic", "standard", "advanced")}
        return Target(**tiers) if self.targets else None

    @property
    def difference(self) -> Difference | None:
        if not (self.sums and self.target_set):
            return None
        of = self.target_set
        return Difference(
            self.sums.basic - of.basic, self.sums.standard - of.standard, self.sums.advanced - of.advanced
        )

    @property
    def newer_indicator(self) -> bool:
        """Whether the department has made a new version since the set was computed."""
        return bool(self.target_set and self.indicator and self.target_set.indicator_id != self.indicator.pk)


@dataclass(frozen=True)
class Parts:
    """What round 2 is the rest of: the year's targets and round 1's by district code."""

    annual: dict[str, Tiers]
    round1: dict[str, Tiers]
    changed_at: datetime  # when last a figure of either did

    def over(self, code: str) -> bool:
        year, first = self.annual.get(code), self.round1.get(code)
        return bool(year and first and is_over(first, year))

    def left(self, bases: Mapping[str, Base], province: Tiers) -> dict[str, Tiers] | None:
        """Round 2 as it would come out now; None where it cannot."""
        try:
            return subtract(self.annual, self.round1, bases, province.basic, province.advanced)
        except ValueError:  # NotApportionable, or districts that only one of the two has
            return None


def parts_of(user: User, province: Province, year: int) -> Parts | None:
    """None until the year and round 1 are both computed."""
    wanted = TargetSet.objects.visible_to(user).filter(province=province, year=year)
    found = {made.period: made for made in wanted.prefetch_related("targets__district")}
    if not {periods.ANNUAL, periods.ROUND1} <= found.keys():
        return None
    annual, first = found[periods.ANNUAL], found[periods.ROUND1]
    by_hand = audit.trail_of_all(TargetSet, [annual.pk, first.pk]).filter(action__in=BY_HAND)
    moments = [annual.computed_at, first.computed_at, *by_hand.values_list("at", flat=True)[:1]]
    return Parts(_by_code(annual), _by_code(first), max(moments))


def _by_code(of: TargetSet) -> dict[str, Tiers]:
    return {row.district.code: row.tiers for row in of.targets.all()}


def target_set(user: User, province: Province, year: int, period: str) -> TargetSet | None:
    found = TargetSet.objects.visible_to(user).filter(province=province, year=year, period=period)
    return found.select_related("indicator", "province", "published_by").first()


def set_page(user: User, province: Province, year: int, period: str) -> SetPage:
    """The caller has checked that `user` may look into the province."""
    indicator = tier_indicator(user, year, period)
    found = target_set(user, province, year, period)
    by_district = {row.district_id: row for row in found.targets.select_related("district")} if found else {}
    live = base_table(province, indicator) if indicator else None
    frozen = frozen_table(by_district.values(), _districts(province, live)) if found else None
    shown = frozen if found and (found.is_published or not live) else live
    moved = bool(live and frozen and live.differs(frozen))
    trail = list(audit.trail_of_all(TargetSet, [found.pk])[:TRAIL_LENGTH]) if found else []
    parts = parts_of(user, province, year) if period == periods.ROUND2 else None
    return SetPage(province, year, period, indicator, found, shown, by_district, trail, moved, parts)


def _districts(province: Province, table: BaseTable | None) -> list[District]:
    return table.districts if table else list(District.objects.filter(province=province).in_thai_order())
