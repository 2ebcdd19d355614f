"""ข้อมูลที่ระบบเก็บไว้เกี่ยวกับท่าน: given to a producer who asks (Personal Data Protection Act, section 30)."""

from __future__ import annotations

from core import clock
from core.thai import thai_date
from producers.models import Producer
from reports.document import Column, Digits, Document, RowGroup, Signature
from reports.documents.parts import foot
from reports.held import Section


def make(producer: Producer, held: list[Section], *, reference: str, digits: Digits = "arabic") -> Document:
    """Every section as a group of rows; nothing is summed."""
    place = producer.district.full_name
    return Document(
        code="ข้อมูลส่วนบุคคล",
        title=("ข้อมูลที่เก็บไว้เกี่ยวกับท่าน", producer.name),
        subtitle=(
            "ระบบรายงานยอดจำหน่าย OTOP กรมการพัฒนาชุมชน",
            f"ออกให้ตามคำขอ {reference}",
            f"ข้อมูล ณ วันที่ {thai_date(clock.today())}",
        ),
        columns=(Column("รายการ", "text", 45), Column("รายละเอียด", "text", 125)),
        groups=[RowGroup(section.lines, section.head) for section in held],
        notes=(
            "หากข้อมูลไม่ถูกต้อง ขอแก้ไขได้ที่สำนักงานพัฒนาชุมชนอำเภอ",
            "ยอดจำหน่ายที่อำเภอยืนยันและจังหวัดล็อกแล้วเป็นหลักฐานของทางราชการ แก้ไขย้อนหลังได้เฉพาะตามระเบียบ",
        ),
        signatures=(Signature("เจ้าหน้าที่ผู้ออกเอกสาร"), Signature("ผู้รับ")),
        foot=foot(place, f"รหัส {producer.code}"),
        sheet="ข้อมูลส่วนบุคคล",
        landscape=False,
        digits=digits,
    )
