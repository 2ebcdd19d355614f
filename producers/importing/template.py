"""The workbook people fill to bring their registry in."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import District
from core.days import write_day
from core.importing.template import Template
from core.importing.template import template_workbook as workbook_of
from producers.importing.sheet import COLUMNS
from producers.models import Category, ProducerType, Product, Quadrant

SHEET = "ทะเบียนผู้ผลิต"
HINTS = (
    "หนึ่งแถวต่อผู้ผลิตหนึ่งราย (ผู้ผลิตที่มีในทะเบียนใส่ได้หนึ่งแถวต่อผลิตภัณฑ์) ห้ามแก้หัวตาราง ห้ามผสานเซลล์ และห้ามใช้สูตร",
    "รายใหม่: เว้นรหัสว่างไว้ ระบบจะออกให้ ต้องมีชื่อ ประเภทผู้ผลิต ตำบล วันที่ลงทะเบียน และประเภทผลิตภัณฑ์",
    "แก้ไขรายเดิม: ใส่รหัส ช่องที่เว้นว่างจะไม่เปลี่ยนแปลง ประเภทผลิตภัณฑ์เป็นการเพิ่มเท่านั้น",
    "โทรศัพท์: 9 หรือ 10 หลัก หมายเลขเดียว เช่น 081-234-5678",
    "วันที่: วัน/เดือน/ปี พ.ศ. เช่น 13/3/2567",
    "ประเภทผลิตภัณฑ์มี 5 ประเภท คั่นด้วยจุลภาคถ้ามีหลายประเภท: " + ", ".join(Category.labels),
    "ระดับดาวคู่กับปีที่คัดสรร กลุ่ม (A B C D) คู่กับวันที่จัดกลุ่ม มาตรฐานเลือกจากรายการ คั่นด้วยจุลภาค เป็นการเพิ่มเท่านั้น",
    "ดาว กลุ่ม และมาตรฐานเป็นของผลิตภัณฑ์ในแถวนั้น ถ้าผู้ผลิตมีหลายผลิตภัณฑ์ให้ใส่ชื่อผลิตภัณฑ์ตามทะเบียน",
    "ตรวจทุกแถวได้ก่อนนำเข้าจริง ไม่มีการบันทึกจนกว่าจะกดยืนยัน",
)


def template_workbook(districts: list[District], products: Iterable[Product] = ()) -> bytes:
    """An .xlsx with the heads and, where Excel can offer them, the choices; with products what the registry has now.

    Without phone numbers and addresses: what is blank is not changed.
    """
    choices = {"type": list(ProducerType.labels), "district": [district.name for district in districts]}
    choices |= {"stars": ["1", "2", "3", "4", "5"], "quadrant": list(Quadrant.values)}
    return workbook_of(Template(SHEET, COLUMNS, HINTS, choices, [_row(product) for product in products]))


def _row(product: Product) -> dict[str, str]:
    """A product with its producer, as a row that reads back as what it is."""
    producer = product.producer
    return {
        "code": producer.code,
        "name": producer.name,
        "type": producer.get_type_display(),
        "district": producer.district.name,
        "subdistrict": producer.subdistrict.name,
        "registered_on": write_day(producer.registered_on),
        "categories": product.get_category_display(),
        "product": product.name,
        "stars": str(product.stars or ""),
        "stars_year": str(product.stars_year or ""),
        "quadrant": product.quadrant,
        "quadrant_on": write_day(product.quadrant_on) if product.quadrant_on else "",
        "standards": ", ".join(
            held.standard.name for held in product.held_standards.all() if not held.standard.retired
        ),
    }
