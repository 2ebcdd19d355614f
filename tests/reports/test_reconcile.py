"""A published table beside the portal: shapes recognised, every difference told with its reason, nothing written."""

from __future__ import annotations

import io
import time
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import AuditEntry
from core.month import Month
from reports import reconcile_views
from reports.reconcile import sheet, words
from reports.reconcile.compare import reconcile
from sales.models import SalesRow
from targets.tables import pasted
from tests.cast import fill
from workflow import services

OCTOBER, NOVEMBER = Month.parse("2566-10"), Month.parse("2566-11")
DISTRICTS = {"เมืองฉะเชิงเทรา", "บางคล้า", "บางปะกง"}
DISTRICTS_BY_MONTH = """\
ตารางยอดจำหน่ายในประเทศและต่างประเทศ ปีงบประมาณ พ.ศ. ๒๕๖๗
ที่\tอำเภอ\tต.ค.\tพ.ย. ๖๖\tรวม
๑\tอำเภอเมืองฉะเชิงเทรา\t๑,๒๐๓.๐๐\t๙๐.๐๐\t๑,๒๙๓.๐๐
๒\tบางคล้า\t๔๐๑.๐๐\t-\t๔๐๑.๐๐
\tรวมทั้งจังหวัด\t๑,๖๐๔.๐๐\t๙๐.๐๐\t๑,๖๙๔.๐๐
"""
MONTHS_BY_CHANNEL = """\
เดือน\tในประเทศ\t\t\tต่างประเทศ\t\t\tรวมทั้งสิ้น
\tออฟไลน์\tออนไลน์\tรวม\tออฟไลน์\tออนไลน์\tรวม\t
ตุลาคม 2566\t401\t401\t802\t401\t401\t802\t1604
รวม\t401\t401\t802\t401\t401\t802\t1604
"""
MONTHS_BY_CATEGORY = """\
เดือน\tอาหาร\tเครื่องดื่ม\tผ้าและเครื่องแต่งกาย\tของใช้/ของตกแต่ง/ของที่ระลึก\tสมุนไพรที่ไม่ใช่อาหาร\tรวม\tร้อยละ
ตุลาคม 2566\t802\t401\t410\t0\t0\t1,604\t100
"""


@pytest.fixture
def province(cast, at):
    """October confirmed in two districts, locked in one (1,203 baht and 401); November a draft of 90 in เมือง."""
    at("2566-10-20 10:00")
    locked = fill(cast.mueang, OCTOBER, "100.25")
    services.confirm(locked, actor=cast.somsri)
    services.lock(locked, actor=cast.wichai)
    services.confirm(fill(cast.bangkhla, OCTOBER, "100.25"), actor=cast.pranee)
    at("2566-11-20 10:00")
    fill(cast.mueang, NOVEMBER, "7.50")
    return cast


def found(person, area, text, **more):
    names = {"เมืองฉะเชิงเทรา", "บางคล้า", "บางปะกง"} if area else {"ฉะเชิงเทรา", "สระแก้ว"}
    return reconcile(person, area, sheet.read(pasted(text), names, **more))


def test_a_table_that_agrees_has_no_difference(province):
    for text, count in ((DISTRICTS_BY_MONTH, 9), (MONTHS_BY_CHANNEL, 14)):
        result = found(province.wichai, province.chachoengsao, text)
        assert [str(d) for d in result.differences] == []
        assert (len(result.cells), result.equal_count) == (count, count)
    assert result.stated_total == result.portal_total == Decimal("1604.00")


def test_slips_are_told_cell_by_cell_with_their_reasons(province):
    def reasons(text, *replaced):
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new, 1)
        result = found(province.wichai, province.chachoengsao, text)
        return {(d.row, d.column): d.reason for d in result.differences}

    slip = reasons(DISTRICTS_BY_MONTH, ("๔๐๑.๐๐", "๔๑๐.๐๐"))
    assert "สลับหลัก" in slip["บางคล้า", "ตุลาคม 2566"]
    assert len(slip) == 1
    wrong_sum = reasons(DISTRICTS_BY_MONTH, ("๑,๖๐๔.๐๐", "๑,๖๕๐.๐๐"))
    assert "1,604.00" in wrong_sum["รวม", "ตุลาคม 2566"]
    swapped = reasons(DISTRICTS_BY_MONTH, ("๑,๒๐๓.๐๐", "x"), ("๔๐๑.๐๐", "๑,๒๐๓.๐๐"), ("x", "๔๐๑.๐๐"))
    assert swapped["บางคล้า", "ตุลาคม 2566"] == "สลับกับเมืองฉะเชิงเทรา"
    missing = reasons(DISTRICTS_BY_MONTH, ("๙๐.๐๐", "๕๐๐๐"))
    assert "ยังล็อกไม่ครบ" in missing["เมืองฉะเชิงเทรา", "พฤศจิกายน 2566"]
    category = reasons(MONTHS_BY_CATEGORY)
    assert list(category) == [("ตุลาคม 2566", "ผ้าและเครื่องแต่งกาย")]


