"""The only code that changes a state. Every action: lock the row, guard, no-op if already so, save, audit."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import District, Province, User
from core import audit, clock
from core.month import Month
from workflow import keepers, kinds
from workflow.calendar import OPENING_DAY, Act, Verdict, is_theirs, may_change
from workflow.canonical import canonical, sha256
from workflow.models import (
    ConfirmDeadline,
    Extension,
    Kind,
    ReturnNote,
    Revision,
    State,
    Submission,
    WindowOverride,
)

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read for another letter
CODE_LENGTH = 10
DEADLINE_DAYS = range(OPENING_DAY, 32)


class Refused(Exception):
    """An act that may not be done now; carries the verdict for the person."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.sentence)
        self.verdict = verdict


class Incomplete(Exception):
    """A month that cannot be confirmed yet; `blockers` say what is missing."""

    def __init__(self, blockers: list[str]) -> None:
        super().__init__("; ".join(blockers))
        self.blockers = blockers


class NothingSaid(Exception):
    """A return, unlock or extension without its reason."""


def _administrator_only(actor: User) -> None:
    """The calendar is the department's administrator's. Pages ask first; this is for whoever forgets to."""
    if not (actor.is_active and actor.is_admin):
        raise PermissionDenied


def submission_of(district: District, month: Month, kind: str = Kind.SALES) -> Submission:
    """The submission of a district's month, begun if there is none."""
    return Submission.objects.get_or_create(kind=kind, district=district, month=month)[0]


def begin(district: District, month: Month, *, actor: User, kind: str = Kind.SALES) -> Submission:
    """The month's submission, begun by someone who may edit it now. Raises Refused before anything is written."""
    if begun := Submission.objects.filter(kind=kind, district=district, month=month).first():
        return begun
    verdict = may_change(actor, district, month, Act.EDIT, submission=None, kind=kind)
    if not verdict.allowed:
        raise Refused(verdict)
    return submission_of(district, month, kind)


def lock_row(submission: Submission) -> Submission:
    """The same submission, read afresh and held until the transaction ends: saves and locks exclude each other."""
    held = Submission.objects.select_for_update(of=("self",)).select_related("district__province")
    return held.get(pk=submission.pk)


def guard(actor: User, submission: Submission, act: Act) -> None:
    """Raise Refused unless `actor` may do `act` now."""
    verdict = may_change(actor, submission.district, submission.month, act, submission=submission, kind=submission.kind)
    if not verdict.allowed:
        raise Refused(verdict)


def _required(reason: str) -> str:
    if not reason.strip():
        raise NothingSaid("กรุณาระบุเหตุผล")
    return reason.strip()[:500]


@transaction.atomic
def confirm(submission: Submission, *, actor: User) -> Revision:
    """อำเภอยืนยัน: freeze the rows as a numbered revision. Confirming twice is harmless.

    Rows equal to the last revision's keep its number, so a signed paper stays valid after an idle unlock.
    Raises Refused, Incomplete.
    """
    submission = lock_row(submission)
    last = submission.revisions.last()
    if last and submission.state == State.CONFIRMED and is_theirs(actor, submission.district, Act.CONFIRM):
        return last
    guard(actor, submission, Act.CONFIRM)
    report = kinds.of(submission)
    report.hold(submission)
    if blockers := report.blockers(submission):
        raise Incomplete(blockers)
    revision = _freeze(submission, report.content(submission), report.frozen_labels, actor)
    submission.state = State.CONFIRMED
    submission.revision_number, submission.total = revision.number, revision.total
    submission.confirmed_at, submission.confirmed_by = clock.now(), actor
    submission.save(update_fields=["state", "revision_number", "total", "confirmed_at", "confirmed_by"])
    submission.return_notes.all().delete()
    facts = {"revision": revision.number, "sha256": revision.sha256, "total": str(revision.total)}
    audit.record(actor, "month.confirmed", submission, **facts)
    return revision


def _freeze(submission: Submission, rows: list[kinds.RowContent], labels: Sequence[str], actor: User) -> Revision:
    content = canonical(submission, rows, labels)
    last = submission.revisions.last()
    if last and last.content == content:
        return last
    revision = Revision.objects.create(
        submission=submission,
        number=last.number + 1 if last else 1,
        code="".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH)),
        sha256=sha256(content),
        content=content,
        row_count=len(rows),
        total=sum((row.total for row in rows), Decimal(0)),
        confirmed_at=clock.now(),
        confirmed_by=actor,
    )
    keepers.keep([revision])
    return revision


