"""What the demo holds: the letter's figures to the satang, every state, revisions and trails that fit."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import time_machine
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Sum
from django.test import TestCase

from accounts.models import User
from core.clock import BANGKOK
from core.models import AuditEntry
from core.month import Month
from online.models import DistrictRound
from online.rounds import RoundId
from otop_portal.demo.figures import LETTER_MONTHS, REOPENED
from otop_portal.demo.load import load_demo
from otop_portal.demo.people import ACCOUNTS, PASSWORD
from producers.models import Producer
from reports.frozen import unkept
from reports.models import FrozenTotal
from sales.models import CHANNELS, SalesRow, SalesTotal
from tests.conftest import moment
from tests.demo.conftest import make_areas
from workflow import kinds
from workflow.models import EDITABLE_STATES, ConfirmDeadline, Extension, Kind, State, Submission

LETTER = Path(settings.BASE_DIR) / "fixtures" / "chachoengsao-2567-round1-results.csv"
TODAY = "2569-11-21 09:00"
THIS_MONTH = Month.parse("2569-11")
SCALE = 0.1


def contents() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of ours."""
    ours = [m for m in apps.get_models() if m.__module__.split(".")[0] not in ("django", "axes")]
    return {m._meta.label: sorted(m._default_manager.values_list(), key=str) for m in ours}


def submission(district: str, month: Month = THIS_MONTH) -> Submission:
    return Submission.objects.get(kind="sales", district__name=district, district__province__code="24", month=month)


def bangkok(instant: datetime) -> date:
    return instant.astimezone(BANGKOK).date()


