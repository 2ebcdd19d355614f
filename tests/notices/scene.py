"""One notice of one person, and what people have been told."""

from __future__ import annotations

from typing import Any

from accounts.models import District, User
from core import clock
from notices.models import Notice, Topic, Webhook
from notices.webhooks import EVENTS


def make_notice(person: User, district: District | None = None, event: str = "test:1") -> Notice:
    return Notice.objects.create(
        person=person, topic=Topic.RETURNED, event=event, district=district, title="ส่งคืน", url="/entry/", at=clock.now()
    )


def told(topic: str = "") -> list[tuple[str, str]]:
    """(person, topic) of every notice, sorted."""
    notices = Notice.objects.filter(topic=topic) if topic else Notice.objects.all()
    return sorted(notices.values_list("person__username", "topic"))


def make_webhook(cast: Any, url: str = "https://127.0.0.1/", **facts: Any) -> Webhook:
    """Of the nation and of every event; where nothing answers, and nothing is ever asked."""
    facts = {"name": "LINE", "events": list(EVENTS), "created_at": clock.now(), "created_by": cast.teera} | facts
    return Webhook.objects.create(url=url, **facts)
