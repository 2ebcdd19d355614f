"""Two kinds of report on one mechanism: what happens to a month of one is nothing to the same month of the other."""

from __future__ import annotations

import pytest

from core.month import Month
from entry import grids, services
from tests.cast import Cast
from tests.conftest import moment
from tests.entry.kinds import KINDS, MARCH, make_units, synced
from workflow import announcements, calendar
from workflow import services as workflow
from workflow.calendar import Act
from workflow.models import Extension, Kind, State, Submission
from workflow.selectors.board import board

OTHER = {Kind.SALES: Kind.MARKETS, Kind.MARKETS: Kind.SALES}


@pytest.fixture
def both(cast: Cast, at) -> dict[str, Submission]:
    """March of เมืองฉะเชิงเทรา filled with 0, of each kind, on the 12th."""
    at("2567-03-12 09:00")
    make_units(cast, Kind.MARKETS)
    months = {kind: synced(cast.mueang, MARCH, kind, actor=cast.somsri) for kind in KINDS}
    for submission in months.values():
        services.fill_zero(submission, actor=cast.somsri)
    return months


def state(submission: Submission) -> tuple:
    return Submission.objects.values_list("state", "revision_number", "locked_at").get(pk=submission.pk)


@pytest.mark.parametrize("kind", KINDS)
def test_a_months_whole_way_moves_the_other_kind_nowhere(cast: Cast, both, kind: str) -> None:
    mine, other = both[kind], both[OTHER[kind]]
    before = state(other), list(grids.of(other).row.objects.values())
    acts = [
        lambda: workflow.confirm(mine, actor=cast.somsri),
        lambda: workflow.return_to_district(mine, actor=cast.wichai, reason="ตรวจอีกครั้ง"),
        lambda: workflow.confirm(mine, actor=cast.somsri),
        lambda: workflow.lock_province(cast.chachoengsao, MARCH, actor=cast.wichai, kind=kind),
    ]
    for act in acts:
        act()
        assert (state(other), list(grids.of(other).row.objects.values())) == before
    assert state(mine)[0] == State.LOCKED
    workflow.unlock_province(cast.chachoengsao, MARCH, actor=cast.wichai, reason="แก้ไข", kind=kind)
    assert (state(mine)[0], state(other)) == (State.DRAFT, before[0])


@pytest.mark.parametrize("kind", KINDS)
def test_an_extension_and_a_window_open_their_own_kind_only(cast: Cast, both, at, kind: str) -> None:
    at("2567-04-08 12:00")
    workflow.grant_extension(
        actor=cast.teera, month=MARCH, until=moment("2567-04-20 00:00"), reason="น้ำท่วม", district=cast.mueang, kind=kind
    )
    for of_kind, submission in both.items():
        verdict = calendar.may_change(cast.somsri, cast.mueang, MARCH, submission=submission, kind=of_kind)
        assert verdict.allowed is (of_kind == kind)
    Extension.objects.all().delete()
    opens, closes = moment("2567-03-10 00:00"), moment("2567-04-30 00:00")
    workflow.set_window(actor=cast.teera, month=MARCH, opens_at=opens, closes_at=closes, reason="ท", kind=kind)
    assert [calendar.window_for(cast.mueang, MARCH, at=opens, kind=k).closes_at == closes for k in KINDS] == [
        k == kind for k in KINDS
    ]
    assert calendar.working_month(cast.mueang, kind=kind) == MARCH


def test_market_sales_are_due_on_the_last_day_of_the_month_and_sales_on_the_25th(cast: Cast) -> None:
    for month, last in ((MARCH, "2567-04-01 00:00"), (Month.parse("2567-02"), "2567-03-01 00:00")):
        assert calendar.confirm_deadline(cast.chachoengsao, month, Kind.MARKETS) == moment(last)
        assert calendar.confirm_deadline(cast.chachoengsao, month) == moment(f"{month}-26 00:00")


def test_a_provinces_own_day_is_of_one_kind(cast: Cast, at) -> None:
    at("2567-03-12 09:00")
    workflow.set_confirm_deadline(actor=cast.wichai, province=cast.chachoengsao, from_month=MARCH, day=15)
    assert calendar.confirm_deadline(cast.chachoengsao, MARCH) == moment("2567-03-16 00:00")
    assert calendar.confirm_deadline(cast.chachoengsao, MARCH, Kind.MARKETS) == moment("2567-04-01 00:00")


def test_the_board_of_a_kind_counts_its_own(cast: Cast, both) -> None:
    workflow.confirm(both[Kind.MARKETS], actor=cast.somsri)
    boards = {kind: board(cast.wichai, cast.chachoengsao, MARCH, kind) for kind in KINDS}
    assert [len(boards[kind].lockable_rows) for kind in KINDS] == [0, 1]
    assert announcements.snapshot(MARCH, Kind.MARKETS)["total"]["confirmed"] == 1
    assert announcements.snapshot(MARCH)["total"]["confirmed"] == 0


def test_the_address_of_one_kind_acts_on_that_kind_alone(cast: Cast, both, signed_in) -> None:
    client = signed_in(cast.wichai)
    for submission in both.values():
        workflow.confirm(submission, actor=cast.somsri)
    chosen = {"district": "2401", "back": "review"}
    answer = client.post("/markets/board/24/2567-03/lock/", chosen)
    assert answer.url == "/markets/board/24/2567-03/2401/"
    assert [state(both[kind])[0] for kind in KINDS] == [State.CONFIRMED, State.LOCKED]
    assert client.post("/board/24/2567-03/lock/", chosen).url == "/board/24/2567-03/2401/"
    assert state(both[Kind.SALES])[0] == State.LOCKED


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_the_other_kind_are_not_reached_through_this_ones(cast: Cast, both, kind: str) -> None:
    stranger = grids.get(OTHER[kind]).row.objects.order_by("-pk").first()
    with pytest.raises(ValueError, match="no such field"):
        services.save_cells(
            both[kind], [services.CellChange(stranger.pk, stranger.AMOUNTS[0], "5", 1)], actor=cast.somsri
        )
    assert calendar.may_change(cast.somsri, cast.mueang, MARCH, Act.EDIT, submission=both[kind], kind=kind).allowed
