"""Months of several districts in every state, and what the database says they come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from accounts.models import District
from core.month import Month
from producers.models import Producer, ProducerType
from sales.models import CHANNELS, SalesRow
from tests.cast import Cast, fill
from workflow import kinds, services
from workflow.models import State, Submission

OCTOBER, NOVEMBER = Month.parse("2566-10"), Month.parse("2566-11")


def month_of(district: District, month: Month, amounts: Iterable[Decimal], state: str, actor: Any) -> Submission:
    """One month in a state, its rows' channels filled one after another from `amounts`; frozen where confirmed."""
    submission = fill(district, month)
    given = iter(amounts)
    for row in SalesRow.objects.filter(submission=submission).order_by("pk"):
        for channel in CHANNELS:
            setattr(row, channel, next(given, Decimal(0)))
        row.save(update_fields=CHANNELS)
    if state in (State.CONFIRMED, State.LOCKED):
        report = kinds.of(submission)
        revision = services._freeze(submission, report.content(submission), report.frozen_labels, actor)
        submission.revision_number = revision.number
    submission.state = state
    submission.save(update_fields=["state", "revision_number"])
    return submission


def spread(base: int) -> list[Decimal]:
    """Twelve amounts that no two sums of have in common."""
    return [Decimal(base * 1000 + at * at * 137) + Decimal(at * 7) / 100 for at in range(1, 13)]


def scenario(cast: Cast) -> None:
    """Two provinces, two months and the year before; then a producer changes its type and another its name."""
    for number, (district, month, state) in enumerate(
        [
            (cast.mueang, OCTOBER - 12, State.LOCKED),
            (cast.mueang, OCTOBER, State.LOCKED),
            (cast.mueang, NOVEMBER, State.LOCKED),
            (cast.bangkhla, OCTOBER, State.LOCKED),
            (cast.bangkhla, NOVEMBER, State.DRAFT),
            (cast.aranyaprathet, OCTOBER, State.LOCKED),
            (cast.mueang_sakaeo, OCTOBER, State.CONFIRMED),
        ],
        1,
    ):
        month_of(district, month, spread(number), state, cast.somsri)
    Producer.objects.filter(code="24010002").update(type=ProducerType.GROUP, name="ชื่อใหม่หลังล็อก")


def sums(rows: Any, *paths: str) -> dict[Any, Decimal]:
    """Totals of rows of the database, added up here and not by the database."""
    found: dict[Any, Decimal] = defaultdict(Decimal)
    for *key, amounts in (
        (*row[: len(paths)], row[len(paths) :]) for row in rows.values_list(*paths, *CHANNELS).order_by()
    ):
        found[tuple(key) if len(key) > 1 else key[0]] += sum((a for a in amounts if a), Decimal(0))
    return dict(found)
