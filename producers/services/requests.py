"""Requests about the registry: asked, corrected, withdrawn, approved, refused. A waiting producer does not exist yet.

A district asks its own province; for a transfer a province asks the other. Each act holds the producer first, if the
request is of one, then the request: transfers and changes go that way too, so no two acts wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import District, Province, Subdistrict, User
from core import audit, clock
from core.month import Month
from core.records import Refused, Stale, differences
from producers.asked import OF_PRODUCTS, read, written
from producers.importing.facts import of_request
from producers.models import Category, Producer, ProducerRequest, Product
from producers.services import months, registry
from producers.services.facts import record
from producers.services.transfer import move

Kind, Status = ProducerRequest.Kind, ProducerRequest.Status


@transaction.atomic
def ask_new(
    *, actor: User, district: District, facts: dict[str, Any], reason: str = "", another: bool = True
) -> ProducerRequest:
    """A district asks for a producer: name, type, subdistrict, registered_on, categories; address, phone, product.

    Raises Refused, unless it is `another` than the one of its name also where the district has that name by now.
    """
    registry.guard(actor, district)
    registry.check_subdistrict(district, facts["subdistrict"])
    if not another:
        registry.check_name(registry.hold_district(district), facts["name"])
    return _ask(actor, Kind.NEW, district, district.province, facts["name"], facts=written(facts), reason=reason)


@transaction.atomic
def ask_many(*, actor: User, wanted: Sequence[tuple[District, str, dict[str, Any]]]) -> None:
    """The same for the rows of a file: (district, name, facts). Two statements, however many."""
    for district in {district for district, _, _ in wanted}:
        registry.guard(actor, district)
    made = ProducerRequest.objects.bulk_create(
        ProducerRequest(
            kind=Kind.NEW,
            district=district,
            province_id=district.province_id,
            name=name,
            facts=written(facts),
            asked_at=clock.now(),
            asked_by=actor,
        )
        for district, name, facts in wanted
    )
    audit.record_many(actor, "request.asked", ((request, {"of": _asked(request)}) for request in made))


@transaction.atomic
def ask_change(*, actor: User, producer: Producer, facts: dict[str, Any], reason: str = "") -> ProducerRequest | None:
    """A district asks to change who a producer is (registry.IDENTITY). None when that is what it is already."""
    held = registry.hold(actor, producer)
    changed = differences(held, {n: v for n, v in facts.items() if n in registry.IDENTITY})
    if not changed:
        return None
    registry.check_remembered(held)
    wanted = written({name: new for name, (_, new) in changed.items()})
    return _of_producer(actor, Kind.CHANGE, held, held.district.province, facts=wanted, reason=reason)


@transaction.atomic
def ask_restore(*, actor: User, producer: Producer, reason: str) -> ProducerRequest:
    held = registry.hold(actor, producer)
    if held.is_active:
        raise Refused("ผู้ผลิตรายนี้ลงทะเบียนอยู่แล้ว")
    registry.check_remembered(held)
    return _of_producer(actor, Kind.RESTORE, held, held.district.province, reason=reason)


@transaction.atomic
def ask_transfer(
    *, actor: User, producer: Producer, province: Province, from_month: Month, reason: str
) -> ProducerRequest:
    """A province asks another to take a producer over. The other chooses the district. Raises Refused."""
    held = registry.hold(actor, producer)
    registry.guard_office(actor, held.district.province_id)
    if not held.is_active:
        raise Refused("ผู้ผลิตรายนี้ยกเลิกการลงทะเบียนแล้ว จึงย้ายไม่ได้")
    if province.pk == held.district.province_id:
        raise Refused("อยู่จังหวัดนี้อยู่แล้ว", "province")
    months.check(from_month)
    return _of_producer(actor, Kind.TRANSFER, held, province, reason=reason, from_month=from_month)


@transaction.atomic
def change_or_ask(
    *, actor: User, producer: Producer, version: int, reason: str = "", **fields: Any
) -> ProducerRequest | None:
    """A district's form of a producer: contacts are saved, the rest is asked. Raises Stale, Refused."""
    held = registry.hold(actor, producer)
    if differences(held, fields) and held.version != version:
        raise Stale
    contacts = {name: value for name, value in fields.items() if name not in registry.IDENTITY}
    registry.update_producer(actor=actor, producer=held, version=version, **contacts)
    return ask_change(actor=actor, producer=held, facts=fields, reason=reason)


