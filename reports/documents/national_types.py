"""แบบสรุปรายงานยอดจำหน่ายสินค้า OTOP (รายจังหวัด) by producer type, as it was frozen with each month."""

from __future__ import annotations

from producers.models import ProducerType
from reports.areas import provinces
from reports.asking import NATION, Ask, Download
from reports.document import Cells, Column, ColumnGroup, Document, RowGroup
from reports.documents.parts import EMPTY, Columns, numbered, summary
from reports.documents.rt3 import TYPE_HEADS
from reports.figures import Figure, figures, together

TITLE = ("แบบสรุปรายงานยอดจำหน่ายสินค้า OTOP (รายจังหวัด)", "แยกตามประเภทผู้ผลิต ผู้ประกอบการ")


def make(ask: Ask) -> Document:
    found = figures(ask.user, ask.period, "province", "type", counted=True)
    rows = []
    for province in provinces(ask.user):
        of_province = [found.get((province.pk, type_)) for type_ in ProducerType]
        cells = _cells([figure or Figure() for figure in of_province]) if any(of_province) else EMPTY * 8
        rows.append((province.name, *cells))
    every = [together(f for (_, of), f in found.items() if of == type_) for type_ in ProducerType]
    columns: Columns = (
        Column("ที่", "ordinal", 8),
        Column("จังหวัด", "text", 38),
        *(_pair(head, type_.value) for type_, head in TYPE_HEADS.items()),
        ColumnGroup(
            "รวม",
            (Column("ราย", "count", 16), Column("บาท", "baht", 32, "total", True, tuple(ProducerType.values))),
        ),
    )
    total = (None, None, *_cells(every)) if found else None
    return summary(
        ask, "รายจังหวัด–ประเภทผู้ผลิต", TITLE, columns, [RowGroup(numbered(rows))],
        total_label="รวมทั้งประเทศ", total=total,
    )  # fmt: skip


def _pair(head: str, key: str) -> ColumnGroup:
    return ColumnGroup(head, (Column("ราย", "count", 16), Column("บาท", "baht", 29, key, True)))


def _cells(by_type: list[Figure]) -> Cells:
    """Producers and baht of each type, then of all."""
    whole = together(by_type)
    return (*(value for f in by_type for value in (f.count, f.total)), whole.count, whole.total)


DOWNLOAD = Download("province-types", "รายจังหวัด แยกตามประเภทผู้ผลิต", (NATION,), make)
