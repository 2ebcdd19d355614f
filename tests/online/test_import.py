"""The two-part report taken out, filled, and taken back in: whole or not at all, every cell that is wrong named."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from core import audit
from core.records import Refused
from core.workbook import WorkbookError
from online.models import DistrictRound, Listing, OnlineImport, Platform, Survey
from online.rounds import RoundId
from online.services import imports
from online.services.report import Found, save_line
from producers.models import Producer, Product

ROUND1 = RoundId(2567, 1)


@pytest.fixture
def book(cast, at, signed_in):
    """The district's own form with every product, open for filling."""
    at("2567-02-10 09:00")
    Platform.objects.get_or_create(name="Facebook", defaults={"kind": "page", "hosts": "facebook.com"})
    return load_workbook(BytesIO(signed_in(cast.somsri).get("/online/2567/1/report/2401.xlsx?rows=all").content))


def cell(sheet, head, product):
    """The cell of a product under a head, wherever the heads stand."""
    at = next((c for row in sheet.iter_rows() for c in row if str(c.value or "").startswith(head)), None)
    line = next(c.row for row in sheet.iter_rows() for c in row if c.value == product)
    return sheet.cell(line, at.column)


def upload(book):
    stored = BytesIO()
    book.save(stored)
    return SimpleUploadedFile("แบบรายงาน.xlsx", stored.getvalue())


@pytest.fixture
def receive(cast):
    def act(book):
        file = upload(book)
        draft = imports.receive(file, name=file.name, actor=cast.somsri, district=cast.mueang, of=ROUND1)
        return draft, imports.plan_of(draft, cast.somsri)

    return act


def test_a_file_leaves_channels_that_are_no_longer_offered(cast, book, receive):
    old = Platform.objects.create(name="ร้านเก่า", kind="page")
    product = Product.objects.get(name="สินค้าอาหาร", producer__district=cast.mueang)
    found = Found(dict.fromkeys(Survey.FLAGS, False), {old.pk: "ร้านป้าแดง"}, Decimal(20))
    save_line(actor=cast.somsri, district=cast.mueang, of=ROUND1, product=product, found=found)
    Platform.objects.filter(pk=old.pk).update(retired=True)
    cell(book["ส่วนที่ 1"], "ผ่านการอบรม", "สินค้าอาหาร").value = 1
    cell(book["ส่วนที่ 2"], "ยอดจำหน่าย (บาท)", "สินค้าอาหาร").value = 30
    draft, plan = receive(book)
    imports.accept(draft, plan.digest, actor=cast.somsri)
    listing = Listing.objects.get()
    assert (listing.sales, listing.channels.get().value) == (Decimal(30), "ร้านป้าแดง")


def test_an_untouched_form_changes_nothing(cast, book, receive):
    draft, plan = receive(book)
    assert [row.fate for row in plan.rows] == ["same"] * 3
    with pytest.raises(Refused):
        imports.accept(draft, plan.digest, actor=cast.somsri)
    assert not Survey.objects.exists()


def test_a_filled_form_is_taken_in_whole_and_once(cast, book, receive):
    one, two = book["ส่วนที่ 1"], book["ส่วนที่ 2"]
    cell(one, "ผ่านการอบรม", "สินค้าอาหาร").value = "๑"
    cell(one, "ขายของออนไลน์", "สินค้าอาหาร").value = "√"
    cell(one, "ได้รับมาตรฐาน", "สินค้าอาหาร").value = True  # a box of Excel's own
    cell(one, "ได้รับคัดดาว", "สินค้าเครื่องดื่ม").value = 0
    cell(two, "Facebook", "สินค้าอาหาร").value = "facebook.com/otop"
    cell(two, "ยอดจำหน่าย (บาท)", "สินค้าอาหาร").value = 1500.5
    draft, plan = receive(book)
    assert sorted(row.fate for row in plan.rows) == ["new", "new", "same"]
    for _ in range(2):
        imports.accept(draft, plan.digest, actor=cast.somsri)
    assert Survey.objects.count() == 2
    assert Survey.objects.filter(trained=True, selling=True, standard=True).count() == 1
    listing = Listing.objects.get()
    assert (listing.sales, listing.channels.get().value) == (Decimal("1500.50"), "https://facebook.com/otop")
    assert [e.action for e in audit.trail(DistrictRound.objects.get())] == ["online.imported"]
    assert OnlineImport.objects.get().rows == []


def test_what_was_taken_out_comes_back_the_same(cast, book, receive, signed_in):
    product = Product.objects.get(name="สินค้าอาหาร", producer__district=cast.mueang)
    facebook = Platform.objects.get(name="Facebook")
    found = Found(dict.fromkeys(Survey.FLAGS, True), {facebook.pk: "กลุ่มแม่บ้าน"}, Decimal("0.25"))
    save_line(actor=cast.somsri, district=cast.mueang, of=ROUND1, product=product, found=found)
    for rows in ("", "?rows=all"):
        content = signed_in(cast.somsri).get(f"/online/2567/1/report/2401.xlsx{rows}").content
        _, plan = receive(load_workbook(BytesIO(content)))
        assert {row.fate for row in plan.rows} == {"same"}
        assert [row.problems for row in plan.rows if row.problems] == []


