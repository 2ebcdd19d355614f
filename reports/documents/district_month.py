"""What รต.๑ and รต.๒ share: their rows, and their columns (Lampang, 31 July 2567, enclosure 3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import District
from core.month import Month
from entry import grids
from producers.models import Category, Producer, ProducerType
from reports.asking import Ask, Refused
from reports.document import Cells, Column, ColumnGroup
from reports.documents.parts import amount_columns, foot
from reports.figures import reported
from sales.models import SalesRow
from sales.selectors.rows import CATEGORY_ORDER, missing_rows, rows_of
from workflow.models import Kind, Revision, State, Submission
from workflow.selectors.frozen import shown_rows

Amounts = tuple[Decimal | None, ...]
NO_AMOUNTS: Amounts = (None,) * 4
CATEGORY_HEADS = {
    Category.FOOD: "อาหาร",
    Category.DRINK: "เครื่องดื่ม",
    Category.TEXTILE: "ผ้าและเครื่องแต่งกาย",
    Category.DECOR: "ของใช้ ของตกแต่ง และของที่ระลึก",
    Category.HERB: "สมุนไพรที่ไม่ใช่อาหาร",
}
TYPE_HEADS = {
    ProducerType.GROUP: "กลุ่มผู้ผลิตชุมชน",
    ProducerType.SOLE: "ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว",
    ProducerType.SME: "SMEs",
}


@dataclass(frozen=True)
class DistrictMonth:
    """One month of one district, as somebody may see it: `submission` is None until it is begun.

    `verify_url` gives the address that the QR of a revision's code leads to.
    """

    district: District
    month: Month
    submission: Submission | None
    verify_url: Callable[[str], str]

    @property
    def revision(self) -> Revision | None:
        """The revision in force, where the district has confirmed."""
        if not self.submission or self.submission.state not in (State.CONFIRMED, State.LOCKED):
            return None
        revisions = self.submission.revisions.select_related("confirmed_by")
        return revisions.get(number=self.submission.revision_number)

    @property
    def place(self) -> str:
        return f"อำเภอ{self.district.name} จังหวัด{self.district.province.name}"

    @property
    def foot(self) -> str:
        """What stands at the foot of every page; made-up figures say so there."""
        return foot(self.place, self.month.thai)


@dataclass(frozen=True)
class FormRow:
    """One line of the form; amounts in baht, in the order of the forms, None where not filled."""

    name: str
    category: str
    type: str
    amounts: Amounts

    def cells(self, number: int) -> Cells:
        filled = [amount for amount in self.amounts if amount is not None]
        return (
            number,
            self.name,
            *(self.category == category for category in CATEGORY_HEADS),
            *(self.type == type_ for type_ in TYPE_HEADS),
            *self.amounts,
            sum(filled, Decimal(0)) if filled else None,
        )


def columns(amount: float = 15) -> tuple[Column | ColumnGroup, ...]:
    """The columns of both forms; `amount` is the least width of an amount in mm."""
    return (
        Column("ที่", "ordinal", 8),
        Column("รายชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ OTOP", "text", 64),
        ColumnGroup("ประเภทผลิตภัณฑ์", tuple(Column(head, "tick", 13) for head in CATEGORY_HEADS.values())),
        ColumnGroup("ประเภทกลุ่ม/ผู้ผลิต ผู้ประกอบการ", tuple(Column(head, "tick", 13) for head in TYPE_HEADS.values())),
        *amount_columns(amount),
    )


def asked(ask: Ask, kind: str = Kind.SALES) -> DistrictMonth:
    """The month of the district asked for. Raises Refused to the department until the province has locked it."""
    district, month = ask.district, ask.period.first
    submission = grids.get(kind).begun(district, month)
    if ask.user.is_national and not reported(ask.user, ask.period, district, kind).exists():
        raise Refused(f"จังหวัดยังไม่ล็อกข้อมูลของอำเภอ{district.name} เดือน{month.thai} กรมฯ ดูได้เมื่อจังหวัดล็อกแล้ว")
    return DistrictMonth(district, month, submission, ask.verify_url)


def numbered(rows: Iterable[FormRow]) -> list[Cells]:
    return [row.cells(number) for number, row in enumerate(rows, 1)]


def live_rows(source: DistrictMonth) -> list[FormRow]:
    """The rows as they stand now; before the month is begun, those that it would begin with."""
    if source.submission:
        return [_of_model(row) for row in rows_of(source.submission)]
    return _coming_rows(source)


def frozen_rows(revision: Revision) -> list[FormRow]:
    """The rows as they were confirmed, whatever the tables say today."""
    return [FormRow(row.label, row.facts["category"], row.facts["type"], row.amounts) for row in shown_rows(revision)]


def _of_model(row: SalesRow) -> FormRow:
    return FormRow(row.producer.name, row.category, row.producer.type, row.amounts)


def _coming_rows(source: DistrictMonth) -> list[FormRow]:
    keys = missing_rows(source.district, source.month)
    producers = Producer.objects.in_bulk({producer for producer, _ in keys})
    found = [(producers[producer], category) for producer, category in keys]
    found.sort(key=lambda pair: (pair[0].sort_key, pair[0].code, CATEGORY_ORDER[pair[1]]))
    return [FormRow(producer.name, category, producer.type, NO_AMOUNTS) for producer, category in found]
