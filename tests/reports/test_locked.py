"""The nation's locked sales are kept by province and month, and never say what is not locked now."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from core.period import Period
from reports import locked, tasks
from reports.figures import figures, reported
from reports.models import LockedMonth, LockedTotal
from reports.sums import live_and_frozen
from tests.cast import Cast, fill
from tests.reports.months import NOVEMBER, OCTOBER
from workflow import services
from workflow.models import State, Submission

PERIOD = Period.parse("2566-10_2566-11")
BYS: tuple[tuple[str, ...], ...] = (
    (),
    ("province",),
    ("month", "category"),
    ("type",),
    ("province", "month", "category", "type"),
)


def kept(by: tuple[str, ...], province: Any = None) -> dict[Any, tuple[Decimal, ...]]:
    return {key: amounts for key, amounts in locked.kept(PERIOD, by, province, []) if any(amounts)}


def computed(cast: Cast, by: tuple[str, ...], province: Any = None) -> dict[Any, tuple[Decimal, ...]]:
    """From each district's own sums."""
    return {
        key: amounts for key, amounts in live_and_frozen(reported(cast.orathai, PERIOD, province), by) if any(amounts)
    }


def test_what_is_kept_is_what_the_districts_come_to(months: Cast) -> None:
    locked.refresh_all()
    for province in (None, months.chachoengsao, months.sakaeo):
        for by in BYS:
            assert kept(by, province) == computed(months, by, province) != {}, (province, by)
    assert not LockedMonth.objects.filter(is_stale=True).exists()


def test_before_and_after_it_is_kept_the_figures_are_the_same(months: Cast) -> None:
    stale = {by: figures(months.orathai, PERIOD, *by) for by in BYS}
    locked.refresh(OCTOBER)
    mixed = {by: figures(months.orathai, PERIOD, *by) for by in BYS}
    locked.refresh_all()
    assert stale == mixed == {by: figures(months.orathai, PERIOD, *by) for by in BYS}


@pytest.mark.parametrize("change", [{"state": State.DRAFT}, {"state": State.CONFIRMED}])
def test_what_is_unlocked_is_gone_at_once(months: Cast, change: dict[str, str]) -> None:
    """However the state has changed: here by no service, so that nothing refreshes what is kept."""
    locked.refresh_all()
    before = figures(months.orathai, PERIOD, "province")
    Submission.objects.filter(district=months.aranyaprathet, month=OCTOBER).update(**change)
    found = figures(months.orathai, PERIOD, "province")
    assert set(before) - set(found) == {(months.sakaeo.pk,)}
    assert list(LockedMonth.objects.filter(is_stale=True).values_list("province", "month")) == [
        (months.sakaeo.pk, OCTOBER)
    ]


def test_an_act_that_is_taken_back_leaves_all_as_it_was(months: Cast) -> None:
    locked.refresh_all()
    with transaction.atomic():
        Submission.objects.update(state=State.DRAFT)
        assert figures(months.orathai, PERIOD, "month") == {}
        transaction.set_rollback(True)
    assert not LockedMonth.objects.filter(is_stale=True).exists()


def test_locking_and_unlocking_refresh_when_they_are_committed(
    months: Cast, at: Callable, django_capture_on_commit_callbacks: Callable
) -> None:
    locked.refresh_all()
    at("2566-12-04 09:00")
    november = Submission.objects.get(district=months.bangkhla, month=NOVEMBER)
    services.confirm(november, actor=months.pranee)
    assert not LockedMonth.objects.filter(is_stale=True).exists(), "confirming shows the department nothing"
    before = kept(("month",))
    with django_capture_on_commit_callbacks(execute=True):
        services.lock(november, actor=months.wichai)
    assert kept(("month",)) == computed(months, ("month",)) != before
    with django_capture_on_commit_callbacks(execute=True):
        services.unlock(november, actor=months.wichai, reason="แก้ไข")
    assert kept(("month",)) == before
    assert not LockedMonth.objects.filter(is_stale=True).exists()


def test_the_hourly_task_refreshes_what_was_missed(months: Cast) -> None:
    assert not LockedTotal.objects.exists()
    tasks.keep_sums()
    assert kept(("province", "month")) == computed(months, ("province", "month"))


def test_a_district_of_another_province_takes_its_months_along(months: Cast) -> None:
    locked.refresh_all()
    type(months.mueang).objects.filter(pk=months.mueang.pk).update(province=months.sakaeo)
    moved = figures(months.orathai, PERIOD, "province")
    locked.refresh_all()
    assert kept(("province",)) == computed(months, ("province",))
    assert {key: figure.amounts for key, figure in moved.items()} == kept(("province",))


def test_provinces_that_do_not_report_are_in_no_sum_of_the_nation(months: Cast) -> None:
    locked.refresh_all()
    months.sakaeo.reports = False
    months.sakaeo.save()
    assert set(figures(months.orathai, PERIOD, "province")) == {(months.chachoengsao.pk,)}
    assert set(figures(months.orathai, PERIOD, "province", area=months.sakaeo)) == {(months.sakaeo.pk,)}


def test_only_those_who_see_what_is_locked_alone_read_it(months: Cast) -> None:
    assert locked.serves(months.orathai, ("province", "type"))
    assert locked.serves(months.teera, ())
    assert not locked.serves(months.orathai, ("district",))
    assert not locked.serves(months.wichai, ("month",))
    months.orathai.is_active = False
    assert not locked.serves(months.orathai, ("province",))


def test_the_nations_figures_take_two_queries(months: Cast, django_assert_num_queries: Callable) -> None:
    locked.refresh_all()
    for by in BYS:
        with django_assert_num_queries(2):
            figures(months.orathai, PERIOD, *by)
    with django_assert_num_queries(3):
        figures(months.wichai, PERIOD, "district", area=months.chachoengsao)


def test_the_workflow_says_what_a_month_comes_to(months: Cast, at: Callable) -> None:
    at("2566-12-04 09:00")
    assert fill(months.bangpakong, NOVEMBER).total is None
    november = Submission.objects.get(district=months.bangkhla, month=NOVEMBER)
    revision = services.confirm(november, actor=months.pranee)
    november.refresh_from_db()
    assert november.total == revision.total > 0
