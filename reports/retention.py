"""How long files that people asked for are kept, and how long the list of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from core.retention import DropOld, Due
from reports.making import drop
from reports.models import ExportJob


class ExpireExports:
    @property
    def name(self) -> str:
        return f"files that people asked for, {settings.EXPORT_DAYS} days after they were made"

    def due(self, at: datetime) -> Iterator[Due]:
        for pk in self._due(at).order_by("pk").values_list("pk", flat=True):
            yield Due(pk, f"file {pk}")

    def _due(self, at: datetime) -> QuerySet[ExportJob]:
        return ExportJob.objects.filter(expires_at__lte=at).exclude(stored="")

    @transaction.atomic
    def settle(self, pk: int, at: datetime) -> bool:
        """The name, and the file once that is for good; a crash between leaves it to the sweeper."""
        held = self._due(at).select_for_update(of=("self",)).filter(pk=pk).first()
        if held is None:
            return False
        name, held.stored = held.stored, ""
        held.save(update_fields=["stored"])
        transaction.on_commit(lambda: drop(name))
        return True


def _forgotten(at: datetime) -> QuerySet[ExportJob]:
    """Never one whose file is still there: that would leave it to nobody."""
    return ExportJob.objects.filter(requested_at__lt=at - timedelta(days=settings.EXPORT_LISTED_DAYS), stored="")


FORGET_EXPORTS = DropOld("the list of files that people asked for, when it is old", _forgotten)
