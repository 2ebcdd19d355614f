"""A month confirmed and locked by the people whose work it is; months of several districts in every state."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.month import Month
from tests.cast import Cast, fill
from tests.reports.months import scenario
from workflow import services
from workflow.models import Revision, Submission

OCTOBER = Month.parse("2566-10")
NAME = "นางสาวน้ำผึ้ง กำแพงแก้ว"


@pytest.fixture
def draft(cast: Cast, at: Callable) -> Submission:
    """เมืองฉะเชิงเทรา, October 2566: three rows of 4 × 100.25 baht, not confirmed."""
    at("2566-10-20 09:00")
    return fill(cast.mueang, OCTOBER)


@pytest.fixture
def confirmed(cast: Cast, draft: Submission) -> Revision:
    return services.confirm(draft, actor=cast.somsri)


@pytest.fixture
def locked(cast: Cast, confirmed: Revision) -> Revision:
    services.lock(confirmed.submission, actor=cast.wichai)
    return confirmed


@pytest.fixture
def months(cast: Cast, at: Callable) -> Cast:
    at("2566-12-08 09:00")
    scenario(cast)
    return cast
