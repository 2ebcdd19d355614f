"""The Excel round trip of market sales: the same as of sales, with market-days and the lines' own names."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from core.month import Month
from entry import services
from entry.models import Upload
from markets.models import MarketRow
from markets.services.lines import rename_lines
from tests.cast import Cast
from tests.markets.making import make_market
from workflow.models import Kind

MARCH = Month.parse("2567-03")
URL = "/markets/entry/2401/2567-03/"
FIRST, DAYS, LINE_1, LINE_3 = 7, 6, 7, 9  # row and columns of the sheet, from 1


@pytest.fixture
def officer(cast: Cast, at, signed_in):
    at("2567-03-12 09:00")
    make_market(cast.mueang, "M2401-001", name="ตลาดริมน้ำ")
    make_market(cast.mueang, "M2401-002", name="ตลาดวัดโสธร")
    submission = services.begin(cast.mueang, MARCH, Kind.MARKETS, actor=cast.somsri)
    services.sync(submission, actor=cast.somsri)
    return signed_in(cast.somsri)


def download(officer):
    return load_workbook(io.BytesIO(officer.get(URL + "workbook.xlsx").content))


def send(officer, book) -> Upload:
    stored = io.BytesIO()
    book.save(stored)
    answer = officer.post(URL + "upload", {"file": SimpleUploadedFile("ตลาด.xlsx", stored.getvalue())})
    assert "/upload/" in answer.url, [str(m) for m in officer.get(URL).context["messages"]]
    return Upload.objects.latest("pk")


def test_what_was_typed_in_excel_is_compared_and_taken(officer) -> None:
    book = download(officer)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[FIRST - 1]]
    assert heads[2:5] == ["ชื่อตลาด", "ลักษณะการจัดตลาด", "วันที่ควรจัด"]
    assert (sheet.cell(FIRST, 3).value, sheet.cell(FIRST, 5).value) == ("ตลาดริมน้ำ", "10")
    sheet.cell(FIRST, DAYS, 9)
    sheet.cell(FIRST, LINE_1, 1200.5)
    sheet.cell(FIRST + 1, DAYS, 40)
    upload = send(officer, book)
    assert [(cell["field"], cell["after"]) for cell in upload.cells] == [("days_held", "9"), ("line_1", "1200.50")]
    assert any("ไม่เกิน 31 วัน" in problem["text"] for problem in upload.problems)
    page = officer.get(f"{URL}upload/{upload.pk}/").content.decode()
    assert "1,200.50" in page
    officer.post(f"{URL}upload/{upload.pk}/accept", {"cell": [0, 1]})
    row = MarketRow.objects.get(market__code="M2401-001")
    assert (row.days_held, row.line_1, row.total) == (9, Decimal("1200.50"), Decimal("1200.50"))


def test_an_untouched_form_changes_nothing_and_reordered_lines_find_their_columns(officer, cast: Cast) -> None:
    names = ("สินค้า OTOP", "สินค้าเกษตร", "อาหารและเครื่องดื่ม", "สินค้าอื่น ๆ")
    book = download(officer)
    book.worksheets[0].cell(FIRST, LINE_3, 75)
    rename_lines({slot: (name, 5 - slot) for slot, name in enumerate(names, 1)}, actor=cast.teera)
    assert send(officer, download(officer)).cells == []
    assert [(cell["field"], cell["note"]) for cell in send(officer, book).cells] == [("line_3", "")]


def test_a_form_with_heads_that_have_been_renamed_is_refused_with_the_missing_head(officer, cast: Cast) -> None:
    book = download(officer)
    rename_lines({1: ("ผ้าทอ", 1)}, actor=cast.teera)
    stored = io.BytesIO()
    book.save(stored)
    file = SimpleUploadedFile("ตลาด.xlsx", stored.getvalue())
    page = officer.post(URL + "upload", {"file": file}, follow=True).content.decode()
    assert "ไม่มีหัวคอลัมน์ “ผ้าทอ”" in page
