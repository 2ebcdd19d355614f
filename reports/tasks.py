"""What the workers do for reports. A task is given an id, claims its row, and may come twice."""

from __future__ import annotations

from celery import shared_task

from core import jobs
from reports import closing, keeping, making
from reports.models import ClosingDocument, ExportJob


@shared_task(name=ExportJob.task_name)
def export(pk: int) -> None:
    """Make the file that somebody asked for."""
    jobs.carry_out(ExportJob, pk, making.make_export)


@shared_task(name=ClosingDocument.task_name)
def closing_document(pk: int) -> None:
    """Make one document of a closed month."""
    jobs.carry_out(ClosingDocument, pk, closing.make)


@shared_task(name="reports.tasks.close_months")
def close_months() -> None:
    """Queue the documents of closed months that are not there, or whose figures have changed."""
    closing.run()


@shared_task(name="reports.tasks.sweep")
def sweep() -> None:
    """Remove the files that a crash left without a row."""
    making.sweep()


@shared_task(name="reports.tasks.keep_sums")
def keep_sums() -> None:
    """Keep the sums of frozen months that are not there: of months frozen before they were kept, or deleted since."""
    keeping.make_good()
