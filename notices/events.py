"""What happened, read from the audit trail: the few acts that somebody else has to know of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.models import District, Province, User
from core.models import AuditEntry
from core.month import Month
from notices.models import Reminder
from workflow.models import Extension, Submission


@dataclass(frozen=True)
class Event:
    """`id` is unique and the same however often it is read; `area` is where it happened, None: nowhere in particular.

    `person` is set where it concerns one person alone. `details` are the act's own.
    """

    id: str
    name: str
    at: datetime
    kind: str = ""
    month: Month | None = None
    district: District | None = None
    province: Province | None = None
    person: User | None = None
    until: datetime | None = None
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """What a person typed with the act."""
        return str(self.details.get("reason") or self.details.get("message") or "")

    @property
    def whole_province(self) -> Province | None:
        """The province, where it concerns all of it."""
        return None if self.district else self.province


def key_of(entry_id: int) -> str:
    return f"audit:{entry_id}"


def _of_month(entry: AuditEntry) -> dict[str, Any] | None:
    submission = Submission.objects.select_related("district__province").filter(pk=entry.target_id).first()
    if submission is None:
        return None
    district = submission.district
    facts = {"kind": submission.kind, "month": submission.month}
    return {**facts, "district": district, "province": district.province}


def _of_extension(entry: AuditEntry) -> dict[str, Any] | None:
    extension = Extension.objects.select_related("province", "district__province").filter(pk=entry.target_id).first()
    if extension is None:
        return None
    province = extension.district.province if extension.district else extension.province
    facts = {"kind": extension.kind, "month": extension.month, "until": extension.until}
    return {**facts, "district": extension.district, "province": province}


def _of_reminder(entry: AuditEntry) -> dict[str, Any] | None:
    reminder = Reminder.objects.select_related("district__province").filter(pk=entry.target_id).first()
    if reminder is None:
        return None
    facts = {"kind": reminder.kind, "month": reminder.month}
    return {**facts, "district": reminder.district, "province": reminder.district.province}


def _of_person(entry: AuditEntry) -> dict[str, Any] | None:
    """What a worker has finished for the person who asked."""
    return {"person": entry.actor} if entry.actor else None


def _of_nobody(entry: AuditEntry) -> dict[str, Any] | None:
    """Of no area and no person: the administrators' business."""
    return {}


READERS: dict[str, Callable[[AuditEntry], dict[str, Any] | None]] = {
    "month.confirmed": _of_month,
    "month.withdrawn": _of_month,
    "month.returned": _of_month,
    "month.locked": _of_month,
    "month.unlocked": _of_month,
    "district.reminded": _of_reminder,
    "extension.granted": _of_extension,
    "extension.revoked": _of_extension,
    "export.made": _of_person,
    "webhook.stopped": _of_nobody,
}


def read(entry: AuditEntry) -> Event | None:
    """The event of an entry; None where what it was about is gone."""
    facts = READERS[entry.action](entry)
    if facts is None:
        return None
    return Event(id=key_of(entry.pk), name=entry.action, at=entry.at, details=entry.details, **facts)
