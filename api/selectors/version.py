"""How new the data are, in two queries: every write leaves an audit entry in its own transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core import audit
from core.models import AuditEntry


@dataclass(frozen=True)
class Version:
    """Equal versions are equal data; `at` is the moment of the newest act."""

    text: str
    at: datetime | None


def data_version() -> Version:
    """Of everything there is."""
    newest = AuditEntry.objects.order_by("-pk").values_list("pk", "at").first()
    if newest is None:
        return Version("0", None)
    last, at = newest
    return Version(f"{last}-{audit.how_many_before(last, AuditEntry.objects.all())}", at)
