"""Reads of requests: the list, the counts, one with what it would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from core.records import label_of, shown
from producers import values
from producers.asked import read
from producers.importing.facts import KnownFacts, of_request
from producers.models import Category, Producer, ProducerRequest
from producers.selectors import may_edit

Status = ProducerRequest.Status
SHOWN = {"asked": "รอพิจารณา", "refused": "ไม่อนุมัติ", "approved": "อนุมัติแล้ว", "withdrawn": "ถอนคำขอ", "all": "ทั้งหมด"}
RELATED = ("district__province", "province", "producer__district", "asked_by", "answered_by")
FACTS = ("name", "type", "subdistrict", "address", "phone", "registered_on")


def requests_of(user: User, status: str) -> QuerySet[ProducerRequest]:
    """Newest first; `status` is a key of SHOWN."""
    found = ProducerRequest.objects.visible_to(user).select_related(*RELATED).newest_first()
    return found if status == "all" else found.filter(status=status)


def counts(user: User) -> list[tuple[str, str, int]]:
    """(status, label, how many), all last. One query."""
    rows = ProducerRequest.objects.visible_to(user).values("status").annotate(n=Count("pk")).order_by()
    found = {row["status"]: row["n"] for row in rows}
    found["all"] = sum(found.values())
    return [(status, label, found.get(status, 0)) for status, label in SHOWN.items()]


def waiting_for(user: User) -> int:
    """How many requests wait for this person's answer: a province's. One query, none for others."""
    if not user.is_province:
        return 0
    return ProducerRequest.objects.waiting().filter(province=user.province_id).count()


def waiting_about(producer: Producer) -> list[ProducerRequest]:
    """What is asked about a producer and not yet answered. One query."""
    return list(ProducerRequest.objects.waiting().filter(producer=producer).newest_first())


def request_or_404(user: User, pk: int) -> ProducerRequest:
    return get_object_or_404(ProducerRequest.objects.visible_to(user).select_related(*RELATED), pk=pk)


def may_answer(user: User, request: ProducerRequest) -> bool:
    return user.is_active and user.is_province and user.province_id == request.province_id


def may_correct(user: User, request: ProducerRequest) -> bool:
    """Who asked, while it can still be asked: of a transfer the office, of the others the district."""
    if request.status not in (Status.ASKED, Status.REFUSED) or not may_edit(user):
        return False
    if user.is_province:
        return request.kind == ProducerRequest.Kind.TRANSFER and user.province_id == request.district.province_id
    return request.kind != ProducerRequest.Kind.TRANSFER and user.district_id == request.district_id


@dataclass(frozen=True)
class Fact:
    """One line of what is asked; `old` is '' where nothing is replaced."""

    label: str
    old: str
    new: str


def facts_of(request: ProducerRequest) -> list[Fact]:
    """What the producer shall be, as a person reads it; phone numbers and addresses masked."""
    given = read(request.facts)
    lines = [_fact(request, name, given[name]) for name in FACTS if given.get(name)]
    if categories := request.facts.get("categories"):
        lines.append(Fact("ประเภทผลิตภัณฑ์", "", ", ".join(Category(c).label for c in categories)))
    if product := request.facts.get("product"):
        lines.append(Fact("ชื่อผลิตภัณฑ์", "", product))
    of_product = KnownFacts(()).changes(None, of_request(request.facts))
    lines += [Fact(label, "", new.removeprefix("เพิ่ม ")) for label, _, new in of_product]
    return lines


def _fact(request: ProducerRequest, name: str, value: Any) -> Fact:
    waits = request.kind == ProducerRequest.Kind.CHANGE and request.is_waiting and request.producer
    old = shown(request.producer, name, getattr(request.producer, name)) if waits and request.producer else ""
    if name == "phone":
        return Fact(label_of(Producer, name), "", values.mask_phone(value))
    if name == "address":
        return Fact(label_of(Producer, name), "", values.mask_address(value))
    return Fact(label_of(Producer, name), old, shown(Producer(), name, value))


def as_producer(request: ProducerRequest) -> Producer:
    """What a request asks to be added, as a producer that is not one yet: for its form."""
    return Producer(district=request.district, version=request.version, **read(request.facts))
