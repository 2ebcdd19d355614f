"""What districts count for the growth scale, the online share and the grades, and the province's closing of it."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import District, Province, Role, area_filter, role_of
from targets.models.indicators import Period, person


class ScaleClosingQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(province__in=Province.objects.visible_to(user))


class ScaleClosing(models.Model):
    """The province has checked a period's figures: nobody changes them, and the department sees them.

    `counted` is what counted of each district then, {code: Counted}: neither the registry nor the online report moves
    it afterwards. Opened again, it counts live.
    """

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=8, choices=Period.choices)
    closed_at = models.DateTimeField()
    closed_by = person()
    counted = models.JSONField(default=dict)

    objects: Any = ScaleClosingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["province", "year", "period"], name="scale_closing_once")]


class ScaleInputQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The department sees what provinces have closed, as it sees only locked months."""
        seen = self.filter(area_filter(user, "district"))
        if role_of(user) not in (Role.DEPARTMENT, Role.ADMIN):
            return seen
        closed = ScaleClosing.objects.filter(
            province=OuterRef("district__province"), year=OuterRef("year"), period=OuterRef("period")
        )
        return seen.filter(Exists(closed))


class ScaleInput(models.Model):
    """A district's own counts of one period; None = not filled. Products stand here only instead of the registry's.

    Online share (Sa Kaeo 2564): `online` products sold online and `survey` of readiness, of a round only instead of
    the online report's and with the reason; other periods have no such report.
    Grades (Chiang Rai 2567): producers `interested`, and those who registered a `shop` in "Shop ชุมชน".
    """

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="scale_inputs")
    year = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=8, choices=Period.choices)
    products = models.PositiveIntegerField("ผลิตภัณฑ์ที่ลงทะเบียน (แทนทะเบียน)", null=True, blank=True)
    products_reason = models.CharField("เหตุผลที่ไม่ใช้จำนวนในทะเบียน", max_length=255, blank=True)
    online = models.PositiveIntegerField("ผลิตภัณฑ์ที่ขายออนไลน์", null=True, blank=True)
    survey = models.BooleanField("สำรวจความพร้อมแล้ว", default=False)
    online_reason = models.CharField("เหตุผลที่ไม่ใช้รายงานตลาดออนไลน์", max_length=255, blank=True)
    interested = models.PositiveIntegerField("ผู้ผลิตที่สนใจ", null=True, blank=True)
    shop = models.PositiveIntegerField("ลงทะเบียน Shop ชุมชน", null=True, blank=True)
    updated_at = models.DateTimeField()
    updated_by = person()

    objects: Any = ScaleInputQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "year", "period"], name="scale_input_once"),
            models.CheckConstraint(
                name="scale_input_products_with_reason",
                condition=Q(products__isnull=True, products_reason="")
                | (Q(products__isnull=False) & ~Q(products_reason="")),
            ),
            models.CheckConstraint(
                name="scale_input_online_with_reason",
                condition=Q(online__isnull=True, online_reason="")
                | (Q(online__isnull=False) & ~Q(online_reason=""))
                | ~Q(period__in=(Period.ROUND1, Period.ROUND2)),
            ),
        ]

    @classmethod
    def label_of(cls, name: str) -> str:
        """What a field is called in the audit trail."""
        return str(getattr(cls._meta.get_field(name), "verbose_name", name))
