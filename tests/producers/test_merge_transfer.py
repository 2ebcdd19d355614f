"""Merging and moving: from a month on. Who sees what afterwards, and what is proposed as one."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import Subdistrict
from core import audit
from core.models import AuditEntry
from core.month import Month
from core.records import Refused
from producers.likeness import Facts
from producers.models import Category, DistinctPair, EarlierPlace, Producer, ProducerRequest, Product
from producers.selectors import duplicates
from producers.services import merge, registry, requests, transfer
from sales import services as sales
from sales.selectors.rows import missing_rows
from tests.cast import fill
from workflow import kinds

pytestmark = pytest.mark.django_db
NOVEMBER = Month.parse("2566-11")


@pytest.fixture(autouse=True)
def _november(at):
    at("2566-11-15 10:00")


def place(code):
    return Subdistrict.objects.select_related("district__province").get(code=code)


def move(cast, producer, code="240201", month=NOVEMBER):
    to = place(code)
    facts = {"district": to.district, "subdistrict": to, "from_month": month, "reason": "ย้ายบ้าน"}
    return transfer.transfer(actor=cast.wichai, producer=producer, **facts)


def where(producer, *offsets):
    """The district's code in each of the months around November; '' for none."""
    districts = {p.district for p in Producer.objects.select_related("district")}
    found = []
    for offset in offsets:
        of = [d.code for d in districts if Producer.objects.of_district(d, NOVEMBER + offset).filter(pk=producer.pk)]
        assert len(of) <= 1
        found.append("".join(of))
    return found


# Moving


def test_months_before_stay_with_the_old_district(cast):
    one = cast.producers_of(cast.mueang)[0]
    move(cast, one)
    assert where(one, -2, -1, 0, 1) == ["2401", "2401", "2402", "2402"]
    assert (one.pk, "food") in missing_rows(cast.mueang, NOVEMBER - 1)
    assert (one.pk, "food") not in missing_rows(cast.mueang, NOVEMBER)
    assert (one.pk, "food") in missing_rows(cast.bangkhla, NOVEMBER)
    one.refresh_from_db()
    assert one.code == "24010001"


def test_there_and_back_and_away_again(cast, at):
    one = cast.producers_of(cast.mueang)[0]
    move(cast, one, month=NOVEMBER + 1)
    move(cast, one, "240401")
    assert where(one, -1, 0, 1) == ["2401", "2401", "2404"]
    at("2566-12-15 10:00")
    move(cast, one, "240101", NOVEMBER + 2)
    assert where(one, 0, 1, 2) == ["2401", "2404", "2401"]
    registry.deregister(actor=cast.somsri, producer=one, on=date(2023, 12, 15), reason="พัก", from_month=NOVEMBER + 3)
    registry.restore(actor=cast.wichai, producer=one, reason="กลับมา", from_month=NOVEMBER + 3)
    assert where(one, 2, 3, 4) == ["2401"] * 3
    assert EarlierPlace.objects.filter(producer=one).count() == 2


def test_the_old_district_reads_on_but_keeps_it_no_longer(cast, signed_in):
    one = cast.producers_of(cast.mueang)[0]
    move(cast, one)
    old, new = signed_in(cast.somsri), signed_in(cast.pranee)
    page = old.get(reverse("producers:detail", args=[one.pk])).content.decode()
    assert "อำเภอบางคล้า" in page
    assert "5678" not in page
    assert "หมู่ 3" not in page
    assert old.get(reverse("producers:edit", args=[one.pk])).status_code == 404
    assert old.get(reverse("sales:producer-history", args=[one.pk])).status_code == 200
    assert one.name not in old.get(reverse("producers:list")).content.decode()
    assert new.get(reverse("producers:edit", args=[one.pk])).status_code == 200
    assert signed_in(cast.malee).get(reverse("producers:detail", args=[one.pk])).status_code == 404


def test_an_office_moves_only_within_its_province(cast):
    one = cast.producers_of(cast.mueang)[0]
    for actor, code in (
        (cast.wichai, "270101"),
        (cast.malee, "270101"),
        (cast.somsri, "240201"),
        (cast.teera, "240201"),
    ):
        to = place(code)
        with pytest.raises(PermissionDenied):
            transfer.transfer(
                actor=actor, producer=one, district=to.district, subdistrict=to, from_month=NOVEMBER, reason="x"
            )
    with pytest.raises(Refused):
        move(cast, one, month=NOVEMBER - 1)
    assert where(one, 0) == ["2401"]


