"""What leaves the portal: tried until it is through or given up, by one worker at a time, at least once.

Claiming is a compare-and-set that counts the attempt and sets the next one's time before anything is sent. A worker
that is killed while sending has thereby only postponed it; one that is killed after sending sends it again, which the
receiver recognises (Message-ID, event id).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import models
from django.db.models import F

FIRST_PAUSE = timedelta(minutes=1)
FACTOR = 4
MOST_ATTEMPTS = 7  # the last one about a day after the first: 1, 4, 16, 64, 256, 1,024 minutes between them
PORTION = 200
INTERRUPTED = "ระบบหยุดระหว่างส่ง"
ERROR_LENGTH = 300


class Status(models.TextChoices):
    WAITING = "waiting", "รอส่ง"
    SENT = "sent", "ส่งแล้ว"
    FAILED = "failed", "ส่งไม่สำเร็จ"
    DROPPED = "dropped", "ไม่ส่งแล้ว"


class Outgoing(models.Model):
    """One thing to be sent. `attempts` counts those begun; `next_at` is when the next may begin."""

    status = models.CharField(max_length=7, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=ERROR_LENGTH, blank=True)

    objects: Any = models.Manager()

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        return self.status == Status.WAITING


Sent = TypeVar("Sent", bound=Outgoing)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts."""
    return FIRST_PAUSE * FACTOR ** (attempts - 1)


class Patience:
    """So many seconds of a worker's time, by a clock that nobody sets."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._until


def claimed(due: models.QuerySet[Sent], at: datetime, patience: Patience | None = None) -> Iterator[Sent]:
    """What is due now, each held by this worker alone for as long as the pause; the oldest first.

    The first in any case; nothing more once the patience is over: the next run goes on.
    """
    found = due.filter(status=Status.WAITING, next_at__lte=at).order_by("next_at", "pk")
    for number, (pk, attempts) in enumerate(list(found.values_list("pk", "attempts")[:PORTION])):
        if number and patience and patience.is_over:
            return
        mine = due.model._default_manager.filter(pk=pk, status=Status.WAITING, attempts=attempts)
        if attempts >= MOST_ATTEMPTS:
            mine.update(status=Status.FAILED, error=INTERRUPTED, ended_at=at)
        elif mine.update(attempts=F("attempts") + 1, next_at=at + pause(attempts + 1)):
            yield due.get(pk=pk)


def end(item: Outgoing, status: Status, at: datetime, error: str = "", **facts: Any) -> bool:
    """It is through, or of no use any more. False when it is another worker's by now."""
    return _write(item, status=status, ended_at=at, error=_one_line(error), **facts)


def fail(item: Outgoing, at: datetime, error: str, **facts: Any) -> bool:
    """This attempt has failed; after the last one it is given up, which the pages show."""
    if item.attempts >= MOST_ATTEMPTS:
        return end(item, Status.FAILED, at, error, **facts)
    return _write(item, error=_one_line(error), **facts)


def _write(item: Outgoing, **facts: Any) -> bool:
    mine = type(item).objects.filter(pk=item.pk, status=Status.WAITING, attempts=item.attempts)
    return bool(mine.update(**facts))


def _one_line(error: str) -> str:
    """Also of what a server made up: PostgreSQL cannot store a NUL, and nobody can read the rest."""
    return " ".join("".join(char if char.isprintable() else " " for char in error).split())[:ERROR_LENGTH]
