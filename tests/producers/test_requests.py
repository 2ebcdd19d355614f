"""What a district asks of its province: asked, corrected, answered; and when it takes effect."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core import audit
from core.month import Month
from core.records import Refused, Stale
from producers.importing.plan import make_plan
from producers.models import Producer, ProducerRequest, ProducerType
from producers.services import imports, registry, requests
from sales import services as sales
from sales.models import SalesRow
from tests.producers.asking import ask_new, wanted
from tests.producers.conftest import new, registry_file

pytestmark = pytest.mark.django_db
NOVEMBER = Month.parse("2566-11")
Status = ProducerRequest.Status


@pytest.fixture(autouse=True)
def _november(at):
    at("2566-11-15 10:00")


def approve(cast, asked, month=NOVEMBER, **also):
    return requests.approve(actor=cast.wichai, request=asked, version=asked.version, from_month=month, **also)


def mine(cast):
    return cast.producers_of(cast.mueang)[0]


def synced_names(cast, month=NOVEMBER):
    submission = sales.begin(cast.mueang, month, actor=cast.somsri)
    sales.sync(submission, actor=cast.somsri)
    rows = SalesRow.objects.filter(submission=submission)
    return set(rows.values_list("producer__name", "category"))


# A new producer


def test_a_waiting_producer_is_in_no_registry_and_no_month(cast):
    asked = ask_new(cast)
    assert not Producer.objects.filter(name=asked.name).exists()
    assert asked.name not in {name for name, _ in synced_names(cast)}
    approve(cast, asked)
    assert {(asked.name, "food"), (asked.name, "herb")} <= synced_names(cast)


def test_the_month_it_reports_from_is_the_one_the_province_chose(cast, at):
    made = approve(cast, ask_new(cast), NOVEMBER + 1).producer
    assert made.trades_from == NOVEMBER + 1
    assert made.name not in {name for name, _ in synced_names(cast)}
    at("2566-12-15 10:00")
    assert made.name in {name for name, _ in synced_names(cast, NOVEMBER + 1)}


@pytest.mark.parametrize(
    ("now", "month", "open_"), [("15", -1, False), ("05", -1, True), ("06", -1, False), ("15", 0, True)]
)
def test_a_month_that_has_closed_cannot_be_named(cast, at, now, month, open_):
    asked = ask_new(cast)
    at(f"2566-11-{now} 10:00")
    if open_:
        assert approve(cast, asked, NOVEMBER + month).status == Status.APPROVED
    else:
        with pytest.raises(Refused, match="ปิดการบันทึกแล้ว"):
            approve(cast, asked, NOVEMBER + month)


def test_refused_it_is_corrected_and_asked_again_with_the_phone_it_had(cast, signed_in):
    asked = ask_new(cast)
    office, officer = signed_in(cast.wichai), signed_in(cast.somsri)
    page = reverse("producers:request", args=[asked.pk])
    office.post(f"{page}refuse", {"version": asked.version, "answer": "ชื่อซ้ำกับของตำบลข้างเคียง"})
    told = officer.get(page).content.decode()
    assert "ชื่อซ้ำกับของตำบลข้างเคียง" in told
    assert "0899999999" not in told
    place = wanted()["subdistrict"].pk
    form = {"name": "กลุ่มจักสานหน้าเมือง", "type": "group", "subdistrict": place, "registered_on": "1/11/2566"}
    form |= {"categories": ["food"], "version": ProducerRequest.objects.get().version}
    assert officer.post(f"{page}edit/", form).status_code == 302
    again = ProducerRequest.objects.get()
    assert (again.status, again.name) == (Status.ASKED, "กลุ่มจักสานหน้าเมือง")
    made = approve(cast, again).producer
    assert (made.name, made.phone) == ("กลุ่มจักสานหน้าเมือง", "0899999999")
    assert "0899999999" not in str(ProducerRequest.objects.get().facts)
    assert [entry.action for entry in audit.trail(again)][::-1] == [
        *("request.asked", "request.refused", "request.corrected", "request.approved")
    ]


def test_what_was_corrected_meanwhile_is_not_approved_unseen(cast):
    asked = ask_new(cast)
    requests.correct(actor=cast.somsri, request=asked, version=1, reason="", facts=wanted("อื่น"))
    with pytest.raises(Stale):
        requests.approve(actor=cast.wichai, request=asked, version=1, from_month=NOVEMBER)
    assert not Producer.objects.filter(name="อื่น").exists()


def test_an_answer_is_given_once(cast):
    asked = ask_new(cast)
    approve(cast, asked)
    approve(cast, asked)
    assert Producer.objects.filter(name=asked.name).count() == 1
    with pytest.raises(Refused):
        requests.refuse(actor=cast.wichai, request=asked, version=asked.version, reason="ช้าไป")


def test_several_are_approved_together_or_none(cast, signed_in):
    one, two = ask_new(cast, "หนึ่ง"), ask_new(cast, "สอง")
    office, url = signed_in(cast.wichai), reverse("producers:requests-approve")
    requests.correct(actor=cast.somsri, request=two, version=1, reason="แก้แล้ว")
    ticks = [f"{one.pk}:1", f"{two.pk}:1"]
    office.post(url, {"request": ticks, "from_month": str(NOVEMBER)})
    assert not Producer.objects.filter(name__in=["หนึ่ง", "สอง"]).exists()
    office.post(url, {"request": [ticks[0], f"{two.pk}:2"], "from_month": str(NOVEMBER)})
    assert Producer.objects.filter(name__in=["หนึ่ง", "สอง"], trades_from=NOVEMBER).count() == 2


def test_only_the_own_province_answers(cast):
    asked = ask_new(cast)
    for actor in (cast.somsri, cast.pranee, cast.malee, cast.orathai, cast.teera):
        with pytest.raises(PermissionDenied):
            requests.approve(actor=actor, request=asked, version=1, from_month=NOVEMBER)
        with pytest.raises(PermissionDenied):
            requests.refuse(actor=actor, request=asked, version=1, reason="ไม่")
    with pytest.raises(PermissionDenied):
        requests.withdraw(actor=cast.pranee, request=asked)
    with pytest.raises(PermissionDenied):
        registry.create_producer(actor=cast.somsri, district=cast.mueang, name="ก")


# Who a producer is


def test_a_district_saves_contacts_and_asks_for_the_rest(cast, signed_in):
    one, officer = mine(cast), signed_in(cast.somsri)
    form = {"name": "ชื่อใหม่", "type": one.type, "subdistrict": one.subdistrict_id, "registered_on": "1/1/2563"}
    form |= {"address": "5 หมู่ 5", "phone": "", "version": one.version, "reason": "จดทะเบียนใหม่"}
    assert officer.post(reverse("producers:edit", args=[one.pk]), form).status_code == 302
    asked = ProducerRequest.objects.get()
    one.refresh_from_db()
    assert (one.name, one.address, asked.kind) == ("กลุ่มแม่บ้านเกษตรกรหน้าเมือง", "5 หมู่ 5", "change")
    assert "จดทะเบียนใหม่" in signed_in(cast.wichai).get(reverse("producers:request", args=[asked.pk])).content.decode()
    approve(cast, asked)
    one.refresh_from_db()
    assert (one.name, one.type) == ("ชื่อใหม่", ProducerType.GROUP)


def test_the_same_is_not_asked_twice(cast):
    one = mine(cast)
    first = requests.ask_change(actor=cast.somsri, producer=one, facts={"name": "ก"})
    second = requests.ask_change(actor=cast.somsri, producer=one, facts={"name": "ข"})
    assert first.pk == second.pk
    assert ProducerRequest.objects.get().facts == {"name": "ข"}
    assert requests.ask_change(actor=cast.somsri, producer=one, facts={"name": one.name}) is None


def test_a_restore_is_asked_and_leaves_the_months_between_alone(cast, at):
    one = mine(cast)
    registry.deregister(actor=cast.somsri, producer=one, on=date(2023, 11, 10), reason="พัก", from_month=NOVEMBER)
    at("2567-01-15 10:00")
    asked = requests.ask_restore(actor=cast.somsri, producer=one, reason="กลับมาผลิต")
    approve(cast, asked, NOVEMBER + 2)
    trades = [m for m in range(-1, 4) if Producer.objects.trading_in(NOVEMBER + m).filter(pk=one.pk).exists()]
    assert trades == [-1, 2, 3]


# Files


def test_a_districts_file_asks_and_a_provinces_file_writes(cast):
    rows = [new(registered_on="1/11/2566")]
    file = registry_file(*rows, {"code": "24010001", "name": "ชื่อจากไฟล์", "address": "7 หมู่ 7"})
    draft = imports.receive(file, name=file.name, actor=cast.somsri)
    plan = make_plan(cast.somsri, draft.entries)
    imports.accept(draft, plan.digest, actor=cast.somsri)
    assert not Producer.objects.filter(name=new()["name"]).exists()
    assert set(ProducerRequest.objects.values_list("kind", "name")) == {
        ("new", new()["name"]),
        ("change", "กลุ่มแม่บ้านเกษตรกรหน้าเมือง"),
    }
    one = mine(cast)
    assert (one.name, one.address) == ("กลุ่มแม่บ้านเกษตรกรหน้าเมือง", "7 หมู่ 7")
    twice = imports.receive(registry_file(*rows), name="ก.xlsx", actor=cast.somsri)
    again = make_plan(cast.somsri, twice.entries)
    assert "รอจังหวัดพิจารณาอยู่แล้ว" in again.rows[0].problems[0][1]


# The pages


def test_the_list_takes_the_same_queries_however_long(cast, signed_in, django_assert_max_num_queries):
    office = signed_in(cast.wichai)
    for n in range(12):
        ask_new(cast, f"กลุ่มที่ {n}")
    with django_assert_max_num_queries(10):
        page = office.get(reverse("producers:requests")).content.decode()
    assert "รอพิจารณา <span>12</span>" in page
    assert "0899999999" not in page
    assert ">12<" in office.get(reverse("producers:list")).content.decode()
