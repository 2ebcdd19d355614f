"""An uploaded table that was read but is not yet taken in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from core import clock
from core.importing.plan import Fate, Plan
from core.importing.sheet import Entry, Table
from core.retention import DropOld, register

KEPT = timedelta(hours=24)


class ImportDraftQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """A file waits for the person who sent it, for nobody else."""
        return self.filter(owner_id=getattr(user, "pk", None))

    def waiting(self) -> Self:
        """Sent within the day that a file is kept, or taken in within it."""
        return self.filter(created_at__gte=clock.now() - KEPT)

    def forget_expired(self) -> None:
        """Delete files that nobody accepted in their day: they may hold people's addresses and phone numbers."""
        self.filter(created_at__lt=clock.now() - KEPT, accepted_at__isnull=True).delete()

    def keep(self, table: Table, *, name: str, owner: Any) -> Any:
        """Keep the rows of an upload for a day."""
        self.forget_expired()
        return self.create(
            owner=owner,
            file_name=name[:200],
            sheet_name=table.name[:60],
            created_at=clock.now(),
            rows=[entry.as_json() for entry in table.entries],
            notes=table.notes,
        )


class ImportDraft(models.Model):
    """Kept here rather than in the session, so that accepting twice takes it in once. `rows` is emptied by then."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    sheet_name = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    rows = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    accepted_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)

    objects: ClassVar[Any] = ImportDraftQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    @property
    def entries(self) -> list[Entry]:
        return [Entry.of(stored) for stored in self.rows]

    def close(self, plan: Plan[Any]) -> dict[str, int]:
        """The file was taken in: its rows go, what became of them stays. Returns what was written, for the audit."""
        self.accepted_at = clock.now()
        self.result = {fate.value: plan.counts[fate] for fate in Fate}
        self.rows = []
        self.save(update_fields=["accepted_at", "result", "rows"])
        return {"new": plan.counts[Fate.NEW], "changed": plan.counts[Fate.CHANGED]}


def expired(model: type[ImportDraft]) -> Callable[[datetime], models.QuerySet]:
    """The files of one kind that nobody accepted in their day, at a moment: for `core.retention`."""
    return lambda at: model.objects.filter(created_at__lt=at - KEPT, accepted_at__isnull=True)


def register_expiry() -> None:
    """Every kind of file that waits goes after its day, whether or not another is sent."""
    for model in ImportDraft.__subclasses__():
        register(DropOld(f"{model._meta.label}: files nobody accepted within a day", expired(model)))
