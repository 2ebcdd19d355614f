"""Entry points of Celery beat. Hourly, so that a lost run is made good by the next."""

from __future__ import annotations

from celery import shared_task

from workflow import announcements


@shared_task(name="workflow.tasks.open_months")
def open_months() -> None:
    """Announce the months that have opened."""
    announcements.announce_openings()


@shared_task(name="workflow.tasks.close_months")
def close_months() -> None:
    """Keep the snapshots of the months that have closed."""
    announcements.announce_closings()
