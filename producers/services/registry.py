"""Producers and products: one action, one function. Each holds the row, guards, saves named fields, audits."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import District, Province, Subdistrict, User
from core import audit
from core.month import Month
from core.records import JustSaved, Refused, Stale, differences, spoken
from core.thai import search_key
from producers.models import EarlierPlace, Producer, ProducerType, Product
from producers.selectors import is_taken
from producers.services import months

PERSONAL = frozenset({"phone", "address"})  # that they changed is audited, not what they said
IDENTITY = frozenset({"name", "type", "registered_on"})  # who a producer is: a district asks, its province answers


def guard(actor: User, district: District) -> None:
    """Raise PermissionDenied unless `actor` keeps the registry of this district."""
    if not actor.keeps(district):
        raise PermissionDenied


def guard_office(actor: User, province: Province | int) -> None:
    """Raise PermissionDenied unless `actor` is the office of this province."""
    pk = province if isinstance(province, int) else province.pk
    if not (actor.is_active and actor.is_province and actor.province_id == pk):
        raise PermissionDenied


def hold_district(district: District) -> District:
    """The district's row, held: new codes and imports of one district wait for each other."""
    return District.objects.select_for_update(no_key=True).get(pk=district.pk)


def next_code(district: District) -> str:
    """The next free code of the portal's own: 2401-0001. The district must be held."""
    prefix = f"{district.code}-"
    taken = Producer.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    numbers = [int(code[len(prefix) :]) for code in taken if code[len(prefix) :].isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:04d}"


@transaction.atomic
def create_producer(
    *, actor: User, district: District, code: str = "", another: bool = True, **fields: Any
) -> Producer:
    """Register a producer; without a code it gets the district's next one. For the province: a district asks.

    It reports from `trades_from` on, without one from the month of registration. Raises Refused when the code is taken,
    and unless it is said to be `another` than the one of its name, where the district has that name by now.
    """
    guard_office(actor, district.province_id)
    check_subdistrict(district, fields["subdistrict"])
    hold_district(district)
    if not another:
        check_name(district, fields["name"])
    producer = Producer(district=district, code=code or next_code(district), **fields)
    try:
        with transaction.atomic():
            producer.save()
    except IntegrityError as error:
        raise Refused("รหัสนี้มีผู้ใช้แล้ว", "code") from error
    since = str(producer.trades_from)
    audit.record(actor, "producer.created", producer, code=producer.code, from_month=since)
    return producer


def check_name(district: District, name: str) -> None:
    """Raise Refused where the district has this name, or has asked for it. The district must be held."""
    if is_taken(district, name):
        raise JustSaved(name)


@transaction.atomic
def update_producer(*, actor: User, producer: Producer, version: int, **fields: Any) -> Producer:
    """Save what differs, and nothing when nothing does. Raises Stale unless `version` is the present one.

    Refused to a district where it would change who the producer is: see services.requests.
    """
    held = hold(actor, producer)
    check_subdistrict(held.district, fields.get("subdistrict", held.subdistrict))
    if held.deregistered_on and fields.get("registered_on", held.registered_on) > held.deregistered_on:
        raise Refused("วันที่ลงทะเบียนต้องไม่หลังวันที่ยกเลิกการลงทะเบียน", "registered_on")
    if changes := differences(held, fields):
        check_remembered(held)
        if held.version != version:
            raise Stale
        if actor.is_district and IDENTITY & changes.keys():
            raise Refused("ชื่อ ประเภท และวันที่ลงทะเบียน แก้ไขได้เมื่อจังหวัดอนุมัติ", min(IDENTITY & changes.keys()))
        unsaid = _unsaid(held, fields)
        save(held, fields, changes)
        audit.record(actor, "producer.changed", held, changes=spoken(held, changes, but=unsaid))
    return held


def _unsaid(held: Producer, fields: dict[str, Any]) -> frozenset[str]:
    """What is audited without its words: the name too of who is, or is to be, a sole owner."""
    sole = ProducerType.SOLE in (held.type, fields.get("type"))
    return PERSONAL | {"name"} if sole else PERSONAL


@transaction.atomic
def deregister(*, actor: User, producer: Producer, on: date, reason: str, from_month: Month | None = None) -> Producer:
    """ยกเลิกการลงทะเบียน: the producer does not report `from_month` and later; its months before stay as they are.

    A producer already deregistered stays as it is. Without a month, the first that may be named, not before the day's.
    Of one that is still to move, the months before the move stay too: it stops with the move. Raises Refused for an
    impossible day, or for a month that has closed.
    """
    held = hold(actor, producer)
    if not held.is_active:
        return held
    if on < held.registered_on:
        raise Refused("วันที่ยกเลิกต้องไม่ก่อนวันที่ลงทะเบียน", "deregistered_on")
    since = from_month or max(Month.of(on), months.earliest())
    months.check(since)
    since = not_before_its_stretch(held, since)
    save(held, {"deregistered_on": on, "deregistration_reason": reason, "trades_until": since}, {})
    facts = {"date": on.isoformat(), "from_month": str(since), "reason": reason}
    audit.record(actor, "producer.deregistered", held, **facts)
    return held


