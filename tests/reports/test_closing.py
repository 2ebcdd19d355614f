"""Documents of a closed month: made once of what is locked, again when it changes, and never a permission."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pymupdf
import pytest

from core import clock
from core.jobs import Status
from reports import closing, tasks
from reports.asking import NATION
from reports.closing_page import closing as page_of
from reports.models import ClosingDocument
from reports.store import files
from targets.models import SetState, TargetSet
from tests.cast import Cast
from tests.reports.months import OCTOBER, month_of, spread
from tests.targets.scene import make_indicator
from workflow.models import State, Submission, WindowOverride

PAGE = "/downloads/closing/2566-10/"
SET = {download.code for download in closing.national_set()}


@pytest.fixture
def closed(cast: Cast, at: Callable, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The 7th of November: สระแก้ว has locked both districts, ฉะเชิงเทรา one of three. Nothing is sent to a broker."""
    at("2566-11-07 01:00")
    monkeypatch.setattr("core.jobs.send", lambda job: None)
    states = {
        cast.mueang_sakaeo: State.LOCKED,
        cast.aranyaprathet: State.LOCKED,
        cast.mueang: State.LOCKED,
        cast.bangkhla: State.CONFIRMED,
    }
    for number, (district, state) in enumerate(states.items(), 1):
        month_of(district, OCTOBER, spread(number), state, cast.somsri)
    return cast


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are made of the figures but not drawn: that they can be is proven once, of all of them."""
    monkeypatch.setattr("reports.exports.pdf_of", lambda documents, **_: repr([d.title for d in documents]).encode())


def make_all() -> None:
    for document in ClosingDocument.objects.unfinished():
        tasks.closing_document(document.pk)


def there() -> set[tuple[str, str]]:
    return set(ClosingDocument.objects.filter(status=Status.DONE).values_list("document", "area"))


def unlock(district: Any) -> None:
    Submission.objects.filter(district=district, month=OCTOBER).update(state=State.DRAFT)


def test_locked_provinces_and_the_nation_are_rendered_once(closed: Cast, signed_in: Callable) -> None:
    states = list(Submission.objects.order_by("pk").values())
    assert closing.run() == 2 + len(SET)
    assert closing.run() == 0, "twice"
    make_all()
    assert there() == {("rt3", "27"), ("rt4", "27"), *((code, NATION) for code in SET)}
    assert closing.run() == 0
    stored = set(ClosingDocument.objects.values_list("stored", flat=True))
    make_all()
    assert set(ClosingDocument.objects.values_list("stored", flat=True)) == stored
    assert list(Submission.objects.order_by("pk").values()) == states, "nothing opened, nothing closed"
    answer = signed_in(closed.orathai).get(PAGE + "rt4/27/file")
    paper = pymupdf.open(stream=b"".join(answer.streaming_content), filetype="pdf")
    assert "สระแก้ว" in paper[0].get_text()
    assert "บางคล้า" not in paper[0].get_text()


@pytest.mark.usefixtures("undrawn")
def test_each_sees_what_is_missing_of_theirs(closed: Cast, signed_in: Callable) -> None:
    closing.run()
    make_all()
    department = page_of(closed.orathai, OCTOBER)
    (missing,) = department.incomplete
    assert [each.district.name for each in missing.missing] == ["บางคล้า", "บางปะกง"]
    assert (department.ready, len(department.papers), len(department.complete)) == (2 + len(SET),) * 2 + (1,)
    shown = signed_in(closed.orathai).get(PAGE).content.decode()
    assert "บางคล้า" in shown
    assert "อำเภอยืนยันแล้ว" in shown
    own = signed_in(closed.wichai).get(PAGE).content.decode()
    assert "บางปะกง" in own
    assert "สระแก้ว" not in own
    assert page_of(closed.wichai, OCTOBER).papers == []
    assert page_of(closed.malee, OCTOBER).ready == 2
    assert signed_in(closed.malee).get(PAGE + "rt3/27/file").status_code == 200
    assert signed_in(closed.wichai).get(PAGE + "rt3/27/file").status_code == 404
    assert signed_in(closed.malee).get(PAGE + "overview/nation/file").status_code == 404
    assert signed_in(closed.somsri).get(PAGE).status_code == 403


@pytest.mark.usefixtures("undrawn")
def test_an_unlocked_month_is_not_handed_out_and_made_again_when_locked(
    closed: Cast, signed_in: Callable, django_capture_on_commit_callbacks: Callable
) -> None:
    closing.run()
    make_all()
    old = ClosingDocument.objects.get(document="rt3", area="27")
    unlock(closed.aranyaprathet)
    client = signed_in(closed.orathai)
    assert client.get(PAGE + "rt3/27/file").status_code == 302
    assert client.get(PAGE + "overview/nation/file").status_code == 302
    assert closing.run() == len(SET), "the nation's, of what is still locked"
    Submission.objects.filter(district=closed.aranyaprathet).update(state=State.LOCKED, revision_number=1)
    assert closing.run() == 0, "the national set is under way"
    with django_capture_on_commit_callbacks(execute=True):
        make_all()
    assert client.get(PAGE + "rt3/27/file").status_code == 200, "the same figures are the same paper"
    Submission.objects.filter(district=closed.mueang).update(locked_at="2023-11-08T00:00Z")
    assert closing.run() == len(SET)
    with django_capture_on_commit_callbacks(execute=True):
        make_all()
    assert files.read(ClosingDocument.objects.get(pk=old.pk).stored)
    assert client.get(PAGE + "overview/nation/file").status_code == 200


@pytest.mark.usefixtures("undrawn")
def test_a_month_beside_it_that_is_unlocked_since_keeps_the_paper_back(closed: Cast, signed_in: Callable) -> None:
    """The nation's papers compare with the year before; until the next run it is kept back."""
    closing.run()
    make_all()
    client = signed_in(closed.orathai)
    assert client.get(PAGE + "otop-results/nation/file").status_code == 200
    before = month_of(closed.mueang, OCTOBER - 12, spread(9), State.DRAFT, closed.somsri)
    made = ClosingDocument.objects.get(document="otop-results").started_at
    Submission.objects.filter(pk=before.pk).update(locked_at=made, reopened_at=made + timedelta(hours=1))
    assert client.get(PAGE + "otop-results/nation/file").status_code == 302


