"""แบบสรุปภาพรวมรายงานยอดจำหน่ายสินค้า OTOP (รายเดือน แยกตามประเภทผลิตภัณฑ์), of the nation or of an area."""

from __future__ import annotations

from producers.models import Category
from reports.asking import LEVELS, Ask, Download
from reports.document import Column, ColumnGroup, Document, RowGroup
from reports.documents.parts import EMPTY, numbered, summary
from reports.figures import Figure, figures

TITLE = ("แบบสรุปภาพรวมรายงานยอดจำหน่ายสินค้า OTOP", "(รายเดือน แยกตามประเภทผลิตภัณฑ์)")


def make(ask: Ask) -> Document:
    found = figures(ask.user, ask.period, "month", "category", area=ask.area)
    reported = {month for month, _ in found}
    rows = []
    for month in ask.period.months:
        parts = [found.get((month, category), Figure()).total for category in Category]
        rows.append((month.thai, *parts, sum(parts)) if month in reported else (month.thai, *EMPTY * 6))
    columns = (
        Column("ที่", "ordinal", 10),
        Column("เดือน", "text", 40, own=True),
        ColumnGroup("ยอดจำหน่าย (บาท)", tuple(Column(str(c.label), "baht", 30, c.value, True) for c in Category)),
        Column("รวมทั้งสิ้น", "baht", 34, "total", True, tuple(Category.values)),
    )
    return summary(ask, "รายเดือน–ประเภท", TITLE, columns, [RowGroup(numbered(rows))], total_label="รวม")


DOWNLOAD = Download("months-categories", "รายเดือน แยกตามประเภทผลิตภัณฑ์", tuple(reversed(LEVELS)), make)
