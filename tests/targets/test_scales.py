"""Standings on the scales: who sees what, what counts, what a district without a base is told."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from core.month import Month
from producers.models import Product
from targets.models import Indicator
from targets.selectors import scales
from targets.selectors.overview import overview
from targets.services import indicators
from targets.services.scales import At, close, reopen, save_inputs
from tests.cast import fill
from tests.targets.scene import make_scale, published
from workflow.models import State, Submission

OCTOBER = Month.parse("2566-10")
PAPER = "นับจากกระดาษ"


@pytest.fixture
def counted(cast, at):
    """Round 1 of 2567: บางคล้า locked 108,000 baht in October against a base of 100,000; เมือง has no base."""
    at("2566-11-15 10:00")
    make_scale(cast, "growth")
    make_scale(cast, "online")
    make_scale(cast, "grade", period="q1", points=["5", "4", "3", "2"])
    fill(cast.bangkhla, OCTOBER, "27000")
    Submission.objects.update(state=State.LOCKED, revision_number=1)
    place = At(cast.chachoengsao, 2567, "round1")
    base = {(cast.bangkhla, 2566): Decimal(100_000), (cast.bangpakong, 2566): Decimal(0)}
    rows = {
        cast.bangkhla: {"online": 1, "survey": True, "online_reason": PAPER},
        cast.mueang: {"online": 0, "online_reason": PAPER},
    }
    save_inputs(place, rows, base=base, actor=cast.wichai)
    return cast


def page(cast, person, kind="growth", period="round1"):
    indicator = scales.scale_indicator(person, 2567, period, kind)
    return scales.province_page(person, cast.chachoengsao, indicator)


def of(found, name):
    return next(row for row in found.rows if row.area.name == name)


def url(name, *args):
    return reverse(f"targets:{name}", args=args)


def text(response):
    return response.content.decode()


def test_growth_says_its_level_and_what_is_missing(counted):
    row = of(page(counted, counted.wichai), "บางคล้า")
    assert (row.words, row.percent) == ("ระดับ 3", 8)
    assert row.missing == ["อีก 1,000.00 บาท ถึงระดับ 4"]
    assert row.columns == (106_000, 107_000, 108_000, 109_000, 110_000)


def test_without_a_base_nothing_is_scored_and_the_province_is_not_a_part(counted):
    found = page(counted, counted.wichai)
    assert of(found, "เมืองฉะเชิงเทรา").words == "ยังไม่ทราบรายได้ปีฐาน จึงยังไม่คิดคะแนน"
    assert of(found, "บางปะกง").words == "ไม่มียอดในปีฐาน (อำเภอใหม่) จึงไม่คิดร้อยละ"
    assert found.whole.words == "ยังไม่ทราบรายได้ปีฐาน จึงยังไม่คิดคะแนน ขาด 1 อำเภอ"
    place = At(counted.chachoengsao, 2567, "round1")
    save_inputs(place, {}, base={(counted.mueang, 2566): Decimal(300)}, actor=counted.wichai)
    assert page(counted, counted.wichai).whole.columns[1] == 107_321  # 100,300 × 1.07, not the sum of the rows


def test_the_portals_own_locked_months_are_the_base_and_what_was_typed_gives_way(counted):
    for month in range(6):
        fill(counted.bangkhla, Month.parse("2565-10") + month, "5000")
    Submission.objects.update(state=State.LOCKED, revision_number=1)
    row = of(page(counted, counted.wichai), "บางคล้า")
    assert (row.facts.base.amount, row.facts.base.is_computed) == (120_000, True)
    assert row.same_percent == 440  # October against October alone: 108,000 and 20,000


def test_the_share_counts_the_registry_as_it_stands(counted):
    row = of(page(counted, counted.wichai, "online"), "บางคล้า")
    assert (row.facts.products, row.percent, row.words) == (1, 100, "ระดับ 5")
    producer = counted.producers_of(counted.bangkhla)[0]
    for number in range(9):
        Product.objects.create(
            producer=producer, name=f"ขนม {number}", category="food", registered_on=date(2023, 11, 1)
        )
    Product.objects.create(producer=producer, name="ปีหน้า", category="food", registered_on=date(2024, 4, 1))
    found = page(counted, counted.wichai, "online")
    assert (of(found, "บางคล้า").facts.products, of(found, "บางคล้า").words) == (10, "ระดับ 4")
    assert found.whole.facts.products == 14
    assert of(found, "เมืองฉะเชิงเทรา").missing[0] == "อีก 1 ผลิตภัณฑ์ ถึงระดับ 5"  # the first of three is a third
    assert of(page(counted, counted.wichai, "grade", "q1"), "บางคล้า").facts.new_products == 9


def test_a_count_instead_of_the_registry_tells_its_reason(counted):
    place = At(counted.chachoengsao, 2567, "round1")
    row = {"products": 20, "products_reason": "ตามหนังสือกรมฯ"}
    save_inputs(place, {counted.bangkhla: row}, actor=counted.wichai)
    found = of(page(counted, counted.wichai, "online"), "บางคล้า")
    assert found.facts.products == 20
    assert found.notes == [
        "จำนวนผลิตภัณฑ์ไม่ได้มาจากทะเบียน: ตามหนังสือกรมฯ",
        "การขายออนไลน์ไม่ได้มาจากรายงานตลาดออนไลน์: นับจากกระดาษ",
    ]


def test_a_grade_takes_the_interest_of_the_quarter_before_it(counted, at):
    at("2567-02-10 10:00")
    make_scale(counted, "grade", period="q2")
    save_inputs(
        At(counted.chachoengsao, 2567, "q1"), {counted.bangkhla: {"interested": 30, "shop": 2}}, actor=counted.wichai
    )
    q2 = At(counted.chachoengsao, 2567, "q2")
    base = {(counted.bangkhla, 2566): Decimal("1000.05")}
    save_inputs(q2, {}, base=base, actor=counted.wichai)
    save_inputs(q2, {counted.bangkhla: {"shop": 22}}, actor=counted.pranee)
    row = of(page(counted, counted.wichai, "grade", "q2"), "บางคล้า")
    assert row.producers_needed == [30, 23, 15, 8]
    assert row.words == "ยังไม่ได้เกรด"
    assert row.missing == [
        "ผลิตภัณฑ์ใหม่อีก 1 ผลิตภัณฑ์",
        "ยอดจำหน่ายอีก 1,020.05 บาท",
        "ลงทะเบียน Shop ชุมชนอีก 1 ราย ถึงเกรด\u00a0B",
    ]
    assert row.notes == ["ผู้ผลิตที่สนใจตามที่กรอกไว้ในไตรมาส 1"]
    fill(counted.bangkhla, Month.parse("2567-01"), "300")
    Submission.objects.update(state=State.LOCKED, revision_number=1)
    Product.objects.create(
        producer=counted.producers_of(counted.bangkhla)[0], name="ใหม่", category="food", registered_on=date(2024, 2, 1)
    )
    row = of(page(counted, counted.wichai, "grade", "q2"), "บางคล้า")
    assert (row.words, row.points) == ("เกรด\u00a0C", None)  # this indicator gives grades no points


def test_the_department_sees_typed_figures_once_the_province_closes(counted):
    place = At(counted.chachoengsao, 2567, "round1")

    def standing(kind):
        national = scales.national_page(counted.orathai, scales.scale_indicator(counted.orathai, 2567, "round1", kind))
        return of(national, "ฉะเชิงเทรา")

    assert standing("growth").words == standing("online").words == "จังหวัดยังไม่ยืนยันตัวเลข"
    assert standing("online").facts.online is None
    save_inputs(place, {}, base={(counted.mueang, 2566): Decimal(0)}, actor=counted.wichai)
    close(place, actor=counted.wichai)
    assert standing("growth").words == "ระดับ 3"
    assert standing("online").facts.online == 1
    reopen(place, actor=counted.wichai, reason="นับใหม่")
    assert standing("online").facts.online is None


def test_drafts_do_not_count(counted):
    fill(counted.bangkhla, OCTOBER + 1, "5000")
    row = of(page(counted, counted.wichai), "บางคล้า")
    assert (row.facts.revenue.locked, row.facts.revenue.drafts) == (108_000, 20_000)
    assert row.words == "ระดับ 3"


def test_each_role_sees_its_own_area_and_the_version(counted, signed_in):
    for name, args in (("scale", (2567, "round1", "growth")), ("overview", (2567, "round1"))):
        address = url(name, *args)
        own = text(signed_in(counted.pranee).get(address))
        assert "อำเภอบางคล้า" in own
        assert "เมืองฉะเชิงเทรา" not in own
        assert "ฉบับที่ 1" in own
        province = text(signed_in(counted.wichai).get(address))
        assert "บางคล้า" in province
        assert "เมืองฉะเชิงเทรา" in province
        assert "บางคล้า" not in text(signed_in(counted.malee).get(address))
        nation = text(signed_in(counted.orathai).get(address))
        assert "สระแก้ว" in nation
        assert "108,000.00" not in nation or name == "scale"  # locked revenue stands on the scale's own page
    assert signed_in(counted.wichai).get(url("scale", 2567, "round2", "growth")).status_code == 404


def test_a_new_version_makes_the_next_score_and_is_named(counted, signed_in):
    old = Indicator.objects.current().get(kind="growth")
    indicators.edit_indicator(old, actor=counted.teera, thresholds=["1", "2", "3", "4"], conditions={"first": "0"})
    assert of(page(counted, counted.wichai), "บางคล้า").words == "ระดับ 5"
    assert "ตัวชี้วัดฉบับที่ 2" in text(signed_in(counted.pranee).get(url("scale", 2567, "round1", "growth")))


def test_the_overview_weighs_what_counts(counted):
    published(counted)
    found = overview(counted.wichai, 2567, "round1", counted.chachoengsao)
    assert [i.kind for i in found.indicators] == ["tier", "growth", "online"]
    row = next(line for line in found.rows if line.area == counted.bangkhla)
    assert [cell.points for cell in row.cells] == [0, 1, 5]  # its base is the tiers' own: 250,000
    assert (row.score, row.weight) == (Decimal("12.00"), 30)
    unfilled = next(line for line in found.rows if line.area == counted.bangpakong)
    assert [cell.points for cell in unfilled.cells] == [0, 1, None]
    assert (unfilled.score, unfilled.weight) == (2, 20)
    nation = overview(counted.orathai, 2567, "round1")
    assert [cell.words for cell in nation.rows[0].cells][1:] == ["จังหวัดยังไม่ยืนยันตัวเลข"] * 2


def test_the_number_of_queries_does_not_grow_with_districts(counted, django_assert_max_num_queries):
    """Areas, revenue 2, base 2 or 3, same months, products, counts, closing or closings."""
    indicator = scales.scale_indicator(counted.wichai, 2567, "round1", "growth")
    with django_assert_max_num_queries(9):
        scales.province_page(counted.wichai, counted.chachoengsao, indicator)
    with django_assert_max_num_queries(10):
        scales.national_page(counted.orathai, indicator)
