"""A province's targets of a period, and each district's. Whole baht."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import District, Province, Role, area_filter
from targets import periods
from targets.apportionment import Tiers
from targets.models.indicators import Indicator, Period, person


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
    published_by = person()

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
