"""Taking in a large registry: by a worker, watched, stopped, killed half-way – and never half taken in."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.urls import reverse

from core import clock as portal
from core import jobs
from core.jobs import Status
from core.models import AuditEntry
from otop_portal.settings.base import caches as caches_at
from producers.importing.plan import make_plan
from producers.models import ImportJob, Producer, Product, RegistryImport
from producers.services import imports
from producers.tasks import import_registry
from tests.producers.conftest import new
from tests.workers import wait_until

pytestmark = pytest.mark.django_db
MANY = 2500


def draft_of(actor, many):
    """A received file of new producers, without the reading of it."""
    values = [new(code=f"N{at}", name=f"กลุ่มทอผ้าบ้านที่ {at}", phone="0812345678") for at in range(many)]
    rows = [{"number": at, "values": row, "refs": {}} for at, row in enumerate(values, 2)]
    return RegistryImport.objects.create(owner=actor, created_at=portal.now(), file_name="ก.xlsx", rows=rows)


def asked(draft):
    digest = make_plan(draft.owner, draft.entries).digest
    return imports.request_acceptance(draft, digest, actor=draft.owner)


def left_behind():
    """Whatever an import writes."""
    written = AuditEntry.objects.filter(action__in=["producer.created", "registry.imported"])
    return Producer.objects.filter(code__startswith="N").count(), written.count()


def test_asking_twice_is_one_attempt(cast):
    draft = draft_of(cast.wichai, 2)
    job = asked(draft)
    assert asked(draft) == job
    import_registry(job.pk)
    import_registry(job.pk)
    assert left_behind() == (2, 3)
    draft.refresh_from_db()
    assert imports.request_acceptance(draft, "", actor=cast.wichai) is None
    job.refresh_from_db()
    assert (job.status, job.done, job.total) == (Status.DONE, 2, 2)


def test_the_page_shows_how_far_it_is_and_what_became_of_it(cast, signed_in):
    draft = draft_of(cast.wichai, 2)
    job, client = asked(draft), signed_in(cast.wichai)
    page = reverse("producers:import-review", args=[draft.pk])
    waiting = client.get(page).content.decode()
    assert "รอคิว" in waiting
    assert 'http-equiv="refresh"' in waiting
    run = jobs.claim(ImportJob, job.pk)
    run.report(1, 2)
    told = client.get(reverse("producers:import-progress", args=[draft.pk])).json()
    assert told == {"done": 1, "total": 2, "sentence": "ทำแล้ว 1 จาก 2 รายการ (50 %)", "unfinished": True}
    client.post(reverse("producers:import-cancel", args=[draft.pk]))
    with pytest.raises(jobs.Cancelled):
        run.report(2, 2)
    run.stop(Status.CANCELLED)
    assert "หยุดการนำเข้าแล้ว" in client.get(page).content.decode()
    assert left_behind() == (0, 0)


@pytest.mark.parametrize("portions", [1, 3])
def test_stopped_after_any_portion_nothing_is_written(cast, monkeypatch, portions):
    monkeypatch.setattr(jobs, "STEP", 2)
    job = asked(draft_of(cast.wichai, 7))
    reports = []
    report = jobs.Run.report

    def counted(run, done, total):
        reports.append(done)
        if len(reports) == portions + 1:  # the first report is the beginning
            jobs.ask_cancel(ImportJob.objects.get(pk=job.pk))
        report(run, done, total)

    monkeypatch.setattr(jobs.Run, "report", counted)
    import_registry(job.pk)
    assert reports == [0, 2, 4, 6][: portions + 1]
    assert left_behind() == (0, 0)
    job.refresh_from_db()
    assert job.status == Status.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_half_way_leaves_nothing_and_the_next_completes_it(cast, worker, broker, settings):
    settings.CACHES = caches_at(broker)
    draft = draft_of(cast.wichai, MANY)
    job = asked(draft)
    first = worker()
    wait_until(lambda: 0 < job.progress.done < MANY)
    first.kill()
    first.wait()
    assert left_behind() == (0, 0)
    job.refresh_from_db()
    assert job.status == Status.RUNNING
    ImportJob.objects.update(started_at=portal.now() - 2 * jobs.SILENCE)
    caches["progress"].clear()  # a minute later
    assert jobs.revive() == 1
    worker()
    wait_until(lambda: not ImportJob.objects.unfinished().exists())
    job.refresh_from_db()
    assert (job.status, job.attempts, job.error) == (Status.DONE, 2, "")
    assert left_behind() == (MANY, MANY + 1)
    assert Product.objects.filter(producer__code__startswith="N").count() == MANY
