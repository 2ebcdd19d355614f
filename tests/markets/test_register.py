"""Writing the register of markets: who may, what is refused, what is kept."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Subdistrict
from core import audit
from core.month import BudgetYear
from core.records import Refused, Stale
from markets.models import Frequency, Market, Origin, RegisterYear, Status
from markets.selectors import register as selectors
from markets.services import register
from tests.markets.making import make_market

pytestmark = pytest.mark.django_db
SINCE = date(2023, 10, 1)


@pytest.fixture
def market(cast):
    return make_market(cast.mueang, "M2401-001", name="ตลาดนัดวัดสัมปทวน")


def create(actor, district, **fields):
    place = Subdistrict.objects.get(district=district)
    given = {"name": "ตลาดใหม่", "subdistrict": place, "status": Status.ACTIVE, "since": SINCE, **fields}
    return register.create_market(actor=actor, district=district, **given)


def close(actor, market, since=date(2024, 2, 1), status=Status.PAUSED, reason="ปรับปรุงพื้นที่"):
    market.refresh_from_db()
    said = {"status": status, "since": since, "reason": reason, "version": market.version}
    return register.change_status(actor=actor, market=market, **said)


def test_a_new_market_gets_the_next_code_of_its_district_and_a_first_line_of_history(cast, market):
    made = create(cast.wichai, cast.mueang, name="  ตลาด", frequency=Frequency.DAILY, weekdays=[1], month_days=[3])
    assert made.code == "M2401-002"
    assert (made.weekdays, made.month_days) == ([], [])
    line = made.history.get()
    assert (line.number, line.status, line.since, line.recorded_by) == (1, Status.ACTIVE, SINCE, cast.wichai)
    assert audit.trail(made).get().action == "market.created"
    assert create(cast.pranee, cast.bangkhla).code == "M2402-001"


def test_a_form_sent_twice_at_once_makes_one_market(cast, market):
    """The form asks about a name that is there; two that are checked at one moment both find it free."""
    with pytest.raises(Refused, match="เพิ่งบันทึก"):
        create(cast.somsri, cast.mueang, name="ตลาดนัด วัดสัมปทวน", another=False)
    assert create(cast.somsri, cast.mueang, name="ตลาดนัด วัดสัมปทวน", another=True).code == "M2401-002"


@pytest.mark.parametrize("who", ["pranee", "malee", "orathai", "teera", "suspended"])
def test_only_the_district_and_its_province_write(cast, market, who):
    person = getattr(cast, who)
    for act in (
        lambda: create(person, cast.mueang),
        lambda: register.update_market(actor=person, market=market, version=1, sellers=1),
        lambda: close(person, market),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_change_is_saved_once_and_told_in_words(cast, market):
    said = {"frequency": Frequency.WEEKLY, "weekdays": [0, 6], "sellers": 30}
    for _ in range(2):
        register.update_market(actor=cast.somsri, market=market, version=1, **said)
    market.refresh_from_db()
    assert (market.weekdays, market.sellers, market.version) == ([0, 6], 30, 2)
    assert audit.trail(market).get().details["changes"] == {
        "ผู้ประกอบการทั้งหมด": ["25", "30"],
        "วันในสัปดาห์ที่เปิด": ["เสาร์, อาทิตย์", "จันทร์, อาทิตย์"],
    }


def test_a_stale_change_is_refused(cast, market):
    register.update_market(actor=cast.somsri, market=market, version=1, sellers=30)
    with pytest.raises(Stale):
        register.update_market(actor=cast.wichai, market=market, version=1, sellers=40)
    with pytest.raises(Stale):
        register.change_status(
            actor=cast.wichai, market=market, version=1, status=Status.CLOSED, since=SINCE, reason="เลิก"
        )


def test_another_frequency_empties_the_days_of_the_former(cast, market):
    days = {"weekdays": [5, 6], "month_days": [1, 16]}
    saved = register.update_market(actor=cast.somsri, market=market, version=1, frequency="monthly", **days)
    assert (saved.weekdays, saved.month_days) == ([], [1, 16])


def test_a_subdistrict_of_another_district_is_refused(cast, market):
    elsewhere = Subdistrict.objects.get(district=cast.bangkhla)
    with pytest.raises(Refused):
        register.update_market(actor=cast.somsri, market=market, version=1, subdistrict=elsewhere)


def test_closing_and_back_keeps_every_line(cast, market):
    close(cast.somsri, market)
    close(cast.somsri, market, date(2024, 4, 1), Status.ACTIVE, "กลับมาเปิด")
    close(cast.somsri, market, date(2024, 5, 1), Status.CLOSED, "เลิกเช่าที่")
    market.refresh_from_db()
    assert market.status == Status.CLOSED
    assert [line.status for line in market.history.order_by("number")] == ["active", "paused", "active", "closed"]
    assert [entry.action for entry in audit.trail(market)] == ["market.status"] * 3


def test_the_same_line_twice_is_one(cast, market):
    close(cast.somsri, market)
    close(cast.somsri, market)
    assert market.history.count() == 2
    assert audit.trail(market).count() == 1


def test_a_wrong_line_is_put_right_by_another_and_shown_as_replaced(cast, market):
    close(cast.somsri, market, date(2024, 2, 1))
    close(cast.somsri, market, date(2024, 2, 1), Status.ACTIVE, "บันทึกผิดตลาด")
    lines = selectors.history_of(market)
    assert [(line.status, line.replaced) for line in lines] == [("active", False), ("paused", True), ("active", False)]


def test_a_day_before_the_register_began_is_refused(cast, market):
    with pytest.raises(Refused) as refused:
        close(cast.somsri, market, date(2019, 12, 31))
    assert refused.value.field == "since"


def test_status_of_a_past_day(cast, market):
    close(cast.somsri, market, date(2024, 2, 1))
    on = {day: selectors.register_on(cast.somsri, cast.mueang, day) for day in (date(2024, 1, 31), date(2024, 2, 1))}
    assert [pairs[0][1] for pairs in on.values()] == [Status.ACTIVE, Status.PAUSED]
    assert selectors.register_on(cast.somsri, cast.mueang, date(2019, 1, 1)) == []


def test_progress_counts_markets_that_are_kept_up(cast, market, django_assert_num_queries):
    make_market(cast.mueang, "M2401-002", sellers=None)
    make_market(cast.mueang, "M2401-003", sellers=None, status=Status.CLOSED)
    with django_assert_num_queries(2):
        rows = selectors.progress_by_area(cast.wichai, cast.chachoengsao)
    found = {row.area.name: (row.complete, row.total) for row in rows}
    assert found == {"เมืองฉะเชิงเทรา": (1, 2), "บางคล้า": (0, 0), "บางปะกง": (0, 0)}
    assert [
        (p.complete, p.missing) for p in (selectors.progress_of(cast.somsri), selectors.progress_of(cast.pranee))
    ] == [
        (1, 1),
        (0, 0),
    ]
    assert {row.area.name: row.total for row in selectors.progress_by_area(cast.orathai)} == {
        "ฉะเชิงเทรา": 2,
        "สระแก้ว": 0,
    }


def test_the_due_day_is_the_letters_until_the_administrator_says_other(cast):
    year = selectors.register_year(BudgetYear(2567))
    assert (year.due, year.base_year) == (date(2024, 9, 20), 2566)
    for _ in range(2):
        register.set_deadline(actor=cast.teera, year=2567, due=date(2024, 9, 25), base_year=2565)
    assert selectors.register_year(BudgetYear(2567)).due == date(2024, 9, 25)
    assert audit.trail(RegisterYear.objects.get()).count() == 1
    assert selectors.register_year(BudgetYear(2568)).due == date(2025, 9, 20)
    with pytest.raises(PermissionDenied):
        register.set_deadline(actor=cast.orathai, year=2567, due=date(2024, 9, 25), base_year=2566)


def test_the_search_is_thai_aware_and_the_order_is_the_dictionarys(cast, market, django_assert_num_queries):
    make_market(cast.mueang, "M2401-002", name="เกาะลอย", origin=Origin.NEW, online=True)
    make_market(cast.mueang, "M2401-003", name="ขนส่ง", frequency="")
    find = lambda **asked: [m.code[-1] for m in selectors.find_markets(cast.somsri, selectors.Filters.of(asked))]  # noqa: E731
    with django_assert_num_queries(1):
        assert find() == ["2", "3", "1"]
    assert find(q="วัด สัมปทวน") == find(q="m๒๔๐๑-๐๐๑") == ["1"]
    assert find(data="incomplete") == ["3"]
    assert find(origin="new", form="online", status="kept") == ["2"]
    assert find(status="closed") == find(q="ก\x00ข") == []
    assert find(status="อะไร", sort="x", district="2401'") == ["2", "3", "1"]
    assert [m.code for m in selectors.find_markets(cast.pranee, selectors.Filters())] == []
    assert Market.objects.count() == 3
