"""Products of a producer."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import area_filter
from producers.models.kinds import Category, Quadrant
from producers.models.producers import Producer


class ProductQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(area_filter(user, "producer__district"))


class Product(models.Model):
    """A registered product. Its category decides which rows the producer has in the monthly entry.

    Stars and quadrant are those of the newest `Selection` and `QuadrantRating`: only `services.facts` writes them.
    """

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="products")
    name = models.CharField("ชื่อผลิตภัณฑ์", max_length=255)
    category = models.CharField("ประเภทผลิตภัณฑ์", max_length=8, choices=Category.choices)
    registered_on = models.DateField("วันที่ลงทะเบียน")
    stars = models.PositiveSmallIntegerField(
        "ระดับดาว", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    stars_year = models.PositiveSmallIntegerField(
        "ปีที่คัดสรร (พ.ศ.)", null=True, blank=True, validators=[MinValueValidator(2540), MaxValueValidator(2643)]
    )
    quadrant = models.CharField("กลุ่ม (Quadrant)", max_length=1, blank=True, choices=Quadrant.choices)
    quadrant_on = models.DateField("วันที่จัดกลุ่ม", null=True, blank=True)
    standards = models.CharField("มาตรฐานอื่น ๆ", max_length=255, blank=True)  # what the reference list has not
    withdrawn_on = models.DateField("วันที่เลิกผลิต", null=True, blank=True)

    objects: Any = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = "ผลิตภัณฑ์"
        constraints = [
            models.CheckConstraint(
                name="product_stars_with_year",
                condition=Q(stars__isnull=True, stars_year__isnull=True)
                | Q(stars__range=(1, 5), stars_year__isnull=False),
            ),
            models.CheckConstraint(
                name="product_quadrant_with_day",
                condition=Q(quadrant="", quadrant_on__isnull=True)
                | Q(quadrant__in=Quadrant.values, quadrant_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
