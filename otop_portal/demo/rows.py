"""The rows of a demo district's month: who trades, what each sold, what is left blank, what is mistyped."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count

from accounts.models import District
from core.month import Month
from entry.selectors.history import histories
from entry.unusual import ENOUGH_MONTHS, is_unusual
from otop_portal.demo.amounts import Amounts, divide
from otop_portal.demo.figures import sales_of
from otop_portal.demo.registry import PREFIX
from otop_portal.demo.seeded import seeded
from otop_portal.demo.states import Stage
from producers.models import Producer, Product
from sales.models import CHANNELS, SalesRow
from workflow.models import Submission

MISTYPED = 10  # one zero too many
REASONS = (
    "ได้รับคำสั่งซื้อจากหน่วยงานราชการเป็นของที่ระลึก",
    "ออกบูธงาน OTOP เดือนนี้ ขายได้มากกว่าปกติ",
    "ช่วงเทศกาล ลูกค้าสั่งเป็นชุดของขวัญ",
    "เครื่องจักรเสีย ผลิตได้ไม่เต็มที่",
    "ตรวจสอบกับผู้ผลิตแล้ว ยอดถูกต้อง",
)
Row = dict[str, Any]


def planned_rows(district: District, month: Month, stage: Stage) -> list[Row]:
    """Column values of the rows: amounts that add up to the district's month, blanks and slips by stage."""
    registered = _registered(district, month)
    amounts = divide(sales_of(district, month), [(code, category) for code, _, category in registered], month)
    rows = [_row(producer, category, money) for (_, producer, category), money in zip(registered, amounts, strict=True)]
    filled = int(len(rows) * stage.filled)
    if stage.mistyped:
        _mistype(rows[:filled], stage.mistyped, district, month)
    for row in rows[filled:]:
        row.update(dict.fromkeys(CHANNELS))
    return rows


def _registered(district: District, month: Month) -> list[tuple[str, int, str]]:
    """(code, producer id, category) of the demo producers that trade in the month, in Thai order."""
    trading = Producer.objects.of_district(district, month).filter(code__startswith=PREFIX)
    products = Product.objects.filter(
        producer__in=trading, withdrawn_on__isnull=True, registered_on__lt=(month + 1).first_day
    )
    rows = products.values_list("producer__sort_key", "producer__code", "producer_id", "category").distinct()
    return [(code, producer, category) for _, code, producer, category in sorted(rows)]


def _row(producer: int, category: str, money: Amounts) -> Row:
    return {"producer_id": producer, "category": category, **dict(zip(CHANNELS, money, strict=True))}


def _mistype(rows: list[Row], count: int, district: District, month: Month) -> None:
    """Give `count` middling rows one zero too many, as it happens, where their history will show it."""
    first, steady = CHANNELS[0], _sold_lately(district, month)
    known = [row for row in rows if row[first] and (row["producer_id"], row["category"]) in steady]
    candidates = sorted(known, key=lambda row: row[first])
    middling = candidates[len(candidates) // 4 :][: max(count, len(candidates) // 2)]
    for row in seeded("slip", district.code, month).sample(middling, min(count, len(middling))):
        for channel in CHANNELS:
            row[channel] *= MISTYPED


def _sold_lately(district: District, month: Month) -> set[tuple[int, str]]:
    """(producer id, category) with sales in each of the last months that `entry.unusual` asks for."""
    lately = SalesRow.objects.filter(
        submission__district=district,
        submission__month__gte=month - ENOUGH_MONTHS,
        submission__month__lt=month,
        total__gt=0,
    )
    found = lately.values_list("producer_id", "category").annotate(Count("pk"))
    return {(producer, category) for producer, category, months in found if months == ENOUGH_MONTHS}


def flag_unusual(submission: Submission, *, explained: bool) -> None:
    """Mark the rows far from their history; `explained`: each with the reason that confirming asks for."""
    rows = list(SalesRow.objects.filter(submission=submission).select_related("producer").order_by("pk"))
    known = histories(submission, {row.producer_id for row in rows})
    flagged = [row for row in rows if _is_unusual(row, known)]
    for at, row in enumerate(flagged):
        row.unusual = True
        if explained or at == 0:
            row.unusual_reason = seeded("reason", submission.month, row.producer.code).choice(REASONS)
    SalesRow.objects.bulk_update(flagged, ["unusual", "unusual_reason"], batch_size=100)


def _is_unusual(row: SalesRow, known: dict) -> bool:
    total = sum((amount for amount in row.amounts if amount), Decimal(0))
    return row.is_filled and is_unusual(total, known.get((row.producer_id, row.category)))
