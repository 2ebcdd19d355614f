"""Taking in an uploaded registry: kept for its owner, shown row by row, accepted once and whole."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import District, User
from core import audit, clock
from core.importing.plan import Fate
from core.importing.sheet import Entry
from core.records import Refused, label_of
from core.thai import search_key, sort_key
from core.workbook import Limits
from producers.importing.plan import PlannedProducer, ProducerPlan, make_plan
from producers.importing.sheet import read_registry
from producers.models import Category, Producer, Product, RegistryImport
from producers.services.registry import PERSONAL, guard, next_code

KEPT = timedelta(hours=24)
PERSONAL_LABELS = {label_of(Producer, name) for name in PERSONAL}


class PlanChanged(Refused):
    """The registry is no longer the one that the shown plan was made against. Nothing was written."""

    def __init__(self) -> None:
        super().__init__("ทะเบียนมีการเปลี่ยนแปลงหลังจากที่ท่านเปิดหน้านี้ ยังไม่มีการนำเข้า กรุณาตรวจรายการอีกครั้งก่อนยืนยัน")


def kept_since() -> datetime:
    """Files sent before this moment are gone."""
    return clock.now() - KEPT


def entries_of(draft: RegistryImport) -> list[Entry]:
    return [Entry.of(stored) for stored in draft.rows]


def receive(file: BinaryIO, *, name: str, actor: User) -> RegistryImport:
    """Read an upload and keep its rows for a day. Nothing of the registry changes. Raises WorkbookError."""
    if not (actor.is_active and (actor.is_district or actor.is_province)):
        raise PermissionDenied
    sheet = read_registry(file, name=name, limits=Limits(file_bytes=settings.MAX_UPLOAD_BYTES))
    with transaction.atomic():
        forget_expired()
        return RegistryImport.objects.create(
            owner=actor,
            file_name=name[:200],
            sheet_name=sheet.name[:60],
            created_at=clock.now(),
            rows=[entry.as_json() for entry in sheet.entries],
            notes=sheet.notes,
        )


def forget_expired() -> None:
    """Delete files nobody accepted in time: they hold people's addresses and phone numbers."""
    RegistryImport.objects.filter(created_at__lt=kept_since(), accepted_at__isnull=True).delete()


@transaction.atomic
def accept(draft: RegistryImport, digest: str, *, actor: User) -> RegistryImport:
    """Take the file in, whole. Accepted already: nothing happens. Raises PlanChanged, Refused."""
    held = RegistryImport.objects.select_for_update().get(pk=draft.pk, owner=actor)
    if held.accepted_at:
        return held
    list(District.objects.visible_to(actor).select_for_update().order_by("pk"))
    plan = make_plan(actor, entries_of(held))
    if plan.digest != digest:
        raise PlanChanged
    if not plan.acceptable:
        raise Refused("ไฟล์นี้ยังนำเข้าไม่ได้ ให้แก้ไขแถวที่ผิดพลาดในไฟล์ แล้วส่งใหม่")
    _write(plan, actor)
    return _close(held, plan, actor)


def _close(held: RegistryImport, plan: ProducerPlan, actor: User) -> RegistryImport:
    held.accepted_at = clock.now()
    held.result = {fate.value: plan.counts[fate] for fate in Fate}
    held.rows = []
    held.save(update_fields=["accepted_at", "result", "rows"])
    written = {"new": plan.counts[Fate.NEW], "changed": plan.counts[Fate.CHANGED]}
    audit.record(actor, "registry.imported", held, file=held.file_name, **written)
    return held


def _write(plan: ProducerPlan, actor: User) -> None:
    try:
        with transaction.atomic():
            _create(plan.of(Fate.NEW), actor)
            for row in plan.of(Fate.CHANGED):
                _change(row, actor)
    except IntegrityError as error:
        raise PlanChanged from error


def _create(rows: list[PlannedProducer], actor: User) -> None:
    producers = [_producer(row, code) for row, code in zip(rows, _codes(rows), strict=True)]
    for producer in producers:
        guard(actor, producer.district)
    Producer.objects.bulk_create(producers, batch_size=500)
    Product.objects.bulk_create(
        [product for row, producer in zip(rows, producers, strict=True) for product in _products(row, producer)],
        batch_size=500,
    )
    for producer in producers:
        audit.record(actor, "producer.created", producer, code=producer.code, name=producer.name)


def _codes(rows: list[PlannedProducer]) -> list[str]:
    """The rows' own codes, else the next ones of their districts, passing over codes that the file gives."""
    given = {row.code for row in rows}
    following: dict[int, str] = {}
    codes = []
    for row in rows:
        if not row.code:
            code = _after(following.get(row.home.pk)) or next_code(row.home)
            while code in given:
                code = _after(code)
            following[row.home.pk] = code
        codes.append(row.code or following[row.home.pk])
    return codes


def _after(code: str | None) -> str:
    """2401-0001 → 2401-0002; '' for none."""
    prefix, _, number = (code or "").rpartition("-")
    return f"{prefix}-{int(number) + 1:04d}" if prefix else ""


def _producer(row: PlannedProducer, code: str) -> Producer:
    name = row.fields["name"]
    keys = {"sort_key": sort_key(name)[:320], "search_key": search_key(name)[:320]}
    return Producer(code=code, district=row.home, **row.fields, **keys)


def _products(row: PlannedProducer, producer: Producer) -> list[Product]:
    named = row.entry.values.get("product", "")
    registered_on = row.fields.get("registered_on") or producer.registered_on
    return [
        Product(producer=producer, name=named or Category(c).label, category=c, registered_on=registered_on)
        for c in row.categories
    ]


def _change(row: PlannedProducer, actor: User) -> None:
    producer = row.known
    guard(actor, producer.district)
    for name, value in row.fields.items():
        setattr(producer, name, value)
    producer.version += 1
    producer.save(update_fields=[*row.fields, "version"])
    Product.objects.bulk_create(_products(row, producer))
    spoken = {label: None if label in PERSONAL_LABELS else [old, new] for label, old, new in row.changes}
    audit.record(actor, "producer.changed", producer, changes=spoken)
