"""Indicators (versioned data of the department), base revenue, and a province's targets. Whole baht unless said."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import District, Province, Role, area_filter
from core.fields import BahtField
from targets import periods
from targets.apportionment import Tiers


class IndicatorKind(models.TextChoices):
    TIER = "tier", "สามขั้น (ขั้นต้น มาตรฐาน สูง)"
    GROWTH = "growth", "ร้อยละที่เพิ่มขึ้น"
    ONLINE = "online", "ร้อยละผลิตภัณฑ์ที่ขายออนไลน์"
    GRADE = "grade", "เกรด A–D"


class Period(models.TextChoices):
    ANNUAL = "annual", periods.LABELS["annual"]
    ROUND1 = "round1", periods.LABELS["round1"]
    ROUND2 = "round2", periods.LABELS["round2"]
    Q1 = "q1", periods.LABELS["q1"]
    Q2 = "q2", periods.LABELS["q2"]
    Q3 = "q3", periods.LABELS["q3"]
    Q4 = "q4", periods.LABELS["q4"]


class Measured(models.TextChoices):
    DISTRICT = "district", "อำเภอ"
    PROVINCE = "province", "จังหวัด"


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Indicators are the department's rules: everyone who works here may read them."""
        return self.all() if getattr(user, "is_active", False) and getattr(user, "role", None) else self.none()

    def current(self) -> Self:
        return self.filter(superseded_at__isnull=True)


class Indicator(models.Model):
    """One version of an indicator. An edit makes the next version; an old one never changes but for its end."""

    series = models.UUIDField(default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField("วิธีคิดคะแนน", max_length=8, choices=IndicatorKind.choices)
    name = models.CharField("ชื่อตัวชี้วัด", max_length=255)
    year = models.PositiveSmallIntegerField("ปีงบประมาณ")
    period = models.CharField("รอบ", max_length=8, choices=Period.choices)
    base_years = models.JSONField("ปีฐาน", default=list)  # Buddhist budget years: [2564, 2565, 2566]
    thresholds = models.JSONField("เกณฑ์", default=list)  # decimals as text, rising: ["7", "8", "9", "10"]
    weight = models.DecimalField(
        "น้ำหนัก (ร้อยละ)", max_digits=5, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)]
    )
    measured = models.CharField("ผู้รับการประเมิน", max_length=8, choices=Measured.choices, default=Measured.DISTRICT)
    created_at = models.DateTimeField()
    created_by = _person()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects: Any = IndicatorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "version"], name="indicator_version_once"),
            models.UniqueConstraint(
                fields=["kind", "year", "period", "measured"],
                condition=Q(superseded_at__isnull=True),
                name="indicator_current_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ฉบับที่ {self.version}"

    @property
    def title(self) -> str:
        return periods.title(self.year, self.period)


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
    updated_by = _person()

    objects: Any = BaseRevenueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "year", "period"], name="base_revenue_once"),
            models.CheckConstraint(name="base_revenue_not_negative", condition=Q(amount__gte=0)),
        ]


class SetState(models.TextChoices):
    DRAFT = "draft", "ร่าง"
    PUBLISHED = "published", "ประกาศแล้ว"


def _published_or_own(user: Any, province: str, status: str) -> Q:
    """A province sees its drafts; everyone else published targets only."""
    match getattr(user, "role", None) if getattr(user, "is_active", False) else None:
        case Role.DEPARTMENT | Role.ADMIN:
            return Q(**{status: SetState.PUBLISHED})
        case Role.PROVINCE:
            return Q(**{province: user.province_id})
        case Role.DISTRICT:
            return Q(**{province: user.district.province_id, status: SetState.PUBLISHED})
    return Q(pk__in=[])


class TargetSetQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(_published_or_own(user, "province_id", "status"))


class TargetSet(models.Model):
    """A province's targets of one period. `indicator` is the version by which they were computed and are scored."""

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="target_sets")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="target_sets")
    year = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=8, choices=Period.choices)
    basic = models.PositiveBigIntegerField("ขั้นต้นของจังหวัด")
    advanced = models.PositiveBigIntegerField("ขั้นสูงของจังหวัด")
    figures_given = models.BooleanField(default=False)  # by the department's letter; else from the base years
    status = models.CharField(max_length=9, choices=SetState.choices, default=SetState.DRAFT)
    computed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = _person()

    objects: Any = TargetSetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["province", "year", "period"], name="target_set_once"),
            models.CheckConstraint(name="target_set_order", condition=Q(basic__lte=F("advanced"))),
        ]

    @property
    def title(self) -> str:
        return periods.title(self.year, self.period)

    @property
    def is_published(self) -> bool:
        return self.status == SetState.PUBLISHED

    @property
    def standard(self) -> int:
        return (self.basic + self.advanced + 1) // 2

    @property
    def tiers(self) -> Tiers:
        return Tiers(self.basic, self.standard, self.advanced)


class TargetQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        seen = self.filter(_published_or_own(user, "target_set__province_id", "target_set__status"))
        return seen.filter(area_filter(user, "district"))


class Target(models.Model):
    """One district's three tiers. `bases` are the base years they were computed from: [[year, baht, source]]."""

    target_set = models.ForeignKey(TargetSet, on_delete=models.CASCADE, related_name="targets")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="targets")
    basic = models.PositiveBigIntegerField("ขั้นต้น")
    standard = models.PositiveBigIntegerField("ขั้นมาตรฐาน")
    advanced = models.PositiveBigIntegerField("ขั้นสูง")
    has_history = models.BooleanField(default=True)
    adjusted = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)
    bases = models.JSONField(default=list)

    objects: Any = TargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target_set", "district"], name="target_once"),
            models.CheckConstraint(
                name="target_order", condition=Q(basic__lte=F("standard")) & Q(standard__lte=F("advanced"))
            ),
        ]

    @property
    def tiers(self) -> Tiers:
        return Tiers(self.basic, self.standard, self.advanced, self.has_history)


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