def test_every_cell_that_is_wrong_is_named_and_nothing_is_written(cast, book, receive):
    one, two = book["ส่วนที่ 1"], book["ส่วนที่ 2"]
    food, drink, textile = "สินค้าอาหาร", "สินค้าเครื่องดื่ม", "สินค้าผ้าและเครื่องแต่งกาย"
    wrong = {
        cell(one, "ขายของออนไลน์", food): ("ใช่", "ใส่ 1"),
        cell(two, "Facebook", food): ("https://evil.example/x", "facebook.com"),
        cell(two, "ยอดจำหน่าย (บาท)", drink): ("50", "ไม่มีช่องทาง"),
        cell(two, "ชื่อผลิตภัณฑ์", textile): ("ผ้าอื่น", "ไม่มีผลิตภัณฑ์"),
    }
    for at, (value, _) in wrong.items():
        at.value = value
    draft, plan = receive(book)
    told = {ref: sentence for row in plan.rows for ref, sentence in row.problems}
    for at, (_, words) in wrong.items():
        assert words in told[f"{at.parent.title} {at.coordinate}"]
    with pytest.raises(Refused):
        imports.accept(draft, plan.digest, actor=cast.somsri)
    assert not Survey.objects.exists()


def test_formulas_and_repeated_products_are_refused_by_cell(cast, book, receive):
    one = book["ส่วนที่ 1"]
    cell(one, "ผ่านการอบรม", "สินค้าผ้าและเครื่องแต่งกาย").value = "=1+0"
    cell(one, "ชื่อผลิตภัณฑ์", "สินค้าเครื่องดื่ม").value = "สินค้าอาหาร"
    _, plan = receive(book)
    sentences = " ".join(sentence for row in plan.rows for _, sentence in row.problems)
    assert "เป็นสูตร" in sentences
    assert "ซ้ำกับแถว" in sentences


def test_what_the_registry_says_otherwise_is_told_and_not_taken(cast, book, receive):
    one = book["ส่วนที่ 1"]
    cell(one, "ประเภทผลิตภัณฑ์", "สินค้าอาหาร").value = "เครื่องดื่ม"
    cell(one, "ผ่านการอบรม", "สินค้าอาหาร").value = 1
    draft, plan = receive(book)
    row = next(row for row in plan.rows if row.name == "สินค้าอาหาร")
    assert "ใช้ตามทะเบียน: อาหาร" in row.problems[0][1]
    imports.accept(draft, plan.digest, actor=cast.somsri)
    assert Product.objects.get(name="สินค้าอาหาร", producer__district=cast.mueang).category == "food"


def test_a_plan_that_is_no_longer_true_writes_nothing(cast, book, receive):
    cell(book["ส่วนที่ 1"], "ผ่านการอบรม", "สินค้าอาหาร").value = 1
    draft, plan = receive(book)
    product = Product.objects.get(name="สินค้าอาหาร", producer__district=cast.mueang)
    found = Found(dict.fromkeys(Survey.FLAGS, False))
    save_line(actor=cast.somsri, district=cast.mueang, of=ROUND1, product=product, found=found)
    with pytest.raises(Refused, match="เปลี่ยนแปลง"):
        imports.accept(draft, plan.digest, actor=cast.somsri)
    assert not Survey.objects.get().trained


def test_a_product_of_the_other_round_is_refused_by_cell(cast, book, receive, at):
    facebook = Platform.objects.get(name="Facebook")
    product = Product.objects.get(name="สินค้าอาหาร", producer__district=cast.mueang)
    found = Found(dict.fromkeys(Survey.FLAGS, False), {facebook.pk: "เพจ"}, None)
    save_line(actor=cast.somsri, district=cast.mueang, of=RoundId(2567, 2), product=product, found=found)
    cell(book["ส่วนที่ 2"], "Facebook", "สินค้าอาหาร").value = "เพจ"
    _, plan = receive(book)
    assert any("รายงานแล้วในรอบที่ 2" in sentence for row in plan.rows for _, sentence in row.problems)


def test_a_file_without_the_first_part_is_refused(cast, book, receive):
    del book["ส่วนที่ 1"]
    with pytest.raises(WorkbookError, match="ไม่พบส่วนที่ 1"):
        receive(book)


def test_the_pages_lead_from_file_to_report_and_are_the_owners_alone(cast, book, signed_in):
    cell(book["ส่วนที่ 1"], "ผ่านการอบรม", "สินค้าอาหาร").value = 1
    client = signed_in(cast.somsri)
    review = client.post(reverse("online:import", args=[2567, 1, "2401"]), {"file": upload(book)}).url
    page = client.get(review)
    assert "สำรวจใหม่" in page.content.decode()
    assert signed_in(cast.wichai).get(review).status_code == 403
    client.post(review + "accept", {"plan": page.context["plan"].digest})
    assert Survey.objects.get().trained


def test_phone_numbers_leave_only_on_request_which_is_audited(cast, book, signed_in):
    Producer.objects.update(phone="0891112222")
    client = signed_in(cast.somsri)

    def phones(answer):
        sheet = load_workbook(BytesIO(answer.content))["ส่วนที่ 1"]
        return {c.value for row in sheet.iter_rows() for c in row if "2222" in str(c.value or "")}

    assert phones(client.get("/online/2567/1/report/2401.xlsx?rows=all")) == {"08x-xxx-2222"}
    assert phones(client.post("/online/2567/1/report/2401.xlsx?rows=all")) == {"089-111-2222"}
    assert audit.trail(cast.mueang).get().action == "online.personal_exported"
    assert phones(signed_in(cast.orathai).get("/online/2567/1/report/2401.xlsx?rows=all")) == set()