def test_the_department_is_compared_with_locked_months(province):
    text = "จังหวัด\tต.ค. 66\tพ.ย. 66\nฉะเชิงเทรา\t1,203.00\t0\nสระแก้ว\t5\t0\nรวม\t1208\t0"
    result = found(province.orathai, None, text)
    assert [(d.row, d.column, d.portal) for d in result.differences] == [
        ("สระแก้ว", "ตุลาคม 2566", None),
        ("รวม", "ตุลาคม 2566", Decimal("1203.00")),
    ]
    assert "ยังล็อกไม่ครบ" in result.differences[0].reason
    assert "ตามช่องที่ต่างกัน" in result.differences[1].reason
    result = found(province.orathai, None, "จังหวัด\tต.ค. 66\tพ.ย. 66\nสระแก้ว\t0\t0")
    assert result.absent == [("ฉะเชิงเทรา", Decimal("1203.00"))]


def test_what_a_table_leaves_out_between_what_it_has_is_told(province):
    fill(province.bangkhla, Month.parse("2566-12"), "1.25")
    months = "เดือน\tอาหาร\tเครื่องดื่ม\nตุลาคม 2566\t802\t401\nธันวาคม 2566\t10\t5"
    assert found(province.wichai, province.chachoengsao, months).absent == [
        ("พฤศจิกายน 2566", Decimal("90.00")),
        ("ผ้าและเครื่องแต่งกาย", Decimal("401.00")),
    ]
    ways = "เดือน\tในประเทศ ออฟไลน์\tในประเทศ ออนไลน์\tต่างประเทศ ออฟไลน์\nตุลาคม 2566\t401\t401\t401"
    assert found(province.wichai, province.chachoengsao, ways).absent == [("ต่างประเทศ ออนไลน์", Decimal("401.00"))]
    formulas = "เดือน\tอาหาร\tเครื่องดื่ม\tผ้าและเครื่องแต่งกาย\nตุลาคม 2566\t802\t401\t=\nพฤศจิกายน 2566\t=\t=\t="
    assert found(province.wichai, province.chachoengsao, formulas).absent == []
    sums = "เดือน\tรวมในประเทศ\tรวมต่างประเทศ\nตุลาคม 2566\t802\t802"
    assert found(province.wichai, province.chachoengsao, sums).absent == []


