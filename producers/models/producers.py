"""Producers. One is deregistered, never deleted."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models import District, Subdistrict, area_filter
from core.month import Month
from core.thai import search_key, sort_key
from producers.models.kinds import ProducerType


class ProducerQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(area_filter(user, "district"))

    def active(self) -> Self:
        return self.filter(deregistered_on__isnull=True)

    def trading_in(self, month: Month) -> Self:
        """Registered by the end of the month, and not deregistered by then."""
        after = (month + 1).first_day
        return self.filter(registered_on__lt=after).filter(
            Q(deregistered_on__isnull=True) | Q(deregistered_on__gte=after)
        )

    def in_thai_order(self) -> Self:
        return self.order_by("sort_key", "code")


class Producer(models.Model):
    code = models.CharField("รหัส", max_length=20, unique=True)
    name = models.CharField("ชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ", max_length=255)
    sort_key = models.CharField(max_length=320, editable=False, db_index=True)
    search_key = models.CharField(max_length=320, editable=False, db_index=True)
    type = models.CharField("ประเภทผู้ผลิต", max_length=5, choices=ProducerType.choices)
    district = models.ForeignKey(District, verbose_name="อำเภอ", on_delete=models.PROTECT, related_name="producers")
    subdistrict = models.ForeignKey(Subdistrict, verbose_name="ตำบล", on_delete=models.PROTECT, related_name="+")
    address = models.CharField("ที่อยู่ (เลขที่ หมู่ ถนน)", max_length=255, blank=True)
    phone = models.CharField("โทรศัพท์", max_length=20, blank=True)
    registered_on = models.DateField("วันที่ลงทะเบียน")
    deregistered_on = models.DateField("วันที่ยกเลิกการลงทะเบียน", null=True, blank=True)
    deregistration_reason = models.CharField("เหตุผลที่ยกเลิก", max_length=255, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: Any = ProducerQuerySet.as_manager()

    class Meta:
        verbose_name = "ผู้ผลิต"
        indexes = [models.Index(fields=["district", "sort_key"], name="producer_district_name")]
        constraints = [
            models.CheckConstraint(
                name="producer_deregistered_with_reason",
                condition=Q(deregistered_on__isnull=True, deregistration_reason="")
                | (Q(deregistered_on__isnull=False) & ~Q(deregistration_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)[:320]
        self.search_key = search_key(self.name)[:320]
        if (fields := kwargs.get("update_fields")) and "name" in fields:
            kwargs["update_fields"] = {*fields, "sort_key", "search_key"}
        super().save(*args, **kwargs)

    @property
    def is_active(self) -> bool:
        return self.deregistered_on is None
