"""Recompute what the portal has written down: checksums, sums, and the rows under a confirmed month."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal

from workflow import kinds
from workflow.canonical import FORM, rows_of, sha256
from workflow.kinds import RowContent
from workflow.models import EDITABLE_STATES, Revision, Submission

# What json and the row builder raise on text that is no canonical form.
NOT_CANONICAL = (ValueError, KeyError, TypeError, ArithmeticError)


def faults_of(submission: Submission) -> list[str]:
    """What differs in one district's month, as sentences for an operator; empty = all is right."""
    revisions = list(submission.revisions.order_by("number"))
    stored = kinds.of(submission).content(submission)
    return [
        *(f"revision {r.number}: {fault}" for r in revisions for fault in _revision_faults(submission, r)),
        *_numbering_faults(submission, [r.number for r in revisions]),
        *_kept_total_faults(submission, stored),
        *([] if submission.state in EDITABLE_STATES else _row_faults(revisions[-1:], stored)),
    ]


def _revision_faults(submission: Submission, revision: Revision) -> Iterator[str]:
    if sha256(revision.content) != revision.sha256:
        yield "the content does not fit its SHA-256"
    try:
        document, rows = json.loads(revision.content), rows_of(revision)
    except NOT_CANONICAL as error:
        yield f"the content cannot be read ({error!r})"
        return
    expected = {
        "form": FORM,
        "kind": submission.kind,
        "district": submission.district.code,
        "month": str(submission.month),
        "total": f"{_sum(rows):.2f}",
    }
    yield from (
        f"{name} is {document.get(name)}, not {value}"
        for name, value in expected.items()
        if document.get(name) != value
    )
    if revision.total != _sum(rows):
        yield f"the total is {revision.total}, its rows make {_sum(rows)}"
    if revision.row_count != len(rows):
        yield f"the count is {revision.row_count}, its rows are {len(rows)}"


def _numbering_faults(submission: Submission, numbers: list[int]) -> Iterator[str]:
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"revisions are numbered {numbers}"
    if submission.revision_number != (numbers[-1] if numbers else 0):
        yield f"the month names revision {submission.revision_number}, there are {numbers}"


def _kept_total_faults(submission: Submission, stored: Sequence[RowContent]) -> Iterator[str]:
    kept = kinds.of(submission).progress([submission])[submission.pk]
    if (kept.rows, kept.total) != (len(stored), _sum(stored)):
        yield f"kept totals say {kept.rows} rows, {kept.total}; the rows are {len(stored)}, {_sum(stored)}"


def _row_faults(last: Sequence[Revision], stored: Sequence[RowContent]) -> Iterator[str]:
    """Amounts only: a producer may be renamed after the month was confirmed."""
    try:
        frozen = {row.key: row.amounts for revision in last for row in rows_of(revision)}
    except NOT_CANONICAL:
        return  # said already, of the revision itself
    now = {row.key: row.amounts for row in stored}
    for key in sorted(frozen.keys() | now.keys()):
        if frozen.get(key) != now.get(key):
            yield f"row {key}: confirmed {_words(frozen.get(key))}, stored {_words(now.get(key))}"


def _sum(rows: Sequence[RowContent]) -> Decimal:
    return sum((row.total for row in rows), Decimal(0))


def _words(amounts: tuple[Decimal, ...] | None) -> str:
    return "nothing" if amounts is None else " ".join(f"{amount:.2f}" for amount in amounts)