def test_another_province_takes_over_what_it_was_asked(cast, signed_in):
    one = cast.producers_of(cast.mueang)[0]
    form = {"out": "1", "out-province": cast.sakaeo.pk, "out-from_month": str(NOVEMBER + 1), "out-reason": "ย้ายโรงงาน"}
    assert signed_in(cast.wichai).post(reverse("producers:transfer", args=[one.pk]), form).status_code == 302
    asked = ProducerRequest.objects.get()
    assert where(one, 0, 1) == ["2401", "2401"]
    answer = {"version": asked.version, "from_month": str(NOVEMBER + 1), "subdistrict": place("270101").pk}
    url = reverse("producers:request-approve", args=[asked.pk])
    assert signed_in(cast.wichai).post(url, answer).status_code == 403
    assert signed_in(cast.pranee).post(url, answer).status_code == 404
    with pytest.raises(Refused):
        requests.approve(actor=cast.malee, request=asked, version=1, from_month=NOVEMBER, subdistrict=place("270101"))
    assert signed_in(cast.malee).post(url, answer).status_code == 302
    assert where(one, 0, 1) == ["2401", "2701"]
    assert one.name in signed_in(cast.malee).get(reverse("producers:list")).content.decode()


def test_a_row_left_behind_would_be_reported_twice_and_is_named(cast):
    october, november = fill(cast.mueang, NOVEMBER - 1), fill(cast.mueang, NOVEMBER)
    one = cast.producers_of(cast.mueang)[0]
    move(cast, one)
    assert kinds.of(october).blockers(october) == []
    (told,) = kinds.of(november).blockers(november)
    assert "นำแถวออก 2 แถว" in told
    assert one.name in told


def test_a_row_of_an_old_month_is_still_added_by_the_old_district(cast, at):
    one = cast.producers_of(cast.mueang)[0]
    at("2566-12-03 10:00")
    move(cast, one, month=NOVEMBER + 1)
    month = sales.begin(cast.mueang, NOVEMBER, actor=cast.somsri)
    assert sales.add_row(month, Producer.objects.get(pk=one.pk), "food", actor=cast.somsri)
    theirs = sales.begin(cast.bangkhla, NOVEMBER, actor=cast.pranee)
    with pytest.raises(ValueError, match="not a producer"):
        sales.add_row(theirs, one, "food", actor=cast.pranee)


@pytest.mark.parametrize("change", [lambda rows: rows.update(until_month=NOVEMBER + 5), lambda rows: rows.delete()])
def test_where_a_producer_traded_before_is_never_changed_nor_deleted(cast, change):
    """Past months are asked of it, so whoever could write it could move a month that is locked."""
    one = cast.producers_of(cast.mueang)[0]
    move(cast, one)
    earlier = EarlierPlace.objects.get()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(EarlierPlace.objects.filter(pk=earlier.pk))
    assert EarlierPlace.objects.get() == earlier


# Merging


def test_from_a_month_on_only_the_survivor_reports(cast):
    kept, gone = cast.producers_of(cast.mueang)
    merge.merge(actor=cast.wichai, survivor=kept, other=gone, from_month=NOVEMBER, reason="คนเดียวกัน")
    assert (where(gone, -1, 0), where(kept, -1, 0)) == (["2401", ""], ["2401", "2401"])
    assert (kept.pk, "textile") in missing_rows(cast.mueang, NOVEMBER)
    assert Product.objects.filter(producer=gone).count() == 1
    assert [e.action for e in audit.trail(gone)] == ["producer.merged_away"]
    assert "24010002" in audit.trail(kept).first().details["other"]


def test_both_pages_show_the_link_and_a_merge_is_undone(cast, signed_in):
    kept, gone = cast.producers_of(cast.mueang)
    office = signed_in(cast.wichai)
    form = {"from_month": str(NOVEMBER), "reason": "คนเดียวกัน"}
    assert office.post(reverse("producers:merge", args=[kept.pk, gone.pk]), form).status_code == 302
    links = [reverse("producers:detail", args=[p.pk]) for p in (kept, gone)]
    assert links[1] in office.get(links[0]).content.decode()
    assert links[0] in office.get(links[1]).content.decode()
    registry.restore(actor=cast.wichai, producer=gone, reason="รวมผิด", from_month=NOVEMBER)
    gone.refresh_from_db()
    assert (gone.merged_into, where(gone, -1, 0)) == (None, ["2401", "2401"])
    assert audit.trail(kept).first().action == "producer.unmerged"


def test_the_trail_calls_a_sole_owner_by_its_code(cast):
    kept, gone = cast.producers_of(cast.mueang)
    Producer.objects.update(type="sole")
    held = Producer.objects.get(pk=gone.pk)
    registry.update_producer(actor=cast.wichai, producer=held, version=held.version, name="นางสมหญิง ใจงาม")
    merge.mark_distinct(actor=cast.wichai, one=kept, other=gone)
    merge.merge(actor=cast.wichai, survivor=kept, other=gone, from_month=NOVEMBER, reason="คนเดียวกัน")
    requests.ask_restore(actor=cast.somsri, producer=gone, reason="ยังขายอยู่")
    registry.restore(actor=cast.wichai, producer=gone, reason="รวมผิด", from_month=NOVEMBER)
    written = str(list(AuditEntry.objects.values_list("details", flat=True)))
    assert held.code in written
    assert "{'ชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ': None}" in written, "that the name changed is said"
    for name in (kept.name, held.name, "นางสมหญิง ใจงาม"):
        assert name not in written


