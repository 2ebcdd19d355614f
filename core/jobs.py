"""Work that takes long: a row that says how far it is, claimed by one worker at a time, cancelled, tried again.

An app derives a model from `Job`, names its Celery task in `task_name`, and lets that task call `carry_out`. What is
claimed, finished or cancelled changes by compare-and-set on the row, so a message that is delivered twice, late or
never does no harm. How far a run is goes by the cache `progress`, outside every transaction: SQLite shows no other
connection's row inside a transaction and lets nobody write beside it (docs/decisions/074-jobs-and-imports.md).
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any, ClassVar, NamedTuple, Self, TypeVar

from celery import current_app
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Q
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from core import clock

SILENCE = timedelta(seconds=60)  # a worker that has said nothing for so long is taken for dead
REMEMBERED = timedelta(days=1)
RESENT = timedelta(minutes=15)  # a message that waits so long in a queue may be lost; longer than a redelivery takes
MOST_RUNS = 3  # that died over one job: it is the job then
STEP = 250  # items between two reports
BROKEN = "ระบบทำงานนี้ไม่สำเร็จ ยังไม่มีการบันทึก กรุณาลองอีกครั้ง หากยังไม่สำเร็จให้แจ้งผู้ดูแลระบบ"
GIVEN_UP = "งานนี้ทำให้ระบบหยุดทำงานหลายครั้ง จึงไม่ลองอีก ไม่มีสิ่งใดถูกบันทึก ลองทำให้เล็กลง เช่น ย่อช่วงเวลา หรือแจ้งผู้ดูแลระบบ"
NOT_ALLOWED = "บัญชีของท่านไม่มีสิทธิทำรายการนี้แล้ว ไม่มีสิ่งใดถูกบันทึกหรือจัดทำ"
logger = logging.getLogger(__name__)
Item = TypeVar("Item")


class Status(models.TextChoices):
    QUEUED = "queued", "รอคิว"
    RUNNING = "running", "กำลังทำงาน"
    DONE = "done", "เสร็จแล้ว"
    FAILED = "failed", "ไม่สำเร็จ"
    REFUSED = "refused", "ไม่มีสิทธิ"
    CANCELLED = "cancelled", "ยกเลิกแล้ว"


UNFINISHED = (Status.QUEUED, Status.RUNNING)


class JobFailed(Exception):
    """The work cannot be done; `message` is the sentence for the person who asked for it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class JobRefused(Exception):
    """The person may not have it any more; `message` says why. Nothing went wrong, so it is no failure."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Cancelled(Exception):
    """The person asked to stop. Raised by `Run.report`; whatever transaction is open is rolled back by it."""


class Lost(Exception):
    """The job is no longer this run's: another worker has claimed it, or it has ended."""


class Progress(NamedTuple):
    """`done` of `total` items; a total of 0 is not known yet."""

    done: int
    total: int

    @property
    def most(self) -> int:
        """The end of a bar, which may not be 0."""
        return max(1, self.total)

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0


class JobQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """A job is its requester's alone."""
        return self.filter(requested_by=getattr(user, "pk", None))

    def unfinished(self) -> Self:
        return self.filter(status__in=UNFINISHED)


