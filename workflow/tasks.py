"""Entry points of Celery beat. Hourly, so that a lost run is made good by the next."""

from __future__ import annotations

from celery import shared_task

from workflow import announcements
from workflow.models import Kind


@shared_task(name="workflow.tasks.open_months")
def open_months() -> None:
    """Announce the months that have opened."""
    for kind in Kind.values:
        announcements.announce_openings(kind=kind)


@shared_task(name="workflow.tasks.close_months")
def close_months() -> None:
    """Keep the snapshots of the months that have closed."""
    for kind in Kind.values:
        announcements.announce_closings(kind=kind)
