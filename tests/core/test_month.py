"""Months and Thai budget years, and the database column that holds a month."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fields import MonthField
from core.month import BudgetYear, Month, named_month
from tests.cast import fill
from workflow.models import Submission

months = st.builds(Month, st.integers(1950, 2350), st.integers(1, 12))


@pytest.mark.parametrize(
    ("text", "year", "number"),
    [("2566-10", 2023, 10), ("๒๕๖๗-๐๒", 2024, 2), (" 2567-09 ", 2024, 9), ("2443-01", 1900, 1), ("2943-12", 2400, 12)],
)
def test_a_month_is_read_in_buddhist_years(text, year, number):
    assert Month.parse(text) == Month(year, number)


@pytest.mark.parametrize(
    "text",
    ["", "2566", "2566-13", "2566-00", "2023-10", "2566-1", "66-10", "2566/10", "2566-10-01", "9999-01", "2566-1๐x"],
)
def test_anything_else_is_no_month(text):
    with pytest.raises(ValueError, match="not a month"):
        Month.parse(text)


@given(months)
def test_what_is_printed_is_read_back(month):
    assert Month.parse(str(month)) == month


@given(months, st.integers(-500, 500))
def test_counting_on_and_back_ends_where_it_began(month, steps):
    assert month + steps - steps == month


@given(months)
def test_the_next_month_begins_the_day_after_this_one_ends(month):
    gap = (month + 1).first_day - month.first_day
    assert gap.days in (28, 29, 30, 31)
    assert month < month + 1


@given(months)
def test_every_month_is_in_its_own_budget_year_once(month):
    year = month.budget_year
    assert year.months.count(month) == 1
    assert [m.budget_year for m in year.months] == [year] * 12


def test_budget_year_2567_runs_from_october_2566_to_september_2567():
    months = BudgetYear(2567).months
    assert [str(months[0]), str(months[-1]), len(months)] == ["2566-10", "2567-09", 12]


def test_rounds_and_quarters_follow_the_budget_year():
    months = BudgetYear(2567).months
    assert [m.round for m in months] == [1] * 6 + [2] * 6
    assert [m.quarter for m in months] == [1] * 3 + [2] * 3 + [3] * 3 + [4] * 3


def test_a_month_is_named_in_thai():
    assert Month(2023, 10).thai == "ตุลาคม 2566"
    assert Month(2024, 2).thai_short == "ก.พ. 67"


@given(st.builds(Month, st.integers(1957, 2056), st.integers(1, 12)))
def test_a_month_is_known_by_what_it_is_named(month):
    for words in (month.thai, month.thai_short, f"เดือน{month.thai}", month.thai_short.replace(" ", "-")):
        assert named_month(words) == (month.number, month.year)
        assert month.is_named(f"๑. {words}")
        assert not (month + 12).is_named(words)
    assert (month + 12).is_named(month.thai.split()[0]), "without a year it is that of any year"


@pytest.mark.parametrize("words", ["", "ตุลา", "ต.ค. 66 - ธ.ค. 66", "31 ต.ค. 66", "2566-10", "ต.ค. 1066", "รวม"])
def test_other_words_are_no_month(words):
    assert named_month(words) is None


def test_a_month_outside_the_calendar_is_refused():
    for year, number in ((2023, 0), (2023, 13), (1899, 12), (2401, 1)):
        with pytest.raises(ValueError, match="not a month"):
            Month(year, number)


@pytest.mark.parametrize("value", [Month(2023, 10), date(2023, 10, 1), date(2023, 10, 31), "2023-10-17"])
def test_the_column_prepares_every_way_of_saying_a_month_as_its_first_day(value):
    prepared = MonthField().get_prep_value(value)
    assert prepared == date(2023, 10, 1)
    assert type(prepared) is date


def test_a_month_is_stored_found_and_compared_as_a_month(cast):
    for month in BudgetYear(2567).months[:3]:
        fill(cast.mueang, month)
    december = Month.parse("2566-12")
    assert Submission.objects.get(month=december).month == december
    assert Submission.objects.filter(month__lt=december).count() == 2
    assert Submission.objects.filter(month__in=[december, december + 1]).count() == 1
    assert Submission.objects.order_by("-month").values_list("month", flat=True).first() == december
