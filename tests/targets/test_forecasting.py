"""The forecast's arithmetic: sums of what is filled, per cent more, blank is not 0. No database."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core.month import BudgetYear
from targets.forecasting import Compared, blanks, columns_of, raised, total_of

BAHT = st.decimals(min_value=0, max_value=10**9, places=2)
CELLS = st.lists(st.tuples(*[st.none() | BAHT] * 4), min_size=1, max_size=12)


@given(CELLS)
@hypothesis_settings(max_examples=30)
def test_the_year_is_the_same_by_rows_and_by_columns(rows):
    by_rows = total_of(total_of(row) for row in rows)
    assert by_rows == total_of(columns_of(rows, 4))


@given(BAHT, st.integers(-100, 300))
@hypothesis_settings(max_examples=30)
def test_a_raised_amount_is_whole_baht_and_within_half_of_the_exact_one(amount, percent):
    grown = raised(amount, Decimal(percent))
    assert grown == grown.to_integral_value()
    assert abs(grown - amount * (100 + percent) / 100) <= Decimal("0.5")


@pytest.mark.parametrize(("amount", "percent", "grown"), [("0.50", 0, 1), ("100", "2.5", 103), ("10", -100, 0)])
def test_halves_go_up(amount, percent, grown):
    assert raised(Decimal(amount), Decimal(percent)) == grown


def test_nothing_filled_sums_to_nothing_and_zeros_to_zero():
    assert total_of([None, None]) is None
    assert total_of([None, Decimal(0)]) == 0


def test_a_month_with_one_blank_cell_is_not_filled():
    months = BudgetYear(2567).months
    rows = {month: (Decimal(0),) * 4 for month in months[1:]} | {months[1]: (Decimal(1), None, Decimal(1), Decimal(1))}
    assert blanks(rows, 2567, 4) == months[:2]


def test_a_difference_needs_both_figures_and_a_percentage_a_base():
    assert Compared(None, Decimal(1)).difference is None
    assert Compared(Decimal(0), Decimal(1)).percent is None
    assert Compared(Decimal(200), Decimal(150)).percent == -25
