"""A registry from a file: every row's fate is shown before anything is written; then all of it, once."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from core import audit, clock
from core.importing.plan import Fate, PlanChanged
from core.models import AuditEntry
from core.records import Refused
from core.workbook import WorkbookError
from producers.importing.plan import make_plan
from producers.importing.sheet import COLUMNS
from producers.models import Category, ImportJob, Producer, Product, RegistryImport
from producers.services import imports, registry
from producers.tasks import import_registry
from tests.producers.conftest import HEADS, new, registry_file

pytestmark = pytest.mark.django_db
MINE = "24010001"


def received(actor, *rows):
    file = registry_file(*rows)
    return imports.receive(file, name=file.name, actor=actor)


def plan_of(actor, *rows):
    return make_plan(actor, received(actor, *rows).entries)


def fates(plan):
    return [row.fate for row in plan.rows]


def problem(actor, row):
    """The one cell and sentence that are wrong with a row."""
    plan = plan_of(actor, row)
    assert fates(plan) == [Fate.ERROR]
    assert not plan.acceptable
    return plan.rows[0].problems[0]


def work_off():
    """What the workers would do now."""
    for job in ImportJob.objects.unfinished():
        import_registry(job.pk)


def accepted(actor, *rows):
    draft = received(actor, *rows)
    return imports.accept(draft, make_plan(actor, draft.entries).digest, actor=actor)


# Fates


def test_every_fate(cast):
    plan = plan_of(
        cast.somsri,
        new(),
        {"code": MINE, "name": "กลุ่มแม่บ้านชื่อใหม่", "phone": "0899998888", "categories": "สมุนไพรที่ไม่ใช่อาหาร"},
        {"code": "24010002", "name": "นางสาวน้ำผึ้ง กำแพงแก้ว"},
        new(name="กลุ่ม จักสาน บ้านใหม่"),
        new(name="อีกราย", phone="123"),
    )
    assert fates(plan) == [Fate.NEW, Fate.CHANGED, Fate.SAME, Fate.DUPLICATE, Fate.ERROR]
    assert plan.rows[1].changes == [
        ("ชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ", "กลุ่มแม่บ้านเกษตรกรหน้าเมือง", "กลุ่มแม่บ้านชื่อใหม่"),
        ("โทรศัพท์", "08x-xxx-5678", "08x-xxx-8888"),
        ("ประเภทผลิตภัณฑ์", "", "เพิ่ม สมุนไพรที่ไม่ใช่อาหาร"),
    ]
    assert not plan.acceptable


def test_looking_writes_nothing(cast, signed_in):
    client = signed_in(cast.somsri)
    page = client.post(reverse("producers:import"), {"file": registry_file(new(), new(name="สอง"))}, follow=True)
    assert "ยืนยันนำเข้า 2 แถว" in page.content.decode()
    assert Producer.objects.filter(district=cast.mueang).count() == 2
    assert not AuditEntry.objects.exists()
    assert not signed_in(cast.somsri).get(reverse("producers:import")).context["form"].errors


def test_a_phone_written_otherwise_is_the_same(cast):
    Producer.objects.filter(code=MINE).update(phone="00-0401-0048")
    assert fates(plan_of(cast.somsri, {"code": MINE, "phone": "000-401-0048"})) == [Fate.SAME]


def test_blank_cells_change_nothing(cast):
    assert fates(plan_of(cast.somsri, {"code": MINE})) == [Fate.SAME]


def test_five_thousand_producers_come_in_one_file_with_its_heads(cast):
    lines = [f"กลุ่มที่ {number},กลุ่มผู้ผลิตชุมชน,หน้าเมือง,1/10/2566,อาหาร" for number in range(5000)]
    heads = "ชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ,ประเภทผู้ผลิต,ตำบล,วันที่ลงทะเบียน,ประเภทผลิตภัณฑ์"
    file = BytesIO("\n".join(["ทะเบียนผู้ผลิต", heads, *lines]).encode())
    assert len(imports.receive(file, name="ทะเบียน.csv", actor=cast.wichai).rows) == 5000


def test_the_same_name_without_a_code_is_a_duplicate(cast):
    plan = plan_of(cast.somsri, new(name="กลุ่มแม่บ้านเกษตรกร หน้าเมือง"))
    assert fates(plan) == [Fate.DUPLICATE]
    assert MINE in plan.rows[0].problems[0][1]


def test_the_same_code_twice_is_a_duplicate(cast):
    plan = plan_of(cast.somsri, {"code": MINE, "name": "ก"}, {"code": MINE, "name": "ข"})
    assert fates(plan) == [Fate.CHANGED, Fate.DUPLICATE]
    assert "แถว 2" in plan.rows[1].problems[0][1]


@pytest.mark.parametrize("field", ["name", "type", "subdistrict", "registered_on", "categories"])
def test_a_new_producer_needs_each_of_these(cast, field_of, field):
    ref, sentence = problem(cast.somsri, new(**{field: None}, code="X1"))
    assert ref == field_of(field, 2)
    assert "ผู้ผลิตรายใหม่ต้องมี" in sentence


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("phone", "081"),
        ("registered_on", "31/2/2567"),
        ("registered_on", "1/1/2620"),
        ("type", "กลุ่มลับ"),
        ("categories", "อาวุธ"),
        ("subdistrict", "ตำบลในฝัน"),
        ("code", "รหัสไทย"),
        ("name", "ก" * 300),
        ("product", "ก" * 300),
    ],
)
def test_a_wrong_cell_is_named(cast, field_of, field, text):
    ref, sentence = problem(cast.somsri, new(**{field: text}))
    assert ref == field_of(field, 2)
    assert sentence


# Areas


def test_another_districts_name_is_refused_with_its_cell(cast, field_of):
    ref, sentence = problem(cast.somsri, new(district="บางคล้า", subdistrict="บางคล้า"))
    assert ref == field_of("district", 2)
    assert "นอกพื้นที่" in sentence


@pytest.mark.parametrize("code", ["24020001", "27010001"])
def test_another_districts_code_is_refused_with_its_cell(cast, field_of, code):
    ref, sentence = problem(cast.somsri, {"code": code, "name": "แย่งชื่อ"})
    assert ref == field_of("code", 2)
    assert "นอกพื้นที่" in sentence


def test_a_province_imports_into_any_of_its_districts(cast):
    accepted(
        cast.wichai,
        new(district="อำเภอบางคล้า", subdistrict="ต.บางคล้า"),
        new(name="สอง", district="2404", subdistrict="บางปะกง"),
    )
    assert {p.district.code for p in Producer.objects.filter(name__in=["กลุ่มจักสานบ้านใหม่", "สอง"])} == {"2402", "2404"}


def test_a_province_must_say_which_district(cast, field_of):
    ref, _ = problem(cast.wichai, new(district=None))
    assert ref == field_of("district", 2)
    ref, _ = problem(cast.wichai, new(district="อรัญประเทศ"))
    assert ref == field_of("district", 2)


def test_a_producer_does_not_move_by_file(cast, field_of):
    ref, _ = problem(cast.wichai, {"code": MINE, "district": "บางคล้า"})
    assert ref == field_of("district", 2)


def test_a_deregistered_producer_is_not_changed_by_file(cast, field_of):
    registry.deregister(actor=cast.somsri, producer=Producer.objects.get(code=MINE), on=date(2024, 1, 1), reason="เลิก")
    ref, sentence = problem(cast.somsri, {"code": MINE, "name": "ก"})
    assert ref == field_of("code", 2)
    assert "ยกเลิกการลงทะเบียน" in sentence


# Accepting


def test_accepting_writes_producers_products_and_audit(cast):
    draft = accepted(
        cast.wichai,
        new(code="๒๔๐๑-๗๗", phone=812345678, categories="อาหาร, เครื่องดื่ม", product="น้ำพริก"),
        new(name="รายที่สอง"),
        {"code": MINE, "address": "1 หมู่ 1", "categories": "อาหาร, สมุนไพรที่ไม่ใช่อาหาร"},
    )
    assert draft.result == {"new": 2, "changed": 1, "same": 0, "duplicate": 0, "error": 0}
    one = Producer.objects.get(code="2401-77")
    assert (one.phone, one.registered_on, one.sort_key[:2]) == ("0812345678", date(2024, 3, 13), "กล")
    assert [p.category for p in one.products.order_by("pk")] == [Category.FOOD, Category.DRINK]
    assert Producer.objects.get(name="รายที่สอง").code == "2401-0001"
    mine = Producer.objects.get(code=MINE)
    assert (mine.address, mine.version) == ("1 หมู่ 1", 2)
    assert set(mine.products.values_list("category", flat=True)) == {"food", "drink", "herb"}
    assert audit.trail(draft).get().details["file"] == "ทะเบียน.xlsx"
    assert "หมู่ 1" not in str(audit.trail(mine).get().details)


def test_a_double_click_takes_the_file_in_once(cast, signed_in):
    draft = received(cast.wichai, new())
    digest = make_plan(cast.wichai, draft.entries).digest
    client, url = signed_in(cast.wichai), reverse("producers:import-accept", args=[draft.pk])
    assert {client.post(url, {"plan": digest}).status_code for _ in range(3)} == {302}
    work_off()
    assert Producer.objects.filter(name="กลุ่มจักสานบ้านใหม่").count() == 1
    assert AuditEntry.objects.filter(action="registry.imported").count() == 1


def test_the_same_file_again_changes_nothing(cast):
    rows = (new(code="A1"), new(code="A2", name="สอง", phone="0812345678", categories="อาหาร,เครื่องดื่ม"))
    accepted(cast.wichai, *rows)
    again = plan_of(cast.wichai, *rows)
    assert fates(again) == [Fate.SAME, Fate.SAME]
    assert not again.acceptable


def test_a_registry_changed_meanwhile_is_looked_at_again(cast, signed_in):
    draft = received(cast.somsri, {"code": MINE, "name": "ชื่อจากไฟล์"})
    digest = make_plan(cast.somsri, draft.entries).digest
    registry.update_producer(actor=cast.wichai, producer=Producer.objects.get(code=MINE), version=1, name="ชื่อจังหวัด")
    with pytest.raises(PlanChanged):
        imports.accept(draft, digest, actor=cast.somsri)
    assert Producer.objects.get(code=MINE).name == "ชื่อจังหวัด"
    client = signed_in(cast.somsri)
    client.post(reverse("producers:import-accept", args=[draft.pk]), {"plan": digest})
    work_off()
    page = client.get(reverse("producers:import-review", args=[draft.pk]))
    assert "ทะเบียนมีการเปลี่ยนแปลง" in page.content.decode()
    assert "ชื่อจังหวัด" in page.content.decode()


def test_a_file_with_one_wrong_row_is_not_taken_in_by_halves(cast):
    draft = received(cast.somsri, new(), new(name="สอง", phone="1"))
    digest = make_plan(cast.somsri, draft.entries).digest
    with pytest.raises(Refused):
        imports.accept(draft, digest, actor=cast.somsri)
    assert not Producer.objects.filter(name="กลุ่มจักสานบ้านใหม่").exists()


def test_a_failure_half_way_writes_nothing(cast, monkeypatch):
    draft = received(cast.somsri, new(), {"code": MINE, "name": "ก"})
    digest = make_plan(cast.somsri, draft.entries).digest
    monkeypatch.setattr(imports, "_change", lambda row, actor: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        imports.accept(draft, digest, actor=cast.somsri)
    assert not Producer.objects.filter(name="กลุ่มจักสานบ้านใหม่").exists()
    assert RegistryImport.objects.get().accepted_at is None


def test_given_and_made_codes_never_meet(cast):
    accepted(cast.wichai, new(name="ก1"), new(name="ก2", code="2401-0001"), new(name="ก3"))
    codes = Producer.objects.filter(name__startswith="ก", name__in=["ก1", "ก2", "ก3"]).order_by("name")
    assert [p.code for p in codes] == ["2401-0002", "2401-0001", "2401-0003"]


def test_an_accepted_file_keeps_no_personal_data(cast):
    assert accepted(cast.somsri, new(phone="0812345678")).rows == []


def test_a_file_waits_a_day_for_its_sender_alone(cast, signed_in, at):
    at("2567-03-01 09:00")
    draft = received(cast.somsri, new(registered_on="1/2/2567"))
    url = reverse("producers:import-review", args=[draft.pk])
    assert signed_in(cast.somsri).get(url).status_code == 200
    assert signed_in(cast.wichai).get(url).status_code == 404
    assert signed_in(cast.orathai).get(url).status_code == 403
    at("2567-03-02 09:00:01")
    assert signed_in(cast.somsri).get(url).status_code == 404
    received(cast.pranee, new(subdistrict="บางคล้า", registered_on="1/2/2567"))
    assert not RegistryImport.objects.filter(pk=draft.pk).exists()


def test_only_keepers_of_the_registry_import(cast, signed_in):
    for who in (cast.orathai, cast.teera):
        assert signed_in(who).get(reverse("producers:import")).status_code == 403
        assert signed_in(who).get(reverse("producers:import-template")).status_code == 403
        with pytest.raises(PermissionDenied):
            received(who, new())


def test_planning_takes_the_same_queries_however_long(cast, django_assert_max_num_queries):
    entries = received(cast.somsri, *[new(name=f"กลุ่มที่ {n}", code=f"B{n}") for n in range(300)]).entries
    with django_assert_max_num_queries(6):
        assert make_plan(cast.somsri, entries).counts[Fate.NEW] == 300


# Files


def test_the_template_is_read_back(cast, signed_in):
    file = signed_in(cast.wichai).get(reverse("producers:import-template")).content
    sheet = load_workbook(BytesIO(file)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [column.head for column in COLUMNS]
    with pytest.raises(WorkbookError, match="ยังไม่มีข้อมูล"):
        imports.receive(BytesIO(file), name="x.xlsx", actor=cast.wichai)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp874"])
def test_a_csv(cast, encoding):
    text = ",".join(HEADS.values()) + "\r\n" + ',กลุ่มจากไฟล์,กลุ่มผู้ผลิตชุมชน,,หน้าเมือง,,,1/2/2567,"อาหาร,เครื่องดื่ม",\r\n'
    draft = imports.receive(BytesIO(text.encode(encoding)), name="x.csv", actor=cast.somsri)
    assert fates(make_plan(cast.somsri, draft.entries)) == [Fate.NEW]


@pytest.mark.parametrize(
    ("file", "word"),
    [
        (SimpleUploadedFile("x.xlsx", b"%PDF-1.7"), "PDF"),
        (SimpleUploadedFile("x.xlsx", b"a,b\n1,2\n"), "ไม่พบหัวตาราง"),
        (SimpleUploadedFile("x.xlsx", "ชื่อ,ตำบล\nก,ข\n".encode()), "ขาดคอลัมน์"),
        (SimpleUploadedFile("x.xlsx", b""), "ว่าง"),
    ],
)
def test_other_files_are_refused_on_the_page(cast, signed_in, file, word):
    page = signed_in(cast.somsri).post(reverse("producers:import"), {"file": file})
    assert word in page.context["form"].errors["file"][0]
    assert not RegistryImport.objects.exists()


def test_no_file_and_a_file_too_big(cast, signed_in, settings):
    client = signed_in(cast.somsri)
    assert "กรุณาเลือกไฟล์" in client.post(reverse("producers:import")).context["form"].errors["file"][0]
    settings.MAX_UPLOAD_BYTES = 1024
    page = client.post(reverse("producers:import"), {"file": SimpleUploadedFile("x.xlsx", b"1" * 5000)})
    assert any("ใหญ่เกินไป" in error for error in page.context["form"].errors["file"])


def test_merged_cells_and_formulas_are_named(cast):
    book = Workbook()
    sheet = book.active
    sheet.append(list(HEADS.values()))
    sheet.append(["", "ก", "กลุ่ม"])
    sheet.merge_cells("B2:B3")
    stored = BytesIO()
    book.save(stored)
    with pytest.raises(WorkbookError, match="B2:B3"):
        imports.receive(BytesIO(stored.getvalue()), name="x", actor=cast.somsri)
    with pytest.raises(WorkbookError, match=r"ช่อง B2.*สูตร"):
        received(cast.somsri, new(name="=A1"))


def test_expired_files_are_forgotten(cast):
    draft = received(cast.somsri, new())
    RegistryImport.objects.filter(pk=draft.pk).update(created_at=clock.now() - timedelta(hours=25))
    RegistryImport.objects.forget_expired()
    assert not RegistryImport.objects.exists()


def test_a_name_that_is_a_formula_in_excel_stays_text(cast):
    accepted(cast.wichai, new(name="@กลุ่ม+1"))
    assert Producer.objects.filter(name="@กลุ่ม+1").exists()
    assert Product.objects.filter(producer__name="@กลุ่ม+1", name="อาหาร").exists()


def test_what_another_saves_while_a_file_is_taken_in_is_not_written_over(cast, monkeypatch):
    draft = received(cast.wichai, {"code": MINE, "phone": "0899999999"})
    digest = make_plan(cast.wichai, draft.entries).digest

    def overtaken(actor, entries):
        plan = make_plan(actor, entries)
        one = Producer.objects.get(code=MINE)
        registry.update_producer(actor=cast.somsri, producer=one, version=one.version, phone="0877777777")
        return plan

    monkeypatch.setattr(imports, "make_plan", overtaken)
    with pytest.raises(PlanChanged):
        imports.accept(draft, digest, actor=cast.wichai)
