"""Entry points of Celery beat that belong to no app."""

from __future__ import annotations

from celery import shared_task

from core import jobs
from core import retention as rules


@shared_task(name="core.tasks.revive_jobs")
def revive_jobs() -> None:
    """Send again what a killed worker or a broker that was away has left behind."""
    jobs.revive()


@shared_task(name="core.tasks.retention")
def retention() -> None:
    """Let go what has been kept long enough."""
    rules.run()
