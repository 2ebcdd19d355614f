"""Thai digits, dates, order and search."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.thai import search_key, sort_key, thai_date, to_arabic_digits, to_thai_digits

DICTIONARY = [  # the order of the Royal Institute's dictionary
    "กก", "กา", "กำ", "เก", "เกา", "แก", "โก", "ใกล้", "ไก่", "ขา", "ข้าว", "เขา", "คลองเขื่อน", "เมือง", "อาหาร", "ฮูก",
]  # fmt: skip


def test_digits_go_both_ways():
    assert to_thai_digits("13 มี.ค. 2567") == "๑๓ มี.ค. ๒๕๖๗"
    assert to_arabic_digits("๑๒๓,๔๕๖.๗๘") == "123,456.78"


@given(st.text())
def test_digits_lose_nothing(text):
    assert to_arabic_digits(to_thai_digits(text)) == to_arabic_digits(text)


def test_dates_are_buddhist():
    assert thai_date(date(2024, 3, 13)) == "13 มีนาคม 2567"
    assert thai_date(date(2024, 2, 29), short=True) == "29 ก.พ. 67"
    assert thai_date(date(2057, 1, 5), short=True) == "5 ม.ค. 00"


def test_names_stand_in_dictionary_order():
    assert sorted(set(DICTIONARY), key=sort_key) == DICTIONARY


def test_a_tone_mark_counts_only_between_otherwise_equal_words():
    words = ["มา", "ม้า", "มาก", "ม้าง", "มาด"]
    assert sorted(set(words), key=sort_key) == ["มา", "ม้า", "มาก", "ม้าง", "มาด"]


def test_a_vowel_that_ends_a_word_is_not_lost():
    assert "เ" in sort_key("กเ")
    assert sort_key("กเ") != sort_key("ก")


def test_spaces_do_not_change_the_order():
    assert sort_key("  กลุ่ม   แม่บ้าน ") == sort_key("กลุ่ม แม่บ้าน")


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("นางสาวน้ำผึ้ง", "น้ำผึ้ง"),
        ("น.ส. น้ำผึ้ง", "น้ำผึ้ง"),
        ("น้ําผึ้ง", "น้ำผึ้ง"),  # nikhahit + sara aa, as some keyboards and PDFs write it
        ("กลุ่ม ๑๒", "กลุ่ม12"),
        ("OTOP Shop", "otopshop"),
        ("กลุ่ม\u200bทอผ้า", "กลุ่มทอผ้า"),
        ("กลุ่ม\u00a0ทอผ้า", "กลุ่มทอผ้า"),
    ],
)
def test_search_sees_through_the_ways_of_writing(written, same):
    assert search_key(written) == search_key(same)


@pytest.mark.parametrize(
    ("typed", "other"),
    [("นํ้าพริก", "น้ำพริก"), ("นำ้พริก", "น้ำพริก"), ("เเปรรูป", "แปรรูป"), ("ป้ันดิน", "ปั้นดิน")],
)
def test_what_looks_alike_is_found_however_it_was_typed(typed, other):
    assert search_key(f"กลุ่ม {typed}") == search_key(f"กลุ่ม{other}")


@given(st.text(alphabet="กขเแาำ่้ ๑1นางสว.\u200b"))
def test_a_search_key_is_found_in_itself(text):
    assert "".join(search_key(text).split()) == search_key(text)
