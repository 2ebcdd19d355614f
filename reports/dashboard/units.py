"""Within one district: its producers (or markets) in two months."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.urls import reverse

from accounts.models import District
from core.month import Month
from markets.models import MarketRow
from sales.models import SalesRow
from workflow.models import Kind

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Unit:
    """Baht of one producer or market in a month and in another; `link` is its own page."""

    name: str
    now: Decimal
    before: Decimal
    link: str


def word(kind: str) -> str:
    return "ตลาด" if kind == Kind.MARKETS else "ผู้ผลิต"


def totals(user: Any, district: District, kind: str, month: Month, other: Month) -> list[Unit]:
    """Of those with rows in either month that the person may see. One query."""
    model, of = (MarketRow, "market") if kind == Kind.MARKETS else (SalesRow, "producer")
    rows = model.objects.visible_to(user).filter(submission__district=district, submission__month__in=(month, other))
    by = (f"{of}__code", f"{of}__name", f"{of}_id")
    sums = {
        name: Sum("total", filter=Q(submission__month=at)) for name, at in (("sum_now", month), ("sum_before", other))
    }
    lines = rows.filter(submission__kind=kind).values_list(*by).annotate(**sums).order_by(f"{of}__code")
    return [
        Unit(f"{name} ({code})", now or NOTHING, before or NOTHING, _link(kind, pk, code))
        for code, name, pk, now, before in lines
    ]


def _link(kind: str, pk: int, code: str) -> str:
    return (
        reverse("markets:detail", args=[code]) if kind == Kind.MARKETS else reverse("sales:producer-history", args=[pk])
    )
