"""How long evidence is kept: as long as the letters may be audited, and no longer than its producer is remembered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from core import audit
from core.month import Month
from core.retention import Due, years_before
from evidence.models import Evidence
from evidence.services import drop_files


class ExpireEvidence:
    @property
    def name(self) -> str:
        return f"evidence of months more than {settings.RETENTION_YEARS} years ago, or of a producer that is forgotten"

    def due(self, at: datetime) -> Iterator[Due]:
        for evidence in self._due(at).select_related("submission", "producer").order_by("pk"):
            yield Due(evidence.pk, f"{evidence.producer.code}, {evidence.submission.month}, file {evidence.pk}")

    def _due(self, at: datetime) -> QuerySet[Evidence]:
        old = Q(submission__month__lt=Month.of(years_before(at)))
        return Evidence.objects.filter(old | Q(producer__forgotten_on__isnull=False))

    @transaction.atomic
    def settle(self, pk: int, at: datetime) -> bool:
        """The row, and its files once that is for good; a crash between leaves them to the sweeper."""
        held = self._due(at).select_for_update(of=("self",)).filter(pk=pk).first()
        if held is None:
            return False
        files, submission = held.files, held.submission
        held.delete()
        audit.record(None, "evidence.expired", submission, producer_code=held.producer.code, sha256=held.sha256)
        transaction.on_commit(lambda: drop_files(files))
        return True
