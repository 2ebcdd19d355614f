"""Saving cells, of every kind: only what changed, never over somebody else's figure unseen, never after a lock."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import audit
from entry import services
from entry.models import Row
from entry.services.cells import CellChange
from tests.cast import Cast
from tests.entry.kinds import KINDS, MARCH, grid_of, make_units, rows, synced
from workflow import services as workflow
from workflow.models import State, Submission


@pytest.fixture(params=KINDS)
def march(request, cast: Cast, at) -> Submission:
    """A synced, empty March of เมืองฉะเชิงเทรา, on the 12th, of each kind."""
    at("2567-03-12 09:00")
    make_units(cast, request.param)
    return synced(cast.mueang, MARCH, request.param, actor=cast.somsri)


def change(row: Row, text: str, at: int = 0, **seen: object) -> CellChange:
    """Of the row's first amount, or of the one at a place."""
    return CellChange(row.pk, row.AMOUNTS[at], text, seen.get("version", row.version), seen.get("seen", ""))


def first(row: Row):
    return row.amounts[0]


def one(submission: Submission, actor, *changes: CellChange):
    return services.save_cells(submission, changes, actor=actor)


def test_a_typed_amount_is_saved_with_its_total_and_its_trace(cast: Cast, march: Submission) -> None:
    row = rows(march)[0]
    (result,) = one(march, cast.somsri, change(row, "๑,๒๐๐.๕๐ บาท"))
    row.refresh_from_db()
    assert (result.status, result.value, row.version) == ("saved", "1,200.50", 2)
    assert row.total == Decimal("1200.50")
    assert sum(kept.total for kept in grid_of(march).total.objects.filter(submission=march)) == Decimal("1200.50")
    assert audit.trail(march)[0].details == {"cells": [[row.pk, row.AMOUNTS[0], "", "1,200.50"]]}


def test_sending_the_same_change_twice_is_harmless(cast: Cast, march: Submission) -> None:
    sent = change(rows(march)[0], "500")
    one(march, cast.somsri, sent)
    (again,) = one(march, cast.somsri, sent)
    assert (again.status, rows(march)[0].version) == ("saved", 2)


def test_two_people_in_two_cells_of_a_row_do_not_disturb_each_other(cast: Cast, march: Submission) -> None:
    row = rows(march)[0]
    one(march, cast.somsri, change(row, "500"))
    (result,) = one(march, cast.somsri, change(row, "70", at=1))
    assert result.status == "saved"
    assert rows(march)[0].amounts[:2] == (500, 70)


def test_two_people_in_one_cell_conflict_and_both_values_are_told(cast: Cast, march: Submission) -> None:
    row = rows(march)[0]
    one(march, cast.somsri, change(row, "500"))
    (result,) = one(march, cast.somsri, change(row, "700"))
    assert (result.status, result.value, result.change.text) == ("conflict", "500", "700")
    assert "สมศรี" in result.message
    assert first(rows(march)[0]) == 500


def test_who_has_seen_the_other_value_may_replace_it(cast: Cast, march: Submission) -> None:
    row = rows(march)[0]
    one(march, cast.somsri, change(row, "500"))
    (result,) = one(march, cast.somsri, change(row, "700", seen="500"))
    assert (result.status, first(rows(march)[0])) == ("saved", 700)


@pytest.mark.parametrize("text", ["-5", "ห้าร้อย", "1e9", "1000000000000", "5.555", "1,23", "=1+1"])
def test_a_bad_amount_is_told_and_nothing_of_it_saved(cast: Cast, march: Submission, text: str) -> None:
    one_row, another, *_ = rows(march)
    bad, good = one(march, cast.somsri, change(one_row, text), change(another, "10"))
    assert (bad.status, good.status) == ("error", "saved")
    assert bad.message
    assert first(rows(march)[0]) is None


def test_a_row_of_another_district_is_gone_not_touched(cast: Cast, march: Submission) -> None:
    other = synced(cast.bangkhla, MARCH, march.kind, actor=cast.pranee)
    forged = rows(other)[0]
    (result,) = one(march, cast.somsri, change(forged, "9"))
    forged.refresh_from_db()
    assert (result.status, first(forged)) == ("gone", None)


def test_a_cell_can_be_made_blank_again(cast: Cast, march: Submission) -> None:
    row = rows(march)[0]
    one(march, cast.somsri, change(row, "500"))
    one(march, cast.somsri, change(row, "", seen="500"))
    assert first(rows(march)[0]) is None


@pytest.mark.parametrize("act", ["confirm", "lock"])
def test_nothing_is_saved_after_confirming_or_locking(cast: Cast, march: Submission, act: str) -> None:
    row = rows(march)[0]
    services.fill_zero(march, actor=cast.somsri)
    workflow.confirm(march, actor=cast.somsri)
    if act == "lock":
        workflow.lock(march, actor=cast.wichai)
    with pytest.raises(workflow.Refused) as refused:
        one(march, cast.somsri, change(row, "5"))
    assert refused.value.verdict.code == {"confirm": "confirmed", "lock": "locked"}[act]
    assert first(rows(march)[0]) == 0


def test_nothing_is_saved_after_the_window_closed(cast: Cast, march: Submission, at) -> None:
    at("2567-04-06 00:00")
    with pytest.raises(workflow.Refused) as refused:
        one(march, cast.somsri, change(rows(march)[0], "5"))
    assert refused.value.verdict.code == "closed"


def test_no_sales_for_the_rest_leaves_typed_amounts_alone(cast: Cast, march: Submission) -> None:
    typed, *rest = rows(march)
    one(march, cast.somsri, change(typed, "500"))
    assert services.fill_zero(march, actor=cast.somsri) == 4 * (1 + len(rest)) - 1
    assert services.fill_zero(march, actor=cast.somsri) == 0
    assert rows(march)[0].amounts == (500, 0, 0, 0)
    assert all(row.is_filled for row in rows(march))


def test_no_sales_for_one_row(cast: Cast, march: Submission) -> None:
    services.fill_zero(march, actor=cast.somsri, row_id=rows(march)[0].pk)
    assert rows(march)[0].is_filled
    assert rows(march)[1].amounts == (None,) * 4


def test_blanks_block_confirming_and_zero_does_not(cast: Cast, march: Submission) -> None:
    with pytest.raises(workflow.Incomplete) as incomplete:
        workflow.confirm(march, actor=cast.somsri)
    assert "3 แถว" in incomplete.value.blockers[0]
    services.fill_zero(march, actor=cast.somsri)
    assert workflow.confirm(march, actor=cast.somsri).number == 1
    march.refresh_from_db()
    assert march.state == State.CONFIRMED


amounts = st.one_of(st.none(), st.decimals(0, "999999999999.99", places=2))
edits = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), amounts), max_size=12)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(edits)
def test_the_kept_totals_always_equal_the_rows(cast: Cast, march: Submission, edits: list) -> None:
    grid = grid_of(march)
    for at_row, place, amount in edits:
        row = rows(march)[at_row]
        text = "" if amount is None else f"{amount:f}"
        one(march, cast.somsri, CellChange(row.pk, row.AMOUNTS[place], text, row.version, ""))
        row.refresh_from_db()
        assert row.amounts[place] == amount
    for total in grid.total.objects.filter(submission=march):
        summed = [row for row in rows(march) if grid.part_of(row) == grid.part_of(total)]
        for name in grid.row.AMOUNTS:
            assert getattr(total, name) == sum((getattr(r, name) or 0 for r in summed), Decimal(0))
        assert total.total == sum(row.total for row in summed)
        assert (total.rows, total.filled) == (len(summed), sum(row.is_filled for row in summed))
