"""Looking at people's telephone numbers and addresses: for a purpose, on record, and noticed when it is often."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.models import AuditEntry
from core.records import Refused
from producers.models import Producer
from producers.services.registry import guard

PURPOSES = {
    "contact": "ติดต่อผู้ผลิต",
    "visit": "ลงพื้นที่เยี่ยมหรือตรวจ",
    "check": "ตรวจความถูกต้องของทะเบียน",
    "asked": "ผู้ผลิตขอดูข้อมูลของตน",
}
REVEALS = {"phone": "producer.phone_revealed", "address": "producer.address_revealed"}
OFTEN = timedelta(hours=1)
logger = logging.getLogger(__name__)


@transaction.atomic
def reveal(*, actor: User, producer: Producer, what: str, purpose: str) -> str:
    """The whole 'phone' or 'address'. That it was looked at, and what for, is audited before it is given.

    Raises Refused without one of PURPOSES, PermissionDenied to those who do not keep the producer's registry.
    """
    guard(actor, producer.district)
    if purpose not in PURPOSES or what not in REVEALS:
        raise Refused("กรุณาเลือกเหตุที่ต้องเปิดดู", "purpose")
    audit.record(actor, REVEALS[what], producer, purpose=PURPOSES[purpose])
    _notice(actor)
    return getattr(producer, what)


def reveals_lately(actor: User) -> int:
    """How often this person has looked within the last hour."""
    looked = AuditEntry.objects.filter(actor=actor, action__in=REVEALS.values(), at__gte=clock.now() - OFTEN)
    return looked.count()


def _notice(actor: User) -> None:
    """Each time the usual number is reached again: on the person's own account, where the administrator sees it."""
    times = reveals_lately(actor)
    if times % settings.REVEALS_PER_HOUR == 0:
        audit.record(actor, "user.many_reveals", actor, times=times)
        logger.warning("%s has looked at personal data %s times within an hour", actor.username, times)
