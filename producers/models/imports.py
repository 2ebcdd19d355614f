"""An uploaded registry between reading and acceptance."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models


class RegistryImportQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """A file waits for the person who sent it, for nobody else."""
        return self.filter(owner_id=getattr(user, "pk", None))


class RegistryImport(models.Model):
    """An uploaded registry, read but not yet taken in. `rows` holds personal data: emptied when accepted or expired.

    Kept here rather than in the session, so that accepting twice takes it in once.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    sheet_name = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    rows = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    accepted_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)

    objects: Any = RegistryImportQuerySet.as_manager()

    class Meta:
        verbose_name = "ไฟล์นำเข้าทะเบียน"

    def __str__(self) -> str:
        return self.file_name
