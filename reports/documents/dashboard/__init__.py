"""The panels of ภาพรวม (a budget year) and รายเดือน (a month), each the document that its files are.

One reading (`Facts`) feeds the panel on the page; a file of a panel reads what that panel needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reports.asking import LEVELS, Ask, Download
from reports.dashboard.facts import Facts
from reports.document import Document
from reports.documents.dashboard import league, months, timeliness
from reports.documents.dashboard.panel import Maker, Panel
from workflow.models import Kind

ABOVE_DISTRICTS = ("nation", "province")
OTHER_KIND = "markets-"  # before the code, for market sales
EVERYWHERE = tuple(reversed(LEVELS))
YEAR: dict[str, Maker] = {
    "overview-cumulative": months.cumulative,
    "overview-league": league.league,
    "overview-channels": months.channels,
    "overview-categories": months.categories,
    "overview-online": months.online,
    "overview-completeness": timeliness.completeness,
}
MONTH: dict[str, Maker] = {
    "overview-areas": league.of_month,
    "overview-mix": months.mix,
    "overview-movers": league.movers(1, "เดือนก่อน"),
    "overview-movers-year": league.movers(12, "เดือนเดียวกันปีก่อน"),
    "overview-month-completeness": timeliness.completeness,
}
LABELS = {
    "overview-cumulative": "ภาพรวม ยอดสะสมเทียบเป้าหมาย",
    "overview-league": "ภาพรวม อันดับ",
    "overview-channels": "ภาพรวม รายเดือนตามช่องทาง",
    "overview-categories": "ภาพรวม รายเดือนตามประเภท",
    "overview-online": "ภาพรวม ขายออนไลน์",
    "overview-completeness": "ภาพรวม ความครบถ้วน",
    "overview-areas": "รายเดือน รายพื้นที่",
    "overview-mix": "รายเดือน ประเภทและช่องทาง",
    "overview-movers": "รายเดือน เพิ่มและลด เทียบเดือนก่อน",
    "overview-movers-year": "รายเดือน เพิ่มและลด เทียบปีก่อน",
    "overview-month-completeness": "รายเดือน ความครบถ้วน",
}
SALES_ALONE = ("overview-categories", "overview-online", "overview-mix")
OF_PARTS = ("overview-league", "overview-areas")


def panels(user: object, facts: Facts, makers: dict[str, Maker]) -> list[Panel]:
    """All panels of a page, from one reading."""
    ask = Ask(user, facts.area, facts.period, "arabic")
    fitting = {code: make for code, make in makers.items() if _fits(code, facts)}
    return [replace(make(ask, facts), code=_code(code, facts.kind)) for code, make in fitting.items()]


def _code(code: str, kind: str) -> str:
    """The code of the panel's file, which each kind has its own of."""
    return code if kind == Kind.SALES else OTHER_KIND + code


def _fits(code: str, facts: Facts) -> bool:
    if code in SALES_ALONE and facts.kind != Kind.SALES:
        return False
    return code not in OF_PARTS or not facts.is_one_district


def _label(code: str, kind: str) -> str:
    return LABELS[code] if kind == Kind.SALES else f"ตลาดนัด {LABELS[code]}"


def _document(make: Maker, kind: str) -> Callable[[Ask], Document]:
    return lambda ask: make(ask, Facts(ask.user, ask.area, ask.period, kind)).document


def _download(code: str, make: Maker, period: str, kind: str) -> Download:
    levels = ABOVE_DISTRICTS if code in OF_PARTS else EVERYWHERE
    return Download(
        _code(code, kind),
        _label(code, kind),
        levels,
        _document(make, kind),
        periods=frozenset({period}),
        reads_frozen=False,
    )


DOWNLOADS = tuple(
    _download(code, make, period, kind)
    for period, makers in (("year", YEAR), ("month", MONTH))
    for code, make in makers.items()
    for kind in Kind.values
    if kind == Kind.SALES or code not in SALES_ALONE
)
