"""Sentences and titles that the panels share. Numbers in words go through the pages' own filters."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from core.month import Month
from core.templatetags.numbers import million, percent
from reports.asking import Ask
from reports.dashboard.facts import Facts
from reports.document import Document, RowGroup
from reports.documents.parts import Columns, summary
from workflow.models import Kind

NO_FIGURES = "ยังไม่มีตัวเลขที่แสดงได้ในช่วงนี้"
SALES_TITLE, MARKETS_TITLE = "ยอดจำหน่ายสินค้า OTOP", "ยอดจำหน่ายตลาดนัดคนไทยยิ้มได้"
COMPARED = "เปลี่ยนแปลงร้อยละคิดเฉพาะพื้นที่และเดือนที่ข้อมูลครบทุกอำเภอทั้งสองช่วง"
ONLY_WHOLE = "(เฉพาะที่ข้อมูลครบ)"
BY_RATE = "อันดับคิดจากสัดส่วน ไม่ใช่ยอดเงิน จึงเทียบกันได้ไม่ว่าพื้นที่ใหญ่หรือเล็ก ยอดเท่ากันได้อันดับเดียวกัน"


def document(
    ask: Ask,
    facts: Facts,
    heading: str,
    columns: Columns,
    groups: Sequence[RowGroup],
    *,
    notes: Sequence[str] = (),
    **more: Any,
) -> Document:
    """A panel's table as a document: what it is of, how complete it is, its notes."""
    subject = MARKETS_TITLE if facts.kind == Kind.MARKETS else SALES_TITLE
    return summary(
        ask,
        "ภาพรวม",
        (subject, heading),
        columns,
        groups,
        notes=notes,
        sheet=heading[:31],
        kind=facts.kind,
        now=facts.standing,
        **more,
    )


def millions(value: Decimal | None) -> str:
    return f"{million(value)} ล้านบาท"


def changed(value: Decimal | None) -> str:
    """'เพิ่มขึ้น 7.3%', 'ลดลง 2.1%', 'เท่าเดิม'"""
    said = percent(value)
    if said[:1] in "+-":
        return f"{'เพิ่มขึ้น' if said[0] == '+' else 'ลดลง'} {said[1:]}"
    return "เท่าเดิม"


def against(facts: Facts, pairs: Sequence[tuple[Month, Month]], earlier: str) -> str:
    """' เพิ่มขึ้น 7.3% จากเดือนก่อน', said so where the total beside it holds more than is compared; '' for none."""
    growth = facts.growth(facts.parts, pairs)
    if growth is None:
        return ""
    some = f" {ONLY_WHOLE}" if facts.leaves_out(facts.parts, pairs) else ""
    return f" {changed(growth)} จาก{earlier}{some}"


def parts_word(facts: Facts) -> str:
    return "จังหวัด" if facts.is_national else "อำเภอ"
