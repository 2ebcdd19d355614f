"""An uploaded form: read and compared, kept for its owner, accepted once. Until then no row is touched."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from accounts.models import User
from core import audit, clock
from core.workbook import Limits
from entry import grids
from entry.models import Upload
from entry.selectors.uploads import ChangedCell, compare, kept_since
from entry.services.cells import SAVED, CellChange, CellResult, give_reason, save_cells
from entry.workbook.form import REASON, Form
from entry.workbook.read import read_form
from workflow import services as workflow
from workflow.calendar import Act
from workflow.models import Submission


class AlreadyAccepted(Exception):
    """An upload is accepted once."""


@dataclass
class Outcome:
    """What accepting did: cells saved, and those that were not, with the reason."""

    saved: int = 0
    refused: list[CellResult] = field(default_factory=list)
    reasons_refused: int = 0


def receive(submission: Submission, file: BinaryIO, *, name: str, actor: User) -> Upload:
    """Read a filled form and keep what it would change. Uploads that have expired go.

    Raises workflow.services.Refused, core.workbook.WorkbookError.
    """
    workflow.guard(actor, submission, Act.EDIT)
    limits = Limits(file_bytes=settings.MAX_UPLOAD_BYTES)
    filled = read_form(file, Form(grids.of(submission)), name=name, limits=limits)
    filled.check(submission.district, submission.month)
    cells, problems = compare(filled, submission)
    with transaction.atomic():
        Upload.objects.filter(created_at__lt=kept_since()).delete()
        return Upload.objects.create(
            submission=submission,
            owner=actor,
            file_name=name[:200],
            created_at=clock.now(),
            cells=cells,
            problems=problems,
        )


@transaction.atomic
def accept(upload: Upload, chosen: Collection[int], *, actor: User) -> Outcome:
    """Save the chosen of the upload's cells (by their place), never over a value that the review did not show.

    Raises AlreadyAccepted, workflow.services.Refused; then nothing is written.
    """
    submission = workflow.lock_row(upload.submission)  # first, as every writer does: two accepts queue here
    workflow.guard(actor, submission, Act.EDIT)
    waiting = Upload.objects.filter(pk=upload.pk, owner=actor, accepted_at=None)
    if not waiting.update(accepted_at=clock.now()):
        raise AlreadyAccepted
    cells: list[ChangedCell] = [cell for number, cell in enumerate(upload.cells) if number in chosen]
    audit.record(actor, "upload.accepted", submission, file=upload.file_name)
    outcome = _save_amounts(submission, cells, actor)
    for cell in cells:
        if cell["field"] == REASON:
            _save_reason(submission, cell, actor, outcome)
    return outcome


def _save_amounts(submission: Submission, cells: list[ChangedCell], actor: User) -> Outcome:
    changes = [
        CellChange(cell["row"], cell["field"], cell["after"], cell["version"], cell["before"])
        for cell in cells
        if cell["field"] != REASON
    ]
    results = save_cells(submission, changes, actor=actor) if changes else []
    refused = [result for result in results if result.status != SAVED]
    return Outcome(len(results) - len(refused), refused)


def _save_reason(submission: Submission, cell: ChangedCell, actor: User, outcome: Outcome) -> None:
    """The reason, unless somebody wrote another one since the file was sent."""
    row = grids.of(submission).row.objects.filter(submission=submission, pk=cell["row"])
    current = row.values_list("unusual_reason", flat=True).first()
    if current in (cell["before"], cell["after"]):
        give_reason(submission, cell["row"], cell["after"], actor=actor)
        outcome.saved += 1
    else:
        outcome.reasons_refused += 1
