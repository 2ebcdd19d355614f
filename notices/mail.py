"""Notices by e-mail: plain text in Thai, without figures and without what anybody typed. One letter a notice.

Who gets it is asked again when it is sent: an account that is suspended or has moved gets nothing of the old area.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from core import audit, clock
from core.records import Refused
from notices.models import Address, Letter, Notice
from notices.outgoing import Patience, Status, claimed, end, fail

SALT = "notices.address"
LINK_HOLDS = timedelta(days=3)
ASKS_PER_DAY = 5
FOOT = "ระบบรายงานยอดจำหน่าย OTOP กรมการพัฒนาชุมชน\nอีเมลนี้ส่งโดยอัตโนมัติ ไม่ต้องตอบกลับ"
PATIENCE = 40  # seconds of a run
FOR_GOOD = 500  # RFC 5321: from here on it is no use to try again
AWAY = (ConnectionError, TimeoutError, SMTPServerDisconnected)
logger = logging.getLogger(__name__)


def send_due(at: datetime | None = None) -> int:
    """Send what is due over one connection; returns how many letters went. A server that is away ends the run."""
    at = at or clock.now()
    connection, sent = get_connection(), 0
    due = Letter.objects.select_related("person__district", "notice", "person__address")
    try:
        for letter in claimed(due, at, Patience(PATIENCE)):
            try:
                sent += _send(letter, connection, at)
            except AWAY as error:
                _failed(letter, error, at)
                break
            except Exception as error:  # one that cannot be made or sent keeps no other back
                _failed(letter, error, at)
    finally:
        with suppress(OSError):
            connection.close()
    return sent


def _send(letter: Letter, connection: Any, at: datetime) -> bool:
    """Whether it went. Raises what hinders it, AWAY where no letter is to blame."""
    message = compose(letter)
    if message is None:
        end(letter, Status.DROPPED, at)
        return False
    try:
        connection.open()
    except OSError as error:  # smtplib's are OSErrors: no such host, a certificate, a password
        raise ConnectionError(str(error)) from error
    message.connection = connection
    message.send()
    return end(letter, Status.SENT, at)


def _failed(letter: Letter, error: Exception, at: datetime) -> None:
    """To be tried again, unless the server refused the address for good."""
    logger.warning("letter %s, attempt %s: %s", letter.pk, letter.attempts, error)
    if isinstance(error, SMTPRecipientsRefused) and all(code >= FOR_GOOD for code, _ in error.recipients.values()):
        end(letter, Status.FAILED, at, str(error))
    else:
        fail(letter, at, str(error))


def compose(letter: Letter) -> EmailMessage | None:
    """The letter as it is to be sent now; None when the person is not to have it any more."""
    address = getattr(letter.person, "address", None)
    if not letter.person.is_active or address is None:
        return None
    if letter.notice is None:
        return None if address.confirmed_at else _asking(letter, address)
    if not address.confirmed_at or not Notice.objects.visible_to(letter.person).filter(pk=letter.notice.pk).exists():
        return None
    return _of_notice(letter, letter.notice, address)


def _of_notice(letter: Letter, notice: Notice, address: Address) -> EmailMessage:
    lines = [notice.title, notice.todo]
    if notice.said:
        lines.append("มีข้อความหรือเหตุผลประกอบ อ่านได้ในระบบ")
    lines += [_link("เปิดดู", reverse("notices:follow", args=[notice.pk]))]
    return _message(letter, f"OTOP: {notice.title}", lines, address)


def _asking(letter: Letter, address: Address) -> EmailMessage:
    token = signing.dumps([letter.person.pk, address.address], salt=SALT)
    lines = [
        "มีผู้ขอให้ส่งการแจ้งเตือนของบัญชีในระบบมาที่อีเมลนี้ หากเป็นท่าน ให้เปิดลิงก์ภายใน 3 วันในเครื่องที่เข้าสู่ระบบไว้",
        _link("ยืนยันอีเมล", reverse("notices:confirm", args=[token])),
        "หากไม่ใช่ท่าน ไม่ต้องทำอะไร",
    ]
    return _message(letter, "OTOP: ยืนยันอีเมลสำหรับรับการแจ้งเตือน", lines, address)


def _message(letter: Letter, subject: str, lines: list[str], address: Address) -> EmailMessage:
    """`Message-ID` is the same whenever the letter is sent: a second copy is recognised."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        subject=" ".join(subject.split()),
        body="\n\n".join([*filter(None, lines), FOOT]),
        to=[address.address],
        headers={"Message-ID": f"<letter-{letter.pk}@{domain}>", "Auto-Submitted": "auto-generated"},
    )


def _link(words: str, path: str) -> str:
    """An address only where the portal's own is known: a guessed one would teach people to follow any."""
    base = settings.PORTAL_URL.rstrip("/")
    return f"{words}: {base}{path}" if base else f"{words}: เข้าสู่ระบบ แล้วเปิด {path}"


@transaction.atomic
def ask_address(address: str, *, actor: User) -> Address:
    """Note the address to which the person wants letters, and send it the link that confirms it. Raises Refused."""
    asked = Letter.objects.filter(person=actor, notice=None, asked_at__gt=clock.now() - timedelta(days=1))
    if asked.count() >= ASKS_PER_DAY:
        raise Refused("ขอยืนยันอีเมลได้วันละ 5 ครั้ง กรุณาลองใหม่พรุ่งนี้", "address")
    facts: dict[str, Any] = {"address": address, "confirmed_at": None}
    kept, _ = Address.objects.update_or_create(person=actor, defaults=facts)
    Letter.objects.create(person=actor, asked_at=clock.now(), next_at=clock.now())
    audit.record(actor, "user.mail_asked", actor)
    return kept


@transaction.atomic
def forget_address(*, actor: User) -> None:
    """No letters any more."""
    if Address.objects.filter(person=actor).delete()[0]:
        audit.record(actor, "user.mail_forgotten", actor)


def asked_address(token: str, *, actor: User) -> Address | None:
    """The address that a link is of: this person's, asked for last, and in time; None otherwise."""
    try:
        person, address = signing.loads(token, salt=SALT, max_age=LINK_HOLDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Address.objects.filter(person=actor, address=address).first() if person == actor.pk else None


@transaction.atomic
def confirm_address(token: str, *, actor: User) -> bool:
    """Whether the link was good. Twice is harmless."""
    asked = asked_address(token, actor=actor)
    if asked is None:
        return False
    mine = Address.objects.filter(person=actor, address=asked.address, confirmed_at=None)
    if mine.update(confirmed_at=clock.now()):
        audit.record(actor, "user.mail_confirmed", actor)
    return True
