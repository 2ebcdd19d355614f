"""Whenever the demo is loaded, its officer stands in a month that is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from core import clock
from otop_portal.demo.figures import demo_districts
from otop_portal.demo.load import load_demo
from otop_portal.demo.moments import in_a_closed_month, in_an_open_month, open_month
from workflow.calendar import Act, may_change, window_for, working_month
from workflow.models import Submission

pytestmark = pytest.mark.one_engine  # that the demo can be loaded on each is in test_load_demo
Load = Callable[[str], Any]
PEOPLE = ("muang", "bangkhla")
NOWS = {
    "2569-11-03 08:00": "2569-10",  # the window of October is open until day 6
    "2569-11-06 00:00": "2569-10",  # closed: the extension takes over
    "2569-11-08 12:00": "2569-10",
    "2569-11-10 00:00": "2569-11",  # the very instant of opening
    "2569-11-25 23:59": "2569-11",
    "2569-10-01 00:00": "2569-09",  # a new budget year; September is still being recorded
    "2571-02-29 10:00": "2571-02",
    "2567-03-12 10:00": "2567-03",  # while the letter's own March is the open month
}


def assert_officers_stand_in(month: str) -> None:
    for username in PEOPLE:
        officer = User.objects.select_related("district__province").get(username=username)
        mine = working_month(officer.district)
        assert str(mine) == month
        submission = Submission.objects.get(kind="sales", district=officer.district, month=mine)
        assert may_change(officer, officer.district, mine, Act.EDIT, submission=submission).allowed


@pytest.mark.parametrize(("now", "month"), NOWS.items())
def test_the_officer_can_work(load: Load, now: str, month: str) -> None:
    load(now)

    assert_officers_stand_in(month)
    assert_nothing_is_of_the_future()


@pytest.mark.parametrize("now", NOWS)
def test_no_district_of_the_demo_acts_in_the_future(areas: None, at: Callable[[str], Any], now: str) -> None:
    """Of all of them; a demo is loaded with few."""
    instant = at(now)
    month = open_month(instant)
    for district in demo_districts():
        for moments in (in_an_open_month(district, month, instant), in_a_closed_month(district, month - 1)):
            assert moments.saved <= moments.confirmed <= moments.decided <= instant


def assert_nothing_is_of_the_future() -> None:
    now = clock.now()
    for name in ("confirmed_at", "locked_at", "reopened_at"):
        assert not Submission.objects.filter(**{f"{name}__gt": now}).exists()


def test_the_portal_may_run_on_into_the_closed_days(load: Load, at: Callable[[str], Any]) -> None:
    """Nobody starts the demo anew on day 6."""
    load("2569-11-21 09:00")

    for moment in ("2569-12-05 23:59:59", "2569-12-06 00:00", "2569-12-09 23:59:59"):
        at(moment)
        assert_officers_stand_in("2569-11")


def test_until_the_month_closes_the_page_names_day_6(load: Load) -> None:
    load("2569-11-21 09:00")
    officer = User.objects.get(username="muang")
    month = working_month(officer.district)

    assert window_for(officer.district, month, at=clock.now()).ends_at == clock.midnight(month + 1, 6)


def test_in_the_closed_days_the_page_says_that_this_is_the_demo(load: Load) -> None:
    load("2569-11-08 12:00")
    officer = User.objects.get(username="muang")
    submission = Submission.objects.get(kind="sales", district=officer.district, month=working_month(officer.district))

    verdict = may_change(officer, officer.district, submission.month, submission=submission)

    assert "ข้อมูลสาธิต" in verdict.sentence


def test_half_a_year_of_starts(load: Load, at: Callable[[str], Any]) -> None:
    """The demo is started now and then, and never stands still."""
    load("2569-08-20 09:00")
    for now, month in (
        ("2569-09-15 09:00", "2569-09"),
        ("2569-10-07 09:00", "2569-09"),
        ("2570-01-12 09:00", "2570-01"),
    ):
        at(now)
        load_demo(scale=0.03)
        assert_officers_stand_in(month)
