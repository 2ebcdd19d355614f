"""Indicators: the department's rules as versioned data."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from targets import periods
from targets.rules import Rules, rules_of


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


def person() -> models.ForeignKey:
    """Who did it; null where the system did, or nobody yet."""
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
    conditions = models.JSONField("เงื่อนไขอื่น", default=dict)  # of this kind: see targets/rules.py
    weight = models.DecimalField(
        "น้ำหนัก (ร้อยละ)", max_digits=5, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)]
    )
    measured = models.CharField("ผู้รับการประเมิน", max_length=8, choices=Measured.choices, default=Measured.DISTRICT)
    created_at = models.DateTimeField()
    created_by = person()
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
    def rules(self) -> Rules:
        """The scale's thresholds and conditions; what an old version does not say is as in the letters."""
        return rules_of(self.kind, self.thresholds, self.conditions)

    @property
    def title(self) -> str:
        return periods.title(self.year, self.period)
