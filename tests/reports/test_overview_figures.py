"""Figures of ภาพรวม that compare: growth over whole months, targets, fair ranks, who was on time."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from core.period import Period
from reports.dashboard.facts import Part
from reports.documents.dashboard import tiles
from reports.documents.dashboard.league import ranks, tones
from reports.documents.dashboard.panel import OnMap
from reports.documents.dashboard.words import COMPARED
from targets.models import SetState
from tests.cast import fill
from tests.reports.overview import (
    NOVEMBER,
    OCTOBER,
    facts_of,
    make_sold,
    panel_of,
    rows_of,
    targets,
)
from workflow import services


@pytest.fixture
def sold(cast, at):
    return make_sold(cast, at)


# Growth, targets, ranks


def test_growth_is_of_months_that_are_whole_both_times(sold):
    rows = rows_of(panel_of("overview-league", sold.wichai, sold.chachoengsao))
    assert [rows["เมืองฉะเชิงเทรา"][3], rows["บางคล้า"][3], rows["บางปะกง"][3]] == [Decimal(10), Decimal(100), None]
    province = rows_of(panel_of("overview-league", sold.orathai, None))["ฉะเชิงเทรา"]
    assert province[3] is None, "one of its districts has locked no October"
    assert province[4] == Decimal("110") * 12 + Decimal("20") * 4 + Decimal("200") * 12


def test_a_change_beside_a_total_that_holds_more_says_what_it_compares(sold):
    only = "(เฉพาะที่ข้อมูลครบ)"
    user, province = sold.wichai, sold.chachoengsao
    assert f"เพิ่มขึ้น 12.9% จากช่วงเดียวกันของปีก่อน {only}" in panel_of("overview-cumulative", user, province).sentence
    assert panel_of("overview-cumulative", user, province).help[-1] == COMPARED
    assert tiles.of_year(facts_of(user, province))[1].name == "เทียบช่วงเดียวกันของปีก่อน (เฉพาะที่ข้อมูลครบ)"
    november = panel_of("overview-areas", user, province, Period.month(NOVEMBER))
    assert f"เพิ่มขึ้น 81.8% จากเดือนก่อน {only}" in november.sentence
    october = Period.month(OCTOBER)
    assert panel_of("overview-areas", user, province, october).sentence.endswith(
        f" จากเดือนก่อน {only} เพิ่มขึ้น 12.9% จากเดือนเดียวกันปีก่อน"
    )
    assert "(" not in "".join(tile.name for tile in tiles.of_month(facts_of(user, sold.mueang, october)))


def test_a_small_district_may_lead_a_large_one(sold):
    targets(sold, sold.chachoengsao, {sold.mueang: 10_000, sold.bangkhla: 80})
    panel = panel_of("overview-league", sold.wichai, sold.chachoengsao)
    rows = rows_of(panel)
    assert next(iter(rows)) == "บางคล้า"
    assert rows["บางคล้า"][:2] == (1, Decimal(100)), "its draft of November counts towards no target"
    assert rows["เมืองฉะเชิงเทรา"][:2] == (2, Decimal("37.2"))
    assert panel.sentence.startswith("ใกล้เป้าหมายที่สุดคือบางคล้า (100.00%) เติบโตสูงสุดคือบางคล้า (เพิ่มขึ้น 100.0%)")


def test_the_nation_is_measured_against_the_provinces_that_have_targets(sold):
    targets(sold, sold.chachoengsao, {sold.mueang: 3000, sold.bangkhla: 800})
    panel = panel_of("overview-cumulative", sold.orathai, None)
    assert rows_of(panel)[OCTOBER.thai][-1] == (Decimal(1320) + 80) / 3800 * 100
    assert "1/2 จังหวัด" in panel.help[0]
    assert panel.chart.goal is None, "a target of some is no line beside the sales of all"


def test_targets_of_both_rounds_are_the_years(sold):
    targets(sold, sold.chachoengsao, {sold.mueang: 1000}, "round1")
    assert facts_of(sold.wichai, sold.chachoengsao).goals.whole is None
    note = "ยังไม่ประกาศเป้าหมายทั้งปีงบประมาณ 2567 ประกาศแล้วเฉพาะรอบที่ 1 ซึ่งเทียบที่หน้าเป้าหมายและคะแนน"
    assert panel_of("overview-cumulative", sold.wichai, sold.chachoengsao).help[0] == note
    made = targets(sold, sold.chachoengsao, {sold.mueang: 500}, "round2")
    assert facts_of(sold.somsri, sold.mueang).goals.whole == 1500
    made.status = SetState.DRAFT
    made.save()
    assert facts_of(sold.wichai, sold.chachoengsao).goals.whole is None


@given(st.dictionaries(st.integers(0, 40), st.none() | st.integers(0, 9).map(Decimal), max_size=30))
@examples(max_examples=60)
def test_ranks_and_tones_follow_the_figures(values):
    places = ranks(values)
    assert {key for key, value in values.items() if value is None}.isdisjoint(places)
    for one, place in places.items():
        assert place == 1 + sum(value > values[one] for value in values.values() if value is not None)
    area = {key: type("Area", (), {"code": str(key)})() for key in values}
    toned = tones(OnMap(Part(area[key]), value, "") for key, value in values.items())
    by_key = {int(part.area.code): tone for part, tone in toned.items()}
    assert by_key.keys() == places.keys()
    assert set(by_key.values()) <= {1, 2, 3, 4, 5}
    assert all((by_key[a] <= by_key[b]) for a in by_key for b in by_key if values[a] <= values[b])


def test_the_largest_moves_are_of_whole_months(sold):
    period = Period.month(OCTOBER)
    rows = rows_of(panel_of("overview-movers-year", sold.wichai, sold.chachoengsao, period))
    assert rows["เมืองฉะเชิงเทรา"][2:] == (Decimal(120), Decimal(10))
    assert list(rows) == ["เมืองฉะเชิงเทรา", "บางคล้า"]
    month = panel_of("overview-movers", sold.wichai, sold.chachoengsao, Period.month(NOVEMBER))
    assert list(rows_of(month)) == ["เมืองฉะเชิงเทรา"], "the draft of บางคล้า is compared with nothing"
    of_district = rows_of(panel_of("overview-movers", sold.orathai, sold.mueang, Period.month(NOVEMBER)))
    assert len(of_district) == 2
    assert sum(row[2] for row in of_district.values()) == Decimal(90) * 12


# On time


def test_the_first_confirmation_counts_against_the_deadline(cast, at):
    at("2566-10-25 23:59")
    services.confirm(fill(cast.mueang, OCTOBER), actor=cast.somsri)
    at("2566-10-26 00:00")
    services.confirm(fill(cast.bangkhla, OCTOBER), actor=cast.pranee)
    services.return_to_district(cast.mueang.submissions.get(), actor=cast.wichai, reason="ตรวจอีกครั้ง")
    services.confirm(cast.mueang.submissions.get(), actor=cast.somsri)
    panel = panel_of("overview-completeness", cast.wichai, cast.chachoengsao, Period.month(OCTOBER))
    assert {name: row[0] for name, row in rows_of(panel).items()} == {
        "เมืองฉะเชิงเทรา": "ยืนยันแล้ว ตรงเวลา", "บางคล้า": "ยืนยันแล้ว ช้า", "บางปะกง": "ยังไม่เริ่ม เลยกำหนด",
    }  # fmt: skip
    national = rows_of(panel_of("overview-completeness", cast.orathai, None, Period.month(OCTOBER)))
    assert national["ฉะเชิงเทรา"][:7] == (3, 0, 2, 1, 1, 1, Decimal(0))
    services.set_confirm_deadline(actor=cast.wichai, province=cast.chachoengsao, from_month=OCTOBER, day=26)
    panel = panel_of("overview-completeness", cast.wichai, cast.chachoengsao, Period.month(OCTOBER))
    assert rows_of(panel)["บางคล้า"][0] == "ยืนยันแล้ว ตรงเวลา"
    national = panel_of("overview-completeness", cast.orathai, None, Period.month(OCTOBER))
    assert rows_of(national)["ฉะเชิงเทรา"][4:6] == (2, 0)
    assert national.sentence == "ล็อกแล้ว 0 จาก 5 รายงาน (0.00%) ยืนยันตรงเวลา 50.00% ของที่ถึงกำหนด"  # สระแก้ว has none


def test_who_never_confirmed_is_not_on_time_once_the_deadline_is_over(cast, at):
    """One district of three confirmed: a third was on time, not all of those that came."""
    at("2566-10-25 23:58")
    services.confirm(fill(cast.mueang, OCTOBER), actor=cast.somsri)
    asked = ("overview-completeness", cast.orathai)
    assert rows_of(panel_of(*asked, None, Period.month(OCTOBER)))["ฉะเชิงเทรา"][-1] == Decimal(100)  # others may yet
    at("2566-10-26 00:00")
    national = panel_of(*asked, None, Period.month(OCTOBER))
    assert rows_of(national)["ฉะเชิงเทรา"][-1] == Decimal(1) / 3 * 100
    assert rows_of(national)["สระแก้ว"][-1] == 0
    assert national.sentence.endswith("ยืนยันตรงเวลา 20.00% ของที่ถึงกำหนด")
    assert list(national.document.lines())[-1].cells[-2:] == (0, 20)
    province = panel_of(*asked, cast.chachoengsao, Period.month(OCTOBER))
    assert {name: row[-1] for name, row in rows_of(province).items()} == {
        "เมืองฉะเชิงเทรา": 100,
        "บางคล้า": 0,
        "บางปะกง": 0,
    }
    assert province.sentence.endswith("ยืนยันตรงเวลา 33.33% ของที่ถึงกำหนด")
