"""One notice of one person, and what people have been told."""

from __future__ import annotations

from accounts.models import District, User
from core import clock
from notices.models import Notice, Topic


def make_notice(person: User, district: District | None = None, event: str = "test:1") -> Notice:
    return Notice.objects.create(
        person=person, topic=Topic.RETURNED, event=event, district=district, title="ส่งคืน", url="/entry/", at=clock.now()
    )


def told(topic: str = "") -> list[tuple[str, str]]:
    """(person, topic) of every notice, sorted."""
    notices = Notice.objects.filter(topic=topic) if topic else Notice.objects.all()
    return sorted(notices.values_list("person__username", "topic"))
