"""Frozen rows as pages and documents show them.

What was confirmed is never changed: its text, its SHA-256 and the paper that carries its code stay as they were signed.
A person whose data has been let go (producers.retention) is named in that text only; whoever reads it through here sees
what the registry says of them now (docs/decisions/074-personal-data.md).
"""

from __future__ import annotations

from dataclasses import replace

from producers.selectors import forgotten_names
from workflow.canonical import rows_of
from workflow.kinds import RowContent
from workflow.models import Revision


def shown_rows(revision: Revision) -> list[RowContent]:
    """The rows of a revision, without the names of people who are forgotten. One query."""
    rows = rows_of(revision)
    names = forgotten_names({row.unit for row in rows})
    return [replace(row, label=names[row.unit]) if row.unit in names else row for row in rows]
