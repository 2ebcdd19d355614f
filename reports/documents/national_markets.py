"""แบบรายงานเปรียบเทียบยอดจำหน่ายในประเทศและต่างประเทศ (รายจังหวัด)."""

from __future__ import annotations

from reports.areas import provinces
from reports.asking import NATION, Ask, Download
from reports.document import Cells, Column, ColumnGroup, Document, RowGroup
from reports.documents.parts import EMPTY, MARKETS, Columns, numbered, share, summary
from reports.figures import Figure, figures, together

TITLE = ("แบบรายงานเปรียบเทียบยอดจำหน่าย", "ในประเทศและต่างประเทศ (รายจังหวัด)")


def make(ask: Ask) -> Document:
    found = figures(ask.user, ask.period, "province")
    rows = [(province.name, *_cells(found.get((province.pk,)))) for province in provinces(ask.user)]
    columns: Columns = (
        Column("ที่", "ordinal", 10),
        Column("จังหวัด", "text", 50),
        *(_market(head, key) for key, head in MARKETS.items()),
        Column("รวมทั้งสิ้น (บาท)", "baht", 38, "total", True, tuple(MARKETS)),
    )
    whole = together(found.values()) if found else None
    return summary(
        ask, "ในประเทศ–ต่างประเทศ", TITLE, columns, [RowGroup(numbered(rows))],
        total_label="รวมทั้งประเทศ", total=(None, None, *_cells(whole)),
    )  # fmt: skip


def _market(head: str, key: str) -> ColumnGroup:
    return ColumnGroup(head, (Column("บาท", "baht", 36, key, True), Column("ร้อยละ", "percent", 18)))


def _cells(figure: Figure | None) -> Cells:
    """Each market with its share of the row, then both together."""
    if figure is None:
        return EMPTY * 5
    domestic, foreign, total = figure.domestic, figure.foreign, figure.total
    return (domestic, share(domestic, total), foreign, share(foreign, total), total)


DOWNLOAD = Download("domestic-foreign", "เปรียบเทียบในประเทศกับต่างประเทศ รายจังหวัด", (NATION,), make)
