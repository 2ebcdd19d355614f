"""Rows of the monthly entry (รต.๑) and the totals kept beside them."""

from __future__ import annotations

import operator
from decimal import Decimal
from functools import reduce
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from core.fields import BahtField
from producers.models import Category, Producer
from workflow.models import Submission

CHANNELS = ("domestic_offline", "domestic_online", "foreign_offline", "foreign_online")
CHANNEL_LABELS = {
    "domestic_offline": "ในประเทศ ออฟไลน์",
    "domestic_online": "ในประเทศ ออนไลน์",
    "foreign_offline": "ต่างประเทศ ออฟไลน์",
    "foreign_online": "ต่างประเทศ ออนไลน์",
}
SUM_DIGITS = 18
FILLED = Q(**{f"{channel}__isnull": False for channel in CHANNELS})


def _sum_of_channels() -> Any:
    zero = Value(Decimal(0), output_field=models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2))
    terms: list[Any] = [Coalesce(channel, zero) for channel in CHANNELS]
    return reduce(operator.add, terms)


class SalesRowQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Rows whose figures the user may see: own area, and for the department locked months only."""
        return self.filter(submission__in=Submission.objects.figures_visible_to(user))

    def blank(self) -> Self:
        """Rows with at least one amount not yet filled."""
        return self.exclude(FILLED)


class SalesRow(models.Model):
    """Producer × category × month. A blank amount (NULL) is not yet filled; 0 is "no sales this month"."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="sales_rows")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="sales_rows")
    category = models.CharField("ประเภทผลิตภัณฑ์", max_length=8, choices=Category.choices)
    domestic_offline = BahtField(null=True, blank=True)
    domestic_online = BahtField(null=True, blank=True)
    foreign_offline = BahtField(null=True, blank=True)
    foreign_online = BahtField(null=True, blank=True)
    total = models.GeneratedField(
        expression=_sum_of_channels(),
        output_field=models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2),
        db_persist=True,
    )
    unusual = models.BooleanField(default=False)  # kept by every save (sales.unusual); confirming asks for a reason
    unusual_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects: Any = SalesRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "producer", "category"], name="sales_row_once"),
            *(
                models.CheckConstraint(name=f"sales_row_{channel}_not_negative", condition=Q(**{f"{channel}__gte": 0}))
                for channel in CHANNELS
            ),
        ]

    @property
    def amounts(self) -> tuple[Decimal | None, ...]:
        """The four amounts in the order of CHANNELS, baht."""
        return tuple(getattr(self, channel) for channel in CHANNELS)

    @property
    def is_filled(self) -> bool:
        return None not in self.amounts


class SalesTotalQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(submission__in=Submission.objects.figures_visible_to(user))


class SalesTotal(models.Model):
    """Sums of one district's month and category, kept in the transaction of every save (docs/decisions)."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="sales_totals")
    category = models.CharField(max_length=8, choices=Category.choices)
    domestic_offline = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2, default=0)
    domestic_online = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2, default=0)
    foreign_offline = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2, default=0)
    foreign_online = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2, default=0)
    total = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2, default=0)
    rows = models.PositiveIntegerField(default=0)
    filled = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)

    objects: Any = SalesTotalQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "category"], name="sales_total_once")]


class Upload(models.Model):
    """A filled workbook, read and compared but not yet accepted. `cells` is what would change; used once."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="sales_uploads")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    cells = models.JSONField(default=list)
    problems = models.JSONField(default=list)
