"""What reports keep: sums of frozen revisions, made once."""

from __future__ import annotations

from django.db import models

from producers.models import Category, ProducerType
from workflow.models import Revision

SUM_DIGITS = 18


class FrozenTotal(models.Model):
    """What a frozen revision adds up to by category and producer type, in baht; `producers` are codes, each once.

    A memo of a text that never changes, so it is never stale, and is made again where it is missing. The type is
    the one that was frozen: a producer that changes its type later changes no past month.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="totals")
    category = models.CharField(max_length=8, choices=Category.choices)
    type = models.CharField(max_length=5, choices=ProducerType.choices)
    domestic_offline = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2)
    domestic_online = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2)
    foreign_offline = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2)
    foreign_online = models.DecimalField(max_digits=SUM_DIGITS, decimal_places=2)
    producers = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "category", "type"], name="frozen_total_once")]
