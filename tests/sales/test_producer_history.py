"""A producer's history: which months, which sums, and who may see them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.month import BudgetYear, Month
from producers.models import Producer
from sales.models import SalesRow
from tests.cast import Cast, fill
from workflow.models import State, Submission

OCTOBER = Month.parse("2566-10")


@pytest.fixture
def producer(cast: Cast) -> Producer:
    """กลุ่มแม่บ้านเกษตรกรหน้าเมือง: food and drink; October 2566, and September 2566 of the budget year before."""
    fill(cast.mueang, OCTOBER - 1, "1")
    fill(cast.mueang, OCTOBER, "100.25")
    fill(cast.mueang, OCTOBER + 1, "10")
    return cast.producers_of(cast.mueang)[0]


def seen(client, producer: Producer):
    response = client.get(f"/entry/producer/{producer.pk}/")
    assert response.status_code == 200
    return response.context["history"]


def test_budget_years_stand_newest_first_their_months_in_order(producer: Producer, cast: Cast, signed_in) -> None:
    years = seen(signed_in(cast.somsri), producer).years
    assert [year.year for year in years] == [BudgetYear(2567), BudgetYear(2566)]
    assert [str(month.month) for month in years[0].months] == ["2566-10", "2566-11"]
    assert [line.category for line in years[0].months[0].lines] == ["food", "drink"]


def test_a_year_sums_its_months_by_category_and_channel(producer: Producer, cast: Cast, signed_in) -> None:
    year = seen(signed_in(cast.somsri), producer).years[0]
    assert [(line.category, line.total) for line in year.sums] == [("food", 441), ("drink", 441)]
    assert year.amounts == (Decimal("220.50"),) * 4
    assert year.total == 882


def test_what_is_not_filled_is_no_nought(producer: Producer, cast: Cast, signed_in) -> None:
    SalesRow.objects.filter(producer=producer).update(foreign_online=None)
    SalesRow.objects.filter(producer=producer, category="drink").update(
        domestic_offline=None, domestic_online=None, foreign_offline=None
    )
    year = seen(signed_in(cast.somsri), producer).years[0]
    food, drink = year.months[0].lines
    assert (food.amounts[3], food.total) == (None, Decimal("300.75"))
    assert (drink.total, year.sums[1].total, year.amounts[3]) == (None, None, None)


def test_other_producers_stay_out(producer: Producer, cast: Cast, signed_in) -> None:
    other = cast.producers_of(cast.mueang)[1]
    assert [line.category for line in seen(signed_in(cast.somsri), other).years[0].sums] == ["textile"]


def test_a_producer_without_months_has_an_empty_page(cast: Cast, signed_in) -> None:
    producer = cast.producers_of(cast.mueang)[0]
    page = signed_in(cast.somsri).get(f"/entry/producer/{producer.pk}/")
    assert "ยังไม่มียอดจำหน่าย" in page.content.decode()


def test_a_reason_stands_in_its_month(producer: Producer, cast: Cast, signed_in) -> None:
    SalesRow.objects.filter(producer=producer).update(unusual_reason="ออกงาน OTOP City")
    page = signed_in(cast.somsri).get(f"/entry/producer/{producer.pk}/").content.decode()
    assert page.count("เหตุผล: ออกงาน OTOP City") == 6


def test_the_department_sees_locked_months_alone(producer: Producer, cast: Cast, signed_in) -> None:
    analyst = signed_in(cast.orathai)
    assert seen(analyst, producer).years == []
    Submission.objects.filter(month=OCTOBER).update(state=State.LOCKED, revision_number=1)
    history = seen(analyst, producer)
    assert [str(month.month) for year in history.years for month in year.months] == ["2566-10"]
    assert (history.locked_only, history.years[0].total) == (True, 802)
    page = analyst.get(f"/entry/producer/{producer.pk}/").content.decode()
    assert "· แสดงเฉพาะเดือนที่จังหวัดล็อกแล้ว" in page
    assert "เดือนที่ยังไม่ล็อกยังเปลี่ยนได้" not in page  # none is shown


def test_only_its_area_finds_a_producer(producer: Producer, cast: Cast, signed_in) -> None:
    assert seen(signed_in(cast.wichai), producer).years
    for person in (cast.pranee, cast.kanya, cast.malee):
        assert signed_in(person).get(f"/entry/producer/{producer.pk}/").status_code == 404
    assert signed_in(cast.somsri).get(f"/entry/producer/{10**30}/").status_code == 404


def test_many_months_take_as_many_queries_as_one(producer: Producer, cast: Cast, signed_in) -> None:
    client = signed_in(cast.somsri)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            seen(client, producer)
        return len(captured)

    few = queries()
    for back in range(2, 30):
        fill(cast.mueang, OCTOBER - back)
    assert queries() == few <= 7
