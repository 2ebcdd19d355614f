"""Writing รต.๑ of one month for filling in Excel. Text is only ever written as a string, never as a formula."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from core.money import MAX_BAHT
from sales.models import CHANNEL_LABELS, CHANNELS
from sales.selectors.entry import EntryPage, EntryRow
from sales.workbook.form import (
    BASE_SHEET,
    HEADS,
    MAX_REASON,
    REASON,
    SHEET,
    TOTAL_WORD,
    amount_text,
    district_line,
    month_line,
)

FONT = "TH Sarabun New"  # on every Thai office machine; Excel puts another Thai font in its place elsewhere
A4 = 9
HOW_TO = (
    "วิธีกรอก: กรอกเฉพาะช่องสีเหลือง หน่วยเป็นบาท ไม่มียอดให้ใส่ 0 (ช่องว่าง = ยังไม่กรอก) "
    "เสร็จแล้วส่งไฟล์นี้ที่หน้าบันทึกยอดจำหน่าย ระบบจะแสดงช่องที่เปลี่ยนให้ตรวจก่อนบันทึก"
)
LINE = 22  # points: a line of TH Sarabun New 14, whose marks stand high; Excel does not fit the rows of a new file
NO_ROWS = "ยังไม่มีรายการ ให้กด “Sync ข้อมูล” ที่หน้าบันทึกยอดจำหน่าย แล้วดาวน์โหลดใหม่"
# Head, width in characters. The four channels stand together so that a row's sum is one range.
COLUMNS = (
    ("ที่", 6),
    (HEADS["code"], 13),
    ("ชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ", 36),
    (HEADS["category"], 27),
    ("ประเภทผู้ผลิต", 30),
    *((label, 15) for label in CHANNEL_LABELS.values()),
    (TOTAL_WORD, 16),
    ("ยอดเดือนก่อน", 16),
    (HEADS[REASON], 30),
)
FIRST_AMOUNT, SUM_AT, BEFORE_AT, REASON_AT = 5, 9, 10, 11
LAST_AMOUNT = FIRST_AMOUNT + len(CHANNELS) - 1
HEAD_ROW = 5  # from 0: titles above, data below
FIRST_ROW = HEAD_ROW + 1


def form_workbook(page: EntryPage) -> bytes:
    """The month's form as .xlsx, with what is already filled. Blank cells stay blank."""
    stored = io.BytesIO()
    with xlsxwriter.Workbook(stored, {"in_memory": True}) as book:
        book.set_properties({"title": f"{SHEET} {page.district.full_name} {page.month.thai}"})
        _FormSheet(book, page).write()
        _write_base(book.add_worksheet(BASE_SHEET), page.rows)
    return stored.getvalue()


