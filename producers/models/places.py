"""Where and when a producer traded before: stretches that are over, and which months one covers."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import District, Subdistrict
from core.fields import MonthField
from core.month import Month


class EarlierPlaceQuerySet(models.QuerySet):
    def covering(self, month: Month) -> Self:
        return self.filter(from_month__lte=month, until_month__gt=month)


class EarlierPlace(models.Model):
    """A stretch of months that a producer traded in one district, ended by a transfer or a deregistration.

    `until_month` is the first month that it does not cover. The stretch that goes on stands on the producer itself, so
    that a producer without a history needs no row here. Written by the services of transfer and restore alone; never
    changed, never deleted (a trigger of the database sees to it): past months are asked of it.
    """

    producer = models.ForeignKey("producers.Producer", on_delete=models.PROTECT, related_name="earlier_places")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    subdistrict = models.ForeignKey(Subdistrict, on_delete=models.PROTECT, related_name="+")
    from_month = MonthField("ตั้งแต่เดือน")
    until_month = MonthField("ก่อนเดือน")

    objects: Any = EarlierPlaceQuerySet.as_manager()

    class Meta:
        ordering = ["from_month"]
        indexes = [models.Index(fields=["district", "from_month"], name="earlier_place_district")]
        constraints = [
            models.CheckConstraint(name="earlier_place_not_empty", condition=Q(until_month__gt=F("from_month"))),
            models.UniqueConstraint(fields=["producer", "from_month"], name="earlier_place_once"),
        ]

    @property
    def last_month(self) -> Month:
        return self.until_month - 1