@transaction.atomic
def restore(*, actor: User, producer: Producer, reason: str, from_month: Month | None = None) -> Producer:
    """Undo a deregistration, or a merge: the producer reports again from a month on. For the province.

    The months between stay without it. A registered producer stays as it is. Raises Refused for a closed month.
    """
    held = hold(actor, producer)
    guard_office(actor, held.district.province_id)
    if held.is_active:
        return held
    check_remembered(held)
    since = from_month or months.present()
    months.check(since)
    was, survivor = held.deregistered_on, held.merged_into
    again = {"deregistered_on": None, "deregistration_reason": "", "merged_into": None}
    save(held, {**again, **_again_from(held, since)}, {})
    facts = {"date": was.isoformat() if was else "", "from_month": str(since), "reason": reason}
    audit.record(actor, "producer.restored", held, **facts)
    if survivor:
        audit.record(actor, "producer.unmerged", survivor, other=held.in_trail, from_month=str(since), reason=reason)
    return held


def _again_from(held: Producer, since: Month) -> dict[str, Any]:
    """A gap ends the stretch before it; without one it goes on as if nothing had been."""
    if held.trades_until is None or since <= held.trades_until:
        return {}
    end_stretch(held, held.trades_until)
    return {"trades_from": since}


def not_before_its_stretch(held: Producer, month: Month) -> Month:
    """The month, or the first of the stretch that goes on: what is before it is an earlier stretch, never changed.

    Otherwise a gap that begins inside an earlier stretch would let a restored producer report there and here.
    """
    return max(held.trades_from, month)


def end_stretch(held: Producer, until: Month) -> None:
    """Keep the stretch that goes on as an earlier one that ends before `until`, if it had begun by then."""
    if held.trades_from < until:
        EarlierPlace.objects.create(
            producer=held,
            district=held.district,
            subdistrict=held.subdistrict,
            from_month=held.trades_from,
            until_month=until,
        )


@transaction.atomic
def add_product(*, actor: User, producer: Producer, **fields: Any) -> Product:
    held = hold(actor, producer)
    if not held.is_active:
        raise Refused("ผู้ผลิตรายนี้ยกเลิกการลงทะเบียนแล้ว จึงเพิ่มผลิตภัณฑ์ไม่ได้")
    _check_product(Product(producer=held, **fields))
    product = Product.objects.create(producer=held, **fields)
    audit.record(actor, "product.added", held, product=product.name, product_category=product.get_category_display())
    return product


@transaction.atomic
def update_product(*, actor: User, product: Product, version: int, **fields: Any) -> Product:
    """Save what differs; `version` is the producer's. Audited on the producer, where people look for it."""
    producer = hold(actor, product.producer)
    held = Product.objects.get(pk=product.pk)
    if changes := differences(held, fields):
        if producer.version != version:
            raise Stale
        for name in changes:
            setattr(held, name, fields[name])
        if {"name", "category", "withdrawn_on"} & changes.keys() and not held.withdrawn_on:
            _check_product(held)
        held.save(update_fields=list(changes))
        save(producer, {}, {})
        audit.record(actor, "product.changed", producer, product=held.name, changes=spoken(held, changes, but=PERSONAL))
    return held


def _check_product(wanted: Product) -> None:
    """Raise Refused where its producer makes one of this name and category: no file could tell the two apart."""
    made = Product.objects.filter(producer=wanted.producer_id, category=wanted.category, withdrawn_on__isnull=True)
    if any(search_key(product.name) == search_key(wanted.name) for product in made.exclude(pk=wanted.pk)):
        raise Refused("ผู้ผลิตรายนี้มีผลิตภัณฑ์ชื่อนี้ในประเภทนี้แล้ว", "name")


def hold(actor: User, producer: Producer) -> Producer:
    """The producer read afresh and held, for somebody who keeps it as it stands now."""
    found = held(producer.pk)
    guard(actor, found.district)
    return found


def held(pk: int) -> Producer:
    """Held first and then read: PostgreSQL drops a row from a join when it was moved to another district meanwhile."""
    Producer.objects.select_for_update().only("pk").get(pk=pk)
    return Producer.objects.select_related("district", "subdistrict", "merged_into").get(pk=pk)


def check_remembered(held: Producer) -> None:
    """Raise Refused where the person has been let go: what is written of one then would go with the old, or never."""
    if held.forgotten_on:
        raise Refused("ลบข้อมูลของผู้ผลิตรายนี้ตามกำหนดการเก็บแล้ว จึงแก้ไขหรือคืนสถานะไม่ได้ ให้ลงทะเบียนเป็นรายใหม่")


def check_subdistrict(district: District, subdistrict: Subdistrict) -> None:
    """Raise Refused unless the subdistrict is one of the district."""
    if subdistrict.district_id != district.pk:
        raise Refused("ตำบลไม่อยู่ในอำเภอนี้", "subdistrict")


def save(held: Producer, fields: dict[str, Any], changes: dict[str, Any]) -> None:
    """Save the fields named in `changes` (empty = all of `fields`) as the next version."""
    names = list(changes or fields)
    for name in names:
        setattr(held, name, fields[name])
    held.version += 1
    held.save(update_fields=[*names, "version"])
