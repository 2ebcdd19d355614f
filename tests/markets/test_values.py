"""What people write of a market, read or refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.days import Unusable
from markets import values
from markets.models import WEEKDAYS, Frequency, Origin, Status


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("เสาร์, อาทิตย์", [5, 6]),
        ("ส.,อา.", [5, 6]),
        ("วันจันทร์", [0]),
        ("จันทร์ - ศุกร์", [0, 1, 2, 3, 4]),
        ("เสาร์ถึงจันทร์", [0, 5, 6]),
        ("พฤหัส พฤ. พฤหัสบดี", [3]),
        ("อังคารและพุธ", [1, 2]),
    ],
)
def test_weekdays(text, days):
    assert values.read_weekdays(text) == days


@pytest.mark.parametrize(("text", "days"), [("1, 16", [1, 16]), ("๑๖,๑,1", [1, 16]), ("29-31", [29, 30, 31])])
def test_days_of_the_month(text, days):
    assert values.read_month_days(text) == days


@pytest.mark.parametrize("text", ["0", "32", "5-1", "1-2-3", "-", "ศุกร์", "²", "1.5", ","])
def test_no_days_of_the_month(text):
    with pytest.raises(Unusable):
        values.read_month_days(text)


@given(st.sets(st.integers(0, 6), min_size=1), st.sets(st.integers(1, 31), min_size=1))
@settings(max_examples=20)
def test_written_days_read_back(week, month):
    assert values.read_weekdays(", ".join(WEEKDAYS[day] for day in week)) == sorted(week)
    assert values.read_month_days(", ".join(map(str, month))) == sorted(month)


@given(st.text(max_size=30))
@settings(max_examples=60)
def test_any_text_is_read_or_refused(text):
    readers = (values.read_count, values.read_weekdays, values.read_month_days, values.read_means, values.read_status)
    for reader in (*readers, values.read_origin, values.read_frequency, values.read_days_a_month):
        try:
            reader(text)
        except Unusable as error:
            assert error.message  # noqa: PT017


def test_kinds_and_counts():
    assert values.read_count("๑,๒๐๐") == 1200
    assert values.read_means("ตลาดออฟไลน์ และ Online") == {"offline", "online"}
    assert [values.read_status(label) for label in Status.labels] == Status.values
    assert values.read_status("ปิดตลาดชั่วคราว") is Status.PAUSED
    assert [values.read_origin(label) for label in Origin.labels] == Origin.values
    assert [values.read_frequency(label) for label in Frequency.labels] == Frequency.values
    for text in ("10000", "-1", "สิบ", "1.5"):
        with pytest.raises(Unusable):
            values.read_count(text)
