"""Eight people at once on one month, in real threads on the real engine: what may interleave and what never does."""

import threading
from contextlib import suppress
from time import perf_counter

import pytest
from django.db import connections

from core.models import AuditEntry
from core.month import Month
from entry.services.cells import CellChange
from sales import services as sales
from sales.models import SalesRow, SalesTotal
from sales.selectors.rows import rows_of
from tests.cast import fill, make_cast
from tests.workflow.conftest import MONTH, REASON
from workflow import canonical, kinds, services
from workflow.models import Revision, State, Submission

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8
PATIENCE = 60  # seconds; a deadlock would wait for ever


@pytest.fixture
def crew(transactional_db, at):
    at("2566-11-15 10:00")
    return make_cast()


def together(*jobs):
    """Run the jobs at once, each with its own connection; returns what each returned or raised, in order."""
    barrier = threading.Barrier(len(jobs))
    results = [None] * len(jobs)

    def run(number, job):
        try:
            barrier.wait()
            results[number] = job()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "threads wait for each other"
    return results


def unexpected(results):
    return [r for r in results if isinstance(r, Exception) and not isinstance(r, services.Refused)]


def save(cast, submission, row, texts):
    """Type one text after another into a cell as it stands then; returns how many were saved before a refusal."""

    def job():
        saved = 0
        for text in texts:
            version = SalesRow.objects.values_list("version", flat=True).get(pk=row.pk)
            change = CellChange(row.pk, "domestic_offline", text, version, None)
            try:
                saved += sales.save_cells(submission, [change], actor=cast.somsri)[0].status == "saved"
            except services.Refused:
                break
        return saved

    return job


def often(times, act):
    """Do an act again and again, whether or not it is refused."""

    def job():
        for _ in range(times):
            with suppress(services.Refused):
                act()

    return job


def after_some_saves(submission, act):
    """Wait until somebody has saved something, so that the race is on; then act."""

    def job():
        deadline = perf_counter() + PATIENCE
        while actions(submission).count("cells.saved") < 3 and perf_counter() < deadline:
            pass
        return act()

    return job


def actions(submission):
    trail = AuditEntry.objects.filter(target_type="workflow.submission", target_id=submission.pk).order_by("pk")
    return list(trail.values_list("action", flat=True))


def assert_frozen_as_it_stands(submission):
    """The last revision is what the rows say now, and the totals kept beside them say the same."""
    submission.refresh_from_db()
    revision = submission.revisions.last()
    assert revision.content == canonical.canonical(submission, kinds.of(submission).content(submission))
    totals = SalesTotal.objects.filter(submission=submission).values_list("total", flat=True)
    assert sum(totals) == sum(row.total for row in rows_of(submission)) == revision.total


def test_no_save_lands_after_a_confirmation_or_a_lock(crew):
    submission = fill(crew.mueang, MONTH)
    rows = list(SalesRow.objects.filter(submission=submission))
    typists = [save(crew, submission, rows[i % 3], [f"{i + 1}{n:02d}" for n in range(20)]) for i in range(4)]
    confirm = after_some_saves(submission, lambda: services.confirm(submission, actor=crew.somsri))
    results = together(
        *typists,
        confirm,
        confirm,
        lambda: services.lock(submission, actor=crew.wichai),
        lambda: services.lock_province(crew.chachoengsao, MONTH, actor=crew.wichai),
    )
    assert unexpected(results) == []
    done = actions(submission)
    assert done.count("month.confirmed") == 1
    assert done.count("cells.saved") == sum(results[:4]) > 2
    assert "cells.saved" not in done[done.index("month.confirmed") :]
    assert Revision.objects.count() == 1
    assert_frozen_as_it_stands(submission)