def _of_producer(actor: User, kind: str, held: Producer, province: Province, **fields: Any) -> ProducerRequest:
    """One matter of a producer waits once; the one that waits is asked anew with what is said now."""
    waiting = ProducerRequest.objects.waiting().select_for_update().filter(producer=held, kind=kind).first()
    if waiting is None:
        return _ask(actor, kind, held.district, province, held.name, producer=held, **fields)
    if kind == Kind.TRANSFER:
        raise Refused("มีคำขอย้ายที่รอจังหวัดปลายทางพิจารณาอยู่แล้ว")
    return _ask_again(actor, waiting, fields)


def _ask(actor: User, kind: str, district: District, province: Province, name: str, **fields: Any) -> ProducerRequest:
    request = ProducerRequest.objects.create(
        kind=kind, district=district, province=province, name=name, asked_at=clock.now(), asked_by=actor, **fields
    )
    audit.record(actor, "request.asked", request, of=_asked(request), reason=request.reason)
    return request


def _asked(request: ProducerRequest) -> str:
    return f"{request.get_kind_display()}: {request.in_trail}"


def _ask_again(actor: User, held: ProducerRequest, fields: dict[str, Any]) -> ProducerRequest:
    now = {"status": Status.ASKED, "asked_at": clock.now(), "asked_by": actor, **fields}
    _save(held, now)
    audit.record(actor, "request.corrected", held, of=held.in_trail, reason=held.reason)
    return held


@transaction.atomic
def correct(
    *, actor: User, request: ProducerRequest, version: int, reason: str, facts: dict[str, Any] | None = None
) -> ProducerRequest:
    """Change a request that waits or was refused, and ask (again). Raises Stale, Refused."""
    held = _hold(request, version)
    _guard_asker(actor, held)
    if held.status not in (Status.ASKED, Status.REFUSED):
        raise Refused("คำขอนี้สิ้นสุดแล้ว แก้ไขไม่ได้")
    fields: dict[str, Any] = {"reason": reason}
    if facts is not None:
        if "subdistrict" in facts:
            registry.check_subdistrict(held.district, facts["subdistrict"])
        fields["facts"] = {n: v for n, v in held.facts.items() if n in OF_PRODUCTS} | written(facts)
        if held.kind == Kind.NEW:
            fields["name"] = facts["name"]
    try:
        with transaction.atomic():
            return _ask_again(actor, held, fields)
    except IntegrityError as error:
        raise Refused("มีคำขอเรื่องนี้ของผู้ผลิตรายนี้รอพิจารณาอยู่แล้ว") from error


@transaction.atomic
def withdraw(*, actor: User, request: ProducerRequest) -> None:
    """The asker takes it back. Settled already: nothing happens."""
    held = _hold(request)
    _guard_asker(actor, held)
    if held.status in (Status.ASKED, Status.REFUSED):
        _save(held, {"status": Status.WITHDRAWN, "facts": _without_personal(held.facts)})
        audit.record(actor, "request.withdrawn", held, of=held.in_trail)


@transaction.atomic
def refuse(*, actor: User, request: ProducerRequest, version: int, reason: str) -> None:
    """Not approved, with the reason that the asker reads. Refused already: nothing happens. Raises Stale, Refused."""
    held = _hold(request)
    registry.guard_office(actor, held.province_id)
    if held.status == Status.REFUSED:
        return
    _check_waits(held, version)
    _answer(actor, held, Status.REFUSED, answer=reason)
    audit.record(actor, "request.refused", held, of=held.in_trail, reason=reason)


@transaction.atomic
def approve(
    *,
    actor: User,
    request: ProducerRequest,
    version: int,
    from_month: Month,
    subdistrict: Subdistrict | None = None,
) -> ProducerRequest:
    """Do what was asked, from the month on. For a transfer `subdistrict` says where in the province it arrives.

    Approved already: nothing happens. Raises Stale when the request is no longer the one that was shown, and Refused.
    """
    held = _hold(request)
    registry.guard_office(actor, held.province_id)
    if held.status == Status.APPROVED:
        return held
    _check_waits(held, version)
    months.check(from_month)
    producer = _do(actor, held, from_month, subdistrict)
    _answer(actor, held, Status.APPROVED, producer=producer, from_month=from_month)
    held.facts = _without_personal(held.facts)
    held.save(update_fields=["facts"])
    audit.record(actor, "request.approved", held, of=held.in_trail, from_month=str(from_month))
    return held


