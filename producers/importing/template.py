"""The workbook people fill to bring their registry in."""

from __future__ import annotations

from accounts.models import District
from core.importing.template import Template
from core.importing.template import template_workbook as workbook_of
from producers.importing.sheet import COLUMNS
from producers.models import Category, ProducerType

SHEET = "ทะเบียนผู้ผลิต"
HINTS = (
    "หนึ่งแถวต่อผู้ผลิตหนึ่งราย ห้ามแก้หัวตาราง ห้ามผสานเซลล์ และห้ามใช้สูตร",
    "รายใหม่: เว้นรหัสว่างไว้ ระบบจะออกให้ ต้องมีชื่อ ประเภทผู้ผลิต ตำบล วันที่ลงทะเบียน และประเภทผลิตภัณฑ์",
    "แก้ไขรายเดิม: ใส่รหัส ช่องที่เว้นว่างจะไม่เปลี่ยนแปลง ประเภทผลิตภัณฑ์เป็นการเพิ่มเท่านั้น",
    "โทรศัพท์: 9 หรือ 10 หลัก หมายเลขเดียว เช่น 081-234-5678",
    "วันที่: วัน/เดือน/ปี พ.ศ. เช่น 13/3/2567",
    "ประเภทผลิตภัณฑ์มี 5 ประเภท คั่นด้วยจุลภาคถ้ามีหลายประเภท: " + ", ".join(Category.labels),
    "ตรวจทุกแถวได้ก่อนนำเข้าจริง ไม่มีการบันทึกจนกว่าจะกดยืนยัน",
)


def template_workbook(districts: list[District]) -> bytes:
    """An .xlsx with the heads and, where Excel can offer them, the choices."""
    choices = {"type": list(ProducerType.labels), "district": [district.name for district in districts]}
    return workbook_of(Template(SHEET, COLUMNS, HINTS, choices))
