"""The portal's days are Bangkok's, whatever zone the server, the process or Django believes in."""

import os
import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from core import clock as portal
from core.month import Month


@pytest.fixture(params=["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def server_zone(request):
    """The process's TZ and Django's active zone, both elsewhere."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    with timezone.override(ZoneInfo(request.param)):
        yield request.param
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


def test_today_is_bangkoks(at, server_zone):
    at("2566-11-10 00:00")
    assert portal.today() == date(2023, 11, 10)
    at("2566-11-09 23:59:59.999999")
    assert portal.today() == date(2023, 11, 9)


def test_midnight_is_bangkoks(server_zone):
    assert portal.midnight(Month(2023, 11), 10).astimezone(UTC) == datetime(2023, 11, 9, 17, tzinfo=UTC)


def test_a_moment_is_told_in_bangkok(server_zone):
    moment = datetime(2024, 3, 13, 2, 30, tzinfo=UTC)
    assert portal.thai_datetime(moment) == "13 มีนาคม 2567 เวลา 09:30 น."
    assert portal.thai_datetime(moment.astimezone(ZoneInfo(server_zone))) == portal.thai_datetime(moment)