@transaction.atomic
def approve_many(
    *, actor: User, requests: Iterable[tuple[ProducerRequest, int]], from_month: Month
) -> list[ProducerRequest]:
    """All of them or none; (request, version shown). Transfers need a place and are approved one by one."""
    ordered = sorted(requests, key=lambda pair: pair[0].pk)
    _hold_producers([request for request, _ in ordered])
    return [approve(actor=actor, request=r, version=v, from_month=from_month) for r, v in ordered]


def _do(actor: User, held: ProducerRequest, from_month: Month, subdistrict: Subdistrict | None) -> Producer:
    match held.kind:
        case Kind.NEW:
            return _create(actor, held, from_month)
        case Kind.CHANGE:
            producer = _producer_of(held)
            fields = read(held.facts)
            return registry.update_producer(actor=actor, producer=producer, version=producer.version, **fields)
        case Kind.RESTORE:
            producer = _producer_of(held)
            return registry.restore(actor=actor, producer=producer, reason=held.reason, from_month=from_month)
    return _take_over(actor, held, from_month, subdistrict)


def _create(actor: User, held: ProducerRequest, from_month: Month) -> Producer:
    facts = read(held.facts)
    producer = registry.create_producer(actor=actor, district=held.district, trades_from=from_month, **facts)
    named = held.facts.get("product", "")
    for category in held.facts.get("categories", []):
        name = named or Category(category).label
        fields = {"name": name, "category": category, "registered_on": producer.registered_on}
        product = Product.objects.create(producer=producer, **fields)
        record(actor=actor, product=product, **vars(of_request(held.facts)))
    return producer


def _take_over(actor: User, held: ProducerRequest, from_month: Month, subdistrict: Subdistrict | None) -> Producer:
    """The arriving province's act: the producer is not theirs to hold until now."""
    if subdistrict is None:
        raise Refused("เลือกอำเภอและตำบลที่ย้ายมา", "subdistrict")
    registry.guard_office(actor, subdistrict.district.province_id)
    producer = registry.held(_producer_of(held).pk)
    if producer.district.province_id != held.district.province_id:
        raise Refused("ผู้ผลิตรายนี้ไม่ได้อยู่ในจังหวัดที่ขอย้ายแล้ว")
    if held.from_month and from_month < held.from_month:
        raise Refused(f"จังหวัดต้นทางขอย้ายตั้งแต่เดือน{held.from_month.thai}", "from_month")
    move(actor, producer, subdistrict, subdistrict.district, from_month, held.reason)
    return producer


def _producer_of(held: ProducerRequest) -> Producer:
    if held.producer is None:
        raise LookupError(held.pk)
    return held.producer


def _hold(request: ProducerRequest, version: int | None = None) -> ProducerRequest:
    """The request read afresh and held, its producer before it: `transfer._follow` holds the producer already."""
    _hold_producers([request])
    related = ("district__province", "province", "producer__district")
    held = ProducerRequest.objects.select_for_update(of=("self",)).select_related(*related).get(pk=request.pk)
    if version is not None and held.version != version:
        raise Stale
    return held


def _hold_producers(requests: Sequence[ProducerRequest]) -> None:
    """By id, as everyone who holds several producers. A request is of one producer, or of none, from the beginning."""
    of = ProducerRequest.objects.filter(pk__in=[request.pk for request in requests], producer__isnull=False)
    held = Producer.objects.select_for_update().filter(pk__in=list(of.values_list("producer", flat=True)))
    list(held.order_by("pk").values_list("pk", flat=True))


def _check_waits(held: ProducerRequest, version: int) -> None:
    if held.status != Status.ASKED:
        raise Refused("คำขอนี้สิ้นสุดหรือถูกถอนไปแล้ว")
    if held.version != version:
        raise Stale


def _guard_asker(actor: User, held: ProducerRequest) -> None:
    """Of a transfer the office that asked, of the others the district."""
    registry.guard(actor, held.district)
    if actor.is_province != (held.kind == Kind.TRANSFER):
        raise PermissionDenied


def _answer(actor: User, held: ProducerRequest, status: str, **fields: Any) -> None:
    _save(held, {"status": status, "answered_at": clock.now(), "answered_by": actor, **fields})


def _without_personal(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in registry.PERSONAL}


def _save(held: ProducerRequest, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=[*fields, "version"])
