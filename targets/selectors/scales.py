"""Standings on the growth scale, the online share and the grades: live, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from accounts.models import District, Province, User
from core import audit
from core.models import AuditEntry
from core.month import Month
from sales.models import SalesTotal
from targets import periods
from targets.models import Indicator, IndicatorKind, Measured, ScaleClosing, ScaleInput
from targets.selectors.bases import Figure, base_figures
from targets.selectors.counted import counts_of
from targets.selectors.facts import Counted, Facts, sum_facts
from targets.selectors.scores import Revenue, revenues
from targets.selectors.standings import STANDINGS, Standing
from workflow.models import Kind, State, Submission

KINDS = tuple(STANDINGS)
COUNTED: dict[str, tuple[str, ...]] = {  # fields of ScaleInput by the kind of indicator that is counted from them
    IndicatorKind.ONLINE: ("online", "online_reason", "survey", "products", "products_reason"),
    IndicatorKind.GRADE: ("interested", "shop"),
}
READ_FOR_TRAIL = 200


@dataclass(frozen=True)
class ScalePage:
    """One indicator for the areas that a person sees. `whole`: the province above its districts."""

    indicator: Indicator
    rows: list[Standing]
    whole: Standing | None = None
    closing: ScaleClosing | None = None

    @property
    def year(self) -> int:
        return self.indicator.year

    @property
    def period(self) -> str:
        return self.indicator.period

    @property
    def kind(self) -> str:
        return self.indicator.kind

    @property
    def title(self) -> str:
        return self.indicator.title

    @property
    def slug(self) -> str:
        """The period as addresses of documents name it."""
        return periods.slug(self.year, self.period)

    @property
    def round_number(self) -> int | None:
        return periods.round_number(self.period)

    @property
    def by_report(self) -> bool:
        """Whether districts' online reports say what counts."""
        return self.kind == IndicatorKind.ONLINE and self.round_number is not None

    @property
    def table_code(self) -> str:
        """The document of its target columns."""
        return f"{self.kind}-table"

    @property
    def has_drafts(self) -> bool:
        return any(row.facts.revenue.drafts for row in self.rows)


def current_indicators(user: User, year: int, period: str, measured: str) -> list[Indicator]:
    """One of each kind: the one for those measured, else the other's, in the order of the kinds."""
    found = Indicator.objects.visible_to(user).current().filter(year=year, period=period)
    by_kind: dict[str, Indicator] = {}
    for indicator in found:
        if indicator.kind not in by_kind or indicator.measured == measured:
            by_kind[indicator.kind] = indicator
    return [by_kind[kind] for kind in IndicatorKind.values if kind in by_kind]


def scale_indicator(user: User, year: int, period: str, kind: str) -> Indicator | None:
    """The current one of this kind: the department looks at provinces, everyone else at districts."""
    measured = Measured.PROVINCE if user.is_national else Measured.DISTRICT
    return next((i for i in current_indicators(user, year, period, measured) if i.kind == kind), None)


def province_page(user: User, province: Province, indicator: Indicator) -> ScalePage:
    """The districts of a province that the user may see; its own row for whoever sees all of them."""
    districts = list(District.objects.visible_to(user).filter(province=province).in_thai_order())
    facts = facts_of(user, indicator, districts, district__province=province)
    make = STANDINGS[indicator.kind]
    rows = [make(district, indicator, facts[district.pk]) for district in districts]
    whole = None if user.is_district else make(province, indicator, sum_facts([facts[d.pk] for d in districts]))
    return ScalePage(indicator, rows, whole, closing_of(user, province, indicator.year, indicator.period))


def national_page(user: User, indicator: Indicator) -> ScalePage:
    """Every reporting province, from its own totals; locked and closed figures only."""
    provinces = Province.objects.visible_to(user).filter(reports=True).in_thai_order()
    districts = list(District.objects.visible_to(user).filter(province__reports=True))
    facts = facts_of(user, indicator, districts, district__province__reports=True)
    grouped: dict[int, list[Facts]] = defaultdict(list)
    for district in districts:
        grouped[district.province_id].append(facts[district.pk])
    make = STANDINGS[indicator.kind]
    return ScalePage(indicator, [make(p, indicator, sum_facts(grouped[p.pk])) for p in provinces])


def stored_inputs(user: User, indicator: Indicator, districts: Iterable[District]) -> dict[int, ScaleInput]:
    """What was typed for an indicator's own period, by district id."""
    found = ScaleInput.objects.visible_to(user).filter(year=indicator.year, period=indicator.period)
    return {row.district_id: row for row in found.filter(district__in=list(districts))}


