"""Writes of a person's own notices: read, and how they want to be told."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from core import clock
from notices.models import Notice, Wish


def mark_read(notice: Notice, *, actor: User) -> None:
    """Once; the first time stays."""
    Notice.objects.visible_to(actor).unread().filter(pk=notice.pk).update(read_at=clock.now())


def mark_all_read(*, actor: User, up_to: int) -> int:
    """Those that the page showed: `up_to` is the newest notice on it. Returns how many were unread."""
    return Notice.objects.visible_to(actor).unread().filter(pk__lte=up_to).update(read_at=clock.now())


@transaction.atomic
def choose_ways(ways: Mapping[str, str], *, actor: User) -> None:
    """Keep how the person wants to be told, by topic."""
    Wish.objects.bulk_create(
        [Wish(person=actor, topic=topic, way=way) for topic, way in ways.items()],
        update_conflicts=True,
        unique_fields=["person", "topic"],
        update_fields=["way"],
    )
