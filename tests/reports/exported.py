"""Files: asked for, made by a worker, and as they stand in the tables and on the disk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import Province
from core import clock
from core.jobs import Status
from core.month import Month
from reports import requests, tasks
from reports.asking import Spec
from reports.models import ClosingDocument, ExportJob
from reports.store import files
from reports.versions import scope_of

DETAIL = Spec("detail", "24", "2566-10_2566-11", "csv")
FAR = datetime(2999, 1, 1, tzinfo=UTC)  # files are dated by the disk, which knows no frozen clock
CONTENT = b"\xef\xbb\xbf\xe0"


def done(job: ExportJob) -> ExportJob:
    tasks.export(job.pk)
    job.refresh_from_db()
    return job


def asked(person: Any, spec: Spec = DETAIL) -> ExportJob:
    return requests.request(spec, actor=person)


def in_store() -> set[str]:
    return set(files.names(FAR))


def make_export(person: Any, area: str = "2401", **facts: Any) -> ExportJob:
    """The finished รต.๑ of a district, as a file of its requester's."""
    now = clock.now()
    made = {
        "spec": Spec("rt1", area, "2566-11", "csv").as_dict(),
        "scope": scope_of(person),
        "title": "รต.๑",
        "status": Status.DONE,
        "started_at": now,
        "finished_at": now,
        "expires_at": now + timedelta(days=7),
        "file_name": "รต.๑.csv",
        "done": 1,
        "stored": files.put(CONTENT, ".csv"),
    }
    return ExportJob.objects.create(requested_by=person, **(made | facts))


def make_closing_document(province: Province, month: str = "2566-09") -> ClosingDocument:
    """รต.๓ of figures that are not locked any more."""
    spec = Spec("rt3", province.code, month)
    return ClosingDocument.objects.create(
        month=Month.parse(month),
        document="rt3",
        area=province.code,
        province=province,
        spec=spec.as_dict(),
        status=Status.DONE,
        stored=files.put(CONTENT, ".pdf"),
        finished_at=clock.now(),
    )
