"""The filters that print numbers, months and moments."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from core.month import Month
from core.templatetags import numbers
from reports.document import format_value


def printed(expression, value):
    return Template("{% load numbers %}{{ x|" + expression + " }}").render(Context({"x": value}))


@pytest.mark.parametrize(
    ("expression", "value", "text"),
    [
        ("baht", Decimal("1234.5"), "1,234.50"),
        ("baht", Decimal(0), "0.00"),
        ("baht", Decimal("999999999999999999.99"), "999,999,999,999,999,999.99"),
        ("baht", None, "–"),
        ("count", 1234567, "1,234,567"),
        ("count", 0, "0"),
        ("count", None, "–"),
        ("percent", Decimal("7.31"), "+7.3%"),
        ("percent", Decimal("-0.04"), "0.0%"),
        ("percent", None, "–"),
        ("cell", None, ""),
        ("cell", Decimal(0), "0"),
        ("cell", Decimal("1500.00"), "1,500"),
        ("cell", Decimal("1500.50"), "1,500.50"),
        ("thai_month", Month(2023, 10), "ตุลาคม 2566"),
        ("thai_month_short", Month(2023, 10), "ต.ค. 66"),
        ("thai_date", date(2024, 2, 29), "29 กุมภาพันธ์ 2567"),
        ("thai_date", datetime(2024, 2, 29, 18, tzinfo=UTC), "1 มีนาคม 2567"),
        ("thai_date", None, "–"),
        ("thai_datetime", datetime(2024, 2, 29, 18, tzinfo=UTC), "1 มีนาคม 2567 เวลา 01:00 น."),
        ("thai_datetime", None, "–"),
    ],
)
def test_each_is_printed_in_one_way(expression, value, text):
    assert printed(expression, value) == text


def test_djangos_own_locale_does_not_change_a_printed_amount(settings):
    settings.USE_THOUSAND_SEPARATOR = True
    assert printed("baht", Decimal("1234567.8")) == "1,234,567.80"


@pytest.mark.parametrize("half", ["0.05", "0.25", "7.25", "-0.05"])
def test_percent_rounds_half_up(half):
    """Half up, as the departments' letters do."""
    expected = {"0.05": "+0.1%", "0.25": "+0.3%", "7.25": "+7.3%", "-0.05": "-0.1%"}[half]
    assert numbers.percent(Decimal(half)) == expected


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("15.12589", "15.13"),
        ("82.1788", "82.18"),
        ("8.4999", "8.49"),
        ("8.5", "8.50"),
        ("99.996", "99.99"),
        ("100", "100.00"),
        ("0", "0.00"),
        ("-1.499", "-1.50"),
        ("-0.004", "-0.01"),
    ],
)
def test_a_per_cent_is_rounded_half_up_but_not_to_a_level_that_is_not_reached(value, shown):
    assert numbers.share(Decimal(value)) == f"{shown}%"


@given(st.decimals(-1000, 1000, places=6))
def test_a_per_cent_is_the_same_on_a_page_and_on_paper_and_reaches_no_level_too_early(value):
    shown = Decimal(numbers.share(value).replace("%", "").replace(",", ""))
    assert shown == Decimal(format_value("percent", value))
    assert abs(shown - value) < Decimal("0.01")
    assert (shown >= Decimal("8.5")) == (value >= Decimal("8.5"))
    assert (shown >= 100) == (value >= 100)
