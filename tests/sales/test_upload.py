"""Bad files and bad cells: each told by its cell, and nothing half-written."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.conf import settings as django_settings
from openpyxl import Workbook

from entry.models import Upload
from sales import services
from sales.models import SalesRow
from tests.cast import Cast
from tests.core.workbooks import bent
from tests.sales.roundtrip import (
    EMPTY,
    FIRST,
    URL,
    accept,
    bytes_of,
    changed,
    download,
    figures,
    form,
    problems,
    send,
    told,
)
from workflow.models import Submission


def refused(officer, data: Workbook | bytes, *words: str, name: str = "รต1.xlsx") -> None:
    """The file is told off with these words, kept nowhere, and no figure moved."""
    sentence = told(send(officer, data, name=name))
    for word in words:
        assert word in sentence
    assert not Upload.objects.exists()
    assert figures() == EMPTY


# Files that are none of ours


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "ว่างเปล่า"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "รูปภาพ"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "หน้าเว็บ"),
        (b"PK\x03\x04" + b"x" * 100, "เสียหาย"),
    ],
)
def test_another_kind_of_file_is_named_for_what_it_is(officer, data: bytes, word: str) -> None:
    refused(officer, data, "" if not data else word)


def test_no_file_at_all_is_told(officer) -> None:
    assert "ยังไม่ได้เลือกไฟล์" in told(officer.post(URL + "upload"))


def test_another_workbook_is_told_by_its_sheets(officer) -> None:
    other = Workbook()
    other.active.title = "งบประมาณ"
    other.active.append(["รายการ", "จำนวน"])
    refused(officer, other, "ไม่พบแบบฟอร์ม รต.๑", "งบประมาณ")


def test_macros_are_refused(officer) -> None:
    refused(officer, bent(add={"xl/vbaProject.bin": b"MZ"}).getvalue(), "มาโคร")


def test_a_zip_bomb_is_not_opened(officer) -> None:
    refused(officer, bent(add={"xl/media/bomb.bin": bytes(30 * 1024 * 1024)}).getvalue(), "ใหญ่ผิดปกติ")


def test_a_file_too_big_is_let_pass_by_unread(officer, settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    refused(officer, b"x" * (1024 * 1024 + 1), "ใหญ่เกินไป", "1 MB")


def test_a_file_as_big_as_allowed_is_read(officer) -> None:
    refused(officer, b"x,y\n" * (django_settings.MAX_UPLOAD_BYTES // 4), "เกิน")


def test_merged_cells_are_refused_by_name(officer, book: Workbook) -> None:
    form(book).merge_cells(f"F{FIRST}:G{FIRST}")
    refused(officer, book, "รต.๑", f"F{FIRST}:G{FIRST}", "Merge")


# The form of another place or time, or bent out of shape


def test_the_form_of_another_district_is_refused(officer, cast: Cast, signed_in) -> None:
    other = download(signed_in(cast.pranee), "/entry/2402/2567-03/")
    refused(officer, other, "ช่อง A2", "อำเภอบางคล้า", "ไม่ใช่อำเภอเมืองฉะเชิงเทรา")


def test_the_form_of_another_month_is_refused(officer) -> None:
    other = download(officer, "/entry/2401/2567-02/")
    refused(officer, other, "ช่อง A3", "เดือนกุมภาพันธ์ 2567", "ไม่ใช่เดือนมีนาคม 2567")


@pytest.mark.parametrize(("cell", "word"), [("A2", "รหัสอำเภอ"), ("A3", "ประจำเดือน")])
def test_a_form_that_does_not_say_whose_it_is_is_refused(officer, book: Workbook, cell: str, word: str) -> None:
    form(book)[cell] = None
    refused(officer, book, "ไม่พบ", word)


def test_a_missing_head_is_named(officer, book: Workbook) -> None:
    form(book)["G6"] = "ออนไลน์"
    refused(officer, book, "แถวที่ 6", "“ในประเทศ ออนไลน์”")


def test_a_head_that_stands_twice_is_named(officer, book: Workbook) -> None:
    form(book)["G6"] = "ในประเทศ ออฟไลน์"
    refused(officer, book, "ช่อง G6", "ซ้ำกับช่อง F6")


def test_two_forms_in_one_workbook_are_refused(officer, book: Workbook) -> None:
    first, copy = form(book), book.copy_worksheet(form(book))
    first.title, copy.title = "แผ่น1", "แผ่น2"
    refused(officer, book, "หลายแผ่นงาน", "แผ่น1", "แผ่น2")


def test_columns_may_be_moved_and_the_sheet_renamed(officer, book: Workbook) -> None:
    sheet = form(book)
    sheet[f"F{FIRST}"] = 55
    sheet.title = "Sheet1"
    sheet.move_range(f"F6:F{FIRST + 2}", cols=10)
    send(officer, book)
    assert changed() == {f"P{FIRST}": "55.00"}


# Cells


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (-5, "ติดลบ"),
        ("-5", "ติดลบ"),
        ("ห้าร้อย", "ไม่ใช่จำนวนเงิน"),
        (1e12, "มากเกินไป"),
        ("9999999999999", "มากเกินไป"),
        (5.555, "ทศนิยม"),
        ("1,23", "จุลภาค"),
        ("=500+500", "สูตร"),
        (date(2024, 3, 1), "วันที่"),
        (True, "ไม่ใช่จำนวนเงิน"),
    ],
)
def test_a_bad_amount_is_told_by_its_cell_and_the_rest_can_be_accepted(
    officer, book: Workbook, value: object, word: str
) -> None:
    form(book)[f"F{FIRST}"], form(book)[f"G{FIRST}"] = value, 70
    page = send(officer, book)
    ((ref, sentence),) = problems()
    assert (ref, word in sentence) == (f"F{FIRST}", True)
    assert f"ช่อง F{FIRST}" in page.content.decode()
    assert changed() == {f"G{FIRST}": "70.00"}
    accept(officer)
    assert SalesRow.objects.get(category="food").amounts == (None, 70, None, None)


@pytest.mark.parametrize(
    ("value", "amount"),
    [("๑,๒๐๐.๕๐", "1200.50"), ("1 500 บาท", "1500.00"), ("-", "0.00"), (0.1 + 0.2, "0.30"), (1e3, "1000.00")],
)
def test_an_amount_as_people_write_it_is_read(officer, book: Workbook, value: object, amount: str) -> None:
    form(book)[f"F{FIRST}"] = value
    send(officer, book)
    assert (changed(), problems()) == ({f"F{FIRST}": amount}, [])


def test_lines_that_stand_twice_are_taken_neither(officer, book: Workbook) -> None:
    sheet = form(book)
    for column in "BCD":
        sheet[f"{column}{FIRST + 1}"] = sheet[f"{column}{FIRST}"].value
    sheet[f"F{FIRST}"], sheet[f"F{FIRST + 1}"], sheet[f"F{FIRST + 2}"] = 1, 2, 3
    send(officer, book)
    (ref, sentence), (_, missing) = problems()
    assert (ref, f"ซ้ำกับช่อง B{FIRST}" in sentence) == (f"B{FIRST + 1}", True)
    assert "2 แถวของเดือนนี้ไม่มีในไฟล์" in missing
    assert changed() == {f"F{FIRST + 2}": "3.00"}


@pytest.mark.parametrize(
    ("column", "value", "word"),
    [
        ("B", "99999999", "ไม่พบผู้ผลิตรหัส “99999999”"),
        ("B", "24020001", "เป็นของอำเภออื่น"),
        ("D", "อาหารสัตว์", "“อาหารสัตว์” ไม่ใช่ประเภทผลิตภัณฑ์"),
        ("D", None, "ไม่มีประเภทผลิตภัณฑ์"),
        ("D", "สมุนไพรที่ไม่ใช่อาหาร", "ไม่มีแถวประเภทสมุนไพรที่ไม่ใช่อาหารในเดือนนี้"),
        ("B", None, "ไม่มีรหัสผู้ผลิต"),
        ("B", "=A1", "เป็นสูตร"),
    ],
)
def test_a_line_that_belongs_to_no_row_is_told(officer, book: Workbook, column: str, value: object, word: str) -> None:
    sheet = form(book)
    sheet[f"{column}{FIRST}"], sheet[f"F{FIRST}"], sheet[f"F{FIRST + 1}"] = value, 5, 6
    send(officer, book)
    ref, sentence = problems()[0]
    assert (ref, word in sentence) == (f"{column}{FIRST}", True)
    assert changed() == {f"F{FIRST + 1}": "6.00"}


def test_lines_left_out_are_named_and_stay_as_they_are(officer, book: Workbook) -> None:
    form(book).delete_rows(FIRST)
    page = send(officer, book)
    assert "ช่องที่แจ้งไว้ข้างบนยังไม่ถูกนำเข้า" in page.content.decode()
    ((ref, sentence),) = problems()
    assert ref == ""
    assert "1 แถวของเดือนนี้ไม่มีในไฟล์" in sentence
    assert changed() == {}


def test_a_reason_too_long_is_told_by_its_cell(officer, book: Workbook) -> None:
    form(book)[f"L{FIRST}"] = "ก" * 501
    send(officer, book)
    assert problems() == [(f"L{FIRST}", "เหตุผลยาวเกิน 500 ตัวอักษร")]


def test_thousands_of_bad_cells_are_told_in_a_page_that_can_be_read(officer, book: Workbook) -> None:
    for at in range(400):
        form(book).cell(FIRST + 10 + at, 2, f"ไม่มี{at}")
    send(officer, book)
    assert len(problems()) == 201
    assert "และอีก 200 แห่ง" in problems()[-1][1]


# Other programs


def as_libreoffice(data: bytes) -> bytes:
    """The file as LibreOffice Calc saves it: typed numbers, aca formulas, styled blanks, a million columns."""
    out = io.BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                xml = content.decode()
                xml = re.sub(r'<c r="(\w+)"( s="\d+")?><v>', r'<c r="\1"\2 t="n"><v>', xml)
                xml = xml.replace("<f>", '<f aca="false">')
                xml = re.sub(r"<cols>.*?</cols>", '<cols><col min="1" max="16384" width="12"/></cols>', xml)
                xml = re.sub(r"</row>", '<c r="AMJ1" s="1"/></row>', xml, count=1)
                content = xml.encode()
            target.writestr(entry, content)
    return out.getvalue()


def test_a_form_saved_by_libreoffice_is_read(officer, book: Workbook) -> None:
    form(book)[f"F{FIRST}"], form(book)[f"I{FIRST + 2}"] = 1500.5, "๗๕๐"
    send(officer, as_libreoffice(bytes_of(book)))
    assert (changed(), problems()) == ({f"F{FIRST}": "1500.50", f"I{FIRST + 2}": "750.00"}, [])


def as_csv(book: Workbook, encoding: str, delimiter: str = ",") -> bytes:
    """The form's sheet as Excel saves it: amounts as shown, sums computed."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    for row in form(book).iter_rows(values_only=True):
        texts = [f"{v:,.2f}" if isinstance(v, float) else "" if v is None else str(v) for v in row]
        writer.writerow(["401.00" if text.startswith("=") else text for text in texts])
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ","), ("cp874", ","), ("utf-16", "\t")])
def test_a_form_saved_as_csv_is_read(officer, book: Workbook, encoding: str, delimiter: str) -> None:
    form(book)[f"F{FIRST}"], form(book)[f"G{FIRST + 1}"] = 1500.5, "๗๕๐"
    send(officer, as_csv(book, encoding, delimiter), name="รต1.csv")
    assert (changed(), problems()) == ({f"F{FIRST}": "1500.50", f"G{FIRST + 1}": "750.00"}, [])


def test_a_csv_that_leaves_a_filled_cell_blank_does_not_erase_it_by_itself(
    officer, book: Workbook, cast: Cast, march: Submission
) -> None:
    services.fill_zero(march, actor=cast.somsri)
    page = send(officer, as_csv(book, "utf-8"), name="รต1.csv")
    assert {(d.cell["note"], d.ticked) for d in page.context["review"].differences} == {("blank", False)}
