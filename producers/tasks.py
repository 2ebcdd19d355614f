"""What the workers do for the registry."""

from __future__ import annotations

from celery import shared_task

from core import jobs
from producers.models import ImportJob
from producers.services import imports


@shared_task(name=ImportJob.task_name)
def import_registry(pk: int) -> None:
    """Take an uploaded registry in."""
    jobs.carry_out(ImportJob, pk, imports.carry_out)