@pytest.mark.usefixtures("undrawn")
def test_what_is_unlocked_before_its_turn_is_refused(closed: Cast) -> None:
    closing.run()
    unlock(closed.aranyaprathet)
    make_all()
    refused = ClosingDocument.objects.get(document="rt3")
    assert (refused.status, refused.error, refused.stored) == (Status.REFUSED, closing.UNLOCKED, "")


@pytest.mark.usefixtures("undrawn")
def test_a_failed_document_is_tried_thrice_and_then_by_hand(
    closed: Cast, signed_in: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as failing:
        failing.setattr("reports.exports.write", lambda *args, **more: 1 // 0)
        assert [_round() for _ in range(4)] == [2 + len(SET)] * closing.TRIES + [0]
    assert signed_in(closed.malee).post(PAGE).status_code == 403
    signed_in(closed.teera).post(PAGE)
    make_all()
    assert len(there()) == 2 + len(SET)


def _round() -> int:
    queued = closing.run()
    make_all()
    return queued


def test_a_month_that_is_open_yet_has_no_closing_documents(closed: Cast, at: Callable, signed_in: Callable) -> None:
    until = at("2566-11-20 00:00")
    now = at("2566-11-07 01:00")
    WindowOverride.objects.create(month=OCTOBER, opens_at="2023-10-10T00:00Z", closes_at=until, reason="ท")
    assert closing.run() == 0
    answer = signed_in(closed.teera).post(PAGE, follow=True).content.decode()
    assert "ยังไม่ปิด" in answer
    assert not ClosingDocument.objects.exists()
    assert now < until


def test_the_page_takes_as_many_queries_for_the_country(closed: Cast, django_assert_max_num_queries: Callable) -> None:
    closing.run()
    with django_assert_max_num_queries(8):
        page_of(closed.orathai, OCTOBER)


def test_a_late_run_makes_good(closed: Cast, at: Callable) -> None:
    at("2566-12-20 00:00")
    assert closing.run() == 2 + len(SET)


@pytest.mark.usefixtures("undrawn")
def test_a_month_of_the_year_before_and_targets_make_the_nations_anew(closed: Cast) -> None:
    before = month_of(closed.mueang, OCTOBER - 12, spread(9), State.LOCKED, closed.somsri)
    closing.run()
    make_all()
    Submission.objects.filter(pk=before.pk).update(state=State.DRAFT)
    assert closing.run() == len(SET), "the comparison has changed"
    make_all()
    assert closing.run() == 0
    TargetSet.objects.create(
        province=closed.sakaeo, indicator=make_indicator(closed), year=2567, period="annual", basic=1, advanced=3,
        status=SetState.PUBLISHED, computed_at=clock.now(), published_at=clock.now(),
    )  # fmt: skip
    assert closing.run() == 1, "otop-results"
