"""Entry points of Celery beat: the relay every few seconds, letters each minute, the calendar's notices hourly."""

from __future__ import annotations

from celery import shared_task

from notices import calendar, mail, webhooks
from notices import relay as trail


@shared_task(name="notices.tasks.relay")
def relay() -> None:
    trail.relay()


@shared_task(name="notices.tasks.send_mail")
def send_mail() -> None:
    mail.send_due()


@shared_task(name="notices.tasks.send_webhooks")
def send_webhooks() -> None:
    webhooks.send_due()


@shared_task(name="notices.tasks.announce")
def announce() -> None:
    calendar.announce()


@shared_task(name="notices.tasks.sweep")
def sweep() -> None:
    trail.sweep()
