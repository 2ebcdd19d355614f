"""Making one file in a worker: written to the disk as it is made, known to its row at the end, or not there at all.

Who asked is asked for again here, by the same door as on the pages: what the person may see now counts, not what they
saw when they asked. A file gets its row in the same transaction that ends the job; a worker that is killed before
leaves an unfinished file, which nothing speaks of and `sweep` removes.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from core import audit, clock
from core.jobs import JobFailed, JobRefused, Run
from reports import cost, exports
from reports.asking import Refused, Spec
from reports.exports import Work
from reports.models import ClosingDocument, ExportJob
from reports.store import files
from reports.versions import fingerprint, scope_of, unlocked_since

LINES_OF_A_PAGE = 28
SETTLED = timedelta(hours=6)  # by then whoever wrote a file has written its row, or never will
NO_RIGHT = "บัญชีของท่านไม่มีสิทธิดูเอกสารหรือพื้นที่นี้แล้ว ระบบจึงไม่จัดทำไฟล์ให้"
MOVED = "บทบาทหรือพื้นที่ของบัญชีท่านเปลี่ยนไปหลังจากที่ขอ ระบบจึงไม่จัดทำไฟล์ให้ หากยังต้องใช้ให้ขอใหม่"
NO_ROOM = "พื้นที่เก็บไฟล์ของระบบใกล้เต็ม จึงยังไม่จัดทำไฟล์ กรุณาแจ้งผู้ดูแลระบบ"
logger = logging.getLogger(__name__)


def entitled(job: ExportJob, user: Any, since: datetime, *, made: bool = False) -> tuple[Spec, Work]:
    """What is asked for and may be had now. Raises JobRefused with a sentence.

    The months must still be locked, to the department, that were so at `since`: the asking, or, of a file that is
    `made`, the making; and of that file they must be the very reports.
    """
    spec = Spec.of_dict(job.spec)
    if scope_of(user) != job.scope:
        raise JobRefused(MOVED)
    try:
        download, ask = exports.resolve(spec, user, lambda path: job.origin + path)
    except (Http404, PermissionDenied) as error:
        raise JobRefused(NO_RIGHT) from error
    except Refused as refused:
        raise JobRefused(str(refused)) from refused
    if unlocked := unlocked_since(ask, since, locked_anew=made):
        raise JobRefused(_unlocked_words(unlocked))
    return spec, Work(download, ask, None)


def _unlocked_words(unlocked: list[Any]) -> str:
    first, others = unlocked[0], len(unlocked) - 1
    more = f" และอีก {others:,} รายงาน" if others else ""
    return (
        f"จังหวัดปลดล็อกข้อมูลของ{first.district.full_name} เดือน{first.month.thai}{more} หลังจากที่ขอ "
        "กรมฯ ดูตัวเลขได้เมื่อจังหวัดล็อกแล้ว ขอใหม่เพื่อได้ไฟล์ตามข้อมูลที่ล็อกอยู่ขณะนี้"
    )


def make_export(run: Run) -> None:
    """The worker's part of a download."""
    job, user = ExportJob.objects.get(pk=run.job.pk), run.job.requested_by
    spec, work = entitled(job, user, job.requested_at)
    made_of = fingerprint(spec, work.ask)  # before the data is read: should it change meanwhile, the next file is new
    until = clock.now() + timedelta(days=settings.EXPORT_DAYS)
    with _written(run, spec, work) as facts, transaction.atomic():
        run.finish(**facts, fingerprint=made_of, expires_at=until)
        audit.record(user, "export.made", job, document=job.title, format=spec.format)
        _let_go_of_the_oldest(user)


def _let_go_of_the_oldest(user: Any) -> None:
    """One person's files fill no disk: beyond so many bytes the oldest go before their days are over."""
    total = 0
    for job in ExportJob.objects.visible_to(user).kept().order_by("-finished_at", "-pk"):
        newest = not total
        total += job.size
        if total > settings.EXPORT_BYTES_KEPT and not newest:
            ExportJob.objects.filter(pk=job.pk).update(stored="", expires_at=clock.now())
            transaction.on_commit(lambda name=job.stored: drop(name))  # type: ignore[misc]


def make_closing(run: Run, work: Work, made_of: str) -> None:
    """The worker's part of a document of a closed month; the file that it replaces goes when it is there."""
    document = ClosingDocument.objects.get(pk=run.job.pk)
    spec = Spec.of_dict(document.spec)
    with _written(run, spec, work) as facts, transaction.atomic():
        run.finish(**facts, fingerprint=made_of)
        if document.stored:
            transaction.on_commit(lambda: drop(document.stored))


@contextmanager
def _written(run: Run, spec: Spec, work: Work) -> Iterator[dict[str, Any]]:
    """What the row is to say of the file, once it is on the disk; it is gone again when the row cannot be written."""
    with files.writing(f".{spec.format}") as (name, file):
        made = _file(run, spec, work)
        for piece in made.pieces:
            _leave_room()
            file.write(piece)
        size = file.tell()
    try:
        yield {"stored": name, "file_name": made.name, "size": size}
    except BaseException:
        drop(name)
        raise


def _leave_room() -> None:
    """The database lies on the same disk, often: it is to go on when there is no room for files any more."""
    if files.free() < settings.EXPORT_BYTES_FREE:
        logger.error("exports: less than %s bytes are free", settings.EXPORT_BYTES_FREE)
        raise JobFailed(NO_ROOM)


def _file(run: Run, spec: Spec, work: Work) -> exports.File:
    """Made now, or while its pieces are taken; either way the job hears how far it is."""
    if spec.format in work.download.streams:
        total = cost.rows_to_stream(work.ask)
        run.report(0, total)
        ask = dataclasses.replace(work.ask, on_rows=lambda rows: run.report(rows, max(rows, total)))
        return exports.file_of(spec, dataclasses.replace(work, ask=ask))
    with run.alive():
        document = exports.document_of(work.download, work.ask)
        rows = sum(line.kind == "row" for line in document.lines())
        run.report(0, rows)
        made = exports.file_of(spec, dataclasses.replace(work, document=document), _pages(run, rows))
        run.report(rows, rows)
    return made


def _pages(run: Run, rows: int) -> Callable[[int], None]:
    """Pages of a PDF as rows: near enough for a bar, and done only when it is."""
    return lambda page: run.report(min(page * LINES_OF_A_PAGE, max(0, rows - 1)), rows)


def drop(name: str) -> None:
    """One that cannot be deleted now is swept later."""
    try:
        files.drop(name)
    except OSError:
        logger.exception("export %s could not be deleted", name)


def sweep(at: datetime | None = None) -> list[str]:
    """Delete files that no row speaks of; returns their names. Safe to repeat and to interrupt."""
    known = {
        name
        for model in (ExportJob, ClosingDocument)
        for name in model.objects.exclude(stored="").values_list("stored", flat=True)
    }
    orphans = files.orphans((at or clock.now()) - SETTLED, known)
    for name in orphans:
        drop(name)
    return orphans
