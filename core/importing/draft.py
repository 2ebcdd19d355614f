"""An uploaded table that was read but is not yet taken in."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models


class ImportDraftQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """A file waits for the person who sent it, for nobody else."""
        return self.filter(owner_id=getattr(user, "pk", None))


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
