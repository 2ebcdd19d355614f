"""Everything that the portal holds on one producer, for the person to whom it belongs.

Source: Personal Data Protection Act B.E. 2562, section 30 – a person may see what is held on them, and who has seen it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from accounts.models import User
from core import audit
from core.audit import trail
from core.clock import thai_datetime
from core.labels import action_label, detail_lines
from core.templatetags.numbers import count
from core.thai import thai_date
from evidence.models import Evidence
from online.models import Listing
from producers import values
from producers.models import Producer, ProducerRequest, Product
from producers.selectors import places_of
from producers.services.personal import REVEALS
from producers.services.registry import guard
from sales.models import SalesRow
from workflow.models import Revision, Submission

GIVEN = "producer.held_given"
LOOKED = frozenset({*REVEALS.values(), GIVEN})
NOTHING = "ไม่มี"
Line = tuple[str, str]


@dataclass(frozen=True)
class Section:
    """What is held of one kind: (what, how it stands)."""

    head: str
    lines: list[Line]


def sections(user: User, producer: Producer, *, whole: bool = False) -> list[Section]:
    """Everything, as this person may see it. `whole`: phone number and address in full, for the one they are of."""
    made: list[tuple[str, Callable[[], Iterator[Line]]]] = [
        ("ข้อมูลทะเบียน", lambda: _registry(producer, whole)),
        ("ผลิตภัณฑ์ที่ลงทะเบียน", lambda: _products(user, producer)),
        ("คำขอเกี่ยวกับทะเบียน", lambda: _requests(user, producer)),
        ("ยอดจำหน่ายรายเดือน", lambda: _figures(user, producer)),
        ("ตลาดออนไลน์", lambda: _online(user, producer)),
        ("หลักฐานที่แนบไว้", lambda: _evidence(user, producer)),
        ("ผู้ที่เปิดดูข้อมูลส่วนบุคคล", lambda: _acts(producer, looked=True)),
        ("การแก้ไขข้อมูล", lambda: _acts(producer, looked=False)),
        ("ระยะเวลาที่เก็บ", _kept),
    ]
    return [Section(head, list(lines()) or [(NOTHING, "")]) for head, lines in made]


def _registry(producer: Producer, whole: bool) -> Iterator[Line]:
    yield "รหัส", producer.code
    yield "ชื่อ", producer.name
    yield "ประเภทผู้ผลิต", producer.get_type_display()
    yield "พื้นที่", f"ตำบล{producer.subdistrict.name} {producer.district.full_name}"
    yield "ที่อยู่", (producer.address if whole else values.mask_address(producer.address)) or NOTHING
    yield "โทรศัพท์", (values.show_phone if whole else values.mask_phone)(producer.phone) or NOTHING
    yield "วันที่ลงทะเบียน", thai_date(producer.registered_on)
    for place in places_of(producer):
        until = place.until.thai if place.until else "ปัจจุบัน"
        yield "รายงานยอด", f"อำเภอ{place.district.name} {place.since.thai} – {until}"
    if producer.deregistered_on:
        yield "ยกเลิกการลงทะเบียน", f"{thai_date(producer.deregistered_on)} เหตุผล: {producer.deregistration_reason}"


def _products(user: User, producer: Producer) -> Iterator[Line]:
    for product in Product.objects.visible_to(user).filter(producer=producer).order_by("pk"):
        yield product.name, f"{product.get_category_display()} ลงทะเบียน {thai_date(product.registered_on)}"


def _requests(user: User, producer: Producer) -> Iterator[Line]:
    for asked in ProducerRequest.objects.visible_to(user).filter(producer=producer).order_by("pk"):
        yield asked.get_kind_display(), f"{asked.get_status_display()} ขอเมื่อ {thai_datetime(asked.asked_at)}"


def _figures(user: User, producer: Producer) -> Iterator[Line]:
    """How many months of each budget year, and how many confirmed papers name the producer for good."""
    rows = SalesRow.objects.visible_to(user).filter(producer=producer)
    months = set(rows.values_list("submission__month", flat=True))
    for year, number in sorted(Counter(month.budget_year for month in months).items()):
        yield f"ปีงบประมาณ {year}", f"{count(number)} เดือน"
    submissions = Submission.objects.visible_to(user).filter(pk__in=rows.values("submission"))
    if papers := Revision.objects.filter(submission__in=submissions).count():
        yield "แบบยืนยันของอำเภอ", f"{count(papers)} ฉบับที่มีแถวของผู้ผลิตรายนี้ เก็บถาวรตามที่ลงนาม"


def _online(user: User, producer: Producer) -> Iterator[Line]:
    """Each reported product of each round, with where it is sold."""
    listings = Listing.objects.visible_to(user).filter(product__producer=producer).select_related("product")
    for listing in listings.prefetch_related("channels__platform").order_by("year", "number", "pk"):
        channels = ", ".join(f"{channel.platform.name} {channel.value}" for channel in listing.channels.all())
        yield f"{listing.round_id.label} {listing.product.name}", channels or NOTHING


def _evidence(user: User, producer: Producer) -> Iterator[Line]:
    kept = Evidence.objects.visible_to(user).filter(producer=producer).select_related("submission")
    for evidence in kept.order_by("submission__month", "pk"):
        yield f"เดือน{evidence.submission.month.thai}", f"{evidence.title} แนบเมื่อ {thai_datetime(evidence.uploaded_at)}"


def _acts(producer: Producer, *, looked: bool) -> Iterator[Line]:
    for entry in trail(producer):
        if (entry.action in LOOKED) == looked:
            words = [] if producer.forgotten_on else detail_lines(entry)
            what = " · ".join([action_label(entry.action), *words])
            yield thai_datetime(entry.at), f"{what} โดย {entry.actor_name}"


def _kept() -> Iterator[Line]:
    years = count(settings.RETENTION_YEARS)
    yield "เจ้าของรายเดียว", f"ชื่อ ที่อยู่ โทรศัพท์ ลบเมื่อยกเลิกการลงทะเบียนครบ {years} ปี ยอดจำหน่ายคงอยู่โดยไม่มีชื่อ"
    yield "หลักฐาน", f"ลบเมื่อครบ {years} ปีนับจากเดือนของยอด หรือเมื่อลบชื่อผู้ผลิต"


@transaction.atomic
def record_given(*, actor: User, producer: Producer, reference: str) -> None:
    """That the whole was given, and on which request, before it is. Raises PermissionDenied."""
    guard(actor, producer.district)
    audit.record(actor, GIVEN, producer, reference=reference)
