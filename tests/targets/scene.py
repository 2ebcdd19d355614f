"""What the tests of targets begin with: indicators of 2567, base years typed for the three districts."""

from __future__ import annotations

from decimal import Decimal

from targets import periods
from targets.models import Indicator, IndicatorKind
from targets.services import bases, imports, indicators, sets

BASES = {"2401": (100, 300), "2402": (200, 250), "2404": (50, 50)}  # thousands of baht, 2565 and 2566


def make_indicator(cast, period=periods.ROUND1, year=2567, kind=IndicatorKind.TIER, base_years=(2565, 2566)):
    return indicators.create_indicator(
        actor=cast.teera,
        kind=kind,
        name="รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน",
        year=year,
        period=period,
        base_years=list(base_years),
        thresholds=[],
        weight=Decimal(10),
        measured="district",
    )


def make_scale(cast, kind, period=periods.ROUND1, year=2567, base=2566, **conditions):
    """An indicator of a scale with the letters' thresholds."""
    return indicators.create_indicator(
        actor=cast.teera,
        kind=kind,
        name=f"ตัวชี้วัด {kind}",
        year=year,
        period=period,
        base_years=[] if kind == "online" else [base],
        thresholds=[],
        conditions=conditions,
        weight=Decimal(10),
        measured="district",
    )


def type_bases(cast, period=periods.ROUND1):
    districts = {d.code: d for d in (cast.mueang, cast.bangkhla, cast.bangpakong)}
    amounts = {
        (districts[code], year): Decimal(thousands * 1000)
        for code, pair in BASES.items()
        for year, thousands in zip((2565, 2566), pair, strict=True)
    }
    bases.save_bases(cast.chachoengsao, period, amounts, actor=cast.wichai)


def computed(cast, period=periods.ROUND1):
    """A draft of Chachoengsao's targets."""
    indicator = Indicator.objects.current().filter(period=period, kind=IndicatorKind.TIER).first() or make_indicator(
        cast, period
    )
    type_bases(cast, period)
    return sets.compute(cast.chachoengsao, indicator, actor=cast.wichai)


def published(cast, period=periods.ROUND1):
    return sets.publish(computed(cast, period), actor=cast.wichai)


TABLE = """ที่\tอำเภอ\t๒๕๖๕\t๒๕๖๖\tขั้นต้น\tขั้นมาตรฐาน\tขั้นสูง
๑\tเมืองฉะเชิงเทรา\t๑๐๐,๐๐๐\t๓๐๐,๐๐๐\t๑๐๐,๐๐๐\t๒๐๐,๐๐๐\t๓๐๐,๐๐๑
๒\tบางคล้า\t๒๐๐,๐๐๐\t๒๕๐,๐๐๐\t๒๐๐,๐๐๐\t๒๒๕,๐๐๐\t๒๕๐,๐๐๐
๓\tบางปะกง\t๕๐,๐๐๐\t๕๐,๐๐๐\t๕๐,๐๐๐\t๕๐,๐๐๐\t๕๐,๐๐๐
รวม\t\t๓๕๐,๐๐๐\t๖๐๐,๐๐๐\t๓๕๐,๐๐๐\t๔๗๕,๐๐๐\t๖๐๐,๐๐๐"""


def make_import(cast, text=TABLE, period=periods.ROUND1):
    """Chachoengsao's table, pasted: one cell is a baht off."""
    return imports.receive(cast.chachoengsao, 2567, period, actor=cast.wichai, file=None, name="ตารางที่วาง", text=text)
