"""Outgoing webhooks: events as signed JSON to other systems, tried until they are through (docs/webhooks.md)."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import logging
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from accounts.models import Province, User
from core import audit, clock
from notices import outbound
from notices.events import Event
from notices.models import Delivery, Webhook
from notices.outbound import Answer, Forbidden
from notices.outgoing import Patience, Status, claimed, end, fail, pause
from notices.words import Reader, place_to_act
from workflow.models import Kind

EVENTS = {
    "month.opened": "เปิดให้บันทึกแล้ว",
    "month.days-left": "ใกล้ครบกำหนด",
    "month.confirmed": "อำเภอยืนยันแล้ว",
    "month.withdrawn": "อำเภอถอนการยืนยัน",
    "month.returned": "จังหวัดส่งคืนให้แก้ไข",
    "month.locked": "จังหวัดล็อกแล้ว",
    "month.unlocked": "จังหวัดปลดล็อก",
    "district.reminded": "จังหวัดเตือนอำเภอที่ยังไม่ยืนยัน",
    "extension.granted": "กรมฯ ขยายเวลา",
    "extension.revoked": "กรมฯ ยกเลิกการขยายเวลา",
}
TEST = "test"
DISABLE_AFTER = 12  # failures one after another: nine hours and a half
LONGEST_QUIET = timedelta(hours=1)
RUN, PATIENCE = 40, 10  # seconds of a run, after which it begins with no other webhook; of one webhook in a run
SHOWN = 50
logger = logging.getLogger(__name__)


def label_of(delivery: Delivery) -> str:
    """What was sent, as the administrator chose it."""
    return EVENTS.get(delivery.name, "ข้อความทดสอบ")


def secret_of(hook: Webhook) -> str:
    """What the receiver checks the signature with: 64 hexadecimal digits."""
    return salted_hmac("notices.webhook", f"{hook.pk}:{hook.nonce}", algorithm="sha256").hexdigest()


def signature(secret: str, moment: int, body: bytes) -> str:
    """'t=<seconds since 1970>,v1=<HMAC-SHA256 of "<t>.<body>">'"""
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    return f"t={moment},v1={signed.hexdigest()}"


def queue(event: Event, at: datetime) -> int:
    """Note an event for every webhook that wants it, once each; returns how many do."""
    if event.name not in EVENTS or event.person:
        return 0
    hooks = Webhook.objects.filter(Q(province=None) | Q(province=event.province), is_active=True)
    wanting = [hook for hook in hooks if event.name in hook.events]
    Delivery.objects.bulk_create(
        [waiting(hook, event.id, event.name, payload(event), at) for hook in wanting], ignore_conflicts=True
    )
    return len(wanting)


def waiting(hook: Webhook, event: str, name: str, facts: dict[str, Any], at: datetime) -> Delivery:
    """One event for one webhook, waiting and not yet kept."""
    body = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return Delivery(webhook=hook, event=event, name=name, body=body, made_at=at, next_at=at)


def payload(event: Event) -> dict[str, Any]:
    """What leaves the house: the state and where to look. No figure, no person, nothing that anybody typed."""
    area = f"อำเภอ{event.district.name}" if event.district else f"จังหวัด{event.province}"
    month = event.month.thai if event.month else ""
    return {
        "id": event.id,
        "event": event.name,
        "at": event.at.astimezone(clock.BANGKOK).isoformat(timespec="seconds"),
        "kind": event.kind,
        "month": str(event.month),
        "province": _area(event.province),
        "district": _area(event.district),
        "until": event.until.astimezone(clock.BANGKOK).isoformat(timespec="seconds") if event.until else None,
        "text": f"{EVENTS[event.name]}: {area} {Kind(event.kind).label} เดือน{month}",
        "url": _url(event),
    }


def _area(area: Any) -> dict[str, str] | None:
    return {"code": area.code, "name": area.name} if area else None


def _url(event: Event) -> str:
    if event.province is None or event.month is None:
        return settings.PORTAL_URL
    reader = Reader(event.province, event.district)
    return settings.PORTAL_URL.rstrip("/") + place_to_act(reader, event.kind, event.month)


def send_due(at: datetime | None = None) -> int:
    """Send what is due; returns how many were taken. One that has failed is left in peace, with all it has waiting.

    In no order, for so long a run and so long a webhook: one that takes everything slowly starves no other.
    """
    at, run = at or clock.now(), Patience(RUN)
    awake = Webhook.objects.filter(Q(quiet_until=None) | Q(quiet_until__lte=at), is_active=True)
    sent = 0
    for hook in awake.order_by("?"):
        if run.is_over:
            break
        try:
            sent += _send_to(hook, at)
        except Exception:  # whatever one answers, the others get theirs; its own waits for its next time
            logger.exception("webhook %s", hook.pk)
    return sent


def _send_to(hook: Webhook, at: datetime) -> int:
    sent = 0
    for delivery in claimed(Delivery.objects.filter(webhook=hook), at, Patience(PATIENCE)):
        if not attempt(hook, delivery, at):
            break
        sent += 1
    return sent


def attempt(hook: Webhook, delivery: Delivery, at: datetime) -> bool:
    """Send one, now; whether it was taken."""
    answer = None
    try:
        answer = _post(hook, delivery, at)
        error = "" if answer.is_good else f"ปลายทางตอบ {answer.code}"
    except Forbidden as forbidden:
        error = forbidden.message
    except (OSError, ValueError, http.client.HTTPException) as failed:
        error = f"ติดต่อไม่ได้: {failed}"
    facts = {"code": answer.code, "answer": answer.text} if answer else {"code": None, "answer": ""}
    if not error:
        end(delivery, Status.SENT, at, **facts)
        Webhook.objects.filter(pk=hook.pk).update(failures=0, quiet_until=None)
        return True
    fail(delivery, at, error, **facts)
    _failed(hook, at)
    return False


def _post(hook: Webhook, delivery: Delivery, at: datetime) -> Answer:
    body = delivery.body.encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "otop-portal-webhook/1",
        "X-Otop-Event": delivery.name,
        "X-Otop-Id": delivery.event,
        "X-Otop-Signature": signature(secret_of(hook), int(at.timestamp()), body),
    }
    return outbound.post(hook.url, body, headers)


@transaction.atomic
def _failed(hook: Webhook, at: datetime) -> None:
    """Count it, and after DISABLE_AFTER in a row stop; the administrators are told by the trail."""
    held = Webhook.objects.select_for_update().get(pk=hook.pk)
    held.failures += 1
    held.quiet_until = at + min(pause(min(held.failures, 4)), LONGEST_QUIET)
    stop = held.is_active and held.failures >= DISABLE_AFTER
    held.is_active = held.is_active and not stop
    held.save(update_fields=["failures", "quiet_until", "is_active"])
    if stop:
        audit.record(None, "webhook.stopped", held, hook=held.name, times_failed=held.failures)


def _administrator_only(actor: User) -> None:
    if not (actor.is_active and actor.is_admin):
        raise PermissionDenied


@transaction.atomic
def save_hook(
    hook: Webhook | None, *, actor: User, name: str, url: str, province: Province | None, events: list[str]
) -> Webhook:
    """Make one, or change it; its secret, and whether it is stopped, stay as they are now, not as its page had them."""
    _administrator_only(actor)
    facts = {"name": name, "url": url, "province": province, "events": events}
    act = "webhook.changed" if hook else "webhook.created"
    if hook:
        hook = Webhook.objects.select_for_update().get(pk=hook.pk)
        for field, value in facts.items():
            setattr(hook, field, value)
        hook.save(update_fields=list(facts))
    else:
        hook = Webhook.objects.create(created_by=actor, created_at=clock.now(), **facts)
    area = str(province) if province else "ทั้งประเทศ"
    audit.record(actor, act, hook, hook=name, area=area, host=outbound.host_of(url))
    return hook


@transaction.atomic
def rotate(hook: Webhook, *, actor: User) -> str:
    """A new secret, shown this once; the old one signs nothing any more."""
    _administrator_only(actor)
    held = Webhook.objects.select_for_update().get(pk=hook.pk)
    held.nonce = secrets.token_hex(16)
    held.save(update_fields=["nonce"])
    audit.record(actor, "webhook.rotated", held, hook=held.name)
    return secret_of(held)


@transaction.atomic
def set_active(hook: Webhook, *, actor: User, active: bool) -> None:
    """Stop it or start it again; what has waited meanwhile is sent then."""
    _administrator_only(actor)
    held = Webhook.objects.select_for_update().get(pk=hook.pk)
    if held.is_active == active:
        return
    held.is_active, held.failures, held.quiet_until = active, 0, None
    held.save(update_fields=["is_active", "failures", "quiet_until"])
    audit.record(actor, "webhook.started" if active else "webhook.halted", held, hook=held.name)


def send_test(hook: Webhook, *, actor: User) -> Delivery:
    """Send a test event now; the answer is in the delivery."""
    _administrator_only(actor)
    at, event = clock.now(), f"{TEST}:{secrets.token_hex(6)}"
    facts = {"id": event, "event": TEST, "at": at.isoformat(timespec="seconds"), "text": "ทดสอบการเชื่อมต่อจากระบบ OTOP"}
    delivery = waiting(hook, event, TEST, facts, at)
    delivery.attempts, delivery.next_at = 1, at + pause(1)
    delivery.save()
    audit.record(actor, "webhook.tested", hook, hook=hook.name)
    attempt(hook, delivery, at)
    delivery.refresh_from_db()
    if delivery.is_waiting:  # nobody waits for a test that failed
        end(delivery, Status.FAILED, at, delivery.error)
    return delivery
