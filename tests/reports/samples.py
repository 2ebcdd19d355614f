"""Documents for the renderer tests: the columns of รต.๑, awkward names, figures that can be recomputed."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from reports.document import Column, ColumnGroup, Document, RowGroup, Signature, Stamp

AWKWARD_NAMES = (
    "นางสาว",
    "ที่ปั้น ญี่ปุ่น น้ำพริก ป้ำ กำ",
    "กลุ่มแปรรูปสมุนไพรบ้านหนองน้ำใส",
    "นางสาวน้ำผึ้ง กำแพงแก้ว",
    "นายฎิฐิ ฏุ ญู ฐู ฎู ฏู ญุ ฐุ",
    "โอ๋ เก๋ไก๋ พันธุ์ศักดิ์ สัมฤทธิ์",
    "ร้าน OTOP ป้าติ๋ม 168 (สาขา ๒)",
    "ป่ำ ฝ้ำ ฟ๋ำ ปี้ ป์ ฝี่ ฟื้น ปั๊ม",
    "ฤๅษี ฦๅ ฤดู",
    "น้ำน้ำน้ำค้ำจ้ำม่ำ",
    "ก็เป็ด เล็ก เจ๊ กุ๊ก ไก่ เก๊กฮวย",
    "ชุมนุมสหกรณ์ผู้เลี้ยงไหมฯ จำกัด",
    "ผู้ใหญ่บ้าน ปู่ ญู่ปุ่น ฬุ ฬู",
    "วิสาหกิจชุมชนกลุ่มเกษตรกรผู้ปลูกและแปรรูปมะพร้าวน้ำหอมบ้านสวนตำบลบางคล้าใต้",
    "ทำน้ำดื่มน้ำแข็ง",
    "กำนันสำรวย อำพัน-ดำรงค์/ธำรง",
    "ศิลป์ วิทย์ จันทร์ ศุกร์ สิทธิ์ พิมพ์",
    "ถั่วทอด 100% & <ขนม> \"อร่อย\" 'ดี'",
    "หมู่ที่ ๓ บ้านที่พึ่ง ซึ่งขึ้น",
    "บริษัท บิ๊กซื่อสัตย์ ยิ้มแป้น จำกัด (มหาชน)",
    "ปิ่นปักผม ฟ้าใส ฝ้ายฝัน ป๋า ฟ์ ฝ์",
    "Café Thé 12.5% Organic – ชา",
)
CATEGORIES = ("อาหาร", "เครื่องดื่ม", "ผ้าฯ", "ของใช้", "สมุนไพร")
TYPES = ("กลุ่มผู้ผลิตชุมชน", "เจ้าของรายเดียว", "SMEs")


def _amount(head: str, key: str) -> Column:
    return Column(head, "baht", 16, key, total=True)


COLUMNS = (
    Column("ที่", "ordinal", 9),
    Column("รายชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ OTOP", "text", 58),
    ColumnGroup("ประเภทผลิตภัณฑ์", tuple(Column(name, "tick", 12) for name in CATEGORIES)),
    ColumnGroup("ประเภทกลุ่ม/ผู้ผลิต", tuple(Column(name, "tick", 14) for name in TYPES)),
    ColumnGroup(
        "ยอดจำหน่าย (บาท)",
        (
            ColumnGroup("ในประเทศ", (_amount("ออฟไลน์", "a"), _amount("ออนไลน์", "b"))),
            ColumnGroup("ต่างประเทศ", (_amount("ออฟไลน์", "c"), _amount("ออนไลน์", "d"))),
        ),
    ),
    Column("รวมทั้งสิ้น", "baht", 20, "total", True, ("a", "b", "c", "d")),
)  # fmt: skip


def row(number: int, name: str, random_: random.Random) -> tuple[Any, ...]:
    amounts = [Decimal(random_.randrange(10**size)) / 100 for size in (9, 8, 6, 4)]
    category, type_ = random_.randrange(5), random_.randrange(3)
    ticks = (*(at == category for at in range(5)), *(at == type_ for at in range(3)))
    return (number, name, *ticks, *amounts, sum(amounts, Decimal(0)))


def rows(count: int) -> list[tuple[Any, ...]]:
    random_ = random.Random(2567)
    names = AWKWARD_NAMES
    return [
        row(at + 1, names[at % len(names)] + (f" {at}" if at >= len(names) else ""), random_) for at in range(count)
    ]


def document(count: int = 22, *, groups: int = 1, **changes: Any) -> Document:
    """A รต.๒ with this many rows; in several groups each has a head and a subtotal."""
    every = rows(count)
    size = -(-count // groups) or 1
    parts = [every[at : at + size] for at in range(0, count, size)]
    many = groups > 1
    fields: dict[str, Any] = {
        "code": "รต.2",
        "title": ("แบบยืนยันข้อมูลรายได้จากการจำหน่ายผลิตภัณฑ์ OTOP", "ประจำปีงบประมาณ พ.ศ. 2567"),
        "subtitle": ("อำเภอบางคล้า จังหวัดฉะเชิงเทรา ประจำเดือนตุลาคม 2566",),
        "columns": COLUMNS,
        "groups": [
            RowGroup(part, f"หมู่ที่ {at}" if many else "", "รวมหมู่" if many else "") for at, part in enumerate(parts, 1)
        ],
        "total_label": "รวมทั้งสิ้น",
        "notes": ("รายงานทุกสิ้นเดือน", "หากมีมากกว่า 1 ประเภท ให้พิมพ์ชื่อเพิ่ม"),
        "signatures": (Signature("พัฒนาการอำเภอบางคล้า", "ผู้รับรองข้อมูล"),),
        "stamp": Stamp("7KQF-M2XA", "https://otop.example/verify/7KQF-M2XA", ("ฉบับที่ 2",)),
        "foot": "อำเภอบางคล้า ตุลาคม 2566",
    }
    return Document(**(fields | changes))


def portrait(count: int) -> Document:
    """A narrow summary with counts and percentages, two signatures and no stamp."""
    columns = (
        Column("ที่", "ordinal", 10),
        Column("อำเภอ", "text", 60),
        Column("ผู้ผลิต (ราย)", "count", 20, "n", True),
        Column("ยอดจำหน่าย (บาท)", "baht", 30, "t", True),
        Column("ร้อยละ", "percent", 20),
    )
    total = sum((Decimal(at * 1234567) / 100 for at in range(1, count + 1)), Decimal(0))
    data = [
        (
            at,
            AWKWARD_NAMES[at % len(AWKWARD_NAMES)],
            at * 37,
            (amount := Decimal(at * 1234567) / 100),
            amount / total * 100,
        )
        for at in range(1, count + 1)
    ]
    return Document(
        "รต.4",
        ("รายงานรายอำเภอ",),
        columns,
        [RowGroup(data)],
        total_label="รวม",
        total=(None, None, None, None, Decimal(100)),
        signatures=(Signature("เจ้าหน้าที่", "ผู้รายงาน"), Signature("พัฒนาการจังหวัด", "ผู้รับรอง", "นายสำราญ ใจกล้า")),
        landscape=False,
    )


def with_amount(baht: str) -> Document:
    """One row whose every channel is this amount."""
    amount = Decimal(baht)
    cells = (1, AWKWARD_NAMES[13], *[True] * 8, *[amount] * 4, amount * 4)
    return Document("รต.2", ("แบบ",), COLUMNS, [RowGroup([cells])], total_label="รวม", digits="thai")