@pytest.mark.parametrize(
    ("text", "words_of_it"),
    [
        ("สวัสดี", "ไม่พบชื่อ"),
        ("อำเภอ\tต.ค. 66\nบางคล้า\tสิบบาท", "ไม่ใช่จำนวนเงิน"),
        ("อำเภอ\tต.ค. 66\nบางคล้า\t-5", "แถวที่ 2 คอลัมน์ที่ 2"),
        ("อำเภอ\tต.ค. 66\nบางคล้า\t5\nบางคล้า\t6", "แถวที่ 2 และ 3 เป็น"),
        ("อำเภอ\tต.ค. 66\tตุลาคม 2566\nบางคล้า\t5\t6", "คอลัมน์ที่ 2 และ 3 เป็น"),
        ("หน่วย: ล้านบาท\t\nอำเภอ\tต.ค. 66\nบางคล้า\t5", "หน่วยบาท"),
        ("อำเภอ\tหมู\tหมา\nบางคล้า\t5\t6", "ไม่รู้จักหัวคอลัมน์"),
        ("อำเภอ\tในประเทศ ออฟไลน์\tต่างประเทศ ออนไลน์\nบางคล้า\t5\t6", "ต้องมีเดือน"),
        ("บางคล้า\t5\t6", "ไม่พบหัวตาราง"),
        ("อำเภอ\tต.ค. 66\nบางคล้า\t=", "ยังไม่ได้คำนวณ"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(text, words_of_it):
    with pytest.raises(sheet.Unreadable, match=words_of_it):
        sheet.read(pasted(text), DISTRICTS)


def test_what_is_ambiguous_is_asked():
    with pytest.raises(sheet.Ambiguous) as year:
        sheet.read(pasted("อำเภอ\tต.ค.\tพ.ย.\nบางคล้า\t5\t6"), DISTRICTS)
    assert year.value.ask == "year"
    assert sheet.read(pasted("อำเภอ\tต.ค.\tพ.ย.\nบางคล้า\t5\t6"), DISTRICTS, 2567).months == [OCTOBER, NOVEMBER]
    both = "เดือน\tอาหาร\tเครื่องดื่ม\tในประเทศ ออฟไลน์\tในประเทศ ออนไลน์\nต.ค. 66\t1\t2\t3\t4"
    with pytest.raises(sheet.Ambiguous) as columns:
        sheet.read(pasted(both), DISTRICTS)
    assert columns.value.ask == "columns"
    assert [c.column for c in sheet.read(pasted(both), DISTRICTS, columns="category").cells] == ["food", "drink"]


@pytest.mark.parametrize(
    "text", ["ต.ค. 66", "ต.ค.66", "ตุลาคม 2566", "เดือนตุลาคม พ.ศ. ๒๕๖๖", "2566-10", "2023-10-01", "ต.ค. ๒๕๖๖"]
)
def test_a_month_is_known_however_it_is_written(text):
    assert words.month_of(text, None) == OCTOBER


def test_the_page_takes_a_file_asks_and_gives_the_comparison_as_a_file(province, signed_in):
    client = signed_in(province.wichai)
    before = (SalesRow.objects.count(), AuditEntry.objects.count())
    book, data = openpyxl.Workbook(), io.BytesIO()
    for line in (["อำเภอ", "ต.ค.", "พ.ย."], ["บางคล้า", 410, 0], ["เมืองฉะเชิงเทรา", 1203, 90]):
        book.active.append(line)
    book.save(data)
    file = SimpleUploadedFile("ตาราง.xlsx", data.getvalue())
    asked = client.post("/reconcile/", {"file": file})
    assert asked.status_code == 422
    assert "เลือกปีงบประมาณ" in asked.content.decode()
    text = asked.context["form"]["text"].value()
    answer = client.post("/reconcile/", {"text": text, "year": "2567"})
    assert [d.stated for d in answer.context["found"].differences] == [Decimal("410.00")]
    for format_, beginning in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        made = client.post("/reconcile/", {"text": text, "year": "2567", "format": format_})
        assert made.content.startswith(beginning)
    assert (SalesRow.objects.count(), AuditEntry.objects.count()) == before
    page = client.get("/reconcile/").content.decode()
    for code in ("months-channels", "months-categories"):  # the portal's own file, sums and all, can be handed back
        assert f"/downloads/{code}/24/2567.xlsx" in page
        for format_, least in (("xlsx", 12 * 5), ("csv", 2 * 5)):
            content = client.get(f"/downloads/{code}/24/2567.{format_}").content
            own = SimpleUploadedFile(f"ตัวอย่าง.{format_}", content)
            back = client.post("/reconcile/", {"file": own}).context["found"]
            assert len(back.cells) >= least, format_
            assert not back.differences
    bad = client.post("/reconcile/", {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04" + b"\x00" * 99)})
    assert (bad.status_code, client.post("/reconcile/", {}).status_code) == (422, 200)
    assert signed_in(province.orathai).post("/reconcile/", {"text": "x", "area": "99"}).status_code == 422


@pytest.mark.parametrize(
    "heads",
    [
        "เดือน\tยอดจำหน่าย (บาท) อาหาร\tยอดจำหน่าย (บาท) เครื่องดื่ม\tรวม",
        "เดือน\tอาหาร (บาท)\tเครื่องดื่ม (บาท)\tรวม (บาท)",
        "เดือน\tประเภทอาหาร\tรายได้ประเภทเครื่องดื่ม\tรวม",
    ],
)
def test_a_head_that_says_its_measure_too_is_known(heads):
    table = sheet.read(pasted(f"{heads}\nตุลาคม 2566\t1\t2\t3"), set())
    assert [cell.column for cell in table.cells] == ["food", "drink", "total"]


def test_a_head_of_months_that_says_its_measure_too_is_known():
    table = sheet.read(pasted("อำเภอ\tยอดจำหน่าย ต.ค. 66 (บาท)\tยอดจำหน่าย พ.ย. 66 (บาท)\nบางคล้า\t1\t2"), DISTRICTS)
    assert [cell.column for cell in table.cells] == [OCTOBER, NOVEMBER]


@pytest.mark.parametrize("line", ["\tกรุงเทพมหานคร\t5.00\t5%", "รวม\t\t๑,๖๐๔.๐๐\t", "\tทั่วราชอาณาจักร\t-\t"])
def test_a_sum_or_an_unknown_row_above_the_others_is_no_head(line):
    table = sheet.read(pasted(f"ที่\tอำเภอ\tต.ค. 66\tร้อยละ\n{line}\n1\tบางคล้า\t401\t5\n2\tบางปะกง\t5\t5"), DISTRICTS)
    first, second = [(cell.row, cell.amount) for cell in table.cells][-2:]
    assert (first, second) == (("บางคล้า", Decimal(401)), ("บางปะกง", Decimal(5)))
    led = [(cell.row, cell.amount) for cell in table.cells[:-2]]
    assert led == [("total", Decimal("1604.00"))] if "รวม" in line else "แถวที่ 2" in table.notes[-1]


def test_a_head_beside_other_heads_is_no_name_of_a_row():
    table = sheet.read(pasted("ที่\tอำเภอ\tต.ค. 66\tร้อยละ\n1\tบางคล้า\t401\t5"), DISTRICTS)
    assert [(cell.row, cell.column) for cell in table.cells] == [("บางคล้า", OCTOBER)]


def test_a_sum_that_a_program_left_uncalculated_is_told_and_the_rest_compared(province, signed_in):
    """As openpyxl writes the portal's own sample back: every formula without its value."""
    client = signed_in(province.wichai)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/downloads/months-channels/24/2567.xlsx").content))
    cell = next(cell for row in book.active.iter_rows() for cell in row if cell.value == 401)
    cell.value, data = 410, io.BytesIO()
    book.save(data)
    back = client.post("/reconcile/", {"file": SimpleUploadedFile("ก.xlsx", data.getvalue())}).context["found"]
    assert [d.stated for d in back.differences] == [Decimal(410)]
    assert "ที่เป็นสูตรซึ่งยังไม่ได้คำนวณ" in back.table.notes[0]


def test_a_cell_however_long_costs_no_time():
    begun = time.process_time()
    for cell in ("ก" + "(" * 10_000 + "ก", "ก" + " " * 10_000 + "1"):
        sheet.read(pasted(f"อำเภอ\tต.ค. 66\t{cell}\nบางคล้า\t5\t{cell}"), DISTRICTS)
    assert time.process_time() - begun < 1, "it took seconds"


HEADS = "อำเภอ\tต.ค. 66\tพ.ย. 66\n"


def test_no_table_takes_more_than_one_waits_for(monkeypatch):
    """Rows of sums may stand any number of times, so a small file could ask for hundreds of thousands of figures."""
    assert sheet.MOST >= 78 * 61, "every province and five years, with their sums"
    monkeypatch.setattr(sheet, "MOST", 100)
    assert len(sheet.read(pasted(HEADS + "บางคล้า\t1\t2\n" + "รวม\t1\t2\n" * 49), DISTRICTS).cells) == 100
    with pytest.raises(sheet.Unreadable, match="ไม่เกิน 100 ตัวเลข"):
        sheet.read(pasted(HEADS + "บางคล้า\t1\t2\n" + "รวม\t1\t2\n" * 50), DISTRICTS)


def test_a_thousand_strange_rows_are_told_in_a_few_lines():
    table = sheet.read(pasted(HEADS + "บางคล้า\t1\t2\n" + "ไม่รู้จัก\t1\t2\n" * 1000), DISTRICTS)
    assert len(table.notes) == sheet.MOST_NOTES + 1
    assert table.notes[-1] == "และอีก 980 แห่ง"


def test_a_pdf_that_would_hold_everyone_up_is_refused_and_the_table_kept(province, signed_in, monkeypatch):
    monkeypatch.setattr(reconcile_views, "PATIENCE", 0.1)
    sent = {"text": HEADS + "บางคล้า\t1\t2\n"}
    refused = signed_in(province.wichai).post("/reconcile/", sent | {"format": "pdf"})
    assert (refused.status_code, reconcile_views.TOO_LONG in refused.content.decode()) == (422, True)
    assert "บางคล้า" in refused.context["text"]
    assert signed_in(province.wichai).post("/reconcile/", sent | {"format": "csv"}).status_code == 200
