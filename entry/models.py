"""What the rows of every kind share: four amounts that are not filled or are, a version, a warning and its reason.

A kind's own app declares its amounts and what its rows are of (a producer and a category, a market).
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from decimal import Decimal
from functools import reduce
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from core.fields import BahtField
from workflow.models import Submission

SUM_DIGITS = 18
REASON_LENGTH = 500


def amount() -> BahtField:
    """One amount of a row: NULL is not yet filled; 0 is "no sales this month"."""
    return BahtField(null=True, blank=True)


def sum_field() -> models.DecimalField:
    """One kept sum, baht."""
    return models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2, default=0)


def total_of(amounts: Iterable[str]) -> models.GeneratedField:
    """A row's total, kept by the database: blank amounts count as 0."""
    of_baht = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2)
    zero = Value(Decimal(0), output_field=models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2))
    terms: list[Any] = [Coalesce(name, zero) for name in amounts]
    return models.GeneratedField(expression=reduce(operator.add, terms), output_field=of_baht, db_persist=True)


def filled(amounts: Iterable[str]) -> Q:
    """Rows in which every amount is filled."""
    return Q(**{f"{name}__isnull": False for name in amounts})


def never_negative(prefix: str, amounts: Iterable[str]) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(name=f"{prefix}_{name}_not_negative", condition=Q(**{f"{name}__gte": 0}))
        for name in amounts
    ]


class FiguresQuerySet(models.QuerySet):
    """Of anything that hangs on a submission and tells its figures."""

    def visible_to(self, user: Any) -> Self:
        """Whose figures the user may see: own area, and for the department locked months only."""
        return self.filter(submission__in=Submission.objects.figures_visible_to(user))


class RowQuerySet(FiguresQuerySet):
    def blank(self) -> Self:
        """Rows with at least one amount not yet filled."""
        amounts: tuple[str, ...] = self.model.AMOUNTS  # type: ignore[attr-defined]  # of a Row
        return self.exclude(filled(amounts))


class Row(models.Model):
    """One line of a month. A concrete row declares AMOUNTS, a field of each, and `total`."""

    AMOUNTS: ClassVar[tuple[str, ...]] = ()

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="%(app_label)s_rows")
    unusual = models.BooleanField(default=False)  # kept by every save (entry.unusual); confirming asks for a reason
    unusual_reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects: Any = RowQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def amounts(self) -> tuple[Decimal | None, ...]:
        """The amounts in the order of AMOUNTS, baht."""
        return tuple(getattr(self, name) for name in self.AMOUNTS)

    @property
    def is_filled(self) -> bool:
        return None not in self.amounts


class Total(models.Model):
    """Sums of a month (or of a part of it), kept in the transaction of every save (docs/decisions)."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="%(app_label)s_totals")
    total = sum_field()
    rows = models.PositiveIntegerField(default=0)
    filled = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)

    objects: Any = FiguresQuerySet.as_manager()

    class Meta:
        abstract = True


class Upload(models.Model):
    """A filled workbook, read and compared but not yet accepted. `cells` is what would change; used once."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="uploads")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    cells = models.JSONField(default=list)
    problems = models.JSONField(default=list)
