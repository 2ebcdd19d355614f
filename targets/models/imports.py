"""A letter's table on its way in."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models

from accounts.models import Province, Role
from targets.models.indicators import Period


class TargetImportQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Its owner's alone, and only while the owner works for that province."""
        if getattr(user, "role", None) != Role.PROVINCE:
            return self.none()
        return self.filter(owner=user, province_id=user.province_id)


class TargetImport(models.Model):
    """A letter's table, read and recomputed but not yet accepted. `table` holds the figures as stated; used once."""

    province = models.ForeignKey(Province, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=8, choices=Period.choices)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    table = models.JSONField()
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects: Any = TargetImportQuerySet.as_manager()
