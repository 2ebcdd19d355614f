"""Two records of one producer: from a month on only one reports. Nothing that either reported is moved."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.db import transaction
from django.db.models.base import ModelState

from accounts.models import User
from core import audit, clock
from core.month import Month
from core.records import Refused
from core.thai import search_key
from producers.hindrances import against_merge
from producers.models import DistinctPair, Producer, Product, ProductStandard, QuadrantRating, Selection
from producers.services import months
from producers.services.registry import guard_office, hold, not_before_its_stretch, save

REASON_LENGTH = 255
FACTS: tuple[Any, ...] = (Selection, QuadrantRating, ProductStandard)  # what is known of a product, with its history


@transaction.atomic
def merge(*, actor: User, survivor: Producer, other: Producer, from_month: Month, reason: str) -> Producer:
    """`other` is deregistered from the month on and points to the survivor; both keep their rows and figures.

    Products that the survivor lacks are copied to it, so that its months have the rows. Undone by
    `registry.restore` of the other. Merged into this survivor already: nothing happens. Raises Refused, also where
    what both have reported for such a month is confirmed: it stays, and would count twice for one producer.
    """
    kept, gone = _hold_both(actor, survivor, other)
    if gone.merged_into_id == kept.pk:
        return kept
    if not (kept.is_active and gone.is_active):
        raise Refused("รวมได้เฉพาะผู้ผลิตที่ลงทะเบียนอยู่ทั้งสองราย")
    months.check(from_month)
    from_month = not_before_its_stretch(gone, from_month)
    if hindrance := against_merge(kept, gone, from_month):
        raise Refused(hindrance, "from_month")
    said = f"รวมเข้ากับ {kept.in_trail}: {reason}"[:REASON_LENGTH]
    end = {"deregistered_on": clock.today(), "deregistration_reason": said, "trades_until": from_month}
    save(gone, {**end, "merged_into": kept}, {})
    copied = _copy_products(gone, kept)
    save(kept, {}, {})
    facts = {"from_month": str(from_month), "reason": reason}
    audit.record(actor, "producer.merged_away", gone, into=kept.in_trail, **facts)
    audit.record(actor, "producer.merged", kept, other=gone.in_trail, products=copied, **facts)
    return kept


def _hold_both(actor: User, one: Producer, other: Producer) -> tuple[Producer, Producer]:
    """Both held, always in the same order; of one province, for its office."""
    if one.pk == other.pk:
        raise Refused("ต้องเป็นผู้ผลิตคนละรายการ")
    held = {producer.pk: hold(actor, producer) for producer in sorted((one, other), key=lambda p: p.pk)}
    for producer in held.values():
        guard_office(actor, producer.district.province_id)
    return held[one.pk], held[other.pk]


def _copy_products(gone: Producer, kept: Producer) -> list[str]:
    """Products of the one that the other has not, by name and category; returns their names."""
    made = {(search_key(p.name), p.category) for p in Product.objects.filter(producer=kept, withdrawn_on__isnull=True)}
    copied = []
    for product in Product.objects.filter(producer=gone, withdrawn_on__isnull=True).order_by("pk"):
        if (search_key(product.name), product.category) not in made:
            twin = _copied(product, producer=kept)
            twin.save()
            for facts in FACTS:
                facts.objects.bulk_create(_copied(fact, product=twin) for fact in facts.objects.filter(product=product))
            copied.append(product.name)
    return copied


def _copied(record: Any, **changed: Any) -> Any:
    """A new record with the same values but these."""
    twin = copy(record)
    twin.pk, twin._state = None, ModelState()
    for name, value in changed.items():
        setattr(twin, name, value)
    return twin


@transaction.atomic
def mark_distinct(*, actor: User, one: Producer, other: Producer) -> None:
    """ไม่ใช่รายเดียวกัน: the pair is not proposed again. Said twice is said once."""
    first, second = sorted(_hold_both(actor, one, other), key=lambda p: p.pk)
    _, new = DistinctPair.objects.get_or_create(
        one=first, other=second, defaults={"decided_by": actor, "decided_at": clock.now()}
    )
    if new:
        audit.record(actor, "producer.distinct", first, other=second.in_trail)
        audit.record(actor, "producer.distinct", second, other=first.in_trail)
