"""Rows of the monthly entry of sales (รต.๑) and the totals kept beside them."""

from __future__ import annotations

from django.db import models

from entry.models import Row, Total, amount, filled, never_negative, sum_field, total_of
from producers.models import Category, Producer

CHANNELS = ("domestic_offline", "domestic_online", "foreign_offline", "foreign_online")
CHANNEL_LABELS = {
    "domestic_offline": "ในประเทศ ออฟไลน์",
    "domestic_online": "ในประเทศ ออนไลน์",
    "foreign_offline": "ต่างประเทศ ออฟไลน์",
    "foreign_online": "ต่างประเทศ ออนไลน์",
}
FILLED = filled(CHANNELS)


class SalesRow(Row):
    """Producer × category × month. A blank amount (NULL) is not yet filled; 0 is "no sales this month"."""

    AMOUNTS = CHANNELS

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="sales_rows")
    category = models.CharField("ประเภทผลิตภัณฑ์", max_length=8, choices=Category.choices)
    domestic_offline = amount()
    domestic_online = amount()
    foreign_offline = amount()
    foreign_online = amount()
    total = total_of(CHANNELS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "producer", "category"], name="sales_row_once"),
            *never_negative("sales_row", CHANNELS),
        ]


class SalesTotal(Total):
    """Sums of one district's month and category."""

    category = models.CharField(max_length=8, choices=Category.choices)
    domestic_offline = sum_field()
    domestic_online = sum_field()
    foreign_offline = sum_field()
    foreign_online = sum_field()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "category"], name="sales_total_once")]
