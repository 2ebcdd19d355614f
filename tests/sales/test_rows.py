"""Which rows a month has: Sync, a second category, a row taken out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core import audit
from core.month import Month
from producers.models import Category, Product
from sales import services
from sales.models import SalesRow, SalesTotal
from tests.cast import Cast, fill
from workflow import services as workflow

MARCH = Month.parse("2567-03")


@pytest.fixture(autouse=True)
def _in_march(at) -> None:
    at("2567-03-12 09:00")


def keys(submission) -> set[tuple[str, str]]:
    return set(SalesRow.objects.filter(submission=submission).values_list("producer__code", "category"))


def synced(cast: Cast):
    submission = services.begin(cast.mueang, MARCH, actor=cast.somsri)
    return submission, services.sync(submission, actor=cast.somsri)


def test_sync_brings_the_registry_without_amounts(cast: Cast) -> None:
    submission, added = synced(cast)
    assert added == 3
    assert keys(submission) == {("24010001", "food"), ("24010001", "drink"), ("24010002", "textile")}
    assert all(row.amounts == (None,) * 4 for row in SalesRow.objects.filter(submission=submission))


def test_sync_brings_a_category_of_last_month_that_the_registry_does_not_name(cast: Cast) -> None:
    before = fill(cast.mueang, MARCH - 1)
    SalesRow.objects.filter(submission=before, category="textile").update(category="herb")
    submission, _ = synced(cast)
    assert ("24010002", "herb") in keys(submission)


def test_sync_twice_adds_nothing_and_keeps_what_was_typed(cast: Cast) -> None:
    submission, _ = synced(cast)
    services.fill_zero(submission, actor=cast.somsri)
    assert services.sync(submission, actor=cast.somsri) == 0
    assert all(row.is_filled for row in SalesRow.objects.filter(submission=submission))


@pytest.mark.parametrize(("ended", "appears"), [("2024-02-28", False), ("2024-03-31", False), ("2024-04-01", True)])
def test_a_deregistered_producer_does_not_appear(cast: Cast, ended: str, appears: bool) -> None:
    fill(cast.mueang, MARCH - 1)
    producer = cast.producers_of(cast.mueang)[0]
    producer.deregistered_on, producer.deregistration_reason = date.fromisoformat(ended), "เลิกกิจการ"
    producer.save()
    submission, _ = synced(cast)
    assert (("24010001", "food") in keys(submission)) is appears


def test_a_producer_registered_next_month_does_not_appear_yet(cast: Cast) -> None:
    producer = cast.producers_of(cast.mueang)[0]
    producer.registered_on, producer.trades_from = date(2024, 4, 1), None
    producer.save()
    _, added = synced(cast)
    assert added == 1


def test_a_second_category_is_added_once_and_only_with_a_product(cast: Cast) -> None:
    submission, _ = synced(cast)
    producer = cast.producers_of(cast.mueang)[1]
    with pytest.raises(ValueError, match="not a producer"):
        services.add_row(submission, producer, Category.HERB, actor=cast.somsri)
    Product.objects.create(producer=producer, name="ยาหม่อง", category="herb", registered_on=date(2024, 3, 1))
    assert services.add_row(submission, producer, Category.HERB, actor=cast.somsri)
    assert not services.add_row(submission, producer, Category.HERB, actor=cast.somsri)
    assert ("24010002", "herb") in keys(submission)


def test_a_producer_of_another_district_cannot_be_added(cast: Cast) -> None:
    submission, _ = synced(cast)
    with pytest.raises(ValueError, match="not a producer of this district"):
        services.add_row(submission, cast.producers_of(cast.bangkhla)[0], Category.FOOD, actor=cast.somsri)


def test_a_removed_row_leaves_the_totals_and_stays_in_the_trail(cast: Cast) -> None:
    submission, _ = synced(cast)
    row = SalesRow.objects.get(submission=submission, category="textile")
    services.save_cells(submission, [services.CellChange(row.pk, "foreign_online", "75", 1)], actor=cast.somsri)
    assert services.remove_row(submission, row.pk, actor=cast.somsri)
    assert not services.remove_row(submission, row.pk, actor=cast.somsri)
    assert not SalesTotal.objects.filter(submission=submission, category="textile").exists()
    entry = audit.trail(submission)[0]
    assert (entry.action, entry.details["amounts"]) == ("row.removed", [None, None, None, "75.00"])


def test_a_month_that_is_not_open_is_not_even_begun(cast: Cast) -> None:
    with pytest.raises(workflow.Refused):
        services.begin(cast.mueang, MARCH + 1, actor=cast.somsri)
    assert not workflow.Submission.objects.exists()


def test_a_district_without_producers_may_confirm_its_empty_month(cast: Cast) -> None:
    for producer in cast.producers_of(cast.bangkhla):
        producer.deregistered_on, producer.deregistration_reason = date(2023, 1, 1), "เลิกกิจการ"
        producer.save()
    submission = services.begin(cast.bangkhla, MARCH, actor=cast.pranee)
    assert workflow.confirm(submission, actor=cast.pranee).total == Decimal(0)
