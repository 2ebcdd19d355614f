"""The office reminds its districts that have not confirmed: who they are, and the one act that tells them all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import District, Province, User
from core import audit, clock
from core.month import Month
from notices import audience
from notices.calendar import unconfirmed
from notices.models import MESSAGE_LENGTH, Reminder
from notices.words import Reader, days_left, due
from workflow import calendar
from workflow.models import Kind, Submission
from workflow.selectors.standing import Standing


@dataclass(frozen=True)
class Waiting(Standing):
    """A district that has not confirmed. `last` is its last reminder of the month, if any."""

    district: District
    submission: Submission | None
    due: datetime
    at: datetime
    is_open: bool
    officers: int
    last: Reminder | None

    @property
    def days(self) -> int:
        return days_left(self.due, self.at)

    @property
    def reminded_today(self) -> bool:
        return self.last is not None and self.last.day == clock.today()

    @property
    def may_be_reminded(self) -> bool:
        """Once a day, while something can be done about it and somebody is there to do it."""
        return self.is_open and bool(self.officers) and not self.reminded_today


def waiting_in(province: Province, month: Month, kind: str = Kind.SALES) -> list[Waiting]:
    """The province's districts that have not confirmed the month, in Thai order. The caller has checked the office."""
    at, districts = clock.now(), unconfirmed(province, kind, month)
    windows = calendar.windows_in(province, month, at=at, kind=kind)
    begun = Submission.objects.filter(kind=kind, month=month, district__in=districts)
    submissions = {submission.district_id: submission for submission in begun}
    officers = Counter(person.district_id for person in audience.officers(districts))
    sent = Reminder.objects.filter(kind=kind, month=month, district__in=districts).order_by("day")
    last = {reminder.district_id: reminder for reminder in sent}
    return [
        Waiting(
            district,
            submissions.get(district.pk),
            due(Reader(province, district), kind, month, at),
            at,
            windows[district.pk].is_open(at),
            officers[district.pk],
            last.get(district.pk),
        )
        for district in districts
    ]


@transaction.atomic
def remind(
    province: Province, month: Month, *, actor: User, message: str = "", kind: str = Kind.SALES
) -> list[District]:
    """Remind every district that has not confirmed and was not reminded today; returns them.

    Raises PermissionDenied to anyone but the province's office.
    """
    if not (actor.is_active and actor.is_province and actor.province_id == province.pk):
        raise PermissionDenied
    text = message.strip()[:MESSAGE_LENGTH]
    made = [
        reminder
        for waiting in waiting_in(province, month, kind)
        if waiting.may_be_reminded and (reminder := _once_today(waiting.district, month, kind, actor, text))
    ]
    facts = {"kind": Kind(kind).label, "month": str(month)}
    audit.record_many(
        actor,
        "district.reminded",
        [(reminder, {**facts, "area": reminder.district.name, "message": text}) for reminder in made],
    )
    return [reminder.district for reminder in made]


def _once_today(district: District, month: Month, kind: str, actor: User, message: str) -> Reminder | None:
    """The new reminder, or None when a colleague was quicker."""
    facts = {"message": message, "by": actor, "at": clock.now()}
    reminder, created = Reminder.objects.get_or_create(
        kind=kind, district=district, month=month, day=clock.today(), defaults=facts
    )
    return reminder if created else None
