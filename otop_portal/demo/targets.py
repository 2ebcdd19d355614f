"""Targets in the demo: the letter's of round 1 of 2567, and for the present rounds those of the demo's own history."""

from __future__ import annotations

import csv
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import District, Province
from core.month import BudgetYear, Month
from otop_portal.demo.figures import CHACHOENGSAO, FIXTURES, LETTER_YEAR
from otop_portal.demo.people import Cast
from targets import periods, scoring
from targets.models import Indicator, IndicatorKind, SetState, Target, TargetSet
from targets.selectors.bases import base_table
from targets.services import indicators, sets

NAME = "รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)"
BASE_YEARS_BACK = (3, 2, 1)
WEIGHT = Decimal(10)
GROWTH = Decimal("1.10")  # the demo has one whole base year: the province's advanced target is that and a tenth


@transaction.atomic
def ensure_targets(month: Month, cast: Cast, now: datetime) -> int:
    """Indicators and published targets where there are none. Returns how many sets were made."""
    province = Province.objects.get(code=CHACHOENGSAO)
    made = _letter(province, cast, now)
    wanted = {(month.budget_year.number, periods.round_of(month)), (month.budget_year.number, periods.ANNUAL)}
    return made + sum(_present(province, year, period, cast) for year, period in sorted(wanted))


def _indicator(year: int, period: str, cast: Cast) -> Indicator:
    same = Indicator.objects.current().filter(kind=IndicatorKind.TIER, measured="district", year=year, period=period)
    return same.first() or indicators.create_indicator(
        actor=cast.admin,
        kind=IndicatorKind.TIER,
        name=NAME,
        year=year,
        period=period,
        base_years=[year - back for back in BASE_YEARS_BACK],
        thresholds=[],
        weight=WEIGHT,
        measured="district",
    )


def _exists(province: Province, year: int, period: str) -> bool:
    return TargetSet.objects.filter(province=province, year=year, period=period).exists()


def _letter(province: Province, cast: Cast, now: datetime) -> int:
    """Basic, standard and advanced as the letter of 13 March 2567 states them; it names no base years."""
    year, period = LETTER_YEAR.number, periods.ROUND1
    if _exists(province, year, period):
        return 0
    stated = _stated()
    target_set = TargetSet.objects.create(
        province=province,
        indicator=_indicator(year, period, cast),
        year=year,
        period=period,
        basic=sum(row[0] for row in stated.values()),
        advanced=sum(row[2] for row in stated.values()),
        figures_given=True,
        status=SetState.PUBLISHED,
        computed_at=now,
        published_at=now,
        published_by=cast.provinces[province.pk],
    )
    districts = District.objects.filter(province=province, name__in=stated)
    rows = [(d, *stated[d.name]) for d in districts]
    Target.objects.bulk_create(
        Target(target_set=target_set, district=d, basic=basic, standard=standard, advanced=advanced)
        for d, basic, standard, advanced in rows
    )
    return 1


def _stated() -> dict[str, tuple[int, int, int]]:
    with (FIXTURES / "chachoengsao-2567-round1-results.csv").open(encoding="utf-8") as file:
        return {
            row["district"]: (int(row["basic"]), int(row["standard"]), int(row["advanced"]))
            for row in csv.DictReader(file)
        }


def _present(province: Province, year: int, period: str, cast: Cast) -> int:
    """Computed from the locked months of the demo itself; nothing where no base year is complete."""
    office = cast.provinces[province.pk]
    if BudgetYear(year) <= LETTER_YEAR or _exists(province, year, period):
        return 0
    indicator = _indicator(year, period, cast)
    known = [total for total in base_table(province, indicator).totals if total is not None]
    if not known:
        return 0
    given = (scoring.whole(known[-1]), scoring.whole(known[-1] * GROWTH))
    sets.publish(sets.compute(province, indicator, actor=office, given=given), actor=office)
    return 1
