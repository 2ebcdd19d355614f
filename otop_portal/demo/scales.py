"""Growth, online share and grades in the demo: indicators of the present round and quarter, and districts' counts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import District
from core.month import Month
from otop_portal.demo.figures import CHACHOENGSAO
from otop_portal.demo.people import Cast
from otop_portal.demo.seeded import seeded
from targets import periods
from targets.models import Indicator, IndicatorKind, ScaleClosing, ScaleInput
from targets.selectors.counted import counts_of
from targets.services import indicators
from targets.services.scales import At, close, save_inputs

NAMES = {
    IndicatorKind.GROWTH: "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน OTOP ที่เพิ่มขึ้น",
    IndicatorKind.ONLINE: "การส่งเสริมผลิตภัณฑ์ OTOP ในตลาดออนไลน์",
    IndicatorKind.GRADE: "ภารกิจสำคัญรายไตรมาส โครงการ OTOP",
}
THRESHOLDS = {
    IndicatorKind.GROWTH: ["7", "8", "9", "10"],
    IndicatorKind.ONLINE: ["8", "9", "10", "11"],
    IndicatorKind.GRADE: ["25", "50", "75", "100"],
}
CONDITIONS: dict[str, dict[str, Any]] = {
    IndicatorKind.GROWTH: {"first": "6"},
    IndicatorKind.ONLINE: {"first": "7", "needs_survey": True},
    IndicatorKind.GRADE: {"new_products": 1, "revenue_percent": "2", "points": ["5", "4", "3", "2"]},
}
WEIGHT = Decimal(10)


@transaction.atomic
def ensure_scales(month: Month, districts: list[District], cast: Cast) -> int:
    """Indicators and counts where there are none; a round that its province closed stays as it is.

    Returns how many districts' counts were made.
    """
    year, quarter = month.budget_year.number, f"q{month.quarter}"
    at = {IndicatorKind.GROWTH: periods.round_of(month), IndicatorKind.ONLINE: periods.round_of(month)}
    for kind in NAMES:
        _indicator(kind, year, at.get(kind, quarter), cast)
    made = 0
    for province_id, office in cast.provinces.items():
        own = [d for d in districts if d.province_id == province_id]
        if own:
            this_round = At(own[0].province, year, periods.round_of(month))
            counted = _online(this_round, own, office)
            if counted and this_round.province.code != CHACHOENGSAO:
                close(this_round, actor=office)
            made += counted + _grades(At(own[0].province, year, quarter), own, office)
    return made


def _indicator(kind: str, year: int, period: str, cast: Cast) -> None:
    if Indicator.objects.current().filter(kind=kind, measured="district", year=year, period=period).exists():
        return
    indicators.create_indicator(
        actor=cast.admin,
        kind=kind,
        name=NAMES[IndicatorKind(kind)],
        year=year,
        period=period,
        base_years=[] if kind == IndicatorKind.ONLINE else [year - 1],
        thresholds=THRESHOLDS[IndicatorKind(kind)],
        conditions=CONDITIONS[kind],
        weight=WEIGHT,
        measured="district",
    )


def _missing(at: At, districts: list[District]) -> list[District]:
    """Districts without counts; none where the province has closed. The last in Thai order is left unfilled."""
    if ScaleClosing.objects.filter(**at.key).exists():
        return []
    there = set(ScaleInput.objects.filter(year=at.year, period=at.period).values_list("district_id", flat=True))
    return [d for d in sorted(districts, key=lambda d: d.sort_key)[:-1] if d.pk not in there]


def _online(at: At, districts: list[District], office: Any) -> int:
    """The online reports count; one district's stands corrected by its province."""
    missing = _missing(at, districts)
    if len(missing) < len(districts) - 1:
        return 0
    counted = counts_of(office, at.year, at.period, missing, {})
    known = [district for district in missing if counted[district.pk].report_online]
    rows = {
        district: {
            "online": (counted[district.pk].report_online or 0) + 1,
            "survey": False,
            "online_reason": "เพิ่มหนึ่งรายการที่แจ้งทางหนังสือหลังรายงาน",
        }
        for district in known[-1:]
    }
    return save_inputs(at, rows, actor=office) if rows else 0


def _grades(at: At, districts: list[District], office: Any) -> int:
    chance = seeded("grades", at.province.code)
    rows = {}
    for district in _missing(at, districts):
        interested = chance.randint(12, 60)
        rows[district] = {"interested": interested, "shop": interested * chance.randint(20, 110) // 100}
    return save_inputs(at, rows, actor=office) if rows else 0
