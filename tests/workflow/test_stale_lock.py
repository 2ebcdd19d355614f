"""A province locks what it has looked at: a district that confirmed anew since the page was opened is not locked."""

from __future__ import annotations

import pytest

from core.month import Month
from sales import services as sales
from sales.models import SalesRow
from tests.cast import Cast, fill
from workflow import services
from workflow.models import State, Submission

NOVEMBER = Month.parse("2566-11")
BOARD = "/board/24/2566-11/"


@pytest.fixture
def second_revision(cast: Cast, at) -> Submission:
    """เมือง confirmed, withdrew, changed a figure and confirmed again; บางคล้า confirmed once."""
    at("2566-11-15 10:00")
    services.confirm(fill(cast.bangkhla, NOVEMBER), actor=cast.pranee)
    submission = fill(cast.mueang, NOVEMBER)
    services.confirm(submission, actor=cast.somsri)
    services.withdraw(submission, actor=cast.somsri)
    row = SalesRow.objects.filter(submission=submission).first()
    assert row
    change = sales.CellChange(row.pk, "domestic_offline", "7", row.version)
    sales.save_cells(submission, [change], actor=cast.somsri)
    services.confirm(submission, actor=cast.somsri)
    submission.refresh_from_db()
    return submission


def state(submission: Submission) -> str:
    submission.refresh_from_db()
    return submission.state


@pytest.mark.parametrize(("seen", "after"), [("2401:1", State.CONFIRMED), ("2401:2", State.LOCKED), ("", State.LOCKED)])
def test_one_district(second_revision, cast: Cast, signed_in, seen: str, after: str) -> None:
    signed_in(cast.wichai).post(f"{BOARD}lock/", {"district": "2401", "seen": seen})
    assert state(second_revision) == after


def test_the_refusal_says_what_to_do(second_revision, cast: Cast, signed_in) -> None:
    response = signed_in(cast.wichai).post(f"{BOARD}lock/", {"district": "2401", "seen": "2401:1"}, follow=True)
    assert "ฉบับที่ 2 หลังจากที่ท่านเปิดหน้านี้" in response.content.decode()


def test_the_whole_province_locks_the_rest_and_names_it(second_revision, cast: Cast, signed_in) -> None:
    data = {"sure": "1", "seen": ["2401:1", "2402:1"]}
    response = signed_in(cast.wichai).post(f"{BOARD}lock-all/", data, follow=True)
    assert "อำเภอเมืองฉะเชิงเทรา: อำเภอยืนยันฉบับที่ 2" in response.content.decode()
    assert state(second_revision) == State.CONFIRMED
    assert Submission.objects.get(district=cast.bangkhla, month=NOVEMBER).state == State.LOCKED


def test_the_board_sends_what_it_shows(second_revision, cast: Cast, signed_in) -> None:
    page = signed_in(cast.wichai).get(BOARD).content.decode()
    assert 'name="seen" value="2401:2"' in page
    assert 'name="seen" value="2402:1"' in page
