"""แบบประมาณการรายได้: what a district expects to sell, 12 months × 4 channels of a budget year. Baht."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.models import District, Role, area_filter, role_of
from core.fields import BahtField, MonthField
from sales.models import CHANNELS
from targets.models.indicators import person


class ForecastStatus(models.TextChoices):
    DRAFT = "draft", "กำลังจัดทำ"
    CONFIRMED = "confirmed", "ยืนยันแล้ว"


class ForecastQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Forecasts whose *status* the user may know."""
        return self.filter(area_filter(user, "district"))

    def figures_visible_to(self, user: Any) -> Self:
        """Forecasts whose *figures* the user may see: the department sees what districts have confirmed."""
        visible = self.visible_to(user)
        if role_of(user) in (Role.DEPARTMENT, Role.ADMIN):
            return visible.filter(status=ForecastStatus.CONFIRMED)
        return visible


class Forecast(models.Model):
    """One district's budget year. `version` rises with every save; `confirmations` counts the papers signed."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="forecasts")
    year = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=9, choices=ForecastStatus.choices, default=ForecastStatus.DRAFT)
    version = models.PositiveIntegerField(default=0)
    confirmations = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(null=True, blank=True)
    updated_by = person()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = person()
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = person()
    reopen_reason = models.CharField(max_length=500, blank=True)

    objects: Any = ForecastQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "year"], name="forecast_once")]

    @property
    def is_confirmed(self) -> bool:
        return self.status == ForecastStatus.CONFIRMED


class ForecastMonth(models.Model):
    """One month's four amounts. Blank (NULL) is not yet filled; 0 is "none expected"."""

    forecast = models.ForeignKey(Forecast, on_delete=models.CASCADE, related_name="months")
    month = MonthField()
    domestic_offline = BahtField(null=True, blank=True)
    domestic_online = BahtField(null=True, blank=True)
    foreign_offline = BahtField(null=True, blank=True)
    foreign_online = BahtField(null=True, blank=True)

    objects: Any = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forecast", "month"], name="forecast_month_once"),
            *(
                models.CheckConstraint(name=f"forecast_{channel}_not_negative", condition=Q(**{f"{channel}__gte": 0}))
                for channel in CHANNELS
            ),
        ]

    @property
    def amounts(self) -> tuple[Decimal | None, ...]:
        """In the order of CHANNELS."""
        return tuple(getattr(self, channel) for channel in CHANNELS)
