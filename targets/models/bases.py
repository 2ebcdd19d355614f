"""Base revenue that the portal's own months do not give. Baht."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models import District, area_filter
from core.fields import BahtField
from targets.models.indicators import Period, person


class Source(models.TextChoices):
    COMPUTED = "computed", "คำนวณจากเดือนที่ล็อกแล้ว"
    TYPED = "typed", "จังหวัดกรอก"
    IMPORTED = "imported", "นำเข้าจากตาราง"


class BaseRevenueQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(area_filter(user, "district"))


class BaseRevenue(models.Model):
    """A district's revenue of a base period that the portal's own locked months do not give: typed or imported."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="base_revenues")
    year = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=8, choices=Period.choices)
    amount = BahtField()
    source = models.CharField(max_length=8, choices=Source.choices)
    updated_at = models.DateTimeField()
    updated_by = person()

    objects: Any = BaseRevenueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "year", "period"], name="base_revenue_once"),
            models.CheckConstraint(name="base_revenue_not_negative", condition=Q(amount__gte=0)),
        ]
