"""แบบสรุปภาพรวมรายงานยอดจำหน่ายสินค้า OTOP (จังหวัด): districts locked, producers, four channels, share."""

from __future__ import annotations

from reports.areas import provinces
from reports.asking import NATION, Ask, Download
from reports.document import Column, Document, RowGroup
from reports.documents.parts import EMPTY, amount_columns, amounts, numbered, share, summary
from reports.figures import figures, together

TITLE = ("แบบสรุปภาพรวมรายงานยอดจำหน่ายสินค้า OTOP", "(จังหวัด)")


def make(ask: Ask) -> Document:
    found = figures(ask.user, ask.period, "province", counted=True)
    by_district = figures(ask.user, ask.period, "province", "district")
    whole = together(found.values())
    rows = []
    for province in provinces(ask.user):
        figure = found.get((province.pk,))
        reported = sum(1 for of, _ in by_district if of == province.pk)
        part = share(figure.total, whole.total) if figure else None
        counted = (province.district_count, reported, figure.count if figure else None)
        rows.append((province.name, *counted, *amounts(figure), part))
    columns = (
        Column("ที่", "ordinal", 8),
        Column("จังหวัด", "text", 36),
        Column("อำเภอทั้งหมด", "count", 14, "districts", True),
        Column("อำเภอที่ล็อกแล้ว", "count", 14, "reported", True),
        Column("ผู้ผลิต (ราย)", "count", 16),
        *amount_columns(25),
        Column("ร้อยละ", "percent", 14),
    )
    total = (*EMPTY * 4, whole.count, *EMPTY * 5, share(whole.total, whole.total))
    return summary(
        ask, "ภาพรวมรายจังหวัด", TITLE, columns, [RowGroup(numbered(rows))], total_label="รวมทั้งประเทศ", total=total
    )


DOWNLOAD = Download("overview", "ภาพรวมยอดจำหน่าย รายจังหวัด", (NATION,), make)
