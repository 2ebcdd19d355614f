"""From the audit trail to notices: what was written there by an act is told once, whenever and how often this runs.

Entries are written in the transaction of their act, but transactions do not commit in the order of the ids that they
took: entry 8 can be seen while entry 7 is still on its way. So no cursor moves past an entry merely because a later
one was seen. Everything above the cursor is looked at in each run, what was told is in `Told`, and the cursor follows
HORIZON behind the clock: longer by far than any transaction may last (a request 30 s, a task 600 s).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from core import clock
from core.models import AuditEntry
from notices import audience, events, webhooks, words
from notices.events import Event
from notices.models import ALWAYS, Cursor, Delivery, Letter, Notice, Told, Way, Wish

HORIZON = timedelta(hours=1)
PORTION = 500
KEPT = timedelta(days=400)
DELIVERIES_KEPT = timedelta(days=90)
logger = logging.getLogger(__name__)


def relay(at: datetime | None = None) -> int:
    """Tell what the trail has to tell; returns how many notices were made."""
    at = at or clock.now()
    cursor = Cursor.objects.get_or_create(pk=1, defaults={"entry": _settled(at, 0)})[0]
    made, failed = 0, []
    for entry in _waiting(cursor.entry):
        try:
            made += _tell_entry(entry, at)
        except Exception:  # one entry that cannot be told keeps no other back; the cursor waits for it
            logger.exception("audit entry %s could not be told", entry.pk)
            failed.append(entry.pk)
    _move(cursor, min([_settled(at, cursor.entry), *(pk - 1 for pk in failed)]))
    return made


def _waiting(after: int) -> Iterable[AuditEntry]:
    """Entries above the cursor that somebody has to know of and that were not told, oldest first."""
    found = AuditEntry.objects.filter(pk__gt=after, action__in=list(events.READERS))
    ids = list(found.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), PORTION):
        portion = ids[start : start + PORTION]
        keys = [events.key_of(pk) for pk in portion]
        told = set(Told.objects.filter(event__in=keys).values_list("event", flat=True))
        missing = [pk for pk in portion if events.key_of(pk) not in told]
        yield from AuditEntry.objects.filter(pk__in=missing).select_related("actor").order_by("pk")


def _settled(at: datetime, after: int) -> int:
    """The newest entry so old that none before it can still be on its way."""
    old = AuditEntry.objects.filter(pk__gt=after, at__lt=at - HORIZON)
    return old.aggregate(newest=Max("pk"))["newest"] or after


def _move(cursor: Cursor, entry: int) -> None:
    if entry > cursor.entry:
        Cursor.objects.filter(pk=cursor.pk, entry__lt=entry).update(entry=entry)


def _tell_entry(entry: AuditEntry, at: datetime) -> int:
    event = events.read(entry)
    return tell(event, lambda: audience.of(event), at) if event else 0


def is_told(event: str) -> bool:
    return Told.objects.filter(event=event).exists()


@transaction.atomic
def tell(event: Event, people: Callable[[], list[User]], at: datetime) -> int:
    """Make the notices of an event, once: a second call, or another worker's at the same time, makes none."""
    if not Told.objects.get_or_create(event=event.id, defaults={"at": at})[1]:
        return 0
    notices = [notice for person in people() if (notice := _notice(event, person, at))]
    silenced = _silenced(notices)
    wanted = [notice for notice in notices if (notice.person_id, notice.topic) not in silenced]
    Notice.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=PORTION)
    _write_letters(event, at)
    webhooks.queue(event, at)
    return len(wanted)


def _write_letters(event: Event, at: datetime) -> None:
    """A letter for each notice of the event whose person wants one and has an address that is theirs."""
    wishes = Wish.objects.filter(way=Way.MAIL, person__address__confirmed_at__isnull=False)
    wanting = set(wishes.filter(person__notices__event=event.id).values_list("person_id", "topic"))
    if not wanting:
        return
    notices = Notice.objects.filter(event=event.id, person__in=[person for person, _ in wanting], letter=None)
    letters = [
        Letter(person_id=notice.person_id, notice=notice, asked_at=at, next_at=at)
        for notice in notices
        if (notice.person_id, notice.topic) in wanting
    ]
    Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=PORTION)


def _notice(event: Event, person: User, at: datetime) -> Notice | None:
    reader = words.reader(person)
    if event.person:
        said = words.of_file(event)
    elif event.name == "webhook.stopped":
        said = words.of_stopped_webhook(event)
    elif reader and (found := words.of_area(event, reader, at)):
        said = found
    else:
        return None
    district = reader.district if reader and not event.person else None
    province = reader.province if reader and not event.person and not district else None
    return Notice(
        person=person,
        topic=said.topic,
        event=event.id,
        district=district,
        province=province,
        title=said.title,
        todo=said.todo,
        said=said.said,
        url=said.url,
        at=event.at,
    )


def _silenced(notices: list[Notice]) -> set[tuple[int, str]]:
    """(person, topic) of those who do not want to be told."""
    people = {notice.person_id for notice in notices}
    wishes = Wish.objects.filter(person__in=people, way=Way.NONE).exclude(topic__in=ALWAYS)
    return set(wishes.values_list("person_id", "topic"))


def sweep(at: datetime | None = None) -> None:
    """Let go what is older than a year and some: notices, questions for addresses, the memory of what was told."""
    old = (at or clock.now()) - KEPT
    Notice.objects.filter(at__lt=old).delete()
    Letter.objects.filter(notice=None, asked_at__lt=old).delete()
    Told.objects.filter(at__lt=old).delete()
    Delivery.objects.filter(made_at__lt=(at or clock.now()) - DELIVERIES_KEPT).delete()
