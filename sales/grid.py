"""What sales tell the entry of themselves: a row is a producer and a category, in four channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import District
from core.month import Month
from entry.grids import FormColumn, Grid, Key, Words
from producers.models import Category, Producer, ProducerType
from sales.models import CHANNEL_LABELS, SalesRow, SalesTotal
from sales.selectors.rows import categories_of, missing_rows
from workflow.models import Kind, Submission

FACTS: dict[str, dict[str, str]] = {
    "category": {value: str(label) for value, label in Category.choices},
    "type": {value: str(label) for value, label in ProducerType.choices},
}


class SalesGrid(Grid):
    kind = Kind.SALES
    app = "sales"
    row = SalesRow
    total = SalesTotal
    unit = "producer"
    part = "category"
    parts = tuple(Category.choices)
    has_evidence = True
    words = Words(
        title="ยอดจำหน่าย",
        unit="ผู้ผลิต",
        units_page="producers:list",
        amounts_head="ยอดตามช่องทาง",
        sync_first=("กด “Sync ข้อมูล” ด้านบน ระบบจะดึงรายชื่อผู้ผลิตและประเภทผลิตภัณฑ์จากเดือนก่อนและจากทะเบียนมาให้ โดยไม่ดึงยอดจำหน่าย"),
        add_note="ผู้ผลิตที่มีผลิตภัณฑ์มากกว่าหนึ่งประเภทมีแถวละประเภท",
        not_added="ผู้ผลิตต้องลงทะเบียนอยู่และมีผลิตภัณฑ์ประเภทนี้ในทะเบียน ให้เพิ่มผลิตภัณฑ์ในทะเบียนก่อน",
        paper="รต.๒",
        paper_code="rt2",
        paper_signer="พัฒนาการอำเภอ",
        form="รต.๑",
        form_name="แบบ รต.๑ ",
        form_title="แบบบันทึกยอดจำหน่ายผลิตภัณฑ์ OTOP",
        file_name="รต1",
        part="ประเภทผลิตภัณฑ์",
    )
    form_columns = (
        FormColumn("ชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ", 36),
        FormColumn("ประเภทผลิตภัณฑ์", 27, "part"),
        FormColumn("ประเภทผู้ผลิต", 30),
    )

    def labels(self) -> Mapping[str, str]:
        return CHANNEL_LABELS

    def trading(self, district: District, month: Month) -> QuerySet[Any]:
        return Producer.objects.of_district(district, month)

    def gone(self, submission: Submission, rows: Sequence[Any]) -> list[Any]:
        trading = set(self.trading(submission.district, submission.month).values_list("pk", flat=True))
        return [row for row in rows if row.producer_id not in trading]

    def units(self, user: Any, district: District) -> QuerySet[Any]:
        return Producer.objects.known_to(user)  # one that has moved away since still has its old months here

    def addable(self, user: Any, district: District, month: Month) -> QuerySet[Any]:
        return Producer.objects.of_district(district, month).known_to(user).in_thai_order()

    def may_add(self, unit: Any, district: District, month: Month, part: str = "") -> bool:
        """A row is of a category that the producer's products have: the product comes first, in the registry."""
        return super().may_add(unit, district, month, part) and part in categories_of(unit, district, month)

    def missing(self, district: District, month: Month) -> list[Key]:
        return list(missing_rows(district, month))

    def description(self, row: Any) -> str:
        return f"{self.part_label(row)} · {row.producer.code}"

    def described(self, row: Any) -> tuple[str, ...]:
        return row.producer.name, self.part_label(row), ProducerType(row.producer.type).label

    def facts(self, row: Any) -> dict[str, str]:
        return {"category": row.category, "type": row.producer.type}

    def fact_words(self, facts: Mapping[str, str]) -> str:
        """'อาหาร · กลุ่มผู้ผลิตชุมชน'."""
        return " · ".join(words.get(facts[name], facts[name]) for name, words in FACTS.items() if name in facts)

    def history_url(self, row: Any) -> str:
        return reverse("sales:producer-history", args=[row.producer.pk])
