"""Market-days expected in a month, from frequency and opening days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.month import Month
from markets.days import days_of, expected_days, missing_days_sentence

FEBRUARY, NOVEMBER = Month(2024, 2), Month(2026, 11)  # 29 days from a Thursday; 30 days from a Sunday


@pytest.mark.parametrize(
    ("frequency", "month", "says", "expected"),
    [
        ("daily", FEBRUARY, {}, 29),
        ("daily", NOVEMBER, {}, 30),
        ("weekly", NOVEMBER, {"weekdays": [5]}, 4),
        ("weekly", NOVEMBER, {"weekdays": [6]}, 5),
        ("weekly", NOVEMBER, {"weekdays": [0, 6]}, 10),
        ("weekly", NOVEMBER, {"weekdays": []}, None),
        ("monthly", FEBRUARY, {"month_days": [1, 29, 30]}, 2),
        ("monthly", NOVEMBER, {"month_days": []}, None),
        ("other", NOVEMBER, {"stated": 3}, 3),
        ("other", NOVEMBER, {}, None),
        ("", NOVEMBER, {}, None),
    ],
)
def test_market_days_follow_from_the_register(frequency, month, says, expected):
    assert expected_days(frequency, month, **says) == expected


def test_days_on_which_the_market_was_closed_do_not_count():
    reopened = date(2026, 11, 16)
    assert expected_days("weekly", NOVEMBER, weekdays=[5], in_use=lambda day: day >= reopened) == 2
    assert expected_days("daily", NOVEMBER, in_use=lambda day: day < reopened) == 15


@settings(max_examples=30)
@given(st.integers(2000, 2040), st.integers(1, 12), st.sets(st.integers(0, 6), min_size=1))
def test_the_weekdays_of_a_month_and_the_others_are_all_its_days(year, number, weekdays):
    month = Month(year, number)
    others = set(range(7)) - weekdays
    rest = expected_days("weekly", month, weekdays=others) or 0
    assert expected_days("weekly", month, weekdays=weekdays) + rest == len(days_of(month))


@pytest.mark.parametrize(
    ("held", "expected", "said"),
    [
        (4, 4, ""),
        (5, 4, ""),
        (3, 4, "ขาด 1 วัน"),
        (0, 4, "ขาด 4 วัน"),
        (None, 4, "ยังไม่ระบุ"),
        (3, None, ""),
        (None, None, ""),
    ],
)
def test_missing_days_are_said_and_nothing_else(held, expected, said):
    sentence = missing_days_sentence(held, expected)
    assert said in sentence
    assert bool(sentence) is bool(said)
