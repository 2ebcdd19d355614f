"""The columns of an uploaded register of markets, the workbook people fill, and a market as a row of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from accounts.models import District
from core.days import write_day
from core.importing.sheet import Column, Table, read_table
from core.importing.template import Template, template_workbook
from core.workbook import Limits
from markets.models import WEEKDAYS, Frequency, Market, MarketStatus, Origin, Status

SHEET = "ข้อมูลตลาด"
COLUMNS = (
    Column("code", "รหัสตลาด", ("รหัส",), False, 14, "เว้นว่างสำหรับตลาดที่ยังไม่มีในทะเบียน ระบบจะออกให้"),
    Column("name", "ชื่อตลาด", ("ตลาด",), True, 40),
    Column("district", "อำเภอ", (), False, 18, "เว้นว่างได้ถ้าเป็นบัญชีอำเภอ"),
    Column("subdistrict", "ตำบล", (), True, 18),
    Column("sellers", "ผู้ประกอบการทั้งหมด", ("จำนวนผู้ประกอบการ", "ผู้ประกอบการ"), False, 14, "จำนวนราย"),
    Column("origin", "ตลาดเดิมหรือตลาดใหม่", ("ตลาดเดิม/ตลาดใหม่",), False, 16),
    Column("status", "สถานะของตลาด", ("สถานะ",), False, 16),
    Column("since", "สถานะตั้งแต่วันที่", ("ตั้งแต่วันที่",), False, 16, "วัน/เดือน/ปี พ.ศ."),
    Column("reason", "เหตุผลของสถานะ", ("เหตุผล",), False, 26, "ต้องมีเมื่อเปลี่ยนสถานะของตลาดที่มีในทะเบียน"),
    Column("means", "รูปแบบการจัดตลาด", ("รูปแบบ",), False, 18, "ออฟไลน์ ออนไลน์ หรือทั้งสองคั่นด้วยจุลภาค"),
    Column("frequency", "ลักษณะการจัดตลาด", ("ลักษณะ",), False, 16),
    Column("weekdays", "วันในสัปดาห์ที่เปิด", (), False, 20, "ตลาดรายสัปดาห์ เช่น เสาร์, อาทิตย์"),
    Column("month_days", "วันที่ของเดือนที่เปิด", (), False, 16, "ตลาดรายเดือน เช่น 1, 16"),
    Column("frequency_note", "อื่น ๆ ระบุ", (), False, 22, "ลักษณะอื่น ๆ เช่น เฉพาะเทศกาล"),
    Column("expected_days", "จำนวนวันที่เปิดต่อเดือน", (), False, 14, "ลักษณะอื่น ๆ เว้นว่างได้ถ้าไม่แน่นอน"),
)
HINTS = (
    "หนึ่งแถวต่อหนึ่งตลาด ห้ามแก้หัวตาราง ห้ามผสานเซลล์ และห้ามใช้สูตร",
    "ตลาดที่ยังไม่มีในทะเบียน: เว้นรหัสว่างไว้ ระบบจะออกให้ ต้องมีชื่อตลาด ตำบล และอำเภอ (บัญชีอำเภอเว้นอำเภอได้)",
    "แก้ไขตลาดเดิมในทะเบียน: ใส่รหัส ช่องที่เว้นว่างจะไม่เปลี่ยนแปลง",
    "ช่องที่ยังไม่ทราบเว้นว่างได้ แต่ต้องกรอกให้ครบก่อนจึงจะบันทึกยอดขายรายเดือนได้",
    "เปลี่ยนสถานะ: ใส่สถานะใหม่ วันที่ และเหตุผล ประวัติเดิมยังอยู่ครบ",
    "สถานะเว้นว่าง หมายถึงใช้งานตั้งแต่วันแรกของปีงบประมาณนี้",
    "วันที่: วัน/เดือน/ปี พ.ศ. เช่น 1/10/2566",
    "รายวัน หมายถึง เปิดประจำทุกวัน · รายสัปดาห์ อย่างน้อยสัปดาห์ละ 1 ครั้ง · รายเดือน อย่างน้อยเดือนละ 1 ครั้ง",
    "ตรวจทุกแถวได้ก่อนนำเข้าจริง ไม่มีการบันทึกจนกว่าจะกดยืนยัน",
)


def read_register(file: BinaryIO, *, name: str, limits: Limits) -> Table:
    """The markets in an uploaded file. Raises WorkbookError with the sheet and cell that is wrong."""
    return read_table(file, COLUMNS, key="name", name=name, limits=limits)


def register_workbook(districts: Iterable[District], markets: Iterable[tuple[Market, MarketStatus]] = ()) -> bytes:
    """The workbook to fill; with markets (each and the last line of its history) what the register holds now."""
    choices = {
        "district": [district.name for district in districts],
        "origin": list(Origin.labels),
        "status": list(Status.labels),
        "frequency": list(Frequency.labels),
    }
    rows = [_row(market, line) for market, line in markets]
    return template_workbook(Template(SHEET, COLUMNS, HINTS, choices, rows))


def _row(market: Market, line: MarketStatus) -> dict[str, str]:
    return {
        "code": market.code,
        "name": market.name,
        "district": market.district.name,
        "subdistrict": market.subdistrict.name,
        "sellers": _number(market.sellers),
        "origin": market.get_origin_display(),
        "status": market.get_status_display(),
        "since": write_day(line.since),
        "reason": line.reason,
        "means": market.form_label.replace(" และ ", ", "),
        "frequency": market.get_frequency_display(),
        "weekdays": ", ".join(WEEKDAYS[day] for day in market.weekdays),
        "month_days": ", ".join(map(str, market.month_days)),
        "frequency_note": market.frequency_note,
        "expected_days": _number(market.expected_days),
    }


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
