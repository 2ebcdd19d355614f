"""The columns of an uploaded registry of producers."""

from __future__ import annotations

from typing import BinaryIO

from core.importing.sheet import Column, Table, read_table
from core.workbook import Limits

COLUMNS = (
    Column("code", "รหัส", ("รหัสผู้ผลิต", "รหัสผู้ประกอบการ"), False, 14, "เว้นว่างได้สำหรับรายใหม่ ระบบจะออกให้"),
    Column("name", "ชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ", ("ชื่อ", "ชื่อผู้ผลิต", "ชื่อกลุ่ม", "ชื่อกลุ่ม/ผู้ผลิต"), True, 40),
    Column("type", "ประเภทผู้ผลิต", ("ประเภทผู้ประกอบการ",), True, 34, "เลือกจากรายการ"),
    Column("district", "อำเภอ", (), False, 18, "อำเภอเว้นว่างได้ถ้าเป็นบัญชีอำเภอ"),
    Column("subdistrict", "ตำบล", (), True, 18),
    Column("address", "ที่อยู่ (เลขที่ หมู่ ถนน)", ("ที่อยู่",), False, 26),
    Column("phone", "โทรศัพท์", ("เบอร์โทร", "เบอร์โทรศัพท์", "หมายเลขโทรศัพท์"), False, 16, "9 หรือ 10 หลัก"),
    Column("registered_on", "วันที่ลงทะเบียน", (), True, 16, "วัน/เดือน/ปี พ.ศ."),
    Column("categories", "ประเภทผลิตภัณฑ์", (), True, 30, "หลายประเภทคั่นด้วยจุลภาค"),
    Column("product", "ชื่อผลิตภัณฑ์", ("ผลิตภัณฑ์",), False, 26, "เว้นว่างได้ จะใช้ชื่อประเภท"),
    Column("stars", "ระดับดาว", ("ดาว",), False, 10, "1 ถึง 5"),
    Column("stars_year", "ปีที่คัดสรร", ("ปีที่คัดสรร (พ.ศ.)",), False, 12, "พ.ศ. เช่น 2566"),
    Column("quadrant", "กลุ่ม (Quadrant)", ("Quadrant", "กลุ่ม"), False, 14, "A B C หรือ D"),
    Column("quadrant_on", "วันที่จัดกลุ่ม", (), False, 16, "วัน/เดือน/ปี พ.ศ."),
    Column("standards", "มาตรฐาน", ("มาตรฐานที่ได้รับ",), False, 30, "หลายมาตรฐานคั่นด้วยจุลภาค"),
)


def read_registry(file: BinaryIO, *, name: str, limits: Limits) -> Table:
    """The registry in an uploaded file. Raises WorkbookError with the sheet and cell that is wrong."""
    return read_table(file, COLUMNS, key="name", name=name, limits=limits)
