"""A run of a job that makes a file: stopped, failed, taken over, killed; what is half made is never kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches

from core import clock as portal
from core import jobs
from core.jobs import Status
from core.month import Month
from otop_portal.settings.base import caches as caches_at
from producers.models import Producer, Product
from reports import detail, exports, making, tasks
from reports.asking import Spec
from reports.models import ExportJob
from reports.renderers import pdf
from tests.cast import FOUNDED, Cast
from tests.reports import samples
from tests.reports.exported import FAR, asked, done, in_store
from tests.workers import wait_until


def test_stopped_half_way_nothing_is_kept_and_it_can_be_had_again(
    months: Cast, signed_in: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, client, before = asked(months.wichai), signed_in(months.wichai), in_store()
    plain, reports = detail.written, []

    def stopped(ask: Any) -> Any:
        yield b"half"
        client.post(f"/downloads/mine/{job.pk}/cancel")
        reports.append(1)
        yield from plain(ask)

    monkeypatch.setitem(exports.DOWNLOADS["detail"].streams, "csv", stopped)
    assert done(job).status == Status.CANCELLED
    assert reports == [1]
    assert in_store() == before
    assert "ยกเลิกแล้ว" in client.get(f"/downloads/mine/{job.pk}/").content.decode()
    monkeypatch.setitem(exports.DOWNLOADS["detail"].streams, "csv", plain)
    again = client.post(f"/downloads/mine/{job.pk}/again")["Location"]
    new = ExportJob.objects.exclude(pk=job.pk).get()
    assert again == f"/downloads/mine/{new.pk}/"
    assert done(new).status == Status.DONE


def test_a_failure_keeps_nothing_and_says_so(months: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    job, before = asked(months.wichai), in_store()
    monkeypatch.setitem(exports.DOWNLOADS["detail"].streams, "csv", lambda ask: iter([b"half", 1 // 0]))
    assert (done(job).status, job.error) == (Status.FAILED, jobs.BROKEN)
    assert in_store() == before


def test_a_run_that_was_taken_over_leaves_no_second_file(months: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    job, before = asked(months.wichai), in_store()
    plain = exports.DOWNLOADS["detail"].streams["csv"]

    def overtaken(ask: Any) -> Any:
        monkeypatch.setitem(exports.DOWNLOADS["detail"].streams, "csv", plain)
        ExportJob.objects.update(started_at=portal.now() - 2 * jobs.SILENCE)
        caches["progress"].clear()
        tasks.export(job.pk)  # another worker, a minute later
        yield from plain(ask)

    monkeypatch.setitem(exports.DOWNLOADS["detail"].streams, "csv", overtaken)
    assert (done(job).status, job.attempts) == (Status.DONE, 2)
    assert in_store() - before == {job.stored}


def test_pages_of_a_pdf_are_heard_and_may_stop_it() -> None:
    heard: list[int] = []
    pdf.pdf_of([samples.document(60)], on_page=heard.append)
    assert heard[0] == 1
    assert max(heard) >= 2

    def stop(page: int) -> None:
        raise jobs.Cancelled

    with pytest.raises(jobs.Cancelled):
        pdf.pdf_of([samples.document(60)], on_page=stop)


def test_a_process_that_lives_says_so(months: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SILENCE", timedelta(milliseconds=40))
    run = jobs.claim(ExportJob, asked(months.wichai).pk)
    assert run
    with run.alive():
        wait_until(lambda: caches["progress"].get(f"job:reports.exportjob:{run.job.pk}:progress") is not None)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_half_way_leaves_no_file_and_the_next_run_makes_one(
    cast: Cast, worker: Callable, broker: str, settings: Any, tmp_path: Any
) -> None:
    settings.CACHES = caches_at(broker)
    settings.EXPORTS_DIR = tmp_path / "exports"  # the worker's
    many_producers(cast, 250)
    month = Month.of(portal.today()) - 1
    job = asked(cast.somsri, Spec("rt1", "2401", str(month), "pdf"))
    first = worker()
    wait_until(lambda: job.progress.done > 0)
    first.kill()
    first.wait()
    job.refresh_from_db()
    assert job.status == Status.RUNNING
    assert {name[-5:] for name in in_store()} <= {".part"}
    ExportJob.objects.update(started_at=portal.now() - 2 * jobs.SILENCE)
    caches["progress"].clear()  # a minute later
    assert jobs.revive() == 1
    done(job)
    assert (job.status, job.attempts) == (Status.DONE, 2)
    done(job)
    making.sweep(FAR)
    assert (job.attempts, in_store()) == (2, {job.stored})


def many_producers(cast: Cast, many: int) -> None:
    """In somsri's district."""
    home = cast.producers_of(cast.mueang)[0]
    facts = {"type": home.type, "district": home.district, "subdistrict": home.subdistrict, "registered_on": FOUNDED}
    made = Producer.objects.bulk_create(Producer(code=f"N{at}", name=f"กลุ่มที่ {at}", **facts) for at in range(many))
    Product.objects.bulk_create(
        Product(producer=producer, name="ส", category="food", registered_on=FOUNDED) for producer in made
    )
