"""แบบสรุปตลาดนัดคนไทยยิ้มได้: markets of a district, districts of a province, provinces of the nation."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import District
from core.thai import sort_key
from markets.models import Market
from markets.selectors import summary as sums
from markets.selectors.lines import income_lines
from reports.areas import districts, provinces
from reports.asking import LEVELS, Ask, Download
from reports.document import Cells, Column, ColumnGroup, Document, RowGroup
from reports.documents.parts import numbered, summary
from reports.figures import reported
from reports.frozen import in_force
from workflow.canonical import rows_of
from workflow.models import Kind, Submission

TITLE = ("แบบสรุปตลาดนัดคนไทยยิ้มได้",)


def make(ask: Ask) -> Document:
    seen = reported(ask.user, ask.period, ask.area, Kind.MARKETS)
    lines = income_lines()
    order = [line.slot - 1 for line in lines]
    rows = _rows(ask, seen, order)
    of_district = isinstance(ask.area, District)
    names = tuple(line.field for line in lines)
    columns = (
        Column("ที่", "ordinal", 8),
        Column("ตลาด" if of_district else "อำเภอ" if ask.area else "จังหวัด", "text", 50),
        Column("ตำบล", "text", 26) if of_district else Column("ตลาดที่รายงาน (แห่ง)", "count", 18, "markets", True),
        Column("วันที่จัด (วัน)", "count", 14, "days", True),
        ColumnGroup("ยอดจำหน่าย (บาท)", tuple(Column(line.name, "baht", 25, line.field, True) for line in lines)),
        Column("รวมทั้งสิ้น", "baht", 28, "total", True, names),
    )
    notes = (f"ตลาดที่รายงาน {sums.together(seen):,} แห่ง วันที่จัดนับเฉพาะตลาดที่ระบุ",)
    return summary(
        ask, "สรุปตลาดนัด", TITLE, columns, [RowGroup(numbered(rows))],
        total_label="รวมทั้งสิ้น", notes=notes, sheet="สรุปตลาดนัด", kind=Kind.MARKETS,
    )  # fmt: skip


def _rows(ask: Ask, seen: QuerySet[Submission], order: list[int]) -> list[Cells]:
    if isinstance(ask.area, District):
        return [(name, m.subdistrict.name, s.days, *_amounts(s, order)) for name, m, s in _markets(seen)]
    if ask.area:
        by_district = sums.by_district(seen)
        return [(d.name, *_figures(by_district.get(d.pk), order)) for d in districts(ask.user, ask.area)]
    by_province = sums.by_province(seen)
    return [(p.name, *_figures(by_province.get(p.pk), order)) for p in provinces(ask.user)]


def _markets(seen: QuerySet[Submission]) -> list[tuple[str, Market, sums.MarketSums]]:
    """In Thai order, each as the newest month calls it that is confirmed or locked; else as it is called now."""
    frozen = in_force(seen).order_by("submission__month")
    names = {row.unit: row.label for revision in frozen for row in rows_of(revision)}  # markets', not people's
    found = [(names.get(market.code, market.name), market, figures) for market, figures in sums.by_market(seen)]
    return sorted(found, key=lambda one: (sort_key(one[0]), one[1].code))


def _figures(found: sums.MarketSums | None, order: list[int]) -> Cells:
    """Markets, days, amounts and their total; empty where nothing was reported."""
    return (found.markets, found.days, *_amounts(found, order)) if found else (None,) * (len(order) + 3)


def _amounts(found: sums.MarketSums, order: list[int]) -> Cells:
    return (*(found.amounts[at] for at in order), sum(found.amounts))


DOWNLOAD = Download("market-summary", "แบบสรุปตลาดนัดคนไทยยิ้มได้", tuple(LEVELS), make)
