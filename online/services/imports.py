"""Taking in a filled report: kept for its owner, shown product by product, accepted once and whole."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from accounts.models import District, User
from core import audit, clock
from core.importing.plan import Fate
from core.importing.sheet import Entry
from core.records import Refused
from core.workbook import Limits
from online.importing.plan import OnlinePlan, field_of, make_plan
from online.importing.sheet import read_report
from online.models import OnlineImport
from online.rounds import RoundId
from online.selectors import platforms
from online.services.report import guard, held_draft, write_line

KEPT = timedelta(hours=24)


def kept_since() -> datetime:
    """Files sent before this moment are gone."""
    return clock.now() - KEPT


def receive(file: BinaryIO, *, name: str, actor: User, district: District, of: RoundId) -> OnlineImport:
    """Read an upload and keep its rows for a day; nothing of the report changes. Raises WorkbookError."""
    guard(actor, district)
    heads = {platform.name: field_of(platform) for platform in platforms(actor)}
    table = read_report(file, platforms=heads, name=name, limits=Limits(file_bytes=settings.MAX_UPLOAD_BYTES))
    with transaction.atomic():
        OnlineImport.objects.filter(created_at__lt=kept_since(), accepted_at__isnull=True).delete()
        return OnlineImport.objects.create(
            owner=actor,
            district=district,
            year=of.year,
            number=of.number,
            file_name=name[:200],
            sheet_name=table.name[:60],
            created_at=clock.now(),
            rows=[entry.as_json() for entry in table.entries],
            notes=table.notes,
        )


def plan_of(draft: OnlineImport, actor: User) -> OnlinePlan:
    entries = [Entry.of(stored) for stored in draft.rows]
    return make_plan(draft.district, RoundId(draft.year, draft.number), entries, list(platforms(actor)))


@transaction.atomic
def accept(draft: OnlineImport, digest: str, *, actor: User) -> OnlineImport:
    """Take the file in, whole. Accepted already: nothing happens. Raises Refused; nothing is written then."""
    held = OnlineImport.objects.select_for_update().get(pk=draft.pk, owner=actor)
    of = RoundId(held.year, held.number)
    if held.accepted_at:
        return held
    report = held_draft(held.district, of, actor)
    plan = plan_of(held, actor)
    if plan.digest != digest:
        raise Refused("ข้อมูลมีการเปลี่ยนแปลงหลังจากที่ท่านเปิดหน้านี้ ยังไม่มีการนำเข้า กรุณาตรวจรายการอีกครั้งก่อนยืนยัน")
    if not plan.acceptable:
        raise Refused("ไฟล์นี้ยังนำเข้าไม่ได้ ให้แก้ไขแถวที่ผิดพลาดในไฟล์ แล้วส่งใหม่")
    for row in plan.rows:
        if row.fate in (Fate.NEW, Fate.CHANGED) and row.line and row.found:
            write_line(actor, held.district, of, row.line.product, row.found)
    held.accepted_at, held.rows = clock.now(), []
    held.result = {fate.value: plan.counts[fate] for fate in Fate}
    held.save(update_fields=["accepted_at", "result", "rows"])
    written = {"new": plan.counts[Fate.NEW], "changed": plan.counts[Fate.CHANGED]}
    audit.record(actor, "online.imported", report, of=of.label, file=held.file_name, **written)
    return held
