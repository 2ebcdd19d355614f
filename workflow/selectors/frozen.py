"""Frozen rows as pages and documents show them.

What was confirmed is never changed: its text, its SHA-256 and the paper that carries its code stay as they were signed.
A person whose data has been let go (producers.retention) is named in that text only; whoever reads it through here sees
what the registry says of them now (docs/decisions/074-personal-data.md).
"""

from __future__ import annotations

from dataclasses import replace

from producers.selectors import forgotten_names
from workflow import kinds
from workflow.canonical import canonical, labels_of, rows_of
from workflow.kinds import Columns, RowContent
from workflow.models import Revision, Submission


def shown_rows(revision: Revision) -> list[RowContent]:
    """The rows of a revision, without the names of people who are forgotten. One query."""
    rows = rows_of(revision)
    names = forgotten_names({row.unit for row in rows})
    return [replace(row, label=names[row.unit]) if row.unit in names else row for row in rows]


def is_as_confirmed(submission: Submission) -> bool:
    """Whether confirming now would keep the last revision's number, and with it the paper that was signed."""
    kind, last = kinds.of(submission), submission.revisions.last()
    return last is not None and last.content == canonical(submission, kind.content(submission), kind.frozen_labels)


def as_it_stands(submission: Submission) -> tuple[list[RowContent], Columns]:
    """The rows of a month with the heads of their amounts: as confirmed until it is reopened, else as entered.

    So that a page says what the signed paper says, whatever a producer or an income line is called since.
    """
    kind = kinds.of(submission)
    if submission.is_editable_state:
        return kind.content(submission), kind.columns
    revision = submission.revisions.get(number=submission.revision_number)
    return shown_rows(revision), list(enumerate(labels_of(revision))) or kind.columns
