"""What is sold in a market in a month, and the totals kept beside it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from entry.models import Row, Total, amount, never_negative, sum_field, total_of
from markets.models.market import Market

LINES = ("line_1", "line_2", "line_3", "line_4")
DEFAULT_NAMES = ("สินค้า OTOP", "สินค้าเกษตร", "อาหารและเครื่องดื่ม", "สินค้าอื่น ๆ")
MOST_DAYS = 31


class IncomeLine(models.Model):
    """The head of one of the four amounts, where the department has given another than DEFAULT_NAMES.

    The letter's own heads are illegible, so they are data. `slot` is the column of the rows (1 to 4) and never changes;
    `position` is where it is shown. A confirmed month keeps the names that it was confirmed with.
    """

    slot = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField("ชื่อรายการ", max_length=60)
    position = models.PositiveSmallIntegerField("ลำดับ")

    class Meta:
        ordering = ["position", "slot"]
        constraints = [
            models.CheckConstraint(name="income_line_slot", condition=Q(slot__range=(1, len(LINES)))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def field(self) -> str:
        return LINES[self.slot - 1]


class MarketRow(Row):
    """Market × month: four income lines and the days on which the market was held (NULL = not said)."""

    AMOUNTS = LINES

    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="rows")
    days_held = models.PositiveSmallIntegerField(null=True, blank=True)
    line_1 = amount()
    line_2 = amount()
    line_3 = amount()
    line_4 = amount()
    total = total_of(LINES)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "market"], name="market_row_once"),
            models.CheckConstraint(
                name="market_row_days_of_a_month",
                condition=Q(days_held__isnull=True) | Q(days_held__range=(0, MOST_DAYS)),
            ),
            *never_negative("market_row", LINES),
        ]


class MarketTotal(Total):
    """Sums of one district's month of markets."""

    days_held = models.PositiveIntegerField(default=0)
    line_1 = sum_field()
    line_2 = sum_field()
    line_3 = sum_field()
    line_4 = sum_field()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission"], name="market_total_once")]
