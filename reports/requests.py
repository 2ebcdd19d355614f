"""Asking for a file that takes long: kept as a job; asked for again, the one under way or the finished one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from core import clock, jobs
from core.jobs import Status
from reports import exports
from reports.asking import FORMATS, Refused, Spec
from reports.models import ExportJob
from reports.versions import fingerprint, scope_of

MOST_WAITING = 5  # of one person


def is_small(work: exports.Work) -> bool:
    """Whether one waits for it."""
    return work.seconds <= settings.EXPORT_AT_ONCE_SECONDS


def known(spec: Spec, work: exports.Work) -> ExportJob | None:
    """The job under way, or the finished file, of the same request, eyes and data."""
    return _same(work.ask.user, fingerprint(spec, work.ask)).first()


def _same(user: Any, wanted: str) -> QuerySet[ExportJob]:
    mine = ExportJob.objects.visible_to(user).filter(fingerprint=wanted)
    usable = Q(status=Status.DONE, expires_at__gt=clock.now()) & ~Q(stored="")
    return mine.filter(Q(status__in=jobs.UNFINISHED) | usable).order_by("-pk")


def request(spec: Spec, *, actor: User, absolute: Callable[[str], str] | None = None) -> ExportJob:
    """The job that makes the file. Raises as `exports.weigh`, and Refused where too many wait already."""
    work = exports.weigh(spec, actor, absolute)
    wanted = fingerprint(spec, work.ask)
    try:
        with transaction.atomic():
            return _same(actor, wanted).first() or _create(spec, work, wanted, actor, absolute)
    except IntegrityError:  # asked for twice at once
        return _same(actor, wanted).get()


def _create(
    spec: Spec, work: exports.Work, wanted: str, actor: User, absolute: Callable[[str], str] | None
) -> ExportJob:
    User.objects.select_for_update().get(pk=actor.pk)  # of two requests at once the second counts the first
    if ExportJob.objects.visible_to(actor).unfinished().count() >= MOST_WAITING:
        raise Refused(f"มีไฟล์ที่กำลังจัดทำอยู่แล้ว {MOST_WAITING} ไฟล์ กรุณารอให้เสร็จ หรือยกเลิกบางไฟล์ก่อน")
    job = ExportJob.objects.create(
        spec=spec.as_dict(),
        title=title_of(spec, work),
        fingerprint=wanted,
        scope=scope_of(actor),
        origin=absolute("/").rstrip("/") if absolute else "",
        seconds=int(work.seconds),
        total=work.rows,
        requested_by=actor,
    )
    jobs.enqueue(job)
    return job


def title_of(spec: Spec, work: exports.Work) -> str:
    """'รต.๔ รายจังหวัด รายอำเภอ · จังหวัดฉะเชิงเทรา · รอบที่ 1 … · PDF/A · เลขอารบิก'"""
    format_ = "PDF/A" if spec.archive else FORMATS[spec.format]
    digits = ["เลขอารบิก"] if spec.digits == "arabic" and spec.format != "csv" else []
    return " · ".join([work.download.label, work.ask.place, work.ask.period.name, format_, *digits])[:300]


def again(job: ExportJob, *, actor: User) -> ExportJob:
    """The same once more: as the data stands and the person's rights are now. Raises as `request`."""
    return request(
        Spec.of_dict(job.spec), actor=actor, absolute=(lambda path: job.origin + path) if job.origin else None
    )
