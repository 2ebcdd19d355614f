"""A stretch of months: one spelling for each, whatever it was called; what officials call it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.month import Month
from core.period import LONGEST, Period

MONTHS = st.builds(Month, st.integers(2015, 2035), st.integers(1, 12))


@given(first=MONTHS, length=st.integers(1, LONGEST))
def test_every_period_reads_back_as_itself(first: Month, length: int) -> None:
    period = Period(first, first + (length - 1))
    assert Period.parse(str(period)) == period
    assert len(period) == len(period.months) == length
    assert (period.months[0], period.months[-1]) == (period.first, period.last)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("2566-10", "month", "ตุลาคม 2566"),
        ("๒๕๖๗-q2", "quarter", "ไตรมาสที่ 2 ปีงบประมาณ พ.ศ. 2567"),
        ("2567-R2", "round", "รอบที่ 2 ปีงบประมาณ พ.ศ. 2567"),
        ("2567", "year", "ปีงบประมาณ พ.ศ. 2567"),
        ("2566-10_2566-12", "quarter", "ไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2567"),
        ("2566-11_2567-01", "range", "พฤศจิกายน 2566 – มกราคม 2567"),
        ("2567-01_2567-12", "range", "มกราคม 2567 – ธันวาคม 2567"),
    ],
)
def test_it_is_called_as_officials_call_it(text: str, kind: str, name: str) -> None:
    period = Period.parse(text)
    assert (period.kind, period.name) == (kind, name)


def test_quarters_and_rounds_make_up_the_year() -> None:
    year = Period.year(2567).months
    assert [m for part in (1, 2, 3, 4) for m in Period.quarter(2567, part).months] == year
    assert [m for part in (1, 2) for m in Period.round(2567, part).months] == year
    assert (str(year[0]), str(year[-1])) == ("2566-10", "2567-09")


@pytest.mark.parametrize(
    "text", ["", "2567-q5", "2567-q0", "2567-r3", "2566-13", "2567-01_2566-12", "2560-10_2567-09", "2023-10", "ตุลาคม"]
)
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=r"month|part|period"):
        Period.parse(text)
