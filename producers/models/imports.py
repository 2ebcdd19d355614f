"""An uploaded registry between reading and acceptance."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.jobs import UNFINISHED, Job


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

    @property
    def last_job(self) -> ImportJob | None:
        """The last attempt to take the file in."""
        return self.jobs.order_by("pk").last()


class ImportJob(Job):
    """One attempt to take a file in, of the plan whose digest the person saw."""

    task_name = "producers.tasks.import_registry"

    draft = models.ForeignKey(RegistryImport, on_delete=models.CASCADE, related_name="jobs")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft"], condition=Q(status__in=UNFINISHED), name="import_job_one_at_a_time"
            )
        ]
