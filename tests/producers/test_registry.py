"""Keeping the registry: who may, what is kept, what is audited."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Subdistrict
from core import audit, clock
from core.models import AuditEntry
from core.records import Refused
from producers import selectors
from producers.models import Producer, ProducerRequest, Product
from producers.selectors import Filters
from producers.services import months, personal, registry, requests
from tests.producers.making import adding, fields, posted, producer

pytestmark = pytest.mark.django_db
PHONE = "0812345678"


def names(user, **asked):
    return [found.name for found in selectors.find_producers(user, Filters.of(asked))]


# The list


def test_everyone_sees_their_own_area(cast):
    assert len(names(cast.somsri)) == 2
    assert len(names(cast.wichai)) == 4
    assert len(names(cast.orathai)) == 6
    assert names(cast.stranger) == []


def test_the_list_is_in_thai_order(cast):
    for name in ("เกาะ", "กล้วย", "ไข่", "ขนม"):
        registry.create_producer(actor=cast.wichai, district=cast.mueang, **fields(name=name))
    assert [name for name in names(cast.somsri) if len(name) <= 5] == ["กล้วย", "เกาะ", "ขนม", "ไข่"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("น้ำผึ้ง", 1),
        ("นางสาวน้ำผึ้ง", 1),
        ("น้ำผึ้งกำแพง", 1),
        ("กำแพง น้ำผึ้ง", 1),
        ("24010002", 1),
        ("๒๔๐๑๐๐๐๒", 1),
        ("5678", 2),
        ("081-234-5678", 2),
        ("678", 0),
        ("ไม่มีชื่อนี้", 0),
        ("%", 0),
        ("\0", 2),
    ],
)
def test_search(cast, query, found):
    assert len(names(cast.somsri, q=query)) == found


def test_the_department_cannot_search_by_phone(cast):
    assert names(cast.orathai, q="5678") == []


def test_filters(cast):
    assert len(names(cast.wichai, type="sme")) == 1
    assert len(names(cast.wichai, category="drink")) == 1
    assert len(names(cast.wichai, district="2402")) == 1
    assert names(cast.wichai, district="2706") == []
    assert len(names(cast.orathai, province="27")) == 2
    assert len(names(cast.somsri, type="nonsense", sort="nonsense", status="nonsense", district="x")) == 2


def test_deregistered_are_shown_when_asked(cast):
    registry.deregister(actor=cast.somsri, producer=producer(), on=date(2024, 1, 1), reason="เลิก")
    assert (len(names(cast.somsri)), len(names(cast.somsri, status="deregistered"))) == (1, 1)
    assert len(names(cast.somsri, status="all")) == 2


@pytest.mark.parametrize("extra", [0, 40])
def test_the_list_takes_the_same_queries_however_long(cast, signed_in, django_assert_max_num_queries, extra):
    for n in range(extra):
        registry.create_producer(actor=cast.wichai, district=cast.mueang, **fields(name=f"กลุ่ม {n}"))
    client = signed_in(cast.somsri)
    with django_assert_max_num_queries(12):
        assert client.get(reverse("producers:list")).status_code == 200


# Personal data


@pytest.mark.parametrize("who", ["somsri", "wichai", "orathai", "teera"])
def test_no_page_shows_a_whole_phone_number(cast, signed_in, who):
    client = signed_in(getattr(cast, who))
    urls = [reverse("producers:list"), reverse("producers:detail", args=[producer().pk])]
    if who in ("somsri", "wichai"):
        urls.append(reverse("producers:edit", args=[producer().pk]))
    for url in urls:
        page = client.get(url).content.decode()
        assert PHONE not in page
        assert "081-234" not in page
        assert ("08x-xxx-5678" in page) == (who in ("somsri", "wichai"))
        assert "12 หมู่ 3" not in page


@pytest.mark.parametrize(("what", "shown"), [("phone", "081-234-5678"), ("address", "12 หมู่ 3")])
def test_revealing_is_audited_with_its_purpose_and_shows_it_once(cast, signed_in, what, shown):
    client, one = signed_in(cast.somsri), producer()
    page = client.post(reverse("producers:reveal", args=[one.pk]), {"what": what, "purpose": "visit"})
    assert shown in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    entry = audit.trail(one).first()
    assert (entry.action, entry.details) == (f"producer.{what}_revealed", {"purpose": "ลงพื้นที่เยี่ยมหรือตรวจ"})
    assert shown not in client.get(reverse("producers:detail", args=[one.pk])).content.decode()


@pytest.mark.parametrize("sent", [{}, {"what": "phone", "purpose": "ว่าง"}, {"what": "code", "purpose": "visit"}])
def test_without_a_purpose_nothing_is_revealed(cast, signed_in, sent):
    page = signed_in(cast.somsri).post(reverse("producers:reveal", args=[producer().pk]), sent)
    assert "กรุณาเลือกเหตุที่ต้องเปิดดู" in page.content.decode()
    assert "081-234-5678" not in page.content.decode()
    assert not AuditEntry.objects.exists()


def test_looking_often_is_noticed_and_told(cast, signed_in, settings, clock):
    settings.REVEALS_PER_HOUR = 2
    clock.at("2566-11-15 10:00")
    client, url = signed_in(cast.somsri), reverse("producers:reveal", args=[producer().pk])
    told = [client.post(url, {"what": "phone", "purpose": "contact"}).content.decode() for _ in range(3)]
    assert ["ผู้ดูแลระบบได้รับแจ้งแล้ว" in page for page in told] == [False, True, True]
    assert [entry.details for entry in audit.trail(cast.somsri)] == [{"times": 2}]
    clock.at("2566-11-15 11:01")
    assert "ผู้ดูแลระบบได้รับแจ้งแล้ว" not in client.post(url, {"what": "phone", "purpose": "contact"}).content.decode()


def test_looking_alone_reveals_nothing(cast, signed_in):
    url = reverse("producers:reveal", args=[producer().pk])
    assert signed_in(cast.somsri).get(url).status_code == 405
    assert signed_in(cast.orathai).post(url).status_code == 403
    assert signed_in(cast.pranee).post(url).status_code == 404
    assert not AuditEntry.objects.exists()


def test_the_trail_keeps_no_phone_or_address(cast):
    one = producer()
    registry.update_producer(
        actor=cast.wichai, producer=one, version=1, phone="0899999999", address="99 หมู่ 9", name="ชื่อใหม่"
    )
    said = str(audit.trail(one).get().details)
    assert "99" not in said
    assert "ชื่อใหม่" in said
    assert "โทรศัพท์" in said


# Who may


@pytest.mark.parametrize("name", ["edit", "deregister", "restore", "product-add"])
def test_pages_that_change_are_for_those_who_keep_the_registry(cast, signed_in, name):
    url = reverse(f"producers:{name}", args=[producer().pk])
    status = {
        who: signed_in(getattr(cast, who)).get(url).status_code
        for who in ("somsri", "wichai", "orathai", "teera", "pranee", "malee")
    }
    assert status == {"somsri": 200, "wichai": 200, "orathai": 403, "teera": 403, "pranee": 404, "malee": 404}


def test_a_service_refuses_strangers_whatever_the_page_did(cast):
    one = producer()
    for actor in (cast.pranee, cast.malee, cast.orathai, cast.teera, cast.suspended):
        with pytest.raises(PermissionDenied):
            registry.deregister(actor=actor, producer=one, on=date(2024, 1, 1), reason="x")
        with pytest.raises(PermissionDenied):
            registry.create_producer(actor=actor, district=cast.mueang, **fields())
        with pytest.raises(PermissionDenied):
            personal.reveal(actor=actor, producer=one, what="phone", purpose="contact")


def test_a_forged_district_is_not_found(cast, signed_in):
    add = reverse("producers:add")
    assert signed_in(cast.wichai).get(add, {"district": "2706"}).status_code == 404
    assert signed_in(cast.wichai).get(add, {"district": "2402"}).status_code == 200
    page = signed_in(cast.somsri).post(f"{add}?district=2402", posted(categories="food"))
    assert page.status_code == 302
    assert ProducerRequest.objects.get(name="กลุ่มใหม่").district == cast.mueang


def test_a_product_is_found_only_with_its_producer(cast, signed_in):
    product = Product.objects.filter(producer=producer("24010002")).get()
    url = reverse("producers:product-edit", args=[producer("24010001").pk, product.pk])
    assert signed_in(cast.somsri).get(url).status_code == 404


# Adding and changing


def test_a_new_producer_gets_the_next_code_of_its_district(cast, signed_in):
    client, add = adding(signed_in, cast)
    client.post(add, posted(name="หนึ่ง"))
    client.post(add, posted(name="สอง"))
    codes = list(Producer.objects.filter(name__in=["หนึ่ง", "สอง"]).order_by("pk").values_list("code", flat=True))
    assert codes == ["2401-0001", "2401-0002"]


def test_a_taken_code_is_told_at_its_field(cast, signed_in):
    client, add = adding(signed_in, cast)
    page = client.post(add, posted(code="24020001"))
    assert "รหัสนี้มีผู้ใช้แล้ว" in page.context["form"].errors["code"][0]
    assert not Producer.objects.filter(name="กลุ่มใหม่").exists()


def test_a_subdistrict_of_elsewhere_is_refused(cast, signed_in):
    elsewhere = Subdistrict.objects.get(code="240201")
    page = signed_in(cast.somsri).post(reverse("producers:add"), posted(subdistrict=elsewhere.pk))
    assert "subdistrict" in page.context["form"].errors
    with pytest.raises(Refused):
        registry.create_producer(actor=cast.wichai, district=cast.mueang, **fields(subdistrict=elsewhere))


def test_a_name_that_waits_for_approval_is_asked_about_too(cast, signed_in):
    client, add = signed_in(cast.somsri), reverse("producers:add")
    facts = {"name": "กลุ่มจักสาน บ้านใหม่", "type": "group", "categories": ["food"], "registered_on": "1/10/2566"}
    facts["subdistrict"] = Subdistrict.objects.get(code="240101").pk
    assert client.post(add, facts).status_code == 302
    assert "same_name" in client.post(add, facts).context["form"].errors  # sent again, or from a second tab
    assert "same_name" in signed_in(cast.wichai).post(f"{add}?district=2401", facts).context["form"].errors
    assert client.post(add, {**facts, "same_name": "on"}).status_code == 302
    asked = ProducerRequest.objects.newest_first()[0]
    again = reverse("producers:request-edit", args=[asked.pk])
    facts |= {"name": "กลุ่มจักสานบ้านใหม่", "reason": "แก้ตัวสะกด"}  # no other name than its own
    ProducerRequest.objects.exclude(pk=asked.pk).delete()
    assert client.post(again, {**facts, "version": asked.version}).status_code == 302


def test_a_form_sent_twice_at_once_makes_one(cast):
    """The forms ask about a name that is there; two that are checked at one moment both find it free."""
    office = {"actor": cast.wichai, "district": cast.mueang, **fields(name="กลุ่มหนึ่งเดียว"), "another": False}
    registry.create_producer(**office)
    with pytest.raises(Refused, match="เพิ่งบันทึก"):
        registry.create_producer(**office)
    asked = {
        "actor": cast.somsri,
        "district": cast.mueang,
        "facts": {**fields(), "categories": ["food"]},
        "another": False,
    }
    requests.ask_new(**asked)
    with pytest.raises(Refused, match="เพิ่งบันทึก"):
        requests.ask_new(**asked)
    requests.ask_new(**{**asked, "another": True})


def test_the_same_name_is_asked_about_once(cast, signed_in):
    client, add = adding(signed_in, cast)
    same = posted(name="กลุ่มแม่บ้าน เกษตรกรหน้าเมือง")
    assert "same_name" in client.post(add, same).context["form"].errors
    assert client.post(add, {**same, "same_name": "on"}).status_code == 302


def test_wrong_fields_are_named_in_thai(cast, signed_in):
    tomorrow = clock.today() + timedelta(days=1)
    wrong = posted(
        name=" ", phone="123", registered_on=f"{tomorrow.day}/{tomorrow.month}/{tomorrow.year + 543}", type="x"
    )
    client, add = adding(signed_in, cast)
    errors = client.post(add, wrong).context["form"].errors
    assert set(errors) == {"name", "phone", "registered_on", "type"}


def test_saving_what_is_already_so_changes_nothing(cast):
    one = producer()
    registry.update_producer(actor=cast.somsri, producer=one, version=0, name=one.name)
    assert producer().version == 1
    assert not AuditEntry.objects.exists()


def test_a_stale_form_overwrites_nobody(cast, signed_in):
    one = producer()
    registry.update_producer(actor=cast.wichai, producer=one, version=1, name="ชื่อที่จังหวัดแก้")
    page = signed_in(cast.somsri).post(reverse("producers:edit", args=[one.pk]), posted(name="ชื่อที่อำเภอแก้", version=1))
    assert "มีผู้แก้ไขข้อมูลนี้ไปก่อนแล้ว" in page.context["form"].non_field_errors()[0]
    assert producer().name == "ชื่อที่จังหวัดแก้"
    assert "ชื่อที่อำเภอแก้" in page.content.decode()


def test_the_search_follows_a_new_name(cast):
    registry.update_producer(actor=cast.wichai, producer=producer(), version=1, name="ฮ่องกง")
    assert names(cast.somsri, q="ฮ่องกง") == ["ฮ่องกง"]
    assert names(cast.somsri)[-1] == "ฮ่องกง"


def test_a_phone_left_blank_stays_and_is_removed_when_said(cast, signed_in):
    client, url = signed_in(cast.somsri), reverse("producers:edit", args=[producer().pk])
    client.post(url, posted(name="ก", version=1))
    assert (producer().phone, producer().address) == (PHONE, "12 หมู่ 3")
    client.post(url, posted(name="ก", version=1, phone="038-511 239"))
    assert producer().phone == "038511239"
    client.post(url, posted(name="ก", version=2, no_phone="on", no_address="on"))
    assert (producer().phone, producer().address) == ("", "")


# Deregistering


def test_deregistering_and_restoring(cast, signed_in):
    client, one, now = signed_in(cast.somsri), producer(), str(months.present())
    url = reverse("producers:deregister", args=[one.pk])
    client.post(url, {"deregistered_on": "1/3/2567", "reason": "เลิกกิจการ", "from_month": now})
    client.post(url, {"deregistered_on": "2/3/2567", "reason": "กดซ้ำ", "from_month": now})
    gone = producer()
    assert (gone.deregistered_on, gone.deregistration_reason) == (date(2024, 3, 1), "เลิกกิจการ")
    assert gone.trades_until == months.present()
    again = {"reason": "กลับมาผลิต", "from_month": now}
    signed_in(cast.wichai).post(reverse("producers:restore", args=[one.pk]), again)
    assert producer().is_active
    acts = [entry.action for entry in audit.trail(one)]
    assert acts == ["producer.restored", "producer.deregistered"]


def test_a_reason_and_a_possible_day_are_needed(cast, signed_in):
    client, url = signed_in(cast.somsri), reverse("producers:deregister", args=[producer().pk])
    assert set(client.post(url, {}).context["form"].errors) == {"deregistered_on", "from_month", "reason"}
    sent = {"deregistered_on": "1/1/2560", "reason": "x", "from_month": str(months.present())}
    early = client.post(url, sent)
    assert "ก่อนวันที่ลงทะเบียน" in early.context["form"].errors["deregistered_on"][0]
    assert producer().is_active


def test_nobody_is_registered_after_being_deregistered(cast):
    one = registry.deregister(actor=cast.somsri, producer=producer(), on=date(2024, 1, 1), reason="เลิก")
    with pytest.raises(Refused):
        registry.update_producer(actor=cast.somsri, producer=one, version=2, registered_on=date(2024, 1, 2))
