"""รต.๔ of a province: its districts, with the producers that reported."""

from __future__ import annotations

from reports.areas import districts
from reports.asking import Ask, Download
from reports.document import Column, Document, RowGroup
from reports.documents.parts import EMPTY, OTOP, amount_columns, amounts, numbered, summary
from reports.figures import figures, together

TITLE = (f"แบบรายงานข้อมูลผลการจำหน่ายสินค้า{OTOP}", "รายอำเภอ")


def make(ask: Ask) -> Document:
    province = ask.province
    found = figures(ask.user, ask.period, "district", area=province, counted=True)
    rows = []
    for district in districts(ask.user, province):
        figure = found.get((district.pk,))
        rows.append((f"อำเภอ{district.name}", figure.count if figure else None, *amounts(figure)))
    columns = (
        Column("ที่", "ordinal", 10),
        Column("อำเภอ", "text", 60),
        Column("ผู้ผลิต (ราย)", "count", 22),
        *amount_columns(30),
    )
    whole = together(found.values())
    total = (None, None, whole.count, *EMPTY * 5)
    return summary(
        ask, "รต.4", TITLE, columns, [RowGroup(numbered(rows))],
        total_label=f"รวมทั้งจังหวัด{province.name}", total=total, sheet=f"รต.4 {province.name}",
    )  # fmt: skip


DOWNLOAD = Download("rt4", "รต.๔ รายจังหวัด รายอำเภอ", ("province",), make)
