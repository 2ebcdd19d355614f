"""Which rows a month has: Sync from the month before and the registry, one row added, one removed."""

from __future__ import annotations

from django.db import transaction

from accounts.models import District, User
from core import audit, clock
from core.month import Month
from producers.models import Category, Producer
from sales.models import SalesRow
from sales.selectors.rows import RowKey, begun_submission, missing_rows
from sales.services.totals import refresh_totals
from workflow import services as workflow
from workflow.calendar import Act, may_change
from workflow.models import Kind, Submission


def begin(district: District, month: Month, *, actor: User) -> Submission:
    """The month's submission, begun by someone who may edit it now. Raises Refused before anything is written."""
    if existing := begun_submission(district, month):
        return existing
    verdict = may_change(actor, district, month, Act.EDIT, submission=None)
    if not verdict.allowed:
        raise workflow.Refused(verdict)
    return workflow.submission_of(district, month, Kind.SALES)


@transaction.atomic
def sync(submission: Submission, *, actor: User) -> int:
    """Sync ข้อมูล: the rows of the month before and of the registry, without amounts. Returns how many were added."""
    submission = workflow.lock_row(submission)
    workflow.guard(actor, submission, Act.EDIT)
    wanted = missing_rows(submission.district, submission.month)
    _create(submission, wanted, actor)
    audit.record(actor, "rows.synced", submission, added=len(wanted))
    return len(wanted)


def _create(submission: Submission, keys: list[RowKey], actor: User) -> None:
    now = clock.now()
    SalesRow.objects.bulk_create(
        SalesRow(submission=submission, producer_id=p, category=c, updated_at=now, updated_by=actor) for p, c in keys
    )
    refresh_totals(submission)


@transaction.atomic
def add_row(submission: Submission, producer: Producer, category: str, *, actor: User) -> bool:
    """A producer's row in one more category. False when it is there already.

    Raises ValueError for a producer of another district, one not trading in the month, or an unknown category.
    """
    submission = workflow.lock_row(submission)
    workflow.guard(actor, submission, Act.EDIT)
    trading = Producer.objects.trading_in(submission.month).filter(district=submission.district)
    if category not in Category.values or not trading.filter(pk=producer.pk).exists():
        raise ValueError("not a producer of this district and month")
    if SalesRow.objects.filter(submission=submission, producer=producer, category=category).exists():
        return False
    _create(submission, [(producer.pk, category)], actor)
    audit.record(actor, "row.added", submission, producer=producer.code, category=category)
    return True


@transaction.atomic
def remove_row(submission: Submission, row_id: int, *, actor: User) -> bool:
    """Take a row out of the month; what stood in it stays in the audit trail. False when it is gone already."""
    submission = workflow.lock_row(submission)
    workflow.guard(actor, submission, Act.EDIT)
    row = SalesRow.objects.filter(submission=submission, pk=row_id).select_related("producer").first()
    if row is None:
        return False
    amounts = [None if amount is None else str(amount) for amount in row.amounts]
    audit.record(actor, "row.removed", submission, producer=row.producer.code, category=row.category, amounts=amounts)
    row.delete()
    refresh_totals(submission, {row.category})
    return True
