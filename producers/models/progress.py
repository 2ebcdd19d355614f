"""What new registrations are measured by: officers of a district (“๑ พก. ๑ กลุ่มผู้ผลิตชุมชน”), and how many are asked."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import District, area_filter


class ProgressRuleQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """What the department asks: everyone who works here may read it."""
        return self.all() if getattr(user, "is_active", False) and getattr(user, "role", None) else self.none()


class ProgressRule(models.Model):
    """How many new groups and products the department asks from a budget year on; holds until a later year's row."""

    year = models.PositiveSmallIntegerField("ตั้งแต่ปีงบประมาณ", unique=True)
    groups = models.PositiveSmallIntegerField("กลุ่มผู้ผลิตชุมชนใหม่ต่อพัฒนากร 1 คน (กลุ่ม)", default=1)
    products = models.PositiveSmallIntegerField("ผลิตภัณฑ์ใหม่ต่ออำเภอต่อไตรมาส (รายการ)", default=1)

    objects: Any = ProgressRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "เกณฑ์การลงทะเบียน"
        ordering = ["-year"]
        constraints = [models.CheckConstraint(name="progress_rule_asks", condition=Q(groups__gte=1, products__gte=1))]

    def __str__(self) -> str:
        return f"ปีงบประมาณ {self.year}"


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
