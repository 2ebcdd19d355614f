"""Synthetic months of the whole country: all locked, sums that fit, loaded once, beside the demo."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Sum

from core.month import Month
from otop_portal.demo.load import load_demo
from otop_portal.demo.national import last_closed_month
from producers.models import Producer
from reports.frozen import unkept
from reports.models import FrozenTotal
from sales.models import CHANNELS, SalesRow, SalesTotal
from workflow.models import Revision, State, Submission

TODAY = "2569-11-21 09:00"


@pytest.fixture
def national(areas: None, at: Callable[[str], Any]) -> Callable[..., None]:
    def load(*extra: str) -> None:
        at(TODAY)
        call_command("load_national", *extra, producers=60, months=2, verbosity=0)

    return load


def test_all_months_are_locked_and_end_with_the_last_closed_one(national: Callable[..., None]) -> None:
    national()

    assert set(Submission.objects.values_list("state", flat=True)) == {State.LOCKED}
    months = sorted(set(Submission.objects.values_list("month", flat=True)))
    assert months == [Month.parse("2569-09"), Month.parse("2569-10")]
    assert SalesRow.objects.count() == 60 * 2


def test_the_kept_totals_are_the_rows(national: Callable[..., None]) -> None:
    national()
    sums = {name: Sum(name) for name in (*CHANNELS, "total")}

    assert SalesTotal.objects.aggregate(**sums) == SalesRow.objects.aggregate(**sums)
    call_command("verify_revisions", stdout=StringIO())


def test_nobody_has_to_wait_for_sums(national: Callable[..., None]) -> None:
    national()
    assert FrozenTotal.objects.exists()
    assert not unkept(Submission.objects.all()).exists()


def test_the_same_seed_makes_the_same_figures(national: Callable[..., None]) -> None:
    national("--seed", "7")
    first = Producer.objects.order_by("code").first()

    assert SalesRow.objects.filter(producer=first).order_by("submission__month").first().total == Decimal("20862.00")


def test_revisions_can_be_left_out(national: Callable[..., None]) -> None:
    national("--no-revisions")

    assert not Revision.objects.exists()
    assert Submission.objects.exists()


def test_a_second_load_is_refused(national: Callable[..., None]) -> None:
    national()
    rows = SalesRow.objects.count()

    with pytest.raises(CommandError, match="already"):
        national()

    assert SalesRow.objects.count() == rows


def test_it_leaves_the_demo_alone(national: Callable[..., None], at: Callable[[str], Any]) -> None:
    at(TODAY)
    load_demo(scale=0.03)
    before = SalesRow.objects.count()

    national()

    synthetic = SalesRow.objects.filter(producer__code__startswith="LOAD-")
    assert synthetic.exists()
    assert not synthetic.filter(submission__sales_rows__producer__code__startswith="DEMO-").exists()
    assert SalesRow.objects.filter(producer__code__startswith="DEMO-").count() == before


def test_after_it_the_demo_is_refused(national: Callable[..., None]) -> None:
    national()

    with pytest.raises(CommandError, match="before load_national"):
        call_command("load_demo", verbosity=0)


def test_where_it_is_no_demo_it_refuses(areas: None, settings: Any) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="not a demo"):
        call_command("load_national", producers=1, months=1)

    assert not Producer.objects.exists()


@pytest.mark.parametrize("wrong", [{"producers": 0, "months": 1}, {"producers": 1, "months": 0}])
def test_nothing_is_not_loaded(areas: None, wrong: dict[str, int]) -> None:
    with pytest.raises(CommandError, match="at least 1"):
        call_command("load_national", **wrong)


@pytest.mark.parametrize(
    ("now", "month"),
    [
        ("2569-11-05 23:59:59", "2569-09"),
        ("2569-11-06 00:00", "2569-10"),
        ("2569-11-30 12:00", "2569-10"),
        ("2570-01-02 12:00", "2569-11"),
    ],
)
def test_the_last_closed_month(db: None, at: Callable[[str], Any], now: str, month: str) -> None:
    at(now)

    assert str(last_closed_month()) == month
