"""The register's pages: lists, forms that lose nothing, the form as a document."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from markets.models import Market, Status
from markets.services import register
from reports import exports
from reports.asking import Spec
from tests.markets.making import make_market

pytestmark = pytest.mark.django_db
FORM = {
    "name": "ตลาดนัดวัดใหม่",
    "sellers": "๓๐",
    "origin": "new",
    "status": "active",
    "since": "1/10/2566",
    "means": ["offline", "online"],
    "frequency": "monthly",
    "weekdays": ["5"],
    "month_days": "1, 16",
    "frequency_note": "",
    "expected_days": "",
    "version": "",
}


@pytest.fixture
def market(cast):
    return make_market(cast.mueang, "M2401-001", name="ตลาดเดิม", sellers=None)


def form_of(market, **fields):
    place = market.subdistrict_id
    return {**FORM, "subdistrict": place, "name": market.name, "version": market.version, **fields}


def test_an_officer_adds_a_market(cast, market, signed_in):
    page = signed_in(cast.somsri).post(
        reverse("markets:add"), {**FORM, "subdistrict": market.subdistrict_id}, follow=True
    )
    made = Market.objects.get(code="M2401-002")
    assert (made.sellers, made.weekdays, made.month_days, made.offline, made.online) == (30, [], [1, 16], True, True)
    assert "ข้อมูลครบ" in page.content.decode()
    assert "รายเดือน (วันที่ 1, 16)" in page.content.decode()


def test_wrong_cells_are_named_and_what_was_typed_stays(cast, market, signed_in):
    data = form_of(market, sellers="มาก", month_days="40", since="30/2/2567", subdistrict="")
    page = signed_in(cast.somsri).post(reverse("markets:add"), data)
    assert set(page.context["form"].errors) == {"sellers", "month_days", "since", "subdistrict", "same_name"}
    assert "มาก" in page.content.decode()
    assert Market.objects.count() == 1


def test_a_stale_edit_is_refused_and_keeps_what_was_typed(cast, market, signed_in):
    register.update_market(actor=cast.wichai, market=market, version=1, sellers=99)
    data = form_of(market, frequency_note="", sellers="77", frequency="weekly", version=1)
    page = signed_in(cast.somsri).post(reverse("markets:edit", args=[market.code]), data)
    assert "มีผู้แก้ไขข้อมูลนี้ไปก่อนแล้ว" in page.content.decode()
    assert 'value="77"' in page.content.decode()
    market.refresh_from_db()
    assert market.sellers == 99


def test_the_status_form_asks_for_a_reason_and_a_day_that_has_come(cast, market, signed_in, at):
    at("2567-03-15 09:00")
    client, url = signed_in(cast.somsri), reverse("markets:status", args=[market.code])
    page = client.post(url, {"status": "paused", "since": "16/3/2567", "reason": "", "version": "1"})
    assert set(page.context["form"].errors) == {"since", "reason"}
    data = {"status": "paused", "since": "15/3/2567", "reason": "น้ำท่วม", "version": "1"}
    page = client.post(url, data, follow=True).content.decode()
    assert "น้ำท่วม" in page
    assert "15 มีนาคม 2567" in page
    market.refresh_from_db()
    assert market.status == Status.PAUSED


def test_the_list_says_what_is_missing_and_by_when(cast, market, signed_in, at, django_assert_max_num_queries):
    at("2567-03-15 09:00")
    for number in range(2, 60):
        make_market(cast.mueang, f"M2401-{number:03d}")
    client = signed_in(cast.somsri)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("markets:list")).content.decode()
    assert "ข้อมูลตลาดครบ 58/59 ตลาด" in page
    assert "20 กันยายน 2567" in page
    assert "หน้า 1 จาก 2" in page
    page = client.get(reverse("markets:list") + "?data=incomplete").content.decode()
    assert "ขาด ผู้ประกอบการทั้งหมด" in page


def test_the_administrator_sets_the_day(cast, signed_in, at):
    at("2567-03-15 09:00")
    client = signed_in(cast.teera)
    wrong = client.post(reverse("markets:deadline"), {"due": "20/9/2571", "base_year": "2599"})
    assert set(wrong.context["form"].errors) == {"due", "base_year"}
    page = client.post(reverse("markets:deadline"), {"due": "25/9/2567", "base_year": "๒๕๖๖"}, follow=True)
    assert "25 กันยายน 2567" in page.content.decode()


def cells_of(user, area, month="2567-03"):
    _, ask = exports.resolve(Spec("market-register", area, month), user)
    made = exports.DOWNLOADS["market-register"].make(ask)
    return made, [[made.show(*pair) for pair in zip(made.leaves, line.cells, strict=True)] for line in made.lines()]


def test_the_register_form_ticks_as_the_letter_has_it(cast, market, at):
    at("2567-03-15 09:00")
    make_market(cast.bangkhla, "M2402-001", origin="new", online=True, frequency="other", frequency_note="ก", sellers=8)
    register.change_status(
        actor=cast.somsri, market=market, version=1, status="paused", since=date(2024, 3, 1), reason="ก"
    )
    made, lines = cells_of(cast.wichai, "24")
    tick = "/"
    assert lines[0][1:] == [
        "ตลาด M2402-001",
        "บางคล้า",
        "บางคล้า",
        "๘",
        "",
        "",
        "",
        "",
        tick,
        tick,
        tick,
        "",
        "",
        "",
        tick,
    ]
    assert lines[1][4:] == ["", "", tick, "", "", "", tick, "", "", tick, "", ""]
    assert lines[2][4] == "๘"
    assert [column.head for column in made.leaves][5:10] == [
        "ใช้งาน",
        "ปิดตลาดชั่วคราว",
        "ปิดตลาดถาวร",
        "ไม่ใช้งาน",
        "ตลาดใหม่",
    ]
    assert made.signatures[0].signs_as == "ผู้รายงาน"
    assert "ข้อมูลยังไม่ครบ 1 ตลาด" in made.notes
    _, february = cells_of(cast.somsri, "2401", "2567-02")
    assert february[0][5] == tick


def test_the_department_has_the_register_of_the_nation_with_provinces(cast, market, signed_in):
    _, lines = cells_of(cast.orathai, "nation")
    assert lines[0][1:5] == [market.name, market.subdistrict.name, "เมืองฉะเชิงเทรา", "ฉะเชิงเทรา"]
    for page in ("list", "progress"):
        assert "/downloads/market-register/nation/" in signed_in(cast.orathai).get(reverse(f"markets:{page}")).text


@pytest.mark.parametrize("format_", ["pdf", "xlsx", "csv"])
def test_the_register_form_is_had_as_a_file(cast, market, format_):
    file = exports.render(Spec("market-register", "2401", "2567-03", format_), cast.somsri)
    assert sum(map(len, file.pieces)) > 500
