"""A month of market sales: which markets have a row, what hinders it, market-days, names of the income lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.month import Month
from entry import services
from entry.selectors.entry import entry_page
from entry.services.cells import ERROR
from markets.models import IncomeLine, Market, MarketRow, Status
from markets.services.lines import rename_lines
from reports.documents.district_month import DistrictMonth
from reports.documents.market_month import make
from tests.cast import Cast
from tests.markets.making import add_history, fill_markets, make_market
from workflow import canonical
from workflow import services as workflow
from workflow.models import Kind
from workflow.selectors.review import review

MARCH = Month.parse("2567-03")  # Saturdays and Sundays: 10 days
URL = "/markets/entry/2401/2567-03/"


@pytest.fixture
def market(cast: Cast, at) -> Market:
    at("2567-03-12 09:00")
    return make_market(cast.mueang, "M2401-001", name="ตลาดริมน้ำ")


@pytest.fixture
def march(cast: Cast, market: Market):
    submission = services.begin(cast.mueang, MARCH, Kind.MARKETS, actor=cast.somsri)
    services.sync(submission, actor=cast.somsri)
    return submission


def codes(submission) -> set[str]:
    return set(MarketRow.objects.filter(submission=submission).values_list("market__code", flat=True))


def page_of(cast: Cast):
    return entry_page(cast.somsri, cast.mueang, MARCH, Kind.MARKETS)


def test_markets_closed_all_month_do_not_appear_and_those_open_one_day_do(cast: Cast, market: Market) -> None:
    for number, (status, since) in enumerate(
        [(Status.PAUSED, date(2024, 2, 1)), (Status.CLOSED, date(2024, 3, 1)), (Status.UNUSED, date(2024, 3, 2))], 2
    ):
        closed = make_market(cast.mueang, f"M2401-{number:03d}")
        add_history(closed, [(status, since)])
    submission = services.begin(cast.mueang, MARCH, Kind.MARKETS, actor=cast.somsri)
    services.sync(submission, actor=cast.somsri)
    assert codes(submission) == {"M2401-001", "M2401-004"}


def test_no_sales_before_the_markets_data_is_complete(cast: Cast, march, signed_in) -> None:
    lacking = make_market(cast.mueang, "M2401-002", name="ตลาดเช้า", sellers=None, frequency="")
    assert services.sync(march, actor=cast.somsri) == 0
    with pytest.raises(ValueError, match="not a market of this district and month"):
        services.add_row(march, lacking, actor=cast.somsri)
    services.fill_zero(march, actor=cast.somsri)
    with pytest.raises(workflow.Incomplete) as incomplete:
        workflow.confirm(march, actor=cast.somsri)
    (blocker,) = incomplete.value.blockers
    assert "ตลาดเช้า" in blocker
    assert "ผู้ประกอบการทั้งหมด, ลักษณะการจัดตลาด" in blocker
    page = signed_in(cast.somsri).get(URL).content.decode()
    assert "ตลาดเช้า" in page
    assert 'href="/markets/M2401-002/edit/"' in page
    Market.objects.filter(pk=lacking.pk).update(sellers=4, frequency="daily")
    assert services.sync(march, actor=cast.somsri) == 1


def test_a_market_that_lost_its_data_takes_no_more_figures(cast: Cast, march) -> None:
    row = MarketRow.objects.get(submission=march)
    Market.objects.update(sellers=None)
    (result,) = services.save_cells(march, [services.CellChange(row.pk, "line_1", "5", 1)], actor=cast.somsri)
    assert (result.status, services.fill_zero(march, actor=cast.somsri)) == (ERROR, 0)
    assert "ผู้ประกอบการทั้งหมด" in result.message


def test_a_market_closed_since_is_to_be_taken_out_before_confirming(cast: Cast, market: Market, march) -> None:
    services.fill_zero(march, actor=cast.somsri)
    add_history(market, [(Status.CLOSED, date(2024, 2, 1))])
    with pytest.raises(workflow.Incomplete) as incomplete:
        workflow.confirm(march, actor=cast.somsri)
    assert "นำแถวออก" in incomplete.value.blockers[0]
    assert services.remove_row(march, MarketRow.objects.get().pk, actor=cast.somsri)
    assert workflow.confirm(march, actor=cast.somsri).row_count == 0


@pytest.mark.parametrize(("held", "remark"), [("10", ""), ("7", "ขาด 3 วัน"), ("", "ยังไม่ระบุจำนวนวันที่จัดตลาด")])
def test_missing_market_days_are_flagged_and_never_block(cast: Cast, march, held: str, remark: str) -> None:
    row = MarketRow.objects.get(submission=march)
    changes = [services.CellChange(row.pk, "days_held", held, 1)]
    services.save_cells(march, changes, actor=cast.somsri)
    services.fill_zero(march, actor=cast.somsri)
    (shown,) = page_of(cast).rows
    assert remark in shown.remark
    assert bool(shown.remark) is bool(remark)
    workflow.confirm(march, actor=cast.somsri)
    (reviewed,) = review(cast.wichai, cast.mueang, MARCH, Kind.MARKETS).rows
    assert reviewed.words == (f"จัด {held} จาก 10 วัน" if held else "ไม่ระบุวันที่จัด (ควรจัด 10 วัน)")


@pytest.mark.parametrize("text", ["32", "4.5", "-1", "สี่"])
def test_market_days_are_whole_and_no_more_than_a_month_has(cast: Cast, march, text: str) -> None:
    row = MarketRow.objects.get(submission=march)
    (result,) = services.save_cells(march, [services.CellChange(row.pk, "days_held", text, 1)], actor=cast.somsri)
    row.refresh_from_db()
    assert (result.status, row.days_held) == (ERROR, None)


def test_days_are_no_money(cast: Cast, march) -> None:
    row = MarketRow.objects.get(submission=march)
    changes = [services.CellChange(row.pk, "days_held", "9", 1), services.CellChange(row.pk, "line_2", "50", 1)]
    services.save_cells(march, changes, actor=cast.somsri)
    page = page_of(cast)
    assert (page.grand_total, page.shown_sums) == (Decimal(50), ["9", "0.00", "50.00", "0.00", "0.00"])


def test_renamed_lines_are_shown_at_once_and_a_confirmed_month_keeps_its_own(
    cast: Cast, market: Market, signed_in
) -> None:
    submission = fill_markets(cast.mueang, MARCH)
    revision = workflow.confirm(submission, actor=cast.somsri)
    wanted = {1: ("ผ้าทอ", 4), 2: ("สินค้าเกษตร", 1), 3: ("อาหาร", 2), 4: ("อื่น ๆ", 3)}
    assert rename_lines(wanted, actor=cast.teera) == 4
    assert rename_lines(wanted, actor=cast.teera) == 0
    assert [field.label for field in page_of(cast).amount_fields] == ["สินค้าเกษตร", "อาหาร", "อื่น ๆ", "ผ้าทอ"]
    kept = ["สินค้า OTOP", "สินค้าเกษตร", "อาหารและเครื่องดื่ม", "สินค้าอื่น ๆ"]
    assert canonical.labels_of(revision) == kept
    submission.refresh_from_db()
    document = make(DistrictMonth(cast.mueang, MARCH, submission, str))
    assert [leaf.head for leaf in document.leaves][4:8] == kept
    assert review(cast.wichai, cast.mueang, MARCH, Kind.MARKETS).amount_labels == kept
    workflow.withdraw(submission, actor=cast.somsri)
    page = signed_in(cast.somsri).get(f"{URL}confirm").content.decode()
    assert "ยืนยันแล้วจะเป็นฉบับใหม่" in page
    assert workflow.confirm(submission, actor=cast.somsri).number == 2, "another head is another paper"


def test_only_the_administrator_renames_lines(cast: Cast, signed_in) -> None:
    names = {
        f"{part}_{slot}": value for slot in (1, 2, 3, 4) for part, value in (("name", f"ร{slot}"), ("place", slot))
    }
    assert signed_in(cast.orathai).post("/markets/lines/", names).status_code == 403
    assert signed_in(cast.teera).post("/markets/lines/", {**names, "name_2": "ร 1"}).status_code == 422
    assert not IncomeLine.objects.exists()
    assert signed_in(cast.teera).post("/markets/lines/", names).status_code == 302
    assert list(IncomeLine.objects.values_list("name", flat=True)) == ["ร1", "ร2", "ร3", "ร4"]


def test_the_entry_page_asks_as_much_for_many_markets_as_for_one(
    cast: Cast, march, django_assert_max_num_queries, signed_in
) -> None:
    for number in range(2, 12):
        make_market(cast.mueang, f"M2401-{number:03d}")
    services.sync(march, actor=cast.somsri)
    client = signed_in(cast.somsri)
    with django_assert_max_num_queries(25):
        assert client.get(URL).status_code == 200
