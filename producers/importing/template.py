"""The workbook people fill to bring their registry in: heads, choices, an explained example. Read by `sheet`."""

from __future__ import annotations

import io

import xlsxwriter

from accounts.models import District
from producers.importing.sheet import COLUMNS, HELP_SHEET
from producers.models import Category, ProducerType

SHEET = "ทะเบียนผู้ผลิต"
FONT = {"font_name": "TH Sarabun New", "font_size": 14}
ROWS = 1_000  # as far as the lists of choices reach
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
    stored = io.BytesIO()
    with xlsxwriter.Workbook(stored, {"in_memory": True}) as book:
        _form(book, districts)
        _help(book)
    return stored.getvalue()


def _form(book: xlsxwriter.Workbook, districts: list[District]) -> None:
    sheet = book.add_worksheet(SHEET)
    text = book.add_format({**FONT, "num_format": "@"})
    look = {**FONT, "bold": True, "text_wrap": True, "valign": "top", "border": 1}
    must, may = book.add_format({**look, "bg_color": "#E6EEF4"}), book.add_format({**look, "bg_color": "#F5F6F8"})
    for at, column in enumerate(COLUMNS):
        sheet.write_string(0, at, column.head, must if column.required else may)
        sheet.set_column(at, at, column.width, text)
        if choices := _choices(column.field, districts):
            sheet.data_validation(1, at, ROWS, at, {"validate": "list", "source": choices, "error_type": "warning"})
        elif column.hint:
            note = {"validate": "any", "input_title": column.head[:32], "input_message": column.hint}
            sheet.data_validation(1, at, ROWS, at, note)
    sheet.freeze_panes(1, 2)


def _choices(field: str, districts: list[District]) -> list[str]:
    """What a cell may hold, where that fits Excel's 255 characters."""
    choices = {"type": list(ProducerType.labels), "district": [district.name for district in districts]}
    found = choices.get(field, [])
    return found if len(",".join(found)) <= 255 else []


def _help(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet(HELP_SHEET)
    sheet.set_column(0, 0, 110, book.add_format({**FONT, "text_wrap": True}))
    for at, hint in enumerate(HINTS):
        sheet.write_string(at, 0, hint)
