"""The demo's webhook with what it has sent, switched off so that nothing leaves the demo; a reminder of the office."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import District, User
from core.models import AuditEntry
from core.month import Month
from notices import events, webhooks
from notices.models import Delivery, Reminder, Webhook
from notices.outgoing import Status
from otop_portal.demo.figures import CHACHOENGSAO
from otop_portal.demo.months import past_entry
from otop_portal.demo.people import Cast
from workflow.calendar import default_window
from workflow.models import Kind, Submission

NAME, URL = "LINE ของจังหวัดฉะเชิงเทรา (ตัวอย่าง)", "https://line.example.go.th/otop"
REMINDED, MESSAGE = "เมืองฉะเชิงเทรา", "ขอให้กรอกให้ครบและยืนยันก่อนวันที่จังหวัดล็อก"
SHOWN = 12


def ensure_outgoing(month: Month, cast: Cast, districts: list[District], now: datetime) -> None:
    """Once each; the notices of the reminder are `ensure_notices`'s."""
    _ensure_webhook(cast.admin, [d for d in districts if d.province.code == CHACHOENGSAO], now)
    _ensure_reminder(month, cast, next(d for d in districts if d.name == REMINDED), now)


def _ensure_webhook(admin: User, districts: list[District], now: datetime) -> None:
    if Webhook.objects.filter(name=NAME).exists():
        return
    province = districts[0].province
    hook = webhooks.save_hook(None, actor=admin, name=NAME, url=URL, province=province, events=list(webhooks.EVENTS))
    begun = Submission.objects.filter(district__in=districts).values("pk")
    of_months = AuditEntry.objects.filter(target_type=Submission._meta.label_lower, target_id__in=begun, at__lte=now)
    recent = of_months.filter(action__in=webhooks.EVENTS).order_by("-at", "-pk")[:SHOWN]
    Delivery.objects.bulk_create([sent for entry in recent if (sent := _sent(hook, entry))])
    webhooks.set_active(hook, actor=admin, active=False)


def _sent(hook: Webhook, entry: AuditEntry) -> Delivery | None:
    event = events.read(entry)
    if event is None:
        return None
    sent = webhooks.waiting(hook, event.id, event.name, webhooks.payload(event), event.at)
    sent.status, sent.attempts, sent.ended_at, sent.code, sent.answer = Status.SENT, 1, event.at, 200, "ok"
    return sent


def _ensure_reminder(month: Month, cast: Cast, district: District, now: datetime) -> None:
    """Of the day before, so that the office may remind again today."""
    at, office = now - timedelta(days=1), cast.provinces[district.province_id]
    known = Reminder.objects.filter(kind=Kind.SALES, district=district, month=month)
    if at < default_window(month).opens_at or known.exists():
        return
    reminder = Reminder.objects.create(
        kind=Kind.SALES, district=district, month=month, day=at.date(), at=at, by=office, message=MESSAGE
    )
    said = {"kind": Kind.SALES.label, "month": str(month), "area": district.name, "message": MESSAGE}
    past_entry(at, office, "district.reminded", reminder, **said).save(force_insert=True)
