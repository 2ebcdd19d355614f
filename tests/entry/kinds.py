"""The kinds of report as tests of the entry's one mechanism want them: three rows in เมืองฉะเชิงเทรา, one elsewhere."""

from __future__ import annotations

from accounts.models import District, User
from core.month import Month
from entry import grids, services
from entry.grids import Grid
from tests.cast import Cast
from tests.markets.making import make_market
from workflow.models import Kind, Submission

KINDS = list(Kind)
MARCH = Month.parse("2567-03")


def make_units(cast: Cast, kind: str) -> None:
    """The cast has producers; markets are made."""
    if kind == Kind.MARKETS:
        for district, count in ((cast.mueang, 3), (cast.bangkhla, 1), (cast.aranyaprathet, 1)):
            for number in range(1, count + 1):
                make_market(district, f"M{district.code}-{number:03d}")


def synced(district: District, month: Month, kind: str, *, actor: User) -> Submission:
    """The month with its rows, all of them blank."""
    submission = services.begin(district, month, kind, actor=actor)
    services.sync(submission, actor=actor)
    return submission


def rows(submission: Submission) -> list:
    return list(grid_of(submission).row.objects.filter(submission=submission).order_by("pk"))


def grid_of(submission: Submission) -> Grid:
    return grids.of(submission)
