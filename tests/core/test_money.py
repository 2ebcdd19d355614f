"""Amounts as people write them. The cases in fixtures/amounts.json are run by the browser's module too."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import MAX_BAHT, AmountError, baht_from_number, format_baht, parse_baht
from core.thai import to_thai_digits

CASES = json.loads((Path(__file__).parents[2] / "fixtures" / "amounts.json").read_text(encoding="utf-8"))
AMOUNTS = st.decimals(0, MAX_BAHT, places=2)


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case["text"])[:40])
def test_shared_cases(case):
    if case["error"]:
        with pytest.raises(AmountError):
            parse_baht(case["text"])
    else:
        value = parse_baht(case["text"])
        assert (None if value is None else str(value)) == case["value"]


def test_there_are_enough_shared_cases():
    assert len(CASES) >= 60
    assert {case["error"] for case in CASES} == {True, False}


@given(AMOUNTS)
def test_what_is_shown_reads_back(amount):
    for text in (
        format_baht(amount),
        to_thai_digits(format_baht(amount)),
        f"฿ {amount} บาท",
        f"\u200b{amount}\u00a0",
    ):
        assert parse_baht(text) == amount


@given(st.text() | st.text("0123456789๐๑๒., -–()eE+บาท฿\u00a0\u200b\n"))
def test_any_text_gives_an_amount_or_a_sentence(text):
    value = read_or_told(text)
    assert value is None or isinstance(value, str) or (0 <= value <= MAX_BAHT and value == round(value, 2))


def read_or_told(text):
    try:
        return parse_baht(text)
    except AmountError as error:
        return error.message


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("-5", "ติดลบ"),
        ("1.234", "ทศนิยม"),
        ("1,23", "จุลภาค"),
        ("1.2.3", "จุดทศนิยม"),
        ("1e5", "แบบย่อ"),
        ("=A1", "สูตร"),
        ("#REF!", "ข้อผิดพลาด"),
        ("1000000000000", "999,999,999,999.99"),
        ("ห้าร้อย", "พิมพ์เป็นตัวเลข"),
        ("1 23", "ช่องว่าง"),
    ],
)
def test_the_sentence_says_what_is_wrong(text, word):
    with pytest.raises(AmountError) as caught:
        parse_baht(text)
    assert word in caught.value.message


@given(AMOUNTS)
def test_a_float_of_an_amount_is_that_amount(amount):
    assert baht_from_number(float(amount)) == amount
    assert baht_from_number(amount) == amount


@given(st.lists(st.decimals(0, 10_000_000, places=2), min_size=1, max_size=50))
def test_noise_of_binary_sums_is_taken_off(amounts):
    assert baht_from_number(sum(map(float, amounts))) == sum(amounts)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0.1 + 0.2, "0.30"),
        (1e5, "100000.00"),
        (-0.0, "0.00"),
        (0, "0.00"),
        (-1e-9, "0.00"),
        (Decimal("7.5"), "7.50"),
    ],
)
def test_numbers_of_a_cell(number, expected):
    assert str(baht_from_number(number)) == expected


@pytest.mark.parametrize("number", [1.005, 0.001, -1, -0.01, 1e12, 1e300, float("nan"), float("inf"), True])
def test_numbers_that_are_no_amount(number):
    with pytest.raises(AmountError):
        baht_from_number(number)
