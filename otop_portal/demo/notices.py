"""What the demo's people have been told of the present month, from the same trail and by the same words."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import District
from core.models import AuditEntry
from notices import audience, events
from notices.models import Reminder
from notices.relay import tell
from workflow.models import Submission

RECENT = timedelta(days=30)


def ensure_notices(districts: list[District], now: datetime) -> int:
    """Tell what is missing; returns how many notices were made."""
    recent = AuditEntry.objects.filter(at__gt=now - RECENT, at__lte=now, action__in=list(events.READERS))
    begun = Submission.objects.filter(district__in=districts).values("pk")
    of_months = Q(target_type=Submission._meta.label_lower, target_id__in=begun)
    reminders = Q(target_type=Reminder._meta.label_lower)
    made = 0
    for entry in recent.filter(of_months | reminders).select_related("actor").order_by("at", "pk"):
        if event := events.read(entry):
            made += tell(event, lambda event=event: audience.of(event), now)  # type: ignore[misc]
    return made
