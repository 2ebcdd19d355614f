"""Reads of notices: the list, the number on the bell, what a person has chosen."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from notices.models import TOPICS_OF, Address, Delivery, Letter, Notice, Topic, Way, Webhook, Wish
from notices.outgoing import Status

MOST = 99  # that the bell counts to


def notices_of(user: User, *, unread: bool = False) -> QuerySet[Any]:
    mine = Notice.objects.visible_to(user)
    return mine.unread() if unread else mine


def notice_or_404(user: User, pk: int) -> Notice:
    return get_object_or_404(Notice.objects.visible_to(user), pk=pk)


def unread_count(user: Any) -> int:
    """How many are unread, no more than one above MOST. One query, of which an index holds the answer."""
    return Notice.objects.visible_to(user).unread().order_by()[: MOST + 1].count() if user.is_authenticated else 0


def ways_of(user: User) -> dict[Topic, str]:
    """How the person wants to be told, by topic of their role."""
    chosen = dict(Wish.objects.filter(person=user).values_list("topic", "way"))
    return {topic: chosen.get(topic, Way.APP) for topic in TOPICS_OF[user.role]}


def address_of(user: User) -> Address | None:
    return Address.objects.filter(person=user).first()


def failed_letter(user: User) -> Letter | None:
    """The last letter, if it was given up."""
    last = Letter.objects.filter(person=user).exclude(status=Status.WAITING).order_by("-ended_at").first()
    return last if last and last.status == Status.FAILED else None


def webhooks_of(user: User) -> list[Webhook]:
    return list(Webhook.objects.visible_to(user).select_related("province").order_by("name", "pk"))


def webhook_or_404(user: User, pk: int) -> Webhook:
    return get_object_or_404(Webhook.objects.visible_to(user).select_related("province"), pk=pk)


def deliveries_of(hook: Webhook, length: int) -> list[Delivery]:
    """The last ones, newest first."""
    return list(hook.deliveries.order_by("-made_at", "-pk")[:length])
