"""A market's history decides when it is open; its fields decide whether it is complete."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from django.db import DatabaseError, transaction

from core.month import Month
from markets.models import Frequency, Market, MarketStatus, Status
from tests.markets.making import BEGAN, add_history, make_market

pytestmark = pytest.mark.django_db
YEAR_BEGINS = date(2024, 1, 1)
MONTHS = [Month(2023, 12) + n for n in range(7)]
History = list[tuple[str, date]]


def status_on(day: date, history: History) -> str | None:
    """The plain reading of the rule: what was recorded last, of what had begun by that day."""
    begun = [status for status, since in history if since <= day]
    return begun[-1] if begun else None


def open_some_day(month: Month, history: History) -> bool:
    days = [month.first_day + timedelta(days=n) for n in range(31)]
    return any(status_on(day, history) == Status.ACTIVE for day in days if Month.of(day) == month)


def random_history(dice: Random) -> History:
    """Up to five lines, out of order as people put things right; half of them on a first or last day of a month."""
    edges = [month.first_day - timedelta(days=back) for month in MONTHS for back in (0, 1)]
    days = [YEAR_BEGINS + timedelta(days=n) for n in range(150)]
    count = dice.randint(1, 5)
    return [(dice.choice(Status.values), dice.choice(dice.choice((edges, days)))) for _ in range(count)]


def test_open_in_is_in_use_on_some_day_of_the_month(cast):
    dice, histories = Random("open_in"), {}
    for number in range(60):
        market = make_market(cast.mueang, f"M2401-{number:03d}")
        history = random_history(dice)
        add_history(market, history)
        histories[market.code] = [(Status.ACTIVE.value, BEGAN), *history]
    for month in MONTHS:
        expected = {code for code, history in histories.items() if open_some_day(month, history)}
        assert 0 < len(expected) < len(histories)
        assert set(Market.objects.open_in(month).values_list("code", flat=True)) == expected, month


def test_closed_in_the_middle_of_a_month_is_still_of_that_month(cast):
    market = make_market(cast.mueang, "M2401-001")
    add_history(market, [(Status.PAUSED, date(2024, 3, 15)), (Status.ACTIVE, date(2024, 5, 31))])
    is_open = [Market.objects.open_in(Month(2024, number)).exists() for number in range(1, 7)]
    assert is_open == [True, True, True, False, True, True]


def test_history_is_append_only(cast):
    make_market(cast.mueang, "M2401-001")
    for act in (lambda: MarketStatus.objects.update(reason="x"), lambda: MarketStatus.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


CASES = [
    ({}, []),
    ({"sellers": 0}, []),
    ({"sellers": None}, ["ผู้ประกอบการทั้งหมด"]),
    ({"origin": ""}, ["ตลาดเดิมหรือตลาดใหม่"]),
    ({"offline": False}, ["รูปแบบการจัดตลาด"]),
    ({"offline": False, "online": True}, []),
    ({"frequency": ""}, ["ลักษณะการจัดตลาด"]),
    ({"weekdays": []}, ["วันในสัปดาห์ที่เปิด"]),
    ({"frequency": Frequency.DAILY, "weekdays": []}, []),
    ({"frequency": Frequency.MONTHLY}, ["วันที่ของเดือนที่เปิด"]),
    ({"frequency": Frequency.MONTHLY, "month_days": [1, 16]}, []),
    ({"frequency": Frequency.OTHER}, ["ลักษณะการจัดตลาด อื่น ๆ (ระบุ)"]),
    ({"frequency": Frequency.OTHER, "frequency_note": "ช่วงเทศกาล"}, []),
    ({"sellers": None, "frequency": ""}, ["ผู้ประกอบการทั้งหมด", "ลักษณะการจัดตลาด"]),
]


def test_what_is_missing_is_said_alike_by_the_model_and_by_the_database(cast):
    for number, (fields, missing) in enumerate(CASES):
        market = make_market(cast.mueang, f"M2401-{number:03d}", **fields)
        assert market.missing_fields() == missing, fields
    codes = {f"M2401-{number:03d}" for number, (_, missing) in enumerate(CASES) if missing}
    assert set(Market.objects.incomplete().values_list("code", flat=True)) == codes
    assert Market.objects.complete().count() == len(CASES) - len(codes)


def test_a_market_is_seen_by_its_area_alone(cast):
    make_market(cast.mueang, "M2401-001")
    make_market(cast.aranyaprathet, "M2706-001")
    seen = {
        name: [m.code for m in Market.objects.visible_to(getattr(cast, name)).order_by("code")]
        for name in ("somsri", "pranee", "wichai", "malee", "orathai", "suspended", "stranger")
    }
    assert seen == {
        "somsri": ["M2401-001"],
        "pranee": [],
        "wichai": ["M2401-001"],
        "malee": ["M2706-001"],
        "orathai": ["M2401-001", "M2706-001"],
        "suspended": [],
        "stranger": [],
    }