class TestTheDemo(TestCase):
    """Loaded once for all of these (seconds), each of which may change it (rolled back)."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_areas()
        with time_machine.travel(moment(TODAY), tick=False):
            load_demo(scale=SCALE)

    def test_each_month_of_the_letter_is_there_to_the_satang(self) -> None:
        with LETTER.open(encoding="utf-8") as file:
            letter = list(csv.DictReader(file))

        assert len(letter) == 11
        for line in letter:
            for month in LETTER_MONTHS:
                stated = Decimal(line[str(month)])
                found = submission(line["district"], month)
                assert found.state == State.LOCKED
                assert SalesTotal.objects.filter(submission=found).aggregate(s=Sum("total"))["s"] == stated
                assert sum(map(sum, found.sales_rows.values_list(*CHANNELS))) == stated
                assert found.revisions.get().total == stated
                assert Decimal(json.loads(found.revisions.get().content)["total"]) == stated

    def test_every_checksum_and_sum_is_right(self) -> None:
        out = StringIO()

        call_command("verify_revisions", stdout=out)

        assert "every checksum and sum is right" in out.getvalue()

    def test_nobody_has_to_wait_for_sums(self) -> None:
        assert FrozenTotal.objects.exists()
        assert not unkept(Submission.objects.filter(kind=Kind.SALES)).exists()

    def test_loading_twice_changes_nothing(self) -> None:
        before = contents()

        with time_machine.travel(moment(TODAY), tick=False):
            again = load_demo(scale=SCALE)

        assert contents() == before
        assert (again.producers, again.months, again.settled, again.extensions) == (0, 0, 0, 0)

    def test_the_same_producers_and_amounts_on_every_machine(self) -> None:
        first = SalesRow.objects.filter(submission__district__code="2401", submission__month=LETTER_MONTHS[0])

        name, category, total = first.order_by("producer__code", "category").values_list(
            "producer__name", "category", "total"
        )[0]

        assert (name, category, str(total)) == ("วิสาหกิจชุมชนกลุ่มผ้ามัดย้อมบ้านไผ่เสวก", "textile", "8257638.00")

    def test_it_is_plainly_a_demo(self) -> None:
        assert not Producer.objects.exclude(code__startswith="DEMO-").exists()
        assert not Producer.objects.exclude(phone__startswith="000-").exists()
        assert not User.objects.filter(is_demo=False).exists()
        assert all("(สาธิต)" in name for name in User.objects.values_list("display_name", flat=True))

    def test_there_is_an_account_for_each_role_and_only_these_sign_in(self) -> None:
        able = User.objects.filter(is_active=True)

        assert set(able.values_list("username", flat=True)) == {account.username for account in ACCOUNTS}
        assert {u.role for u in able} == {"district", "province", "department", "admin"}
        assert all(u.check_password(PASSWORD) for u in able)
        assert not any(u.has_usable_password() for u in User.objects.filter(is_active=False))

    def test_the_open_month_stands_in_every_state(self) -> None:
        of_month = Submission.objects.filter(kind="sales", month=THIS_MONTH)

        assert set(of_month.values_list("state", flat=True)) == set(State.values)
        assert not of_month.filter(district__name="ท่าตะเกียบ").exists()
        assert submission("บางคล้า").return_notes.count() == 2
        progress = kinds.of(submission("บางคล้า")).progress([submission("เมืองฉะเชิงเทรา")]).popitem()[1]
        assert 0 < progress.filled < progress.rows
        assert progress.warnings > 0

    def test_each_slip_shows_as_unusual(self) -> None:
        slips = {"บางคล้า": 2, "สนามชัยเขต": 1, "คลองเขื่อน": 0}

        for district, count in slips.items():
            assert submission(district).sales_rows.filter(unusual=True).count() == count

    def test_march_2567_is_reopened_in_several_states(self) -> None:
        states = set(Submission.objects.filter(month=REOPENED).values_list("state", flat=True))

        assert states == set(State.values)
        assert Extension.objects.get(month=REOPENED).province.code == "24"

    def test_what_is_confirmed_had_no_blocker(self) -> None:
        for done in Submission.objects.exclude(state__in=EDITABLE_STATES):
            assert kinds.of(done).blockers(done) == []

    def test_each_locked_month_has_its_trail(self) -> None:
        for locked in Submission.objects.filter(state=State.LOCKED).select_related("locked_by"):
            entries = AuditEntry.objects.filter(target_type="workflow.submission", target_id=locked.pk).order_by("at")
            assert [e.action for e in entries] == ["month.confirmed", "month.locked"]
            assert entries[0].at == locked.confirmed_at < locked.locked_at == entries[1].at
            assert locked.locked_by.is_province

    def test_history_keeps_the_calendar(self) -> None:
        for closed in Submission.objects.filter(month__lt=THIS_MONTH).exclude(month=REOPENED):
            assert Month.of(bangkok(closed.confirmed_at)) == closed.month
            assert 10 <= bangkok(closed.confirmed_at).day <= 20
            assert Month.of(bangkok(closed.locked_at)) == closed.month + 1
            assert bangkok(closed.locked_at).day <= 5

    def test_districts_of_chachoengsao_confirm_by_day_20(self) -> None:
        assert ConfirmDeadline.objects.get(province__code="24").day == 20

    def test_districts_of_both_provinces_have_confirmed_the_online_round(self) -> None:
        confirmed = DistrictRound.objects.of_round(RoundId.of(date(2026, 11, 21))).filter(status="confirmed")
        assert set(confirmed.values_list("district__province__code", flat=True)) == {"24", "27"}
        assert all(report.surveyed == report.registered and report.online for report in confirmed)

    def test_the_table_of_accounts_tells_who_has_changed_the_password(self) -> None:
        muang = User.objects.get(username="muang")
        muang.set_password("ของผมเอง-2569")
        muang.save()
        out = StringIO()

        call_command("demo_accounts", stdout=out)

        lines = out.getvalue().splitlines()
        assert len(lines) == 1 + len(ACCOUNTS)
        assert PASSWORD not in next(line for line in lines if line.startswith("muang"))
        assert PASSWORD in next(line for line in lines if line.startswith("bangkhla"))
