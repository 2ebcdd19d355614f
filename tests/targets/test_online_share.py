"""The online share comes from districts' online reports; closing freezes it; a transfer moves nothing that is over."""

from datetime import date

import pytest
from django.urls import reverse

from core import audit, clock
from core.month import Month
from online.models import Listing, Survey
from online.rounds import RoundId
from online.services import report
from online.services.report import Found
from producers import progress
from producers.models import Product
from producers.services.transfer import transfer
from targets.models import ScaleClosing
from targets.selectors import scales
from targets.selectors.counted import products_of
from targets.services.scales import At, close, reopen, save_inputs
from tests.targets.scene import make_scale

ROUND1 = RoundId(2567, 1)
FLAGS = dict.fromkeys(Survey.FLAGS, False)


@pytest.fixture
def reported(cast, at):
    """บางคล้า has surveyed its only product and sells it online, not confirmed."""
    at("2567-03-15 10:00")
    make_scale(cast, "online")
    (product,) = Product.objects.filter(producer__district=cast.bangkhla)
    report.save_line(
        actor=cast.pranee, district=cast.bangkhla, of=ROUND1, product=product, found=Found({**FLAGS, "selling": True})
    )
    Listing.objects.create(product=product, district=cast.bangkhla, year=2567, number=1, updated_at=clock.now())
    return cast


@pytest.fixture
def place(cast):
    return At(cast.chachoengsao, 2567, "round1")


def found(cast, person, name="บางคล้า"):
    page = scales.province_page(person, cast.chachoengsao, scales.scale_indicator(person, 2567, "round1", "online"))
    return next(row for row in page.rows if row.area.name == name)


def national(cast):
    indicator = scales.scale_indicator(cast.orathai, 2567, "round1", "online")
    page = scales.national_page(cast.orathai, indicator)
    return next(row for row in page.rows if row.area.name == "ฉะเชิงเทรา")


def test_the_report_counts_and_says_where_it_is_from(reported, signed_in):
    row = found(reported, reported.wichai)
    assert (row.facts.products, row.facts.online, row.words) == (1, 1, "ระดับ 5")
    assert row.facts.online_source == "รายงานตลาดออนไลน์ ยังไม่ยืนยัน"
    assert found(reported, reported.wichai, "บางปะกง").words == "อำเภอยังไม่เริ่มรายงานตลาดออนไลน์ของรอบนี้"
    report.confirm(actor=reported.pranee, district=reported.bangkhla, of=ROUND1)
    address = reverse("targets:inputs", args=["24", 2567, "round1", "online"])
    assert "สำรวจ 1/1 · ยืนยันแล้ว" in signed_in(reported.wichai).get(address).content.decode()
    scale = reverse("targets:scale", args=[2567, "round1", "online"])
    assert "รายงานตลาดออนไลน์ ยืนยันแล้ว" in signed_in(reported.pranee).get(scale).content.decode()


def test_what_is_typed_instead_stands_with_its_reason(reported, place):
    values = {"online": 0, "survey": False, "online_reason": "เพจปิดแล้ว"}
    save_inputs(place, {reported.bangkhla: values}, actor=reported.wichai)
    row = found(reported, reported.wichai)
    assert (row.facts.online, row.facts.report_online, row.words) == (0, 1, "ระดับ 1")
    assert row.notes == ["การขายออนไลน์ไม่ได้มาจากรายงานตลาดออนไลน์: เพจปิดแล้ว"]
    save_inputs(place, {reported.bangkhla: dict(values, online=None, online_reason="")}, actor=reported.wichai)
    assert found(reported, reported.wichai).facts.online == 1


def test_closing_freezes_what_counted_until_it_is_opened_again(reported, place):
    close(place, actor=reported.wichai)
    product = Product.objects.get(producer__district=reported.bangkhla)
    Listing.objects.all().delete()
    Product.objects.create(producer=product.producer, name="ใหม่", category="food", registered_on=date(2024, 2, 1))
    row = found(reported, reported.wichai)
    assert (row.facts.products, row.facts.online, row.words) == (1, 1, "ระดับ 5")
    assert national(reported).facts.online == 1
    entry = audit.trail(reported.chachoengsao).first()
    assert entry.details["changes"]["อำเภอบางคล้า"] == ["–", "ผลิตภัณฑ์ 1 · ใหม่ 0 · ขายออนไลน์ 1 · สำรวจแล้ว"]
    reopen(place, actor=reported.wichai, reason="นับใหม่")
    row = found(reported, reported.wichai)
    assert (row.facts.products, row.facts.online) == (2, 0)


def test_the_department_is_told_confirmed_and_closed_figures_only(reported, place):
    assert national(reported).facts.online is None
    report.confirm(actor=reported.pranee, district=reported.bangkhla, of=ROUND1)
    row = national(reported)
    assert (row.facts.online, row.level, row.words) == (1, None, "จังหวัดยังไม่ยืนยันตัวเลข")
    assert row.notes == ["นับเฉพาะ 1 อำเภอที่ยืนยันรายงานตลาดออนไลน์แล้ว จึงยังไม่คิดคะแนน"]
    close(place, actor=reported.wichai)
    assert national(reported).level == 4  # one of five, but two districts have not surveyed
    assert set(ScaleClosing.objects.get().counted) == {"2401", "2402", "2404"}


def test_a_transfer_moves_nothing_in_a_period_that_is_over(cast, at):
    at("2567-04-10 10:00")
    group = cast.producers_of(cast.bangkhla)[0]
    group.registered_on = date(2024, 1, 5)
    group.save()
    group.products.update(registered_on=date(2024, 2, 1))
    districts = [cast.mueang, cast.bangkhla]

    def counted():
        rows = progress.province_progress(cast.wichai, cast.chachoengsao, 2567).rows
        new = {row.area.code: [quarter.products for quarter in row.quarters] for row in rows}
        periods = [products_of(2567, period, districts) for period in ("q2", "round1", "round2")]
        return new["2401"], new["2402"], periods

    before = counted()
    assert before[1] == [0, 1, 0, 0]
    subdistrict = cast.mueang.subdistricts.first()
    transfer(
        actor=cast.wichai, producer=group, district=cast.mueang, subdistrict=subdistrict,
        from_month=Month.parse("2567-04"), reason="ย้ายที่ตั้งกลุ่ม",
    )  # fmt: skip
    after = counted()
    assert after[:2] == before[:2]
    assert after[2][:2] == before[2][:2]
    assert (before[2][2][cast.bangkhla.pk][0], after[2][2][cast.bangkhla.pk][0]) == (1, 0)
    assert after[2][2][cast.mueang.pk][0] == before[2][2][cast.mueang.pk][0] + 1
