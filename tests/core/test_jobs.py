"""Jobs: claimed by one, watched from outside, stopped, taken over from the dead, never half done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import caches

from core import clock as portal
from core import jobs
from core.jobs import Cancelled, JobFailed, Lost, Progress, Status
from producers.models import ImportJob, RegistryImport

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(cast):
    draft = RegistryImport.objects.create(owner=cast.somsri, created_at=portal.now())
    return ImportJob.objects.create(draft=draft, requested_by=cast.somsri, total=3)


@pytest.fixture
def sent(monkeypatch):
    """Which jobs were sent to the workers."""
    sent = []
    monkeypatch.setattr(jobs.current_app, "send_task", lambda name, args, **_: sent.append((name, args)))
    return sent


def stand(job):
    job.refresh_from_db()
    return job.status


def test_a_job_is_claimed_once(job):
    assert jobs.claim(ImportJob, job.pk)
    assert jobs.claim(ImportJob, job.pk) is None
    assert jobs.claim(ImportJob, 0) is None


def test_progress_is_seen_while_the_work_is_under_way(job):
    seen = []

    def work(run):
        run.report(2, 3)
        seen.append((ImportJob.objects.get(pk=job.pk).progress, ImportJob.objects.get(pk=job.pk).sentence))
        run.finish()

    jobs.carry_out(ImportJob, job.pk, work)
    assert seen == [(Progress(2, 3), "ทำแล้ว 2 จาก 3 รายการ (66 %)")]
    assert (stand(job), job.progress, job.progress.percent) == (Status.DONE, Progress(2, 3), 66)


@pytest.mark.parametrize(
    ("raised", "status", "said"),
    [
        (JobFailed("ไฟล์ผิด"), Status.FAILED, "ไฟล์ผิด"),
        (ZeroDivisionError(), Status.FAILED, jobs.BROKEN),
        (jobs.PermissionDenied(), Status.REFUSED, jobs.NOT_ALLOWED),
        (jobs.JobRefused("ย้ายพื้นที่"), Status.REFUSED, "ย้ายพื้นที่"),
        (Cancelled(), Status.CANCELLED, ""),
    ],
)
def test_what_stops_the_work_is_said(job, raised, status, said):
    def work(run):
        raise raised

    jobs.carry_out(ImportJob, job.pk, work)
    assert (stand(job), job.error) == (status, said)


def test_a_suspended_person_s_job_is_not_done(job):
    job.requested_by.is_active = False
    job.requested_by.save()
    jobs.carry_out(ImportJob, job.pk, lambda run: pytest.fail("the work was begun"))
    assert (stand(job), job.error) == (Status.REFUSED, jobs.NOT_ALLOWED)


def test_a_queued_job_is_cancelled_at_once_and_never_begun(job):
    jobs.ask_cancel(job)
    assert job.status == Status.CANCELLED
    jobs.carry_out(ImportJob, job.pk, lambda run: pytest.fail("the work was begun"))


@pytest.mark.parametrize("way", ["cache", "row"])
def test_a_running_job_stops_at_its_next_report(job, way):
    def work(run):
        jobs.ask_cancel(ImportJob.objects.get(pk=job.pk))
        if way == "row":
            caches["progress"].clear()
        run.report(1, 3)
        pytest.fail("it went on")

    jobs.carry_out(ImportJob, job.pk, work)
    assert stand(job) == Status.CANCELLED


def test_a_silent_job_is_taken_over_and_the_first_run_cannot_finish(job, clock):
    start = clock.at("2566-11-15 10:00")
    first = jobs.claim(ImportJob, job.pk)
    first.report(1, 3)
    clock.at(start + jobs.SILENCE * 2)
    caches["progress"].clear()  # as the server forgets by itself what is older than SILENCE
    second = jobs.claim(ImportJob, job.pk)
    with pytest.raises(Lost):
        first.finish()
    second.finish()
    assert (stand(job), job.attempts) == (Status.DONE, 2)


def test_lost_messages_and_dead_workers_are_made_good(job, sent, clock):
    now = portal.now()
    assert jobs.revive(now) == 0
    assert jobs.revive(now + timedelta(minutes=2)) == 1
    jobs.claim(ImportJob, job.pk)
    assert jobs.revive(now + timedelta(minutes=2)) == 1
    assert sent == [(ImportJob.task_name, [job.pk])] * 2
    jobs.Run(ImportJob.objects.get(pk=job.pk)).finish()
    assert jobs.revive(now + timedelta(minutes=9)) == 0


def test_a_job_over_which_worker_after_worker_dies_is_given_up(job, sent, clock):
    """A file that takes more memory or time than there is would otherwise kill a worker each minute, for ever."""
    now = clock.at("2566-11-15 10:00")
    for _ in range(jobs.MOST_RUNS):
        jobs.revive(now)
        assert jobs.claim(ImportJob, job.pk), "and killed: no more is heard of it"
        caches["progress"].clear()
        now = clock.at(now + 2 * jobs.SILENCE)
    jobs.carry_out(ImportJob, job.pk, lambda run: pytest.fail("the work was begun"))
    assert (stand(job), job.error, job.attempts) == (Status.FAILED, jobs.GIVEN_UP, jobs.MOST_RUNS)
    assert jobs.revive(now) == 0


def test_a_long_queue_is_not_made_longer_each_minute(job, sent):
    now = portal.now()
    jobs.send(job)
    assert jobs.revive(now + timedelta(minutes=5)) == 0
    caches["progress"].clear()  # the server was started anew, or so long has passed
    assert jobs.revive(now + timedelta(minutes=5)) == 1
    assert len(sent) == 2


def test_a_broker_or_cache_that_is_away_stops_nothing(job, monkeypatch):
    def away(*args, **kwargs):
        raise jobs.OperationalError

    class Away:
        def get(self, *args, **kwargs):
            raise jobs.RedisError

        set = get

    monkeypatch.setattr(jobs.current_app, "send_task", away)
    monkeypatch.setattr(jobs, "caches", {"progress": Away()})
    jobs.send(job)
    jobs.carry_out(ImportJob, job.pk, lambda run: run.finish())
    assert (stand(job), job.progress) == (Status.DONE, Progress(0, 3))
