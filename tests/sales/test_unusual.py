"""A value far from the producer's own history asks for a reason before confirming."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.month import Month
from entry.unusual import History, is_unusual
from sales import services
from sales.models import SalesRow
from tests.cast import Cast, fill
from workflow import services as workflow
from workflow.canonical import rows_of

MARCH = Month.parse("2567-03")
STEADY = History(12, Decimal(40_000), Decimal(50_000))


@pytest.mark.parametrize(
    ("total", "unusual"),
    [
        ("0", False),
        ("19999.99", True),
        ("20000", False),
        ("45000", False),
        ("100000", False),
        ("100000.01", True),
    ],
)
def test_the_bounds_of_the_rule(total: str, unusual: bool) -> None:
    assert is_unusual(Decimal(total), STEADY) is unusual


def test_two_months_are_no_history() -> None:
    assert not is_unusual(Decimal(10**9), History(2, Decimal(1), Decimal(1)))
    assert not is_unusual(Decimal(10**9), None)


def test_a_few_hundred_baht_are_not_worth_asking() -> None:
    assert not is_unusual(Decimal(900), History(12, Decimal(100), Decimal(200)))


@given(st.decimals(0, "1e11", places=2), st.decimals(1, "1e11", places=2), st.decimals(0, "1e11", places=2))
def test_within_its_own_range_nothing_is_ever_asked(low: Decimal, spread: Decimal, at: Decimal) -> None:
    history = History(12, low, low + spread)
    assert not is_unusual(min(max(at, low), low + spread), history)


def test_an_unusual_row_blocks_confirming_until_a_reason_goes_with_it(cast: Cast, at) -> None:
    for back in range(1, 4):
        fill(cast.mueang, MARCH - back, amount="10000")
    at("2567-03-12 09:00")
    submission = services.begin(cast.mueang, MARCH, actor=cast.somsri)
    services.sync(submission, actor=cast.somsri)
    services.fill_zero(submission, actor=cast.somsri)
    row = SalesRow.objects.get(submission=submission, category="textile")
    changes = [services.CellChange(row.pk, "domestic_offline", "4000000", row.version)]
    (result,) = services.save_cells(submission, changes, actor=cast.somsri)
    assert result.row
    assert result.row.unusual
    with pytest.raises(workflow.Incomplete) as incomplete:
        workflow.confirm(submission, actor=cast.somsri)
    assert "นางสาวน้ำผึ้ง" in incomplete.value.blockers[0]
    services.give_reason(submission, row.pk, "รับงานสั่งทอของจังหวัด", actor=cast.somsri)
    revision = workflow.confirm(submission, actor=cast.somsri)
    reasons = [content.facts.get("reason") for content in rows_of(revision)]
    assert "รับงานสั่งทอของจังหวัด" in reasons
