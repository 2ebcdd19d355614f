"""A district's round: surveyed, listed once a year, confirmed with frozen figures, returned, seen by whom it may be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Subdistrict
from core import audit, clock
from core.month import Month
from core.records import Refused
from online import selectors
from online.models import Channel, DistrictRound, Listing, Platform, Round, Survey
from online.rounds import RoundId
from online.services import report as services
from online.services.report import Found
from producers.models import Product
from producers.services.registry import deregister
from producers.services.transfer import transfer

ROUND1, ROUND2 = RoundId(2567, 1), RoundId(2567, 2)
NO_FLAGS = dict.fromkeys(Survey.FLAGS, False)


@pytest.fixture
def facebook(db):
    return Platform.objects.get_or_create(name="Facebook", defaults={"kind": "page", "hosts": "facebook.com"})[0]


@pytest.fixture
def products(cast, at):
    at("2567-05-10 09:00")
    return list(Product.objects.filter(producer__district=cast.mueang).order_by("pk"))


@pytest.fixture
def save(cast, facebook):
    def act(product, of=ROUND1, actor=cast.somsri, district=cast.mueang, sales="1500.50", online=True):
        value = {facebook.pk: "กลุ่มแม่บ้าน"} if online else {}
        found = Found({**NO_FLAGS, "trained": True}, value, Decimal(sales) if online else None)
        services.save_line(actor=actor, district=district, of=of, product=product, found=found)

    return act


def own(cast, of=ROUND1):
    return selectors.counts([cast.mueang.pk], of.year, of.number)[cast.mueang.pk]


def test_counts_follow_what_is_surveyed_and_listed(cast, products, save):
    assert (own(cast).registered, own(cast).surveyed, own(cast).online) == (3, 0, 0)
    save(products[0])
    save(products[1], online=False)
    found = own(cast)
    assert (found.registered, found.surveyed, found.online, found.sales) == (3, 2, 1, Decimal("1500.50"))
    assert not found.survey_done
    assert own(cast, ROUND2).surveyed == 1, "what round 1 reported need not be surveyed again"


def test_a_product_reported_in_one_round_is_refused_in_the_other_of_the_same_year(cast, products, save):
    save(products[0])
    with pytest.raises(Refused, match="รายงานแล้วในรอบที่ 1"):
        save(products[0], of=ROUND2)
    save(products[0], of=ROUND2, online=False)
    assert own(cast, ROUND2).online == 0
    save(products[1], of=ROUND2)
    with pytest.raises(Refused, match="รายงานแล้วในรอบที่ 2"):
        save(products[1])


def test_the_database_itself_keeps_a_product_to_one_round_a_year(cast, products, save):
    save(products[0])
    values = {"product": products[0], "district": cast.mueang, "updated_at": clock.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.create(year=2567, number=2, **values)
    Listing.objects.create(year=2568, number=1, **values)


def test_without_a_channel_a_product_is_not_online_and_loses_its_listing(cast, products, save):
    save(products[0])
    save(products[0], online=False)
    assert not Listing.objects.exists()
    with pytest.raises(Refused, match="ไม่มีช่องทาง"):
        services.save_line(
            actor=cast.somsri, district=cast.mueang, of=ROUND1, product=products[0],
            found=Found(NO_FLAGS, {}, Decimal(5)),
        )  # fmt: skip


def test_the_same_again_writes_nothing(cast, products, save):
    save(products[0])
    save(products[0])
    assert audit.trail(DistrictRound.objects.get()).count() == 1


def test_confirmed_figures_are_frozen_whatever_becomes_of_the_registry(cast, products, save, at):
    save(products[0])
    services.confirm(actor=cast.somsri, district=cast.mueang, of=ROUND1)
    before = own(cast)
    Product.objects.filter(pk=products[0].pk).update(withdrawn_on=date(2023, 11, 1))
    Product.objects.create(producer=products[0].producer, name="ใหม่", category="food", registered_on=date(2023, 11, 1))
    assert own(cast) == before
    assert before.confirmed
    with pytest.raises(Refused):
        save(products[1])


def test_a_returned_report_is_the_districts_again_with_the_reason(cast, products, save):
    save(products[0])
    services.confirm(actor=cast.somsri, district=cast.mueang, of=ROUND1)
    with pytest.raises(Refused):
        services.return_to_district(actor=cast.wichai, district=cast.mueang, of=ROUND1, reason="  ")
    services.return_to_district(actor=cast.wichai, district=cast.mueang, of=ROUND1, reason="ลิงก์ผิด")
    save(products[1])
    assert [entry.action for entry in audit.trail(DistrictRound.objects.get())] == [
        "online.saved", "online.returned", "online.confirmed", "online.saved",
    ]  # fmt: skip


def test_nothing_surveyed_cannot_be_confirmed(cast, products):
    with pytest.raises(Refused):
        services.confirm(actor=cast.somsri, district=cast.mueang, of=ROUND1)


def test_only_the_districts_officer_writes_its_report(cast, products, save):
    for person in (cast.pranee, cast.wichai, cast.orathai, cast.teera, cast.suspended):
        with pytest.raises(PermissionDenied):
            save(products[0], actor=person)
        with pytest.raises(PermissionDenied):
            services.confirm(actor=person, district=cast.mueang, of=ROUND1)
    for person in (cast.somsri, cast.malee, cast.orathai, cast.teera):
        with pytest.raises(PermissionDenied):
            services.return_to_district(actor=person, district=cast.mueang, of=ROUND1, reason="ท")
    foreign = Product.objects.filter(producer__district=cast.bangkhla).first()
    with pytest.raises(Refused):
        save(foreign)


def test_the_department_is_told_confirmed_districts_only(cast, products, save, signed_in):
    save(products[0])
    assert selectors.counts([cast.mueang.pk], 2567, 1, confirmed_only=True) == {}
    client, url = signed_in(cast.orathai), reverse("online:province", args=[2567, 1, "24"])
    assert "1,500.50" not in client.get(url).content.decode()
    assert client.get(reverse("online:district", args=[2567, 1, "2401"])).status_code == 403
    assert "กลุ่มแม่บ้าน" not in client.get("/downloads/online-channels/24/2567-r1.csv").content.decode()
    services.confirm(actor=cast.somsri, district=cast.mueang, of=ROUND1)
    assert "1,500.50" in client.get(url).content.decode()
    assert client.get(reverse("online:district", args=[2567, 1, "2401"])).status_code == 200


def test_a_draft_of_the_other_round_is_not_told_in_a_confirmed_one(cast, products, save, signed_in):
    save(products[0])
    services.confirm(actor=cast.somsri, district=cast.mueang, of=ROUND1)
    save(products[1], of=ROUND2)
    address = reverse("online:district", args=[2567, 1, "2401"])
    told = "รายงานแล้วในรอบที่ 2"
    assert told in signed_in(cast.wichai).get(address).content.decode()
    department = signed_in(cast.orathai)
    assert told not in department.get(address).content.decode()
    services.confirm(actor=cast.somsri, district=cast.mueang, of=ROUND2)
    assert told in department.get(address).content.decode()


def test_the_department_says_which_years_registrations_count(cast, products):
    Product.objects.filter(pk=products[0].pk).update(registered_on=date(2019, 12, 31))
    Round.objects.create(year=2567, number=1, registered_from=2563, registered_to=2566)
    assert own(cast).registered == 2  # FOUNDED is 2563
    Product.objects.filter(pk=products[1].pk).update(registered_on=date(2024, 1, 1))
    assert own(cast).registered == 1


def test_boards_take_the_same_queries_however_many_districts(cast, products, save, django_assert_max_num_queries):
    save(products[0])
    with django_assert_max_num_queries(10):
        selectors.province_board(cast.wichai, cast.chachoengsao, ROUND1)
    with django_assert_max_num_queries(6):
        board = selectors.national_board(cast.orathai, ROUND1)
    assert (board.confirmed, board.districts) == (0, 5)


def test_the_form_keeps_what_was_typed_checks_links_and_leads_to_the_next(cast, products, facebook, signed_in):
    client = signed_in(cast.somsri)
    url = reverse("online:line", args=[2567, 1, "2401", products[0].pk])
    answer = client.post(url, {f"channel-{facebook.pk}": "javascript:alert(1)", "sales": "๑,๐๐๐"})
    assert not Listing.objects.exists()
    assert "ยังไม่มีการบันทึก" in answer.content.decode()
    typed = {f"channel-{facebook.pk}": "facebook.com/otop", "sales": "๑,๐๐๐", "selling": "on", "next": "1"}
    onward = client.post(url, typed)
    assert onward.url.startswith("/online/2567/1/2401/products/")
    assert Listing.objects.get().sales == Decimal(1000)
    page = client.get(reverse("online:district", args=[2567, 1, "2401"])).content.decode()
    assert 'href="https://facebook.com/otop" rel="noopener noreferrer nofollow"' in page
    sibling = client.get(onward.url).context["form"]
    assert sibling["selling"].value() is True, "a producer's other product starts from what is known of the producer"
    assert Channel.objects.get().value == "https://facebook.com/otop"


def test_a_channel_that_is_no_longer_offered_stays_until_it_is_taken_away(cast, products, save, facebook, signed_in):
    save(products[0])
    Platform.objects.update(retired=True)
    client, url = signed_in(cast.somsri), reverse("online:line", args=[2567, 1, "2401", products[0].pk])
    key = f"channel-{facebook.pk}"
    shown = client.get(url).context["form"]
    assert shown[key].value() == "กลุ่มแม่บ้าน"
    client.post(url, {key: "กลุ่มแม่บ้าน", "sales": "1500.50", "developed": "on"})
    assert Channel.objects.get().value == "กลุ่มแม่บ้าน"
    client.post(url, {key: ""})
    assert not Listing.objects.exists()
    assert key not in client.get(url).context["form"].fields


def test_of_two_tabs_the_later_does_not_write_over_the_earlier(cast, products, facebook, signed_in):
    client, url = signed_in(cast.somsri), reverse("online:line", args=[2567, 1, "2401", products[0].pk])
    key = f"channel-{facebook.pk}"
    version = client.get(url).context["form"]["version"].value()
    first = {key: "กลุ่มแม่บ้าน", "sales": "10", "version": version}
    assert client.post(url, first).status_code == 302
    assert client.post(url, first).status_code == 302, "the same again is no other's work"
    late = client.post(url, {"trained": "on", "version": version}).content.decode()
    assert "มีผู้แก้ไขข้อมูลนี้ไปก่อนแล้ว" in late
    assert Channel.objects.get().value == "กลุ่มแม่บ้าน"
    assert not Survey.objects.get().trained
    newest = client.get(url).context["form"]["version"].value()
    assert client.post(url, {"trained": "on", "version": newest}).status_code == 302
    assert not Channel.objects.exists()


def test_confirming_is_asked_on_a_page_that_says_what_is_missing(cast, products, save, signed_in):
    save(products[0])
    Listing.objects.update(sales=None)
    save(products[1], online=False)
    client, url = signed_in(cast.somsri), reverse("online:confirm", args=[2567, 1, "2401"])
    page = client.get(url).content.decode()
    assert "ยังไม่สำรวจ 1 จาก 3 ผลิตภัณฑ์" in page
    assert "ไม่ระบุยอดจำหน่าย 1 ผลิตภัณฑ์" in page
    assert not DistrictRound.objects.get().is_confirmed, "looking confirms nothing"
    client.post(url)
    assert DistrictRound.objects.get().is_confirmed
    assert client.get(url).url == reverse("online:district", args=[2567, 1, "2401"])


def test_confirming_before_the_round_ends_says_what_it_will_lack(cast, products, save, signed_in, at):
    save(products[0])
    client, url = signed_in(cast.somsri), reverse("online:confirm", args=[2567, 1, "2401"])
    assert "ยังไม่สิ้นสุด" not in client.get(url).content.decode()
    at("2567-03-31 23:59")
    assert "รอบนี้ยังไม่สิ้นสุด (ถึง 31 มีนาคม 2567)" in client.get(url).content.decode()
    at("2567-04-01 00:00")
    assert "ยังไม่สิ้นสุด" not in client.get(url).content.decode()


def test_nothing_surveyed_leaves_nothing_to_confirm(cast, products, signed_in):
    page = signed_in(cast.somsri).get(reverse("online:confirm", args=[2567, 1, "2401"])).content.decode()
    assert "ยังยืนยันไม่ได้" in page
    assert 'class="btn btn-primary btn-lg"' not in page


def test_a_confirmed_product_is_read_not_edited(cast, products, save, signed_in):
    save(products[0])
    services.confirm(actor=cast.somsri, district=cast.mueang, of=ROUND1)
    client, url = signed_in(cast.somsri), reverse("online:line", args=[2567, 1, "2401", products[0].pk])
    page = client.get(url).content.decode()
    assert "แก้ไขไม่ได้" in page
    assert "1,500.50" in page
    assert "ใช่" in page
    assert 'name="sales"' not in page
    assert 'name="sales"' not in client.post(url, {"sales": "9"}).content.decode()
    assert url in client.get(reverse("online:district", args=[2567, 1, "2401"])).content.decode()
    assert Listing.objects.get().sales == Decimal("1500.50")


def test_what_was_surveyed_before_its_producer_moved_is_not_asked_for_again(cast, products, save):
    save(products[0], of=ROUND2, online=False)
    there = Subdistrict.objects.filter(district=cast.bangkhla).first()
    moved_to = {"district": cast.bangkhla, "subdistrict": there, "from_month": Month.parse("2567-06")}
    transfer(actor=cast.wichai, producer=products[0].producer, reason="ย้ายที่ตั้ง", **moved_to)
    page = selectors.district_page(cast.bangkhla, ROUND2)
    moved = next(line for line in page.lines if line.product == products[0])
    assert moved.state == "surveyed"
    assert page.counts.unsurveyed == len(page.open_lines)


@pytest.fixture
def moved(cast, products, save):
    """A producer that moves to บางคล้า within round 2, after เมือง has listed both its products."""
    for product in products[:2]:
        save(product, of=ROUND2)
    there = Subdistrict.objects.filter(district=cast.bangkhla).first()
    place = {"district": cast.bangkhla, "subdistrict": there, "from_month": Month.parse("2567-06")}
    transfer(actor=cast.wichai, producer=products[0].producer, reason="ย้ายที่ตั้ง", **place)
    return products[0]


def test_never_are_more_products_sold_online_than_registered(cast, moved):
    """What a district has listed counts in its own register, though it moves or ends before the round does."""
    assert (own(cast, ROUND2).registered, own(cast, ROUND2).surveyed, own(cast, ROUND2).online) == (3, 2, 2)
    there = selectors.counts([cast.bangkhla.pk], 2567, 2)[cast.bangkhla.pk]
    assert (there.registered, there.online) == (1, 0), "its own product alone"
    deregister(actor=cast.pranee, producer=moved.producer, on=date(2024, 5, 10), reason="เลิก")
    assert own(cast, ROUND2).share == Decimal(200) / 3
    assert len(selectors.district_page(cast.mueang, ROUND2).lines) == own(cast, ROUND2).registered


def test_what_a_district_has_listed_is_its_own_to_correct_and_nobody_elses(cast, moved, save):
    save(moved, of=ROUND2, sales="7.25")
    with pytest.raises(Refused, match="ไม่อยู่ในทะเบียนของอำเภอในรอบนี้"):
        save(moved, of=ROUND2, actor=cast.pranee, district=cast.bangkhla, sales="9")
    assert Listing.objects.get(product=moved).sales == Decimal("7.25")
    save(moved, of=ROUND2, online=False)
    save(moved, of=ROUND2, actor=cast.pranee, district=cast.bangkhla, sales="9")
    assert Listing.objects.get(product=moved).district == cast.bangkhla


def test_a_round_is_reported_once_it_has_begun(cast, at, signed_in):
    at("2567-03-31 23:59")
    client = signed_in(cast.somsri)
    address = reverse("online:district", args=[ROUND2.year, ROUND2.number, cast.mueang.code])
    assert client.get(address).status_code == 404
    at("2567-04-01 00:00")
    assert signed_in(cast.somsri).get(address).status_code == 200
