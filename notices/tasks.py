"""Entry points of Celery: the relay each minute and when something has happened, the calendar's notices hourly."""

from __future__ import annotations

import logging

from celery import current_app, shared_task
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from notices import calendar
from notices import relay as trail
from notices.events import READERS

logger = logging.getLogger(__name__)


@shared_task(name="notices.tasks.relay")
def relay() -> None:
    trail.relay()


@shared_task(name="notices.tasks.announce")
def announce() -> None:
    calendar.announce()


@shared_task(name="notices.tasks.sweep")
def sweep() -> None:
    trail.sweep()


def hear(action: str) -> None:
    """An act was written to the trail: wake the relay once its transaction has committed, once for all its acts."""
    if action in READERS and not any(call[1] is wake for call in connection.run_on_commit):
        transaction.on_commit(wake)


def wake() -> None:
    """Now. Where the broker is away, the relay of the next minute does it."""
    try:
        current_app.send_task(relay.name, retry=False)
    except OperationalError:
        logger.info("the relay waits for the broker")