@transaction.atomic
def withdraw(submission: Submission, *, actor: User) -> None:
    """ถอนการยืนยัน: the district takes its confirmation back before the province has locked it."""
    submission = lock_row(submission)
    if submission.is_editable_state and is_theirs(actor, submission.district, Act.WITHDRAW):
        return
    guard(actor, submission, Act.WITHDRAW)
    _reopen(submission, State.DRAFT, actor, "")
    audit.record(actor, "month.withdrawn", submission, revision=submission.revision_number)


def _reopen(submission: Submission, state: State, actor: User, reason: str) -> None:
    submission.state = state
    submission.reopened_at, submission.reopened_by, submission.reopen_reason = clock.now(), actor, reason
    submission.save(update_fields=["state", "reopened_at", "reopened_by", "reopen_reason"])


@transaction.atomic
def lock(submission: Submission, *, actor: User, seen: int | None = None) -> None:
    """จังหวัดล็อก: from this instant the department sees the figures and no save lands.

    `seen` is the revision that the page showed: when the district has confirmed another one since, it is refused.
    """
    submission = lock_row(submission)
    if submission.state == State.LOCKED and is_theirs(actor, submission.district, Act.LOCK):
        return
    guard(actor, submission, Act.LOCK)
    if seen is not None and seen != submission.revision_number:
        raise Refused(newer_revision(submission))
    submission.state = State.LOCKED
    submission.locked_at, submission.locked_by = clock.now(), actor
    submission.save(update_fields=["state", "locked_at", "locked_by"])
    audit.record(actor, "month.locked", submission, revision=submission.revision_number)
    keepers.locked_or_unlocked(submission)


def newer_revision(submission: Submission) -> Verdict:
    """What the province is told when what it is about to lock is not what it has looked at."""
    sentence = f"อำเภอยืนยันฉบับที่ {submission.revision_number} หลังจากที่ท่านเปิดหน้านี้"
    return Verdict(False, "newer-revision", sentence, "โปรดตรวจตัวเลขใหม่แล้วล็อกอีกครั้ง")


@transaction.atomic
def unlock(submission: Submission, *, actor: User, reason: str) -> None:
    """จังหวัดปลดล็อก: the district may edit again and must confirm anew. Needs a reason."""
    submission = lock_row(submission)
    reason = _required(reason)
    guard(actor, submission, Act.UNLOCK)
    _reopen(submission, State.DRAFT, actor, reason)
    audit.record(actor, "month.unlocked", submission, reason=reason, revision=submission.revision_number)
    keepers.locked_or_unlocked(submission)


@transaction.atomic
def return_to_district(
    submission: Submission, *, actor: User, reason: str, row_reasons: dict[str, str] | None = None
) -> None:
    """จังหวัดส่งคืน, with a reason and reasons on single rows (by the row's canonical key)."""
    submission = lock_row(submission)
    reason = _required(reason)
    guard(actor, submission, Act.RETURN)
    known = {row.key for row in kinds.of(submission).content(submission)}
    notes = {k: r.strip()[:500] for k, r in (row_reasons or {}).items() if k in known and r.strip()}
    submission.return_notes.all().delete()
    ReturnNote.objects.bulk_create(ReturnNote(submission=submission, row_key=k, reason=r) for k, r in notes.items())
    _reopen(submission, State.RETURNED, actor, reason)
    audit.record(actor, "month.returned", submission, reason=reason, rows=notes)


def _of_province(province: Province, month: Month, kind: str) -> Iterable[Submission]:
    """Held until the transaction ends, so that no state changes between looking and acting.

    Always in the same order, so that two acts on a province cannot wait for each other.
    """
    of_month = Submission.objects.filter(kind=kind, month=month, district__province=province)
    return of_month.select_related("district").select_for_update(of=("self",)).order_by("pk")