def inputs_trail(user: User, indicator: Indicator, province: Province, districts: list[District]) -> list[AuditEntry]:
    """Who changed what an indicator is counted from, newest first: of its own counts and base year, not another's."""
    counts = {ScaleInput.label_of(name) for name in COUNTED.get(indicator.kind, ())}
    rows = stored_inputs(user, indicator, districts).values()
    typed = audit.trail_of_all(ScaleInput, [row.pk for row in rows])[:READ_FOR_TRAIL] if counts else []
    found = [entry for entry in typed if counts & set(entry.details.get("changes", ()))]
    if indicator.base_years and user.is_province:
        found += audit.trail(province).filter(action="base.saved", details__period=indicator.period)[:READ_FOR_TRAIL]
    return sorted(found, key=lambda entry: (entry.at, entry.pk), reverse=True)


def closing_of(user: User, province: Province, year: int, period: str) -> ScaleClosing | None:
    found = ScaleClosing.objects.visible_to(user).filter(province=province, year=year, period=period)
    return found.select_related("closed_by").first()


def facts_of(user: User, indicator: Indicator, districts: list[District], **where: Any) -> dict[int, Facts]:
    """By district id. `where` names the same districts by their path from a submission: district__province=…"""
    year, period = indicator.year, indicator.period
    seen = revenues(user, periods.months_of(year, period), "district_id", **where)
    closings = closings_of(user, year, period)
    open_ones = {d.pk for d in districts if d.province_id not in closings} if user.is_national else set()
    bases = _bases(indicator, where, open_ones)
    same = _same_months(user, indicator, where) if indicator.kind == IndicatorKind.GROWTH else {}
    counted = {} if indicator.kind == IndicatorKind.GROWTH else counts_of(user, year, period, districts, closings)
    return {
        d.pk: _facts(
            seen.get(d.pk, Revenue()),
            bases.get(d.pk, Figure(None)),
            counted.get(d.pk, Counted()),
            same_now=same.get(d.pk, (None, None))[0],
            same_base=same.get(d.pk, (None, None))[1],
            withheld=d.pk in open_ones,
        )
        for d in districts
    }


def closings_of(user: User, year: int, period: str) -> dict[int, ScaleClosing]:
    """Of a period, by province id."""
    found = ScaleClosing.objects.visible_to(user).filter(year=year, period=period)
    return {closing.province_id: closing for closing in found}


def _bases(indicator: Indicator, where: dict[str, Any], withheld: set[int]) -> dict[int, Figure]:
    """Of the base year, by district: from its own locked months, or typed."""
    if not indicator.base_years:
        return {}
    found = base_figures([int(indicator.base_years[-1])], indicator.period, **where)
    figures = {district: figure for (district, _), figure in found.items()}
    return {pk: figure for pk, figure in figures.items() if figure.is_computed or pk not in withheld}


def _same_months(user: User, indicator: Indicator, where: dict[str, Any]) -> dict[int, tuple[Decimal, Decimal]]:
    """(now, base year) of the months that both years have locked, by district."""
    now = periods.months_of(indicator.year, indicator.period)
    before = periods.months_of(int(indicator.base_years[-1]), indicator.period)
    locked = Submission.objects.figures_visible_to(user).filter(
        kind=Kind.SALES, state=State.LOCKED, month__in=[*now, *before], **where
    )
    totals = SalesTotal.objects.filter(submission__in=locked).values_list(
        "submission__district_id", "submission__month"
    )
    by_month: dict[int, dict[Month, Decimal]] = defaultdict(dict)
    for district, month, total in totals.annotate(Sum("total")).order_by():
        by_month[district][month] = total
    found = {}
    for district, sums in by_month.items():
        both = [(sums[a], sums[b]) for a, b in zip(now, before, strict=True) if a in sums and b in sums]
        if both:
            found[district] = (sum((a for a, _ in both), Decimal(0)), sum((b for _, b in both), Decimal(0)))
    return found


def _facts(revenue: Revenue, base: Figure, counted: Counted, **more: Any) -> Facts:
    return Facts(
        revenue=revenue,
        base=base,
        base_missing=int(base.amount is None),
        online_missing=int(counted.online is None),
        interested_missing=int(counted.interested is None),
        shop_missing=int(counted.shop is None),
        **asdict(counted),
        **more,
    )
