"""An uploaded registry between reading and acceptance."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.importing.draft import ImportDraft
from core.jobs import UNFINISHED, Job


class RegistryImport(ImportDraft):
    """An uploaded registry. Its `rows` hold personal data."""

    class Meta:
        verbose_name = "ไฟล์นำเข้าทะเบียน"

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
