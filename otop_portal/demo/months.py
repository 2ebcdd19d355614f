"""Write districts' months as they would stand after everyone's work: rows, totals, revisions, audit trail.

History goes in by bulk, not through `workflow.services`, whose acts are bound to the present clock.
What it leaves behind is the same: the canonical form is made from the stored rows by the same code.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from accounts.models import District, User
from core.models import AuditEntry
from core.month import Month
from entry import grids
from entry.services import refresh_totals
from otop_portal.demo.market_rows import planned_market_rows
from otop_portal.demo.moments import Moments
from otop_portal.demo.people import Cast
from otop_portal.demo.rows import flag_unusual, planned_rows
from otop_portal.demo.states import Stage
from workflow import keepers, kinds
from workflow.canonical import canonical, sha256
from workflow.models import Kind, ReturnNote, Revision, State, Submission
from workflow.services import CODE_ALPHABET, CODE_LENGTH

RETURN_REASON = "ยอดบางรายสูงกว่าเดือนก่อนมาก ขอให้ตรวจสอบกับผู้ผลิตแล้วยืนยันใหม่"
ROW_REASONS = ("ยอดสูงกว่าเดือนก่อนหลายเท่า กรอกเลขศูนย์เกินหรือไม่", "ขอหลักฐานยอดจำหน่ายของรายนี้")
Planner = Callable[[District, Month, Stage], Iterable[dict[str, Any]]]
PLANNED: dict[str, Planner] = {Kind.SALES: planned_rows, Kind.MARKETS: planned_market_rows}


@dataclass(frozen=True)
class Plan:
    """One district's month, the stage it shall stand in, and when its acts took place."""

    district: District
    month: Month
    stage: Stage
    moments: Moments
    kind: str = Kind.SALES


@transaction.atomic
def write_month(plan: Plan, cast: Cast) -> Submission:
    """Create the submission and all that belongs to its stage. The month must not have been begun."""
    submission = Submission.objects.create(
        kind=plan.kind, district=plan.district, month=plan.month, **_state_fields(plan, cast, revision=1)
    )
    _write_rows(submission, plan, cast)
    return submission


@transaction.atomic
def rewrite_month(submission: Submission, plan: Plan, cast: Cast) -> None:
    """Bring a month that stands in `draft` or `returned` to the plan's stage, with the next revision."""
    fields = _state_fields(plan, cast, revision=submission.revision_number + 1)
    for name, value in fields.items():
        setattr(submission, name, value)
    submission.save(update_fields=list(fields))
    submission.return_notes.all().delete()
    grids.of(submission).row.objects.filter(submission=submission).delete()
    _write_rows(submission, plan, cast)


@transaction.atomic
def lock_month(submission: Submission, at: datetime, cast: Cast) -> None:
    """Lock a confirmed month as its province would have done."""
    office = cast.provinces[submission.district.province_id]
    submission.state, submission.locked_at, submission.locked_by = State.LOCKED, at, office
    submission.save(update_fields=["state", "locked_at", "locked_by"])
    _locked(submission, at, office).save()


def _write_rows(submission: Submission, plan: Plan, cast: Cast) -> None:
    """Rows, warnings, totals; for confirmed months also the revision, notes and audit trail."""
    officer, office = cast.officers[plan.district.pk], cast.provinces[plan.district.province_id]
    of_kind = grids.of(submission).row
    of_kind.objects.bulk_create(
        of_kind(submission=submission, updated_at=plan.moments.saved, updated_by=officer, **row)
        for row in PLANNED[plan.kind](plan.district, plan.month, plan.stage)
    )
    if plan.kind == Kind.SALES:
        flag_unusual(submission, explained=plan.stage.state != State.DRAFT)
    refresh_totals(submission)
    if plan.stage.state == State.DRAFT:
        return
    _confirmed(submission, _freeze(submission, plan.moments.confirmed, officer), officer).save()
    if plan.stage.state == State.LOCKED:
        _locked(submission, plan.moments.decided, office).save()
    elif plan.stage.state == State.RETURNED:
        _returned(submission, plan.moments.decided, office).save()


def _state_fields(plan: Plan, cast: Cast, *, revision: int) -> dict[str, object]:
    """The submission's columns in its stage, as `workflow.services` would have left them."""
    state, moments = plan.stage.state, plan.moments
    if state == State.DRAFT:
        return {"state": state}
    office = cast.provinces[plan.district.province_id]
    fields: dict[str, object] = {
        "state": state,
        "revision_number": revision,
        "confirmed_at": moments.confirmed,
        "confirmed_by": cast.officers[plan.district.pk],
    }
    if state == State.LOCKED:
        fields |= {"locked_at": moments.decided, "locked_by": office}
    elif state == State.RETURNED:
        fields |= {"reopened_at": moments.decided, "reopened_by": office, "reopen_reason": RETURN_REASON}
    return fields


def _freeze(submission: Submission, at: datetime, officer: User) -> Revision:
    """The revision that the submission's number promises, over the rows as they are stored."""
    report = kinds.of(submission)
    rows = report.content(submission)
    content = canonical(submission, rows, report.frozen_labels)
    revision = Revision.objects.create(
        submission=submission,
        number=submission.revision_number,
        code="".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH)),
        sha256=sha256(content),
        content=content,
        row_count=len(rows),
        total=sum(row.total for row in rows),
        confirmed_at=at,
        confirmed_by=officer,
    )
    submission.total = revision.total
    submission.save(update_fields=["total"])
    keepers.keep([revision])
    return revision


def _notes(submission: Submission) -> dict[str, str]:
    """The province's reasons on the rows that look mistyped, by row key."""
    suspects = [row for row in kinds.of(submission).content(submission) if "reason" in row.facts]
    notes = {row.key: reason for row, reason in zip(suspects, ROW_REASONS, strict=False)}
    ReturnNote.objects.bulk_create(
        ReturnNote(submission=submission, row_key=key, reason=reason) for key, reason in notes.items()
    )
    return notes


def _confirmed(submission: Submission, revision: Revision, officer: User) -> AuditEntry:
    return past_entry(
        revision.confirmed_at,
        officer,
        "month.confirmed",
        submission,
        revision=revision.number,
        sha256=revision.sha256,
        total=str(revision.total),
    )


def _locked(submission: Submission, at: datetime, office: User) -> AuditEntry:
    return past_entry(at, office, "month.locked", submission, revision=submission.revision_number)


def _returned(submission: Submission, at: datetime, office: User) -> AuditEntry:
    return past_entry(at, office, "month.returned", submission, reason=RETURN_REASON, rows=_notes(submission))


def past_entry(at: datetime, actor: User, action: str, target: Model, **details: object) -> AuditEntry:
    """An audit entry of the past. `demo` marks what no person did: see `settle.untouched`."""
    return AuditEntry(
        at=at,
        actor=actor,
        actor_name=actor.display_name,
        action=action,
        target_type=target._meta.label_lower,
        target_id=target.pk,
        details={**details, "demo": True},
    )
