"""แบบสรุปภาพรวมรายงานยอดจำหน่ายสินค้า OTOP (รายเดือน แยกตามการขายในประเทศและต่างประเทศ), offline and online."""

from __future__ import annotations

from reports.asking import LEVELS, Ask, Download
from reports.document import Column, Document, RowGroup
from reports.documents.parts import EMPTY, MARKETS, Columns, channels, numbered, summary
from reports.figures import figures

TITLE = ("แบบสรุปภาพรวมรายงานยอดจำหน่ายสินค้า OTOP", "(รายเดือน แยกตามการขายในประเทศและต่างประเทศ)")


def make(ask: Ask) -> Document:
    found = figures(ask.user, ask.period, "month", area=ask.area)
    rows = []
    for month in ask.period.months:
        f = found.get((month,))
        parts = (*f.amounts[:2], f.domestic, *f.amounts[2:], f.foreign, f.total) if f else EMPTY * 7
        rows.append((month.thai, *parts))
    columns: Columns = (
        Column("ที่", "ordinal", 10),
        Column("เดือน", "text", 38, own=True),
        *(channels(market, 29, summed=True) for market in MARKETS),
        Column("รวมทั้งสิ้น", "baht", 32, "total", True, tuple(MARKETS)),
    )
    return summary(ask, "รายเดือน–ช่องทาง", TITLE, columns, [RowGroup(numbered(rows))], total_label="รวม")


DOWNLOAD = Download("months-channels", "รายเดือน ในประเทศ/ต่างประเทศ ออฟไลน์/ออนไลน์", tuple(reversed(LEVELS)), make)
