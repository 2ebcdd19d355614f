"""Which rows a month has: Sync from the month before and the registry, one row added, one removed."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import District, User
from core import audit, clock
from core.month import Month
from entry import grids
from entry.grids import Grid, Key
from entry.services.totals import refresh_totals
from workflow import services as workflow
from workflow.calendar import Act
from workflow.models import Submission


def begin(district: District, month: Month, kind: str, *, actor: User) -> Submission:
    """The month's submission, begun by someone who may edit it now. Raises Refused before anything is written."""
    if existing := grids.get(kind).begun(district, month):
        return existing
    return workflow.begin(district, month, actor=actor, kind=kind)


@transaction.atomic
def sync(submission: Submission, *, actor: User) -> int:
    """Sync ข้อมูล: the rows of the month before and of the registry, without amounts. Returns how many were added."""
    submission = workflow.lock_row(submission)
    workflow.guard(actor, submission, Act.EDIT)
    grid = grids.of(submission)
    wanted = grid.missing(submission.district, submission.month)
    _create(grid, submission, wanted, actor)
    audit.record(actor, "rows.synced", submission, added=len(wanted))
    return len(wanted)


def _create(grid: Grid, submission: Submission, keys: list[Key], actor: User) -> None:
    facts: dict[str, Any] = {"submission": submission, "updated_at": clock.now(), "updated_by": actor}
    rows = [grid.row(**dict(zip(grid.key_fields, key, strict=True)), **facts) for key in keys]
    grid.row.objects.bulk_create(rows)
    refresh_totals(submission)


@transaction.atomic
def add_row(submission: Submission, unit: Any, part: str = "", *, actor: User) -> bool:
    """A unit's row (in one more part). False when it is there already.

    Raises ValueError for a unit of another district, one not trading in the month, an unknown part, or one
    that the register does not give the unit.
    """
    submission = workflow.lock_row(submission)
    workflow.guard(actor, submission, Act.EDIT)
    grid = grids.of(submission)
    known = part in dict(grid.parts) if grid.part else not part
    if not known or not grid.may_add(unit, submission.district, submission.month, part):
        raise ValueError(f"not a {grid.unit} of this district and month")
    key = (unit.pk, part) if grid.part else (unit.pk,)
    if grid.row.objects.filter(submission=submission, **dict(zip(grid.key_fields, key, strict=True))).exists():
        return False
    _create(grid, submission, [key], actor)
    audit.record(actor, "row.added", submission, **{grid.unit: unit.code, **({grid.part: part} if grid.part else {})})
    return True


@transaction.atomic
def remove_row(submission: Submission, row_id: int, *, actor: User) -> bool:
    """Take a row out of the month; what stood in it stays in the audit trail. False when it is gone already."""
    submission = workflow.lock_row(submission)
    workflow.guard(actor, submission, Act.EDIT)
    grid = grids.of(submission)
    row = grid.row.objects.filter(submission=submission, pk=row_id).select_related(grid.unit).first()
    if row is None:
        return False
    part = grid.part_of(row)
    audit.record(
        actor,
        "row.removed",
        submission,
        **{grid.unit: grid.unit_of(row).code, **({grid.part: part} if grid.part else {})},
        amounts=[None if amount is None else str(amount) for amount in row.amounts],
    )
    row.delete()
    refresh_totals(submission, {part})
    return True
