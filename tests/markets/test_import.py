"""A register of markets from a file: each row's fate, whole or not at all, and out and back unchanged."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from core.importing.plan import Fate, PlanChanged
from core.models import AuditEntry
from core.records import Refused
from core.workbook import WorkbookError
from markets.importing.plan import make_plan
from markets.importing.sheet import COLUMNS, register_workbook
from markets.models import Market, MarketImport, Status
from markets.services import imports, register
from tests.markets.making import add_history, make_market

pytestmark = pytest.mark.django_db
MINE = "M2401-001"
NEW = {
    "name": "ตลาดนัดหน้าอำเภอ",
    "subdistrict": "หน้าเมือง",
    "sellers": "๒๐",
    "origin": "ตลาดใหม่",
    "means": "ออฟไลน์",
    "frequency": "รายสัปดาห์",
    "weekdays": "เสาร์-อาทิตย์",
}


def market_file(*rows):
    """The template filled with rows from row 2, as an upload."""
    book = load_workbook(BytesIO(register_workbook([])))
    for number, row in enumerate(rows, 2):
        for at, column in enumerate(COLUMNS, 1):
            book.worksheets[0].cell(number, at).value = row.get(column.field)
    stored = BytesIO()
    book.save(stored)
    return SimpleUploadedFile("ตลาด.xlsx", stored.getvalue())


def received(actor, *rows):
    return imports.receive(market_file(*rows), name="ตลาด.xlsx", actor=actor)


def plan_of(actor, *rows):
    return make_plan(actor, received(actor, *rows).entries)


def accepted(actor, *rows):
    draft = received(actor, *rows)
    return imports.accept(draft, make_plan(actor, draft.entries).digest, actor=actor)


@pytest.fixture
def market(cast):
    return make_market(cast.mueang, MINE, name="ตลาดนัดวัดสัมปทวน")


def test_every_fate(cast, market):
    plan = plan_of(
        cast.somsri,
        NEW,
        {"code": MINE.lower(), "name": "ตลาดนัดวัดสัมปทวน", "sellers": 30, "frequency": "รายวัน"},
        {"code": MINE, "name": "อีกแถว"},
        {"name": "ตลาดนัด วัดสัมปทวน", "subdistrict": "หน้าเมือง"},
        {**NEW, "name": "สาม", "sellers": "มาก", "subdistrict": "ในฝัน"},
    )
    assert [row.fate for row in plan.rows] == [Fate.NEW, Fate.CHANGED, Fate.DUPLICATE, Fate.DUPLICATE, Fate.ERROR]
    assert plan.rows[1].changes == [
        ("ลักษณะการจัดตลาด", "รายสัปดาห์", "รายวัน"),
        ("ผู้ประกอบการทั้งหมด", "25", "30"),
        ("วันในสัปดาห์ที่เปิด", "เสาร์, อาทิตย์", "–"),
    ]
    assert [ref for ref, _ in plan.rows[4].problems] == ["D6", "E6"]
    assert not plan.acceptable
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"code": "M2401-999", "name": "ก"}, "code"),
        ({"code": "M2402-001", "name": "ก"}, "code"),
        ({**NEW, "district": "บางคล้า"}, "district"),
        ({**NEW, "name": None}, "name"),
        ({**NEW, "subdistrict": None}, "subdistrict"),
        ({**NEW, "since": "1/1/2620"}, "since"),
        ({"code": MINE, "status": "ปิดถาวร", "since": "1/2/2567"}, "reason"),
        ({"code": MINE, "status": "ปิดถาวร", "since": "31/12/2562", "reason": "ก่อนเริ่ม"}, "since"),
        ({"code": MINE, "status": "ใช้งาน", "since": "1/2/2567"}, "reason"),
    ],
)
def test_a_wrong_cell_is_named(cast, market, row, field):
    make_market(cast.bangkhla, "M2402-001")
    plan = plan_of(cast.somsri, row)
    letter = "ABCDEFGHIJKLMNO"[[column.field for column in COLUMNS].index(field)]
    assert [ref for ref, _ in plan.rows[0].problems] == [f"{letter}2"]


def test_accepting_writes_markets_history_and_audit_once(cast, market, signed_in):
    rows = (NEW, {"code": MINE, "sellers": 31, "status": "ปิดชั่วคราว", "since": "1/2/2567", "reason": "น้ำท่วม"})
    draft = received(cast.somsri, *rows)
    digest = make_plan(cast.somsri, draft.entries).digest
    client, url = signed_in(cast.somsri), reverse("markets:import-accept", args=[draft.pk])
    pages = [client.post(url, {"plan": digest}, follow=True).content.decode() for _ in range(2)]
    assert all("นำเข้าข้อมูลตลาดแล้ว" in page for page in pages)
    made = Market.objects.get(code="M2401-002")
    assert (made.sellers, made.weekdays, made.status, made.is_complete) == (20, [5, 6], Status.ACTIVE, True)
    market.refresh_from_db()
    assert (market.sellers, market.status, market.version) == (31, Status.PAUSED, 3)
    assert market.history.first().reason == "น้ำท่วม"
    acts = ["market.changed", "market.created", "market.status", "markets.imported"]
    assert sorted(AuditEntry.objects.values_list("action", flat=True)) == acts
    assert MarketImport.objects.get().rows == []


def test_another_day_of_the_same_status_is_a_line_of_the_history(cast, market):
    accepted(cast.somsri, {"code": MINE, "since": "1/2/2567", "reason": "เปิดจริง"})
    line = market.history.order_by("number").last()
    assert (line.status, line.since, line.reason) == (Status.ACTIVE, date(2024, 2, 1), "เปิดจริง")
    plan = plan_of(cast.somsri, {"code": MINE, "status": "ปิดชั่วคราว", "since": "2/2/2567", "reason": "น้ำท่วม"})
    told = ("สถานะของตลาด", "ใช้งาน ตั้งแต่ 1 กุมภาพันธ์ 2567", "ปิดชั่วคราว ตั้งแต่ 2 กุมภาพันธ์ 2567 (น้ำท่วม)")
    assert plan.rows[0].changes == [told]


def test_days_of_another_frequency_are_not_left_out_in_silence(cast, market):
    plan = plan_of(cast.somsri, {**NEW, "frequency": "รายวัน"}, {"code": MINE, "month_days": "1, 16"}, NEW)
    assert [[ref for ref, _ in row.problems] for row in plan.rows] == [["L2"], ["M3"], ["B4"]]
    assert [row.fate for row in plan.rows[:2]] == [Fate.NEW, Fate.SAME]
    blank = make_market(cast.mueang, "M2401-002", frequency="")
    assert plan_of(cast.somsri, {"code": blank.code, "sellers": 3}).rows[0].changes[0][0] == "ผู้ประกอบการทั้งหมด"
    assert len(plan_of(cast.somsri, {"code": blank.code, "sellers": 3}).rows[0].changes) == 1


def test_a_province_imports_into_its_districts_and_no_others(cast):
    accepted(cast.wichai, {**NEW, "district": "อ.บางคล้า", "subdistrict": "ต.บางคล้า"}, {**NEW, "district": "2401"})
    assert set(Market.objects.values_list("code", flat=True)) == {"M2401-001", "M2402-001"}
    assert plan_of(cast.wichai, {**NEW, "district": "อรัญประเทศ"}).counts[Fate.ERROR] == 1
    assert plan_of(cast.wichai, NEW).counts[Fate.ERROR] == 1


def test_a_register_changed_meanwhile_or_a_wrong_row_writes_nothing(cast, market):
    draft = received(cast.somsri, NEW, {"code": MINE, "sellers": 31})
    digest = make_plan(cast.somsri, draft.entries).digest
    register.update_market(actor=cast.wichai, market=market, version=1, sellers=5)
    with pytest.raises(PlanChanged):
        imports.accept(draft, digest, actor=cast.somsri)
    with pytest.raises(Refused):
        accepted(cast.somsri, NEW, {**NEW, "name": "สอง", "sellers": "x"})
    assert Market.objects.get().sellers == 5


def test_the_register_goes_out_and_comes_back_unchanged(cast, market, signed_in):
    add_history(market, [(Status.PAUSED, date(2024, 2, 1))])
    Market.objects.filter(pk=market.pk).update(status=Status.PAUSED)
    make_market(cast.mueang, "M2401-002", frequency="monthly", weekdays=[], month_days=[1, 31], online=True)
    other = {"frequency": "other", "frequency_note": "วันพระ", "expected_days": 4, "weekdays": []}
    make_market(cast.bangkhla, "M2402-001", origin="new", **other)
    make_market(cast.bangkhla, "M2402-002", sellers=None, frequency="", weekdays=[], offline=False, origin="")
    file = signed_in(cast.wichai).get(reverse("markets:import-template") + "?filled=1").content
    draft = imports.receive(BytesIO(file), name="x.xlsx", actor=cast.wichai)
    plan = make_plan(cast.wichai, draft.entries)
    assert [(row.fate, row.changes, row.problems) for row in plan.rows] == [(Fate.SAME, [], [])] * 4


def test_an_empty_template_and_other_files_are_refused_on_the_page(cast, signed_in):
    client, url = signed_in(cast.somsri), reverse("markets:import")
    empty = client.get(reverse("markets:import-template")).content
    for file, word in ((empty, "ยังไม่มีข้อมูล"), (b"a,b\n1,2\n", "ไม่พบหัวตาราง"), (b"%PDF-1.7", "PDF")):
        page = client.post(url, {"file": SimpleUploadedFile("x.xlsx", file)})
        assert word in page.context["form"].errors["file"][0]
    with pytest.raises(WorkbookError):
        imports.receive(BytesIO(empty), name="x.xlsx", actor=cast.somsri)
    assert not MarketImport.objects.exists()


def test_planning_takes_the_same_queries_however_long(cast, django_assert_max_num_queries):
    entries = received(cast.somsri, *({**NEW, "name": f"ตลาด {n}"} for n in range(200))).entries
    with django_assert_max_num_queries(4):
        assert make_plan(cast.somsri, entries).counts[Fate.NEW] == 200
