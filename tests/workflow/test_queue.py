"""A queued job is done, once however often it was sent, kill or no kill."""

from __future__ import annotations

from celery import Celery

from tests.cast import Cast
from tests.workers import Worker, wait_until
from workflow.models import MonthEvent


def test_a_job_sent_thrice_and_half_killed_is_done_once(worker: Worker, broker: str, cast: Cast) -> None:
    with Celery(broker=broker).connection_for_write() as link:
        sender = Celery(broker=broker)
        for _ in range(3):
            sender.send_task("workflow.tasks.open_months", connection=link)
    first = worker()
    wait_until(MonthEvent.objects.exists)
    first.kill()
    first.wait()  # a dying client of the broker may still be handed, and lose, the next message
    worker()
    sender.send_task("workflow.tasks.close_months")
    closed = MonthEvent.objects.filter(event="closed")
    wait_until(lambda: closed.count() >= 3)
    events = list(MonthEvent.objects.values_list("kind", "month", "event"))  # read once: the worker goes on
    assert len(set(events)) == len(events)