def test_acts_back_and_forth_keep_their_order(crew):
    """Saving, confirming, locking and unlocking over and over: the trail is a possible history."""
    submission = fill(crew.mueang, MONTH)
    rows = list(SalesRow.objects.filter(submission=submission))

    typist = save(crew, submission, rows[0], [str(n) for n in range(1, 9)])
    results = together(
        typist,
        often(8, typist),
        *[often(8, lambda: services.confirm(submission, actor=crew.somsri))] * 2,
        *[often(8, lambda: services.lock(submission, actor=crew.wichai))] * 2,
        often(8, lambda: services.unlock(submission, actor=crew.wichai, reason=REASON)),
        often(8, lambda: services.withdraw(submission, actor=crew.somsri)),
    )
    assert unexpected(results) == []
    assert_possible(actions(submission))
    numbers = list(Revision.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def assert_possible(trail):
    """Each act found the state that it needs."""
    state = State.DRAFT
    needs = {
        "cells.saved": (State.DRAFT, State.DRAFT),
        "month.confirmed": (State.DRAFT, State.CONFIRMED),
        "month.withdrawn": (State.CONFIRMED, State.DRAFT),
        "month.locked": (State.CONFIRMED, State.LOCKED),
        "month.unlocked": (State.LOCKED, State.DRAFT),
    }
    for number, action in enumerate(trail):
        needed, made = needs[action]
        assert state == needed, trail[: number + 1]
        state = made


def test_eight_confirmations_make_one_revision(crew):
    submission = fill(crew.mueang, MONTH)
    results = together(*[lambda: services.confirm(submission, actor=crew.somsri)] * THREADS)
    assert {r.pk for r in results} == {Revision.objects.get().pk}
    assert actions(submission) == ["month.confirmed"]


def test_eight_beginnings_make_one_submission(crew):
    results = together(*[lambda: services.submission_of(crew.mueang, MONTH)] * THREADS)
    assert {r.pk for r in results} == {Submission.objects.get().pk}


def test_eight_syncs_make_every_row_once(crew):
    submission = services.submission_of(crew.mueang, MONTH)
    results = together(*[lambda: sales.sync(submission, actor=crew.somsri)] * THREADS)
    assert sorted(results) == [0] * (THREADS - 1) + [3]
    assert SalesRow.objects.count() == 3


def test_of_two_people_in_one_cell_one_saves_and_one_is_told(crew):
    submission = services.submission_of(crew.mueang, MONTH)
    sales.sync(submission, actor=crew.somsri)
    row = SalesRow.objects.filter(submission=submission).first()

    def typed(text):
        change = CellChange(row.pk, "domestic_offline", text, row.version, "")
        return lambda: sales.save_cells(submission, [change], actor=crew.somsri)[0]

    results = together(*[typed(str(n)) for n in range(1, THREADS + 1)])
    statuses = sorted(result.status for result in results)
    assert statuses == ["conflict"] * (THREADS - 1) + ["saved"]
    [winner] = [r for r in results if r.status == "saved"]
    row.refresh_from_db()
    assert str(row.domestic_offline) == f"{winner.change.text}.00"
    assert {r.value for r in results} == {winner.value}  # everyone is shown what stands there


def test_acts_on_a_province_and_on_its_districts_never_wait_for_each_other(crew):
    officers = {crew.bangkhla: crew.pranee, crew.mueang: crew.somsri}  # rows in another order than the areas
    months = [fill(district, MONTH) for district in officers]
    for submission in months:
        services.confirm(submission, actor=officers[submission.district])

    lock = often(5, lambda: services.lock_province(crew.chachoengsao, MONTH, actor=crew.wichai))
    unlock = often(5, lambda: services.unlock_province(crew.chachoengsao, MONTH, actor=crew.wichai, reason=REASON))
    singles = [often(5, lambda s=s: services.unlock(s, actor=crew.wichai, reason=REASON)) for s in months]
    again = [often(5, lambda s=s: services.confirm(s, actor=officers[s.district])) for s in months]
    assert unexpected(together(lock, lock, unlock, unlock, *singles, *again)) == []
    for submission in months:
        assert_possible(actions(submission))


def test_two_districts_do_not_hold_each_other_up(crew):
    """Two months are two rows: eight saves on each, all of them saved."""
    both = [fill(crew.mueang, MONTH), fill(crew.bangkhla, MONTH)]
    officers = [crew.somsri, crew.pranee]

    def typist(which, number):
        row = SalesRow.objects.filter(submission=both[which]).first()
        change = CellChange(row.pk, "domestic_online", str(number), 1, None)
        return lambda: sales.save_cells(both[which], [change], actor=officers[which])[0].status

    results = together(*[typist(n % 2, n) for n in range(THREADS)])
    assert unexpected(results) == []
    assert results.count("saved") >= 2


def test_a_month_event_is_written_once_by_many_jobs(crew):
    from workflow import announcements

    results = together(*[announcements.announce_openings] * THREADS)
    assert unexpected(results) == []
    written = [str(event.month) for events in results for event in events]
    assert sorted(written) == sorted(set(written))
    assert str(Month.parse("2566-11")) in written
