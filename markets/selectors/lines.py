"""The income lines: the heads of the four amounts of a market's month, in the order in which they are shown."""

from __future__ import annotations

from core import audit
from core.models import AuditEntry
from markets.models import IncomeLine
from markets.models.rows import DEFAULT_NAMES

TRAIL_LENGTH = 20


def income_lines() -> list[IncomeLine]:
    """All four; those that the department has never changed are not in the database. One query."""
    known = {line.slot: line for line in IncomeLine.objects.all()}
    every = [
        known.get(slot) or IncomeLine(slot=slot, name=name, position=slot) for slot, name in enumerate(DEFAULT_NAMES, 1)
    ]
    return sorted(every, key=lambda line: (line.position, line.slot))


def lines_trail() -> list[AuditEntry]:
    """Who renamed what, newest first."""
    return list(audit.trail_of_acts("line")[:TRAIL_LENGTH])


def line_labels() -> dict[str, str]:
    """By the row's field, in the order shown."""
    return {line.field: line.name for line in income_lines()}
