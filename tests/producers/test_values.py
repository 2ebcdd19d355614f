"""What people write is brought to one form, or refused with a sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.days import Unusable, read_day, write_day
from producers import values
from producers.models import Category, ProducerType


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("081-234-5678", "0812345678"),
        ("๐๘๑ ๒๓๔ ๕๖๗๘", "0812345678"),
        ("+66 81 234 5678", "0812345678"),
        ("812345678", "0812345678"),
        ("038-511239", "038511239"),
        ("38511239", "038511239"),
        ("", ""),
    ],
)
def test_phones(text, digits):
    assert values.read_phone(text) == digits


@pytest.mark.parametrize("text", ["0812345678, 0898765432", "12345", "โทร 081", "08123456789", "1234567890"])
def test_phones_that_are_none(text):
    with pytest.raises(Unusable):
        values.read_phone(text)


def test_a_masked_phone_shows_four_digits():
    assert values.mask_phone("0812345678") == "08x-xxx-5678"
    assert values.mask_phone("") == ""
    assert values.show_phone("0812345678") == "081-234-5678"
    assert values.show_phone("038511239") == "03-851-1239"
    assert values.show_phone("00-0401-0048") == "00-0401-0048"


@pytest.mark.parametrize(
    "text",
    [
        "13/3/2567",
        "๑๓/๐๓/๒๕๖๗",
        "13-3-2567",
        "13 มี.ค. 67",
        "13 มีนาคม 2567",
        "13 มี.ค. พ.ศ. 2567",
        "2024-03-13",
        "13/03/2024",
    ],
)
def test_days(text):
    assert read_day(text) == date(2024, 3, 13)


@pytest.mark.parametrize(
    "text", ["31/2/2567", "13/3/67", "เมื่อวาน", "0/0/2567", "13/13/2567", "1/1/1900", "1/1/9999", "5/5/0001"]
)
def test_days_that_are_none(text):
    with pytest.raises(Unusable):
        read_day(text)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
def test_a_written_day_reads_back(day):
    assert read_day(write_day(day)) == day


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    for reader in (values.read_code, values.read_phone, read_day, values.read_type, values.read_categories):
        try:
            reader(text)
        except Unusable as error:
            assert error.message  # noqa: PT017


def test_types_and_categories():
    assert values.read_type("ผู้ผลิตที่เป็นวิสาหกิจขนาดกลางและขนาดย่อม (SMEs)") is ProducerType.SME
    assert all(values.read_type(label) == value for value, label in ProducerType.choices)
    assert values.read_categories("เครื่องดื่ม, อาหาร") == [Category.FOOD, Category.DRINK]
    assert all(values.read_categories(label) == [value] for value, label in Category.choices)
    with pytest.raises(Unusable):
        values.read_categories("ของเล่น")
