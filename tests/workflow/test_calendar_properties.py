"""What holds of the calendar at every instant, for any records, whatever zone the server is in and jobs have done."""

import os
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock as portal
from core.month import Month
from tests.conftest import moment
from workflow import announcements, calendar
from workflow.calendar import Act, Window, may_change
from workflow.models import Extension, MonthEvent, WindowOverride

BEGIN, END = moment("2566-09-01 00:00"), moment("2568-12-31 00:00")
instants = st.integers(0, int((END - BEGIN).total_seconds())).map(lambda s: BEGIN + timedelta(seconds=s))
NEAR = range(-3, 4)
OCTOBER = Month.parse("2566-10")


def months_around(instant):
    current = Month.of(instant.astimezone(portal.BANGKOK).date())
    return [current + offset for offset in NEAR]


@given(instants)
def test_by_default_at_most_one_month_is_open_and_it_is_the_one_of_the_day(instant):
    day = instant.astimezone(portal.BANGKOK).day
    before, current = months_around(instant)[2:4]
    expected = [before] if day < 6 else [current] if day >= 10 else []
    assert [m for m in months_around(instant) if calendar.default_window(m).is_open(instant)] == expected


@given(instants)
def test_a_month_without_records_is_open_exactly_from_its_10th_to_the_6th(instant):
    for month in months_around(instant):
        window = calendar.default_window(month)
        assert window.is_open(instant) == (window.opens_at <= instant < window.closes_at)
        assert window.ends_at == window.closes_at == window.closed_at


spans = st.tuples(instants, st.integers(60, 90 * 86400)).map(lambda s: (s[0], s[0] + timedelta(seconds=s[1])))
grants = st.lists(
    st.tuples(spans, st.sampled_from(["province", "district", "other"]), st.none() | instants), max_size=4
)


def _store(cast, overridden, granted):
    if overridden:
        WindowOverride.objects.create(month=OCTOBER, opens_at=overridden[0], closes_at=overridden[1], reason="ท")
    areas = {
        "province": {"province": cast.chachoengsao},
        "district": {"district": cast.mueang},
        "other": {"district": cast.bangkhla},
    }
    for (granted_at, until), area, revoked_at in granted:
        Extension.objects.create(
            month=OCTOBER, granted_at=granted_at, until=until, revoked_at=revoked_at, reason="ข", **areas[area]
        )


def _expected(overridden, granted, at):
    """The rule in its plainest words."""
    default = calendar.default_window(OCTOBER)
    opens, closes = overridden or (default.opens_at, default.closes_at)
    in_force = any(
        area != "other" and since <= at < until and (revoked is None or at < revoked)
        for (since, until), area, revoked in granted
    )
    return opens <= at and (at < closes or in_force)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.none() | spans, grants, instants)
def test_a_verdict_follows_from_the_records_and_the_instant_alone(cast, overridden, granted, at):
    with transaction.atomic():
        _store(cast, overridden, granted)
        verdict = may_change(cast.somsri, cast.mueang, OCTOBER, submission=None, at=at)
        again = may_change(cast.somsri, cast.mueang, OCTOBER, submission=None, at=at)
        windows = calendar.windows_in(cast.chachoengsao, OCTOBER, at=at)
        transaction.set_rollback(True)
    assert verdict == again
    assert verdict.allowed == _expected(overridden, granted, at) == windows[cast.mueang.pk].is_open(at)
    assert not verdict.allowed or (verdict.until and verdict.until > at)


@given(instants, instants, st.integers(1, 10**7))
def test_an_extension_never_closes_what_the_window_leaves_open(at, granted_at, seconds):
    window = calendar.default_window(OCTOBER)
    extension = Extension(month=OCTOBER, granted_at=granted_at, until=granted_at + timedelta(seconds=seconds))
    extended = Window(OCTOBER, window.opens_at, window.closes_at, extension=extension)
    assert extended.is_open(at) or not window.is_open(at)
    assert not extended.is_open(at) or at >= window.opens_at


# Server zones


@pytest.fixture(params=["UTC", "America/New_York", "Pacific/Kiritimati"])
def server_zone(request):
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    with timezone.override(ZoneInfo(request.param)):
        yield
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


def test_the_servers_zone_moves_no_boundary(cast, at, server_zone):
    seen = []
    for when in ("2566-11-09 23:59:59", "2566-11-10 00:00", "2566-12-05 23:59:59", "2566-12-06 00:00"):
        at(when)
        seen.append(may_change(cast.somsri, cast.mueang, Month.parse("2566-11"), submission=None).code)
    assert seen == ["not-yet-open", "open", "open", "closed"]


def test_the_servers_zone_moves_no_working_month(cast, at, server_zone):
    at("2566-12-01 00:30")  # still 30 November in UTC and America
    assert calendar.working_month(cast.mueang) == Month.parse("2566-11")
    at("2566-12-10 00:00")
    assert calendar.working_month(cast.mueang) == Month.parse("2566-12")


def test_a_moment_may_be_given_in_any_zone(cast):
    boundary = datetime(2023, 11, 9, 17, tzinfo=UTC)
    for zone in ("UTC", "America/New_York", "Asia/Bangkok"):
        at = boundary.astimezone(ZoneInfo(zone))
        assert may_change(cast.somsri, cast.mueang, Month.parse("2566-11"), submission=None, at=at).allowed


# Jobs: never, twice, late, early


@pytest.mark.parametrize(
    "runs", [[], ["2566-11-10 00:00"] * 2, ["2566-11-20 03:00"], ["2566-11-06 00:00", "2566-11-09 23:59"]]
)
def test_whatever_the_jobs_did_the_verdict_is_the_clocks(cast, at, runs):
    november = Month.parse("2566-11")
    for when in runs:
        at(when)
        announcements.announce_openings()
        announcements.announce_closings()
    codes = []
    for when in ("2566-11-09 23:59:59", "2566-11-10 00:00", "2566-12-05 23:59:59", "2566-12-06 00:00"):
        at(when)
        codes.append(may_change(cast.somsri, cast.mueang, november, submission=None).code)
    assert codes == ["not-yet-open", "open", "open", "closed"]


def test_a_month_event_by_itself_opens_nothing(cast, at):
    at("2566-11-09 12:00")
    MonthEvent.objects.create(kind="sales", month=Month.parse("2566-11"), event="opened", at=portal.now())
    assert (
        may_change(cast.somsri, cast.mueang, Month.parse("2566-11"), Act.EDIT, submission=None).code == "not-yet-open"
    )


def test_jobs_that_slept_for_two_months_make_good_what_they_missed_once(cast, at):
    at("2566-10-10 00:00")
    announcements.announce_openings()
    at("2566-12-15 00:00")
    missed = announcements.announce_openings()
    assert {"2566-11", "2566-12"} <= {str(event.month) for event in missed}
    assert announcements.announce_openings() == []