@transaction.atomic
def lock_province(
    province: Province,
    month: Month,
    *,
    actor: User,
    seen: Mapping[str, int] | None = None,
    kind: str = Kind.SALES,
) -> list[Submission]:
    """Lock every confirmed district of the province; returns those newly locked. Unconfirmed ones are left.

    With `seen` (revision by district code, as the page showed them) those confirmed anew since are left too.
    """
    confirmed = [s for s in _of_province(province, month, kind) if s.state == State.CONFIRMED]
    if seen is not None:
        confirmed = [s for s in confirmed if seen.get(s.district.code) == s.revision_number]
    for submission in confirmed:
        lock(submission, actor=actor)
    return confirmed


@transaction.atomic
def unlock_province(
    province: Province, month: Month, *, actor: User, reason: str, kind: str = Kind.SALES
) -> list[Submission]:
    """Unlock every locked district of the province, each with the reason; returns them."""
    reason = _required(reason)
    locked = [s for s in _of_province(province, month, kind) if s.state == State.LOCKED]
    for submission in locked:
        unlock(submission, actor=actor, reason=reason)
    return locked


@transaction.atomic
def grant_extension(
    *,
    actor: User,
    month: Month,
    until: datetime,
    reason: str,
    province: Province | None = None,
    district: District | None = None,
    kind: str = Kind.SALES,
) -> Extension:
    """Keep open, or reopen, a month for one province or district until a moment. For the administrator."""
    _administrator_only(actor)
    extension = Extension.objects.create(
        kind=kind,
        month=month,
        province=province,
        district=district,
        granted_at=clock.now(),
        until=until,
        reason=_required(reason),
        granted_by=actor,
    )
    area = province or district
    audit.record(
        actor,
        "extension.granted",
        extension,
        kind=Kind(kind).label,
        month=str(month),
        area=str(area),
        until=until.isoformat(),
        reason=reason,
    )
    return extension


@transaction.atomic
def revoke_extension(extension: Extension, *, actor: User) -> None:
    """End an extension now. It stays on record."""
    _administrator_only(actor)
    held = Extension.objects.select_for_update().get(pk=extension.pk)
    if held.revoked_at:
        return
    held.revoked_at, held.revoked_by = clock.now(), actor
    held.save(update_fields=["revoked_at", "revoked_by"])
    audit.record(actor, "extension.revoked", held, kind=Kind(held.kind).label, month=str(held.month))


@transaction.atomic
def set_window(
    *, actor: User, month: Month, opens_at: datetime, closes_at: datetime, reason: str, kind: str = Kind.SALES
) -> WindowOverride:
    """Give a month other dates than day 10 – day 6 (September 2564 was due on the 27th)."""
    _administrator_only(actor)
    values: dict[str, Any] = {"opens_at": opens_at, "closes_at": closes_at, "reason": _required(reason)}
    override, _ = WindowOverride.objects.update_or_create(
        kind=kind, month=month, defaults=values, create_defaults={**values, "created_by": actor}
    )
    audit.record(
        actor,
        "window.set",
        override,
        kind=Kind(kind).label,
        month=str(month),
        opens=opens_at.isoformat(),
        closes=closes_at.isoformat(),
        reason=reason,
    )
    return override


@transaction.atomic
def clear_window(override: WindowOverride, *, actor: User) -> None:
    """Back to the default days."""
    _administrator_only(actor)
    audit.record(actor, "window.cleared", override, kind=Kind(override.kind).label, month=str(override.month))
    override.delete()


@transaction.atomic
def set_confirm_deadline(
    *, actor: User, province: Province, from_month: Month, day: int, kind: str = Kind.SALES
) -> ConfirmDeadline:
    """The province's own day for its districts to confirm by (letters have 15, 18, 20, 25), from a month on.

    Raises PermissionDenied to anyone but the province, ValueError for a day outside DEADLINE_DAYS.
    """
    if not (actor.is_active and actor.is_province and actor.province_id == province.pk):
        raise PermissionDenied
    if day not in DEADLINE_DAYS:
        raise ValueError(f"no day for a deadline: {day}")
    deadline, _ = ConfirmDeadline.objects.update_or_create(
        kind=kind,
        province=province,
        from_month=from_month,
        defaults={"day": day},
        create_defaults={"day": day, "created_by": actor},
    )
    audit.record(
        actor,
        "deadline.set",
        deadline,
        kind=Kind(kind).label,
        province=province.name,
        from_month=str(from_month),
        day=day,
    )
    return deadline
