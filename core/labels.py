"""The Thai words of audited acts, in one place: every code that `core.audit.record` is given has its words here.

Only words stand here, no rules: `core` still knows no other app. A test compares this list with the code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.clock import thai_datetime
from core.models import AuditEntry
from core.month import Month
from core.thai import thai_date

ACTIONS = {
    "month.confirmed": "อำเภอยืนยันข้อมูล",
    "month.withdrawn": "อำเภอถอนการยืนยัน",
    "month.returned": "จังหวัดส่งคืนให้แก้ไข",
    "month.locked": "จังหวัดล็อก",
    "month.unlocked": "จังหวัดปลดล็อก",
    "rows.synced": "Sync ข้อมูลจากเดือนก่อนและทะเบียน",
    "row.added": "เพิ่มแถว",
    "row.removed": "นำแถวออก",
    "row.reason": "ระบุเหตุผลของยอดที่ต่างจากที่ผ่านมา",
    "cells.saved": "บันทึกตัวเลข",
    "upload.accepted": "นำเข้าจากไฟล์ Excel",
    "cells.zeroed": "บันทึกไม่มียอดเดือนนี้",
    "producer.created": "เพิ่มผู้ผลิต",
    "producer.changed": "แก้ไขข้อมูลผู้ผลิต",
    "producer.deregistered": "ยกเลิกการลงทะเบียน",
    "producer.restored": "คืนสถานะการลงทะเบียน",
    "producer.transferred": "ย้ายอำเภอ",
    "producer.merged": "รับรวมรายการซ้ำ",
    "producer.merged_away": "รวมเข้ากับรายการอื่น",
    "producer.unmerged": "ยกเลิกการรวมรายการซ้ำ",
    "producer.distinct": "ตรวจแล้วไม่ใช่รายเดียวกัน",
    "request.asked": "ส่งคำขอ",
    "request.corrected": "แก้ไขและส่งคำขออีกครั้ง",
    "request.withdrawn": "ถอนคำขอ",
    "request.approved": "อนุมัติคำขอ",
    "request.refused": "ไม่อนุมัติคำขอ",
    "request.forgotten": "ลบข้อมูลส่วนบุคคลของคำขอเมื่อครบกำหนด",
    "producer.phone_revealed": "เปิดดูหมายเลขโทรศัพท์",
    "producer.address_revealed": "เปิดดูที่อยู่",
    "producer.held_given": "ออกเอกสารข้อมูลที่ระบบเก็บไว้ให้เจ้าของข้อมูล",
    "producer.forgotten": "ลบข้อมูลส่วนบุคคลเมื่อพ้นกำหนด",
    "evidence.expired": "ลบหลักฐานเมื่อพ้นกำหนด",
    "product.added": "เพิ่มผลิตภัณฑ์",
    "product.changed": "แก้ไขผลิตภัณฑ์",
    "product.selected": "บันทึกผลการคัดสรร",
    "product.rated": "บันทึกการจัดกลุ่ม (Quadrant)",
    "product.standards": "บันทึกมาตรฐานของผลิตภัณฑ์",
    "standard.saved": "แก้ไขรายการมาตรฐาน",
    "officers.recorded": "บันทึกจำนวนพัฒนากร",
    "progress.rule": "แก้ไขเกณฑ์การลงทะเบียน",
    "online.saved": "บันทึกตลาดออนไลน์",
    "online.confirmed": "ยืนยันรายงานตลาดออนไลน์",
    "online.returned": "ส่งคืนรายงานตลาดออนไลน์",
    "online.imported": "นำเข้าแบบรายงานตลาดออนไลน์",
    "online.reference": "แก้ไขรายการของตลาดออนไลน์",
    "online.personal_exported": "ดาวน์โหลดแบบรายงานพร้อมเบอร์โทรศัพท์",
    "registry.imported": "นำเข้าทะเบียนจากไฟล์",
    "evidence.added": "แนบหลักฐาน",
    "evidence.removed": "ลบหลักฐาน",
    "market.created": "เพิ่มตลาด",
    "market.changed": "แก้ไขข้อมูลตลาด",
    "market.status": "เปลี่ยนสถานะของตลาด",
    "market.deadline_set": "กำหนดวันส่งข้อมูลตลาด",
    "markets.imported": "นำเข้าข้อมูลตลาดจากไฟล์",
    "line.changed": "แก้ไขชื่อรายการยอดจำหน่ายตลาด",
    "district.reminded": "เตือนอำเภอที่ยังไม่ยืนยัน",
    "webhook.created": "เพิ่มการส่งไประบบภายนอก",
    "webhook.changed": "แก้ไขการส่งไประบบภายนอก",
    "webhook.rotated": "ออกรหัสลับใหม่ของการส่งไประบบภายนอก",
    "webhook.started": "เปิดการส่งไประบบภายนอก",
    "webhook.halted": "หยุดการส่งไประบบภายนอก",
    "trail.names_withheld": "นำชื่อเจ้าของรายเดียวออกจากประวัติที่บันทึกไว้เดิม",
    "webhook.stopped": "หยุดการส่งเพราะปลายทางไม่รับติดกันหลายครั้ง",
    "webhook.tested": "ทดสอบการส่งไประบบภายนอก",
    "extension.granted": "ขยายเวลา",
    "extension.revoked": "ยกเลิกการขยายเวลา",
    "window.set": "กำหนดวันเปิด–ปิดระบบ",
    "window.cleared": "กลับไปใช้วันเปิด–ปิดปกติ",
    "deadline.set": "กำหนดวันที่อำเภอต้องยืนยัน",
    "indicator.created": "สร้างตัวชี้วัด",
    "indicator.changed": "แก้ไขตัวชี้วัดเป็นฉบับใหม่",
    "indicator.retired": "เลิกใช้ตัวชี้วัด",
    "base.saved": "บันทึกรายได้ปีฐาน",
    "scale.saved": "บันทึกตัวเลขของตัวชี้วัด",
    "scale.closed": "จังหวัดยืนยันตัวเลขของตัวชี้วัด",
    "scale.reopened": "เปิดแก้ไขตัวเลขของตัวชี้วัด",
    "targets.computed": "คำนวณเป้าหมาย",
    "targets.adjusted": "ปรับเป้าหมายของอำเภอ",
    "targets.rebalanced": "เกลี่ยเป้าหมายให้ตรงยอดจังหวัด",
    "targets.imported": "นำเข้าตารางเป้าหมาย",
    "targets.published": "ประกาศเป้าหมาย",
    "targets.withdrawn": "ถอนประกาศเป้าหมาย",
    "forecast.saved": "บันทึกแบบประมาณการรายได้",
    "forecast.confirmed": "ยืนยันแบบประมาณการรายได้",
    "forecast.reopened": "จังหวัดเปิดแบบประมาณการให้แก้ไข",
    "export.made": "จัดทำไฟล์ที่ขอ",
    "token.issued": "ออกโทเค็น API",
    "token.revoked": "เพิกถอนโทเค็น API",
    "areas.loaded": "ปรับปรุงรายชื่อพื้นที่",
    "user.many_reveals": "เปิดดูข้อมูลส่วนบุคคลบ่อยผิดปกติ",
    "user.created": "สร้างบัญชี",
    "user.changed": "แก้ไขบัญชี",
    "user.suspended": "ระงับบัญชี",
    "user.restored": "เปิดใช้บัญชีอีกครั้ง",
    "user.password_reset": "ออกรหัสผ่านชั่วคราว",
    "user.mail_asked": "ขอใช้อีเมลรับการแจ้งเตือน",
    "user.mail_confirmed": "ยืนยันอีเมลรับการแจ้งเตือน",
    "user.mail_forgotten": "เลิกใช้อีเมลรับการแจ้งเตือน",
    "user.password_changed": "เปลี่ยนรหัสผ่านของตนเอง",
}


def _moment(value: str) -> str:
    return thai_datetime(datetime.fromisoformat(value))


def _month(value: str) -> str:
    return Month.parse(value).thai


def _changes(value: dict[str, list[str] | None]) -> str:
    """{label: [old, new]}; None where only that it changed is kept, as of personal data."""
    return " · ".join(f"{label}: {' → '.join(pair)}" if pair else label for label, pair in value.items())


def _tiers(value: list[int]) -> str:
    """Basic, standard, advanced."""
    return " / ".join(f"{baht:,d}" for baht in value)


DETAILS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "reason": ("เหตุผล: {}", str),
    "token": ("{}", str),
    "message": ("ข้อความ: {}", str),
    "hook": ("{}", str),
    "host": ("ปลายทาง {}", str),
    "times_failed": ("ไม่สำเร็จ {} ครั้ง", str),
    "purpose": ("เพื่อ{}", str),
    "times": ("{} ครั้งใน 1 ชั่วโมง", str),
    "reference": ("คำขอ {}", str),
    "revision": ("ฉบับที่ {}", str),
    "total": ("ยอดรวม {} บาท", lambda value: f"{Decimal(value):,.2f}"),
    "rows": ("ระบุเหตุผลไว้ {} รายการ", lambda value: str(len(value)) if isinstance(value, dict) else str(value)),
    "added": ("เพิ่ม {} แถว", str),
    "entries": ("{} รายการ", str),
    "cells": ("{} ช่อง", lambda value: str(len(value))),
    "kind": ("{}", str),
    "month": ("เดือน {}", _month),
    "from_month": ("ตั้งแต่เดือน {}", _month),
    "day": ("ภายในวันที่ {}", str),
    "area": ("พื้นที่ {}", str),
    "province": ("จังหวัด{}", str),
    "opens": ("เปิด {}", _moment),
    "closes": ("ปิด {}", _moment),
    "until": ("ถึง {}", _moment),
    "indicator": ("{}", str),
    "version": ("ฉบับที่ {}", str),
    "of": ("{}", str),
    "before": ("เดิม {} บาท", _tiers),
    "after": ("ใหม่ {} บาท", _tiers),
    "figures": ("{} ตัวเลข", str),
    "budget_year": ("ปีงบประมาณ {}", str),
    "kept": ("ใช้ตามตาราง {} ช่อง", str),
    "username": ("ชื่อผู้ใช้ {}", str),
    "file": ("ไฟล์ {}", str),
    "producer_code": ("ผู้ผลิตรหัส {}", str),
    "product": ("ผลิตภัณฑ์ {}", str),
    "product_category": ("ประเภท {}", str),
    "standard": ("มาตรฐาน {}", str),
    "retired": ("{}", str),
    "officers": ("พัฒนากร {} คน", lambda value: "ยังไม่ระบุ" if value is None else str(value)),
    "year": ("ปีงบประมาณ {}", str),
    "status": ("สถานะ {}", str),
    "base_year": ("ฐานตลาดเดิมปี {}", str),
    "listed": ("ขายออนไลน์ {} ผลิตภัณฑ์", str),
    "surveyed": ("สำรวจแล้ว {}", str),
    "date": ("วันที่ {}", lambda value: thai_date(date.fromisoformat(value))),
    "changes": ("แก้ {}", _changes),
    "from_district": ("จากอำเภอ{}", str),
    "to_district": ("ไปอำเภอ{}", str),
    "into": ("รวมเข้ากับ {}", str),
    "other": ("คู่กับ {}", str),
    "products": ("คัดลอกผลิตภัณฑ์ {}", ", ".join),
}


def action_label(action: str) -> str:
    return ACTIONS.get(action, action)


def detail_lines(entry: AuditEntry) -> Iterator[str]:
    """What was said or counted with the act, as sentences; details without words of their own stay unshown."""
    for key, (sentence, words) in DETAILS.items():
        if value := entry.details.get(key):
            yield sentence.format(words(value))
