"""Producers and products: one action, one function. Each holds the row, guards, saves named fields, audits."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import District, Subdistrict, User
from core import audit
from core.records import Refused, Stale, differences, spoken
from producers.models import Producer, Product

PERSONAL = frozenset({"phone", "address"})  # that they changed is audited, not what they said


def guard(actor: User, district: District) -> None:
    """Raise PermissionDenied unless `actor` keeps the registry of this district."""
    if not actor.keeps(district):
        raise PermissionDenied


def hold_district(district: District) -> District:
    """The district's row, held: new codes and imports of one district wait for each other."""
    return District.objects.select_for_update().get(pk=district.pk)


def next_code(district: District) -> str:
    """The next free code of the portal's own: 2401-0001. The district must be held."""
    prefix = f"{district.code}-"
    taken = Producer.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    numbers = [int(code[len(prefix) :]) for code in taken if code[len(prefix) :].isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:04d}"


@transaction.atomic
def create_producer(*, actor: User, district: District, code: str = "", **fields: Any) -> Producer:
    """Register a producer; without a code it gets the district's next one. Raises Refused when the code is taken."""
    guard(actor, district)
    _check_subdistrict(district, fields["subdistrict"])
    hold_district(district)
    producer = Producer(district=district, code=code or next_code(district), **fields)
    try:
        with transaction.atomic():
            producer.save()
    except IntegrityError as error:
        raise Refused("รหัสนี้มีผู้ใช้แล้ว", "code") from error
    audit.record(actor, "producer.created", producer, code=producer.code, name=producer.name)
    return producer


@transaction.atomic
def update_producer(*, actor: User, producer: Producer, version: int, **fields: Any) -> Producer:
    """Save what differs, and nothing when nothing does. Raises Stale unless `version` is the present one."""
    held = _hold(actor, producer)
    _check_subdistrict(held.district, fields.get("subdistrict", held.subdistrict))
    if held.deregistered_on and fields.get("registered_on", held.registered_on) > held.deregistered_on:
        raise Refused("วันที่ลงทะเบียนต้องไม่หลังวันที่ยกเลิกการลงทะเบียน", "registered_on")
    if changes := differences(held, fields):
        if held.version != version:
            raise Stale
        _save(held, fields, changes)
        audit.record(actor, "producer.changed", held, changes=spoken(held, changes, but=PERSONAL))
    return held


@transaction.atomic
def deregister(*, actor: User, producer: Producer, on: date, reason: str) -> Producer:
    """ยกเลิกการลงทะเบียน. A producer already deregistered stays as it is. Raises Refused for an impossible day."""
    held = _hold(actor, producer)
    if not held.is_active:
        return held
    if on < held.registered_on:
        raise Refused("วันที่ยกเลิกต้องไม่ก่อนวันที่ลงทะเบียน", "deregistered_on")
    _save(held, {"deregistered_on": on, "deregistration_reason": reason}, {})
    audit.record(actor, "producer.deregistered", held, date=on.isoformat(), reason=reason)
    return held


@transaction.atomic
def restore(*, actor: User, producer: Producer, reason: str) -> Producer:
    """Undo a deregistration. A registered producer stays as it is."""
    held = _hold(actor, producer)
    if held.is_active:
        return held
    was = held.deregistered_on.isoformat() if held.deregistered_on else ""
    _save(held, {"deregistered_on": None, "deregistration_reason": ""}, {})
    audit.record(actor, "producer.restored", held, date=was, reason=reason)
    return held


@transaction.atomic
def reveal_phone(*, actor: User, producer: Producer) -> str:
    """The whole phone number. That it was looked at is audited before it is given."""
    guard(actor, producer.district)
    audit.record(actor, "producer.phone_revealed", producer)
    return producer.phone


@transaction.atomic
def add_product(*, actor: User, producer: Producer, **fields: Any) -> Product:
    held = _hold(actor, producer)
    if not held.is_active:
        raise Refused("ผู้ผลิตรายนี้ยกเลิกการลงทะเบียนแล้ว จึงเพิ่มผลิตภัณฑ์ไม่ได้")
    product = Product.objects.create(producer=held, **fields)
    audit.record(actor, "product.added", held, product=product.name, product_category=product.get_category_display())
    return product


@transaction.atomic
def update_product(*, actor: User, product: Product, version: int, **fields: Any) -> Product:
    """Save what differs; `version` is the producer's. Audited on the producer, where people look for it."""
    producer = _hold(actor, product.producer)
    held = Product.objects.get(pk=product.pk)
    if changes := differences(held, fields):
        if producer.version != version:
            raise Stale
        for name in changes:
            setattr(held, name, fields[name])
        held.save(update_fields=list(changes))
        _save(producer, {}, {})
        audit.record(actor, "product.changed", producer, product=held.name, changes=spoken(held, changes, but=PERSONAL))
    return held


def _hold(actor: User, producer: Producer) -> Producer:
    guard(actor, producer.district)
    held = Producer.objects.select_for_update(of=("self",)).select_related("district", "subdistrict")
    return held.get(pk=producer.pk)


def _check_subdistrict(district: District, subdistrict: Subdistrict) -> None:
    if subdistrict.district_id != district.pk:
        raise Refused("ตำบลไม่อยู่ในอำเภอนี้", "subdistrict")


def _save(held: Producer, fields: dict[str, Any], changes: dict[str, Any]) -> None:
    names = list(changes or fields)
    for name in names:
        setattr(held, name, fields[name])
    held.version += 1
    held.save(update_fields=[*names, "version"])
