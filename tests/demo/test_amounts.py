"""A district's month is divided without losing a satang."""

from decimal import Decimal

import pytest

from core.month import Month
from otop_portal.demo import amounts
from otop_portal.demo.amounts import divide, habit

MONTH = Month.parse("2569-11")


@pytest.mark.parametrize("total", ["0", "0.01", "99.99", "22887052.75", "2389817320"])
@pytest.mark.parametrize("rows", [1, 4, 150])
def test_the_rows_add_up_to_the_total(total: str, rows: int) -> None:
    divided = divide(Decimal(total), [(f"DEMO-{n}", "food") for n in range(rows)], MONTH)

    assert sum(map(sum, divided)) == Decimal(total)
    assert len(divided) == rows
    assert all(amount >= 0 for row in divided for amount in row)
    assert all(amount == amount.quantize(Decimal("0.01")) for row in divided for amount in row)


def test_it_is_the_same_in_every_run() -> None:
    rows = [("DEMO-1", "food"), ("DEMO-2", "herb")]

    first = divide(Decimal(50_000), rows, MONTH)
    habit.cache_clear()

    assert divide(Decimal(50_000), rows, MONTH) == first


def test_when_all_rows_rest_the_total_is_still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(amounts, "weight_in", lambda *_: 0.0)

    assert sum(map(sum, divide(Decimal(1000), [("DEMO-1", "food"), ("DEMO-2", "food")], MONTH))) == 1000


def test_online_is_about_a_sixth_and_abroad_a_few_in_a_hundred() -> None:
    divided = divide(Decimal(10_000_000), [(f"DEMO-{n}", "food") for n in range(2000)], MONTH)
    _, online, abroad, abroad_online = (float(sum(channel)) / 1e7 for channel in zip(*divided, strict=True))

    assert 0.12 < online + abroad_online < 0.20
    assert 0.01 < abroad + abroad_online < 0.05
