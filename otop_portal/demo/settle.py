"""A month that was open when the demo was loaded and that nobody has touched since becomes history."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from core.models import AuditEntry
from entry import grids
from otop_portal.demo.moments import Moments, between
from otop_portal.demo.months import Plan, lock_month, rewrite_month
from otop_portal.demo.people import Cast
from otop_portal.demo.states import LOCKED
from workflow.calendar import default_window
from workflow.models import State, Submission


def untouched(submissions: list[Submission]) -> list[Submission]:
    """Those whose audit trail has only the demo's own entries: every act of a person leaves one."""
    entries = AuditEntry.objects.filter(
        target_type=Submission._meta.label_lower, target_id__in=[s.pk for s in submissions]
    )
    touched = {target for target, details in entries.values_list("target_id", "details") if not details.get("demo")}
    return [s for s in submissions if s.pk not in touched]


def settle(submission: Submission, cast: Cast, now: datetime) -> None:
    """Fill, confirm and lock a closed month that was left open."""
    moments = _moments(submission, now)
    if submission.state == State.CONFIRMED:
        lock_month(submission, moments.decided, cast)
    else:
        rewrite_month(submission, Plan(submission.district, submission.month, LOCKED, moments, submission.kind), cast)


def _moments(submission: Submission, now: datetime) -> Moments:
    """After what is on record, and if possible before the month closed."""
    closed = min(default_window(submission.month).closes_at, now)
    known = [
        grids.of(submission).row.objects.filter(submission=submission).aggregate(last=Max("updated_at"))["last"],
        submission.confirmed_at,
        submission.reopened_at,
    ]
    last = max((moment for moment in known if moment), default=default_window(submission.month).opens_at)
    return between(last, max(closed, last), submission.district)
