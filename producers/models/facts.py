"""What is known of a product beyond its name: results of selections, quadrants, standards. Each with its history."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import area_filter
from producers.models.kinds import Quadrant
from producers.models.products import Product

FIRST_YEAR, LAST_YEAR = 2540, 2643  # Buddhist
STARS = (1, 5)


class FactQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(area_filter(user, "product__producer__district"))


class Selection(models.Model):
    """The stars that a product got in one year's selection (คัดสรร). The newest year's stand on the product."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="selections")
    year = models.PositiveSmallIntegerField(
        "ปีที่คัดสรร (พ.ศ.)", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    stars = models.PositiveSmallIntegerField("ระดับดาว")

    objects: Any = FactQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["product", "year"], name="selection_once_a_year"),
            models.CheckConstraint(name="selection_stars", condition=Q(stars__range=STARS)),
        ]


class QuadrantRating(models.Model):
    """The quadrant that a product was put in on a day. The newest day's stands on the product."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="quadrant_ratings")
    quadrant = models.CharField("กลุ่ม (Quadrant)", max_length=1, choices=Quadrant.choices)
    rated_on = models.DateField("วันที่จัดกลุ่ม")

    objects: Any = FactQuerySet.as_manager()

    class Meta:
        ordering = ["-rated_on"]
        constraints = [
            models.UniqueConstraint(fields=["product", "rated_on"], name="quadrant_once_a_day"),
            models.CheckConstraint(name="quadrant_known", condition=Q(quadrant__in=Quadrant.values)),
        ]


class StandardQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """A reference list of the department: everyone who works here may read it."""
        return self.all() if getattr(user, "is_active", False) and getattr(user, "role", None) else self.none()

    def offered(self) -> Self:
        return self.filter(retired=False)


class Standard(models.Model):
    """A standard that products may hold (มผช., อย. …): data of the administrator. Retired, never deleted."""

    name = models.CharField("ชื่อมาตรฐาน", max_length=80, unique=True)
    position = models.PositiveSmallIntegerField("ลำดับ", default=100)
    retired = models.BooleanField("เลิกใช้", default=False)

    objects: Any = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = "มาตรฐาน"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class ProductStandard(models.Model):
    """A standard that a product holds, with the number and the last day of its certificate where they are known."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="held_standards")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="held_by")
    number = models.CharField("เลขที่", max_length=60, blank=True)
    expires_on = models.DateField("ใช้ได้ถึง", null=True, blank=True)

    objects: Any = FactQuerySet.as_manager()

    class Meta:
        ordering = ["standard__position", "standard_id"]
        constraints = [models.UniqueConstraint(fields=["product", "standard"], name="product_standard_once")]
