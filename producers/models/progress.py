"""How many community-development officers a district has: the base of “๑ พก. ๑ กลุ่มผู้ผลิตชุมชน”."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models

from accounts.models import District, area_filter


class OfficerCountQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(area_filter(user, "district"))


class OfficerCount(models.Model):
    """Officers of a district in a budget year, as somebody entered them. Never changed: the newest row counts."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="officer_counts")
    year = models.PositiveSmallIntegerField("ปีงบประมาณ")
    officers = models.PositiveSmallIntegerField("จำนวนพัฒนากร")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: Any = OfficerCountQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        indexes = [models.Index(fields=["year", "district"], name="officer_count_year")]
