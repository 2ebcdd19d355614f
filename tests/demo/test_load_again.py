"""The demo loaded again, in later months and in wrong places: nothing that people typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import District, User
from core.month import Month
from otop_portal.demo.figures import REOPENED
from producers.models import Producer
from sales.models import SalesRow
from sales.services import CellChange, save_cells
from workflow.models import Extension, State, Submission

TODAY = "2569-11-21 09:00"
THIS_MONTH = Month.parse("2569-11")
NEXT_MONTH = "2569-12-14 09:00"
pytestmark = pytest.mark.one_engine  # that the demo can be loaded on each is in test_load_demo
Load = Callable[[str], Any]


def submission(district: str, month: Month = THIS_MONTH) -> Submission:
    return Submission.objects.get(kind="sales", district__name=district, district__province__code="24", month=month)


def test_next_month_comes_without_touching_what_people_typed(load: Load) -> None:
    load(TODAY)
    muang, mine = User.objects.get(username="muang"), submission("เมืองฉะเชิงเทรา")
    row = mine.sales_rows.filter(domestic_offline=None).first()
    save_cells(mine, [CellChange(row.pk, "domestic_offline", "1234.50", row.version)], actor=muang)
    typed = list(mine.sales_rows.order_by("pk").values())

    done = load(NEXT_MONTH)

    assert str(done.open_month) == "2569-12"
    assert done.settled > 0
    assert submission("เมืองฉะเชิงเทรา").state == State.DRAFT
    assert list(mine.sales_rows.order_by("pk").values()) == typed
    assert submission("เมืองฉะเชิงเทรา", THIS_MONTH + 1).state == State.DRAFT
    call_command("verify_revisions", stdout=StringIO())


def test_next_month_what_nobody_touched_has_become_history(load: Load) -> None:
    load(TODAY)
    revision = submission("บางคล้า").revisions.get()

    load(NEXT_MONTH)

    last_month = Submission.objects.filter(month=THIS_MONTH)
    assert set(last_month.values_list("state", flat=True)) == {State.LOCKED}
    assert last_month.filter(kind="sales").count() == len(District.objects.filter(producers__isnull=False).distinct())
    assert not SalesRow.objects.filter(submission__month=THIS_MONTH).blank().exists()
    assert list(submission("บางคล้า").revisions.values_list("number", flat=True)) == [1, 2]
    assert submission("บางคล้า").revisions.first() == revision
    call_command("verify_revisions", stdout=StringIO())


def test_an_extension_that_was_revoked_is_not_granted_again(load: Load) -> None:
    load(TODAY)
    extension = Extension.objects.get(month=REOPENED)
    extension.revoked_at = extension.granted_at
    extension.save()

    load(NEXT_MONTH)

    assert Extension.objects.filter(month=REOPENED).count() == 1


def test_where_it_is_no_demo_it_refuses(areas: None, settings: Any) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="not a demo"):
        call_command("load_demo")

    assert not User.objects.exists()


def test_an_account_of_a_real_person_is_not_taken_over(areas: None) -> None:
    User.objects.create_user("admin", "ตัวจริงเสียงจริง-2569", role="admin", display_name="ผู้ดูแลตัวจริง")

    with pytest.raises(CommandError, match="admin"):
        call_command("load_demo", scale=0.03, verbosity=0)

    assert not User.objects.get(username="admin").is_demo
    assert not Producer.objects.exists()