def test_what_cannot_be_merged(cast):
    kept, gone = cast.producers_of(cast.mueang)
    far = cast.producers_of(cast.aranyaprathet)[0]
    facts = {"from_month": NOVEMBER, "reason": "x"}
    with pytest.raises(Refused):
        merge.merge(actor=cast.wichai, survivor=kept, other=kept, **facts)
    with pytest.raises(PermissionDenied):
        merge.merge(actor=cast.wichai, survivor=kept, other=far, **facts)
    with pytest.raises(PermissionDenied):
        merge.merge(actor=cast.somsri, survivor=kept, other=gone, **facts)
    registry.deregister(actor=cast.somsri, producer=gone, on=date(2023, 11, 1), reason="เลิก")
    with pytest.raises(Refused):
        merge.merge(actor=cast.wichai, survivor=kept, other=gone, **facts)


# Who may be one


def twin(cast, district, code, name="กลุ่มแม่บ้านเกษตรกร หน้าเมือง", **also):
    subdistrict = district.subdistricts.first()
    facts = {"type": "group", "registered_on": date(2020, 1, 1), "trades_from": None, **also}
    made = Producer.objects.create(code=code, name=name, district=district, subdistrict=subdistrict, **facts)
    Product.objects.create(producer=made, name="ก", category=Category.FOOD, registered_on=date(2020, 1, 1))
    return made


def test_an_officer_learns_of_other_districts_no_more_than_a_name(cast, signed_in):
    Producer.objects.update(phone="")
    twin(cast, cast.bangkhla, "TWIN-1", phone="0811111111", address="12 หมู่ 3")
    url = reverse("producers:likely")
    sent = {"name": "แม่บ้านเกษตรกรหน้าเมือง", "phone": "081-111-1111", "district": "2402"}
    seen = signed_in(cast.somsri).post(url, sent).content.decode()
    assert "บางคล้า" in seen
    assert "TWIN-1" not in seen
    assert "โทรศัพท์เดียวกัน" not in seen
    assert "24010001" in seen
    only_phone = signed_in(cast.somsri).post(url, {"name": "กขคง", "phone": "0811111111"}).content.decode()
    assert "บางคล้า" not in only_phone
    office = signed_in(cast.wichai).post(url, sent).content.decode()
    assert "โทรศัพท์เดียวกัน" in office
    assert "0811111111" not in office
    assert duplicates.hints(cast.malee, cast.aranyaprathet, Facts(0, sent["name"])) == []


def test_a_telephone_is_one_however_it_was_kept(cast, signed_in):
    Producer.objects.update(phone="")
    twin(cast, cast.mueang, "TWIN-1", name="กลุ่มทอผ้าบ้านเหนือ", phone="081-111-1111")
    client, url = signed_in(cast.somsri), reverse("producers:likely")
    for name in ("ทอผ้าบ้าน", "จักสาน", ""):  # whatever the name is, or before there is one
        sent = {"name": name, "phone": "๐๘๑ ๑๑๑ ๑๑๑๑"}
        assert "โทรศัพท์เดียวกัน" in client.post(url, sent).content.decode()


def test_a_decided_pair_is_not_proposed_again(cast, signed_in):
    Producer.objects.update(phone="")
    two = twin(cast, cast.mueang, "TWIN-2")
    twin(cast, cast.mueang_sakaeo, "TWIN-3")
    one = cast.producers_of(cast.mueang)[0]
    assert [(p.one.pk, p.other.pk) for p in duplicates.review(cast.chachoengsao)[:9]] == [(one.pk, two.pk)]
    office, page = signed_in(cast.wichai), reverse("producers:duplicates")
    shown = office.get(page).content.decode()
    assert "TWIN-2" in shown
    assert "ปานกลาง" in shown
    for pair in ((two.pk, one.pk), (one.pk, two.pk)):
        office.post(reverse("producers:distinct"), {"one": pair[0], "other": pair[1]})
    assert DistinctPair.objects.count() == 1
    assert len(duplicates.review(cast.chachoengsao)) == 0
    assert "TWIN-2" not in office.get(page).content.decode()


def test_the_review_takes_the_same_queries_however_many(cast, django_assert_num_queries):
    for n in range(20):
        twin(cast, cast.mueang, f"N{n}")
    with django_assert_num_queries(3):
        found = duplicates.review(cast.chachoengsao)
        assert len(found[:30]) == 30