def _letters(text: str) -> int:
    """How many places a text takes: Thai vowels and tones above and below take none."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text)


def _write_base(sheet: Any, rows: Sequence[EntryRow]) -> None:
    """The values as downloaded, by producer and category, as exact text."""
    sheet.very_hidden()
    for at, row in enumerate(rows):
        model = row.model
        values = [*map(amount_text, model.amounts), model.unusual_reason]
        for column, text in enumerate([model.producer.code, model.category, *values]):
            sheet.write_string(at, column, text)


class _FormSheet:
    """The visible sheet, from the top down."""

    def __init__(self, book: Any, page: EntryPage) -> None:
        self.book, self.page = book, page
        self.sheet = book.add_worksheet(SHEET)
        self.last_row = FIRST_ROW + len(page.rows) - 1

    def write(self) -> None:
        self._set_up()
        self._write_titles()
        self._write_heads()
        for at, row in enumerate(self.page.rows, FIRST_ROW):
            self._write_row(at, row)
        self._write_total()
        self._guard_amounts()

    def _format(self, **wanted: Any) -> Any:
        return self.book.add_format({"font_name": FONT, "font_size": 14, "valign": "vcenter"} | wanted)

    def _set_up(self) -> None:
        sheet = self.sheet
        for at, (_, width) in enumerate(COLUMNS):
            sheet.set_column(at, at, width)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW)
        sheet.freeze_panes(FIRST_ROW, 3)
        sheet.set_footer(f"&L{SHEET} อำเภอ{self.page.district.name} {self.page.month.thai}&Rหน้า &P/&N")
        sheet.protect("", {"format_columns": True, "format_rows": True, "format_cells": True})
        self._make_formats()

    def _make_formats(self) -> None:
        boxed = {"border": 1, "border_color": "#9AA5B0"}
        baht = boxed | {"num_format": "#,##0.00"}
        self.text = self._format(**boxed, text_wrap=True)
        self.code = self._format(**boxed, num_format="@")
        self.number = self._format(**boxed, align="center")
        self.amount = self._format(**baht, locked=False, bg_color="#FFF9DB")
        self.reason = self._format(**boxed, locked=False, bg_color="#FFF9DB", text_wrap=True, num_format="@")
        self.sum = self._format(**baht, bold=True)
        self.before = self._format(**baht, font_color="#55616E")
        self.head = self._format(**boxed, bold=True, align="center", text_wrap=True, bg_color="#E6EEF4")
        self.total = self._format(**baht, bold=True, bg_color="#F0F3F6")

    def _height(self, row: EntryRow) -> float:
        """Points that the longest text of the row takes when it wraps in its column."""
        texts = {2: row.model.producer.name, 3: row.category_label, 4: row.type_label, REASON_AT: row.unusual_reason}
        lines = max(ceil(_letters(text) / COLUMNS[at][1]) for at, text in texts.items())
        return LINE * max(lines, 1)

    def _write_titles(self) -> None:
        page, plain = self.page, self._format()
        title = self._format(bold=True, font_size=18)
        district = page.district
        for at in range(HEAD_ROW):
            self.sheet.set_row(at, LINE + (6 if at == 0 else 0))
        self.sheet.write_string(0, 0, f"{SHEET} แบบบันทึกยอดจำหน่ายผลิตภัณฑ์ OTOP", title)
        line = district_line(district.name, district.province.name, district.code)
        self.sheet.write_string(1, 0, line, self._format(bold=True))
        self.sheet.write_string(2, 0, month_line(page.month), self._format(bold=True))
        self.sheet.write_string(3, 0, HOW_TO if page.rows else NO_ROWS, plain)

    def _write_heads(self) -> None:
        self.sheet.set_row(HEAD_ROW, 2 * LINE)
        for at, (head, _) in enumerate(COLUMNS):
            lines = head.replace(" ", "\n", 1) if FIRST_AMOUNT <= at <= LAST_AMOUNT else head
            self.sheet.write_string(HEAD_ROW, at, lines, self.head)

    def _write_row(self, at: int, row: EntryRow) -> None:
        sheet, model = self.sheet, row.model
        sheet.set_row(at, self._height(row))
        sheet.write_number(at, 0, row.number, self.number)
        sheet.write_string(at, 1, model.producer.code, self.code)
        sheet.write_string(at, 2, model.producer.name, self.text)
        sheet.write_string(at, 3, row.category_label, self.text)
        sheet.write_string(at, 4, row.type_label, self.text)
        for column, value in enumerate(model.amounts, FIRST_AMOUNT):
            self._write_baht(at, column, value, self.amount)
        span = f"{xl_rowcol_to_cell(at, FIRST_AMOUNT)}:{xl_rowcol_to_cell(at, LAST_AMOUNT)}"
        known = "" if all(value is None for value in model.amounts) else float(row.total)
        sheet.write_formula(at, SUM_AT, f'=IF(COUNT({span})=0,"",SUM({span}))', self.sum, known)
        self._write_baht(at, BEFORE_AT, row.last_month_total, self.before)
        sheet.write_string(at, REASON_AT, model.unusual_reason, self.reason)

    def _write_baht(self, row: int, column: int, value: Decimal | None, style: Any) -> None:
        if value is None:
            self.sheet.write_blank(row, column, None, style)
        else:
            self.sheet.write_number(row, column, float(value), style)

    def _write_total(self) -> None:
        at = self.last_row + 1
        self.sheet.set_row(at, LINE)
        for column in range(len(COLUMNS)):
            self.sheet.write_blank(at, column, None, self.total)
        self.sheet.write_string(at, 2, f"{TOTAL_WORD}ทั้งสิ้น", self.total)
        if not self.page.rows:
            return
        sums = [*self.page.column_totals, self.page.grand_total, self.page.last_month_total or Decimal(0)]
        for column, value in enumerate(sums, FIRST_AMOUNT):
            span = f"{xl_rowcol_to_cell(FIRST_ROW, column)}:{xl_rowcol_to_cell(self.last_row, column)}"
            self.sheet.write_formula(at, column, f"=SUM({span})", self.total, float(value))

    def _guard_amounts(self) -> None:
        """Excel's own refusal of what is no amount; a pasted value passes it, the reader does not let it."""
        if not self.page.rows:
            return
        amounts = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": float(MAX_BAHT)}
        words = {
            "error_title": "จำนวนเงินไม่ถูกต้อง",
            "error_message": "พิมพ์เป็นตัวเลขหน่วยบาท ตั้งแต่ 0 ขึ้นไป เช่น 1500 หรือ 1500.50 ถ้าไม่มียอดให้ใส่ 0",
        }
        self.sheet.data_validation(FIRST_ROW, FIRST_AMOUNT, self.last_row, LAST_AMOUNT, amounts | words)
        reasons = {"validate": "length", "criteria": "<=", "value": MAX_REASON}
        words = {"error_title": "เหตุผลยาวเกินไป", "error_message": f"เหตุผลยาวได้ไม่เกิน {MAX_REASON} ตัวอักษร"}
        self.sheet.data_validation(FIRST_ROW, REASON_AT, self.last_row, REASON_AT, reasons | words)
