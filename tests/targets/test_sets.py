"""Base years, computing, adjusting, rebalancing, publishing; and who sees what."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.models import AuditEntry
from reports.documents import scales as documents
from targets import periods
from targets.apportionment import Tiers
from targets.models import BaseRevenue, Target, TargetSet
from targets.selectors.bases import base_table
from targets.selectors.overview import Cell, Line, Overview, overview
from targets.selectors.sets import set_page
from targets.services import bases, indicators, sets
from targets.services.guards import Refused
from tests.cast import fill
from tests.targets.scene import computed, make_indicator, published, type_bases
from workflow.models import State, Submission


def url(name, period="round1", **parts):
    return reverse(f"targets:{name}", args=["24", 2567, period, *parts.values()])


def row(target_set, code):
    return target_set.targets.get(district__code=code)


def sums(target_set):
    rows = list(target_set.targets.all())
    return tuple(sum(getattr(r, tier) for r in rows) for tier in ("basic", "standard", "advanced"))


def test_targets_sum_to_the_provinces_figures(cast):
    made = computed(cast)
    assert (made.basic, made.advanced) == (350_000, 600_000)
    assert sums(made) == (350_000, 475_000, 600_000)


def test_given_figures_are_apportioned(cast):
    type_bases(cast)
    made = sets.compute(cast.chachoengsao, make_indicator(cast), actor=cast.wichai, given=(100, 1001))
    assert sums(made) == (100, 551, 1001)
    assert made.figures_given


def test_round_2_is_annual_minus_round_1(cast):
    computed(cast)
    second = make_indicator(cast, periods.ROUND2)
    with pytest.raises(Refused):
        sets.compute(cast.chachoengsao, second, actor=cast.wichai)
    annual = make_indicator(cast, periods.ANNUAL)
    type_bases(cast, periods.ANNUAL)
    sets.compute(cast.chachoengsao, annual, actor=cast.wichai, given=(1_000_000, 2_000_000))
    made = sets.compute(cast.chachoengsao, second, actor=cast.wichai)
    assert sums(made) == (650_000, 1_025_000, 1_400_000)


def test_complete_locked_months_are_the_base_and_others_are_not(cast):
    indicator = make_indicator(cast, base_years=[2566])
    for month in periods.months_of(2566, periods.ROUND1):
        fill(cast.bangkhla, month)
    Submission.objects.update(state=State.LOCKED, revision_number=1)
    type_bases(cast)
    table = base_table(cast.chachoengsao, indicator)
    assert table.figures[cast.bangkhla.pk, 2566].amount == Decimal("2406.00")  # 6 months × 4 × 100.25
    assert table.figures[cast.bangkhla.pk, 2566].is_computed
    assert table.figures[cast.mueang.pk, 2566].source == "typed"
    Submission.objects.filter(month=periods.months_of(2566, periods.ROUND1)[0]).update(state=State.CONFIRMED)
    table = base_table(cast.chachoengsao, indicator)
    assert table.figures[cast.bangkhla.pk, 2566].source == "typed"


def test_an_adjusted_district_keeps_its_figure_while_the_rest_is_rebalanced(cast):
    made = computed(cast)
    sets.adjust(made, cast.bangkhla, Tiers(1000, 2000, 3000), actor=cast.wichai, reason="น้ำท่วม")
    page = set_page(cast.wichai, cast.chachoengsao, 2567, "round1")
    assert page.difference.basic < 0
    sets.rebalance(made, actor=cast.wichai)
    assert row(made, "2402").tiers == Tiers(1000, 2000, 3000)
    assert sums(made)[0] == 350_000
    assert sums(made)[2] == 600_000
    entry = AuditEntry.objects.get(action="targets.adjusted")
    assert entry.details["reason"] == "น้ำท่วม"


def test_a_hand_adjustment_needs_order_and_a_reason(cast):
    made = computed(cast)
    with pytest.raises(Refused):
        sets.adjust(made, cast.bangkhla, Tiers(3, 2, 1), actor=cast.wichai, reason="ก")
    with pytest.raises(Refused):
        sets.adjust(made, cast.bangkhla, Tiers(1, 2, 3), actor=cast.wichai, reason=" ")


def test_published_targets_change_only_after_withdrawing(cast):
    made = published(cast)
    with pytest.raises(Refused):
        sets.adjust(made, cast.bangkhla, Tiers(1, 2, 3), actor=cast.wichai, reason="ก")
    with pytest.raises(Refused):
        sets.compute(cast.chachoengsao, made.indicator, actor=cast.wichai)
    sets.withdraw(made, actor=cast.wichai, reason="แก้ปีฐาน")
    sets.adjust(made, cast.bangkhla, Tiers(1, 2, 3), actor=cast.wichai, reason="ก")


def test_drafts_are_the_provinces_alone(cast):
    made = computed(cast)
    for person in (cast.somsri, cast.malee, cast.orathai, cast.teera, cast.stranger, cast.suspended):
        assert not TargetSet.objects.visible_to(person).exists()
        assert not Target.objects.visible_to(person).exists()
    sets.publish(made, actor=cast.wichai)
    assert [t.district for t in Target.objects.visible_to(cast.somsri)] == [cast.mueang]
    assert Target.objects.visible_to(cast.orathai).count() == 3
    assert not Target.objects.visible_to(cast.kanya).exists()


@pytest.mark.parametrize("name", ["somsri", "malee", "teera"])
def test_another_office_does_nothing(cast, name):
    made = computed(cast)
    with pytest.raises(PermissionDenied):
        sets.publish(made, actor=getattr(cast, name))


def test_the_province_walks_from_base_years_to_published_targets(cast, signed_in):
    make_indicator(cast)
    wichai = signed_in(cast.wichai)
    answer = wichai.post(url("compute"), follow=True)
    assert "ยังไม่มีรายได้ปีฐานที่ครบทุกอำเภอ" in answer.content.decode()
    codes = ("2401", "2402", "2404")
    cells = {f"base-{c}-{y}": text for c in codes for y, text in ((2565, "๑,๐๐๐.50"), (2566, "2,000.50"))}
    assert wichai.post(url("bases"), cells).status_code == 302
    assert BaseRevenue.objects.count() == 6
    wrong = wichai.post(url("bases"), {"base-2401-2565": "หนึ่งพัน"})
    assert (wrong.status_code, BaseRevenue.objects.count()) == (422, 6)
    assert "ร่าง อำเภอยังไม่เห็น" in wichai.post(url("compute"), follow=True).content.decode()
    data = {"basic": "500", "advanced": "2,100", "reason": "น้ำท่วม"}
    page = wichai.post(url("adjust", district="2402"), data, follow=True).content.decode()
    assert "ผลต่าง (รวมอำเภอ − จังหวัด)" in page
    assert "ผลต่าง (รวมอำเภอ" not in wichai.post(url("rebalance"), follow=True).content.decode()
    assert "ประกาศแล้ว" in wichai.post(url("publish"), follow=True).content.decode()
    assert "แก้ปีฐาน" in wichai.post(url("withdraw"), {"reason": "แก้ปีฐาน"}, follow=True).content.decode()


def test_a_year_that_lacks_a_district_gives_no_province_total(cast):
    indicator = make_indicator(cast)
    type_bases(cast)
    BaseRevenue.objects.get(district=cast.bangkhla, year=2565).delete()
    assert base_table(cast.chachoengsao, indicator).totals == [None, Decimal(600_000)]


def test_published_targets_stand_beside_the_base_years_that_made_them(cast, signed_in):
    """The department drops a base year, a base is typed anew: neither changes what explains the published figures."""
    made = published(cast)
    indicators.edit_indicator(made.indicator, actor=cast.teera, base_years=[2566], weight=Decimal(20))
    bases.save_bases(cast.chachoengsao, made.period, {(cast.bangkhla, 2566): Decimal(7)}, actor=cast.wichai)
    page = set_page(cast.wichai, cast.chachoengsao, 2567, made.period)
    assert page.table.years == [2565, 2566]
    assert page.table.bases["2402"] == [200_000, 250_000]
    assert (page.bases_moved, page.newer_indicator) == (True, True)
    text = signed_in(cast.wichai).get(url("set")).content.decode()
    assert "ตารางแสดงปีฐานที่ใช้คำนวณ" in text
    sets.withdraw(made, actor=cast.wichai, reason="ปีฐานเปลี่ยน")
    assert set_page(cast.wichai, cast.chachoengsao, 2567, made.period).table.bases["2402"] == [7]


def test_the_rest_is_rebalanced_in_proportion_to_what_made_the_draft(cast):
    made = computed(cast)
    sets.adjust(made, cast.bangpakong, Tiers(0, 25_000, 50_000), actor=cast.wichai, reason="อำเภอใหม่")
    bases.save_bases(cast.chachoengsao, made.period, {(cast.bangkhla, 2565): Decimal(1)}, actor=cast.wichai)
    sets.rebalance(made, actor=cast.wichai)
    assert (row(made, "2401").basic, row(made, "2402").basic) == (116_667, 233_333)


def test_scores_say_the_version_and_weight_that_made_them(cast, signed_in):
    """The department weighs anew: a published set keeps its version until its province computes again."""
    made = published(cast)
    indicators.edit_indicator(made.indicator, actor=cast.teera, weight=Decimal(20))
    page = overview(cast.wichai, 2567, made.period, cast.chachoengsao)
    assert [(i.version, i.weight) for i in page.indicators] == [(1, 10)]
    assert page.rows[0].weight == 10
    assert (
        "น้ำหนัก 10 · ฉบับที่ 1"
        in signed_in(cast.wichai).get(reverse("targets:overview", args=[2567, made.period])).content.decode()
    )


def test_a_paper_names_the_version_of_a_cell_that_is_not_its_columns(cast):
    old = make_indicator(cast)
    new = indicators.edit_indicator(old, actor=cast.teera, weight=Decimal(20))
    line = Line(cast.chachoengsao, [Cell(old, "ระดับ 3", 3)])
    paper = documents.scores(Overview(2567, "round1", [new], [line], None, []), digits="arabic")
    assert "ระดับ 3 (น้ำหนัก 10, ฉบับที่ 1)" in paper.groups[0].rows[0]


def second_round(cast):
    """Round 2 as the rest of a year that บางปะกง has already used up in round 1."""
    computed(cast)
    make_indicator(cast, periods.ANNUAL)
    year = computed(cast, periods.ANNUAL)
    year = sets.compute(cast.chachoengsao, year.indicator, actor=cast.wichai, given=(700_000, 1_200_000))
    sets.adjust(year, cast.bangpakong, Tiers(0, 5_000, 10_000), actor=cast.wichai, reason="โรงงานปิด")
    return year, sets.compute(cast.chachoengsao, make_indicator(cast, periods.ROUND2), actor=cast.wichai)


def test_round_2_says_where_round_1_is_more_than_the_year_and_what_its_figures_are(cast, signed_in):
    second_round(cast)
    page = set_page(cast.wichai, cast.chachoengsao, 2567, periods.ROUND2)
    assert [row.district.code for row in page.rows if row.over] == ["2404"]
    assert not page.parts_moved
    text = signed_in(cast.wichai).get(url("set", periods.ROUND2)).content.decode()
    assert "รอบที่ 1 มากกว่าทั้งปี" in text
    assert "(ทั้งปี − รอบที่ 1)" in text


def test_a_year_that_changes_after_round_2_is_told_there(cast, signed_in):
    year, second = second_round(cast)
    sets.adjust(year, cast.bangkhla, Tiers(300_000, 400_000, 500_000), actor=cast.wichai, reason="ปรับ")
    assert set_page(cast.wichai, cast.chachoengsao, 2567, periods.ROUND2).parts_moved
    assert "สองรอบรวมกันอาจไม่เท่าทั้งปี" in signed_in(cast.wichai).get(url("set", periods.ROUND2)).content.decode()
    sets.compute(cast.chachoengsao, second.indicator, actor=cast.wichai)
    sets.adjust(second, cast.mueang, Tiers(1, 2, 3), actor=cast.wichai, reason="ปรับ")
    assert not set_page(cast.wichai, cast.chachoengsao, 2567, periods.ROUND2).parts_moved
    sets.adjust(year, cast.bangkhla, Tiers(200_000, 300_000, 400_000), actor=cast.wichai, reason="ปรับอีกครั้ง")
    assert set_page(cast.wichai, cast.chachoengsao, 2567, periods.ROUND2).parts_moved
    sets.compute(cast.chachoengsao, second.indicator, actor=cast.wichai)
    sets.adjust(second, cast.mueang, Tiers(1, 2, 3), actor=cast.wichai, reason="ปรับ")
    assert not set_page(cast.wichai, cast.chachoengsao, 2567, periods.ROUND2).parts_moved
    sets.compute(cast.chachoengsao, year.indicator, actor=cast.wichai)
    assert set_page(cast.wichai, cast.chachoengsao, 2567, periods.ROUND2).parts_moved