class Job(models.Model):
    """One piece of work, from the asking to its end. `claim` is the token of the run that holds it."""

    task_name: ClassVar[str]

    status = models.CharField(max_length=9, choices=Status.choices, default=Status.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    requested_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancel_asked = models.BooleanField(default=False)
    claim = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects: Any = JobQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED

    @property
    def progress(self) -> Progress:
        """As the worker last said; once it has ended, as the row says."""
        said = _said(self, "progress") if self.is_unfinished else None
        return Progress(*said) if said else Progress(self.done, self.total)

    @property
    def sentence(self) -> str:
        """How it stands, for the person who waits."""
        if self.cancel_asked and self.is_unfinished:
            return "กำลังยกเลิก"
        if self.status == Status.RUNNING and (progress := self.progress).total:
            return f"ทำแล้ว {progress.done:,d} จาก {progress.total:,d} รายการ ({progress.percent} %)"
        return self.error or Status(self.status).label

    def as_dict(self) -> dict[str, Any]:
        """What static/js/job.js asks for."""
        done, total = self.progress
        return {"done": done, "total": total, "sentence": self.sentence, "unfinished": self.is_unfinished}


def _key(job: Job, what: str) -> str:
    return f"job:{job._meta.label_lower}:{job.pk}:{what}"


def _say(job: Job, what: str, value: Any, lasting: timedelta) -> None:
    """Outside every transaction. A cache that is away takes the progress with it, not the work."""
    with suppress(RedisError):
        caches["progress"].set(_key(job, what), value, timeout=lasting.total_seconds())


def _said(job: Job, what: str) -> Any:
    with suppress(RedisError):
        return caches["progress"].get(_key(job, what))
    return None


def enqueue(job: Job) -> None:
    """Send the job to the workers once its row is committed."""
    transaction.on_commit(lambda: send(job))


def send(job: Job) -> None:
    """Now. A broker that is away is no failure: `revive` sends again what stands in no queue.

    That it was sent is remembered by the broker's own server, which forgets it together with the queue.
    """
    try:
        current_app.send_task(job.task_name, [job.pk], retry=False)
    except OperationalError:
        logger.warning("%s %s waits for the broker", job.task_name, job.pk)
    else:
        _say(job, "sent", True, RESENT)


def ask_cancel(job: Job) -> None:
    """Stop the job: at once where it has not begun, else at its next report. One that has ended stays as it is."""
    model = type(job)
    _say(job, "cancel", True, REMEMBERED)  # first: on SQLite the row waits for the run
    waiting = model.objects.filter(pk=job.pk, status=Status.QUEUED)
    if not waiting.update(status=Status.CANCELLED, finished_at=clock.now(), cancel_asked=True):
        model.objects.filter(pk=job.pk, status=Status.RUNNING).update(cancel_asked=True)
    job.refresh_from_db()


class Watch:
    """Who is told how far a piece of work is. This one is nobody: the work is done while somebody waits for it."""

    def report(self, done: int, total: int) -> None:
        return None

    def finish(self) -> None:
        return None

    def steps(self, items: Sequence[Item], total: int, before: int = 0) -> Iterator[Sequence[Item]]:
        """The items in portions, with a report after each; `before` items of `total` were done already."""
        for at in range(0, len(items), STEP):
            portion = items[at : at + STEP]
            yield portion
            self.report(before + at + len(portion), total)


UNWATCHED = Watch()


class Run(Watch):
    """One worker's hold on a job."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._mine = type(job).objects.filter(pk=job.pk, claim=job.claim, status=Status.RUNNING)

    def report(self, done: int, total: int) -> None:
        """Say how far it is, inside or outside a transaction. Raises Cancelled when it is to stop."""
        self.job.done, self.job.total = done, total
        _say(self.job, "progress", (done, total), SILENCE)
        if _said(self.job, "cancel") or self._mine.filter(cancel_asked=True).exists():
            raise Cancelled

    @contextmanager
    def alive(self) -> Iterator[None]:
        """While a piece of work can say nothing for long: another thread says that its process lives."""
        ended = Event()

        def beat() -> None:
            while not ended.wait(SILENCE.total_seconds() / 4):
                _say(self.job, "progress", (self.job.done, self.job.total), SILENCE)

        thread = Thread(target=beat, daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def finish(self, **facts: Any) -> None:
        """Done, with facts for its row. Inside the transaction of the work with it or not at all. Raises Lost."""
        self._end(Status.DONE, **facts)

    def stop(self, status: Status, error: str = "") -> None:
        """Ended without its work; nothing when the job is another run's by now."""
        with suppress(Lost):
            self._end(status, error)

    def _end(self, status: Status, error: str = "", **facts: Any) -> None:
        job = self.job
        facts |= {"status": status, "error": error[:500], "done": job.done, "total": job.total}
        if not self._mine.update(**facts, finished_at=clock.now()):
            raise Lost
        job.status, job.error = status, error


def claim(model: type[Job], pk: int) -> Run | None:
    """The job, held by this run; None when it has ended, or another worker is at it, or too many died over it."""
    job = model.objects.filter(pk=pk).first()
    if job is None or not (job.status == Status.QUEUED or is_silent(job)):
        return None
    held = model.objects.filter(pk=pk, status=job.status, claim=job.claim)
    token, now = secrets.token_hex(8), clock.now()
    if job.status == Status.RUNNING and job.attempts >= MOST_RUNS:
        held.update(status=Status.FAILED, error=GIVEN_UP, finished_at=now)
        return None
    if not held.update(status=Status.RUNNING, claim=token, started_at=now, attempts=F("attempts") + 1):
        return None
    return Run(model.objects.select_related("requested_by").get(pk=pk))


def is_silent(job: Job, at: datetime | None = None) -> bool:
    """Whether a running job's worker is taken for dead. Should it live, its `finish` undoes its work."""
    begun_long_ago = job.started_at is not None and job.started_at < (at or clock.now()) - SILENCE
    return job.status == Status.RUNNING and begun_long_ago and not _said(job, "progress")


def carry_out(model: type[Job], pk: int, work: Callable[[Run], None]) -> None:
    """Claim the job and do its work, which ends with `run.finish()` in its own transaction. For a Celery task."""
    run = claim(model, pk)
    if run is None:
        return
    try:
        requester = run.job.requested_by  # none for what the portal does of itself
        if requester and not requester.is_active:
            raise PermissionDenied
        run.report(0, run.job.total)
        work(run)
    except Cancelled:
        run.stop(Status.CANCELLED)
    except JobFailed as failed:
        run.stop(Status.FAILED, failed.message)
    except JobRefused as refused:
        run.stop(Status.REFUSED, refused.message)
    except PermissionDenied:
        run.stop(Status.REFUSED, NOT_ALLOWED)
    except Lost:
        logger.warning("%s %s was taken over; nothing was written", run.job.task_name, pk)
    except Exception:
        logger.exception("%s %s", run.job.task_name, pk)
        run.stop(Status.FAILED, BROKEN)


def models_of_jobs(base: Any = Job) -> Iterator[Any]:
    for model in base.__subclasses__():
        if not model._meta.abstract:
            yield model
        yield from models_of_jobs(model)


def revive(at: datetime | None = None) -> int:
    """Send again the jobs whose message or worker was lost; returns how many. Harmless where neither was.

    A queue that is long is no loss: what was sent is not sent again each minute, which would make it longer.
    """
    at = at or clock.now()
    sent = 0
    for model in models_of_jobs():
        old = Q(status=Status.QUEUED, requested_at__lt=at - SILENCE) | Q(status=Status.RUNNING)
        for job in model.objects.filter(old):
            if is_silent(job, at) or (job.status == Status.QUEUED and not _said(job, "sent")):
                send(job)
                sent += 1
    return sent
