"""How new the data are, in one query: every write leaves an audit entry in its own transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.models import AuditEntry

LATE = 1000  # entries looked back over


@dataclass(frozen=True)
class Version:
    """Equal versions are equal data; `at` is the moment of the newest act."""

    text: str
    at: datetime | None


def data_version() -> Version:
    """The newest entry, and how many of the last thousand numbers are there: of two transactions the one that took the
    lower number may commit later, which the newest alone would not show.
    """
    newest = AuditEntry.objects.order_by("-pk").values_list("pk", "at").first()
    if newest is None:
        return Version("0", None)
    last, at = newest
    return Version(f"{last}-{AuditEntry.objects.filter(pk__gt=last - LATE, pk__lte=last).count()}", at)
