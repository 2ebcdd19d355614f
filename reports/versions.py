"""Whether a file made earlier is the one that would be made now: the same request, eyes and data.

A fingerprint errs on the safe side: it changes with any act that a document of the months might show, and with some
that it does not show. It never stays the same where a figure has changed.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from core import audit, clock
from core.models import AuditEntry
from core.period import Period
from reports.asking import Ask, Spec
from reports.figures import within
from workflow.calendar import national_windows
from workflow.models import EDITABLE_STATES, Kind, State, Submission

YEAR = 12  # months before the period that a document may compare with
OF_MONTHS, UNLOCKED = "workflow.submission", "month.unlocked"
# Acts that no document shows.
QUIET = (
    *("export.made", "user.password_reset", "user.password_changed", "user.many_reveals"),
    *("producer.phone_revealed", "producer.address_revealed", "producer.held_given"),
)


def scope_of(user: Any) -> str:
    """The person's role and area, as one word: 'province 24'."""
    area = user.district or user.province
    return f"{user.role} {area.code if area else ''}".strip()


def fingerprint(spec: Spec, ask: Ask) -> str:
    """SHA-256 of the request (area and digits are in it), of whose eyes it is for, and of the data's version."""
    return digest(spec.as_dict(), scope_of(ask.user), _version(ask))


def digest(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def _version(ask: Ask) -> list[Any]:
    """The states and revisions of the months, the newest act on those being written, and on anything but months."""
    months = _months(ask)
    states = months.values_list("state").annotate(
        Count("pk"), Sum("revision_number"), Max("confirmed_at"), Max("locked_at"), Max("reopened_at")
    )
    windows = [window for kind in Kind for window in national_windows(ask.period.months, kind).values()]
    opened = sum(window.opens_at <= clock.now() for window in windows)
    return [sorted(states.order_by()), opened, _newest_of_drafts(ask, months), _newest_of_the_rest()]


def _months(ask: Ask) -> QuerySet[Submission]:
    """Of every kind, a year back as well."""
    seen = Submission.objects.visible_to(ask.user).filter(within(ask.area))
    period: Period = ask.period
    return seen.filter(month__gte=period.first - YEAR, month__lte=period.last)


def _newest_of_drafts(ask: Ask, months: QuerySet[Submission]) -> tuple[int, int] | None:
    """The department sees no drafts."""
    if ask.user.is_national:
        return None
    drafts = list(months.filter(state__in=EDITABLE_STATES).values_list("pk", flat=True))
    return audit.version(AuditEntry.objects.filter(target_type=OF_MONTHS, target_id__in=drafts))


def _newest_of_the_rest() -> tuple[int, int]:
    """The registry, targets, markets … : read from the newest act back, of which the next is seldom far."""
    return audit.version(AuditEntry.objects.exclude(target_type=OF_MONTHS).exclude(action__in=QUIET))


def unlocked_since(ask: Ask, moment: datetime, *, locked_anew: bool = False) -> list[Submission]:
    """Months unlocked since a moment and not locked now: the department may not see them any more.

    `locked_anew`: those as well that were unlocked since and are locked again. What was made at the moment holds
    figures that a newer report has replaced, which the department sees nowhere else (reports.selectors.verify).
    """
    if not ask.user.is_national:
        return []
    reopened = _months(ask).filter(locked_at__isnull=False, reopened_at__gt=moment)
    gone = ~Q(state=State.LOCKED)
    if locked_anew:
        unlocks = AuditEntry.objects.filter(target_type=OF_MONTHS, action=UNLOCKED, at__gt=moment)
        gone |= Q(pk__in=unlocks.filter(target_id__in=reopened.values("pk")).values("target_id"))
    related = reopened.filter(gone).select_related("district__province")
    return list(related.order_by("month", "district__code"))
