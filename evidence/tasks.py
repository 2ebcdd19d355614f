"""What beat asks of evidence."""

from __future__ import annotations

from celery import shared_task

from evidence import services


@shared_task(name="evidence.tasks.sweep")
def sweep() -> None:
    """Remove the files that a crash left without a row."""
    services.sweep()
