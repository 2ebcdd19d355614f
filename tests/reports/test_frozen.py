"""Sums of frozen months are there as soon as a month is frozen, and are made again where they are lost."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum

from reports import tasks
from reports.frozen import keep, unkept
from reports.models import FrozenTotal
from sales.models import CHANNELS, SalesRow
from tests.cast import Cast, fill
from tests.markets.making import fill_markets, make_market
from tests.reports.months import OCTOBER
from workflow import services
from workflow.models import Revision, Submission


@pytest.fixture
def october(cast: Cast, at: Callable) -> Submission:
    at("2566-10-20 10:00")
    return fill(cast.mueang, OCTOBER, "100.25")


def sums() -> dict[str, Decimal]:
    return FrozenTotal.objects.aggregate(**{channel: Sum(channel) for channel in CHANNELS})


def test_confirming_keeps_the_sums_with_the_revision(cast: Cast, october: Submission) -> None:
    revision = services.confirm(october, actor=cast.somsri)
    rows = SalesRow.objects.filter(submission=october)
    assert sums() == rows.aggregate(**{channel: Sum(channel) for channel in CHANNELS})
    assert {total.revision_id for total in FrozenTotal.objects.all()} == {revision.pk}
    producers = {code for total in FrozenTotal.objects.all() for code in total.producers.split("\n")}
    assert producers == set(rows.values_list("producer__code", flat=True))


def test_what_is_rolled_back_leaves_no_sums(cast: Cast, october: Submission) -> None:
    with transaction.atomic():
        services.confirm(october, actor=cast.somsri)
        transaction.set_rollback(True)
    assert not FrozenTotal.objects.exists()


def test_the_same_rows_confirmed_again_are_kept_once(cast: Cast, october: Submission) -> None:
    services.confirm(october, actor=cast.somsri)
    before = set(FrozenTotal.objects.values_list("pk", flat=True))
    services.withdraw(october, actor=cast.somsri)
    services.confirm(october, actor=cast.somsri)
    keep(Revision.objects.all())
    assert set(FrozenTotal.objects.values_list("pk", flat=True)) == before


def test_the_hourly_task_makes_good_what_is_missing(cast: Cast, october: Submission) -> None:
    services.confirm(october, actor=cast.somsri)
    before = sums()
    FrozenTotal.objects.all().delete()
    assert unkept(Submission.objects.all()).count() == 1
    tasks.keep_sums()
    assert sums() == before
    assert not unkept(Submission.objects.all()).exists()


def test_market_months_have_no_such_sums(cast: Cast, at: Callable) -> None:
    at("2566-10-20 10:00")
    make_market(cast.mueang, "M1")
    services.confirm(fill_markets(cast.mueang, OCTOBER), actor=cast.somsri)
    tasks.keep_sums()
    assert not FrozenTotal.objects.exists()
