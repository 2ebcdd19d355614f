"""Letters: to whom it still concerns, without figures, at least once and harmless twice, given up in the open."""

from __future__ import annotations

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail as outbox
from django.core.mail import EmailMessage

from core.models import AuditEntry
from core.month import Month
from notices import mail, outgoing
from notices.models import Address, Letter, Way, Wish
from notices.relay import relay
from tests.cast import fill
from tests.notices.scene import make_notice
from workflow import services

NOVEMBER = Month.parse("2566-11")
REASON = "ยอด 98,765.43 บาท\nBcc: everyone@example.com"


@pytest.fixture
def returned(cast, at, settings):
    """somsri and newcomer want letters of returns; newcomer's address is not confirmed."""
    settings.PORTAL_URL = "https://portal.example.go.th/"
    now = at("2566-11-15 10:00")
    relay()
    for person, confirmed in ((cast.somsri, now), (cast.newcomer, None)):
        Address.objects.create(person=person, address=f"{person.username}@example.go.th", confirmed_at=confirmed)
        Wish.objects.create(person=person, topic="returned", way=Way.MAIL)
    submission = fill(cast.mueang, NOVEMBER)
    services.confirm(submission, actor=cast.somsri)
    services.return_to_district(submission, actor=cast.wichai, reason=REASON)
    relay()
    return submission


def test_the_letter_says_what_to_do_and_no_figure(cast, returned):
    assert mail.send_due() == 1
    letter = outbox.outbox[0]
    assert letter.to == ["somsri@example.go.th"]
    assert letter.subject == "OTOP: จังหวัดส่งคืนให้แก้ไข: ยอดจำหน่าย OTOP เดือนพฤศจิกายน 2566"
    assert "ภายในสิ้นวันที่ 25 พฤศจิกายน 2566" in letter.body
    assert re.search(r"https://portal\.example\.go\.th/notices/\d+/\n", letter.body)
    assert "98,765" not in letter.message().as_string() + letter.body
    assert "Bcc" not in letter.body
    assert "อ่านได้ในระบบ" in letter.body


def test_nothing_is_sent_twice_and_a_second_copy_would_be_known(cast, returned):
    mail.send_due()
    assert mail.send_due() == 0
    again = mail.compose(Letter.objects.get())
    assert again.message()["Message-ID"] == outbox.outbox[0].message()["Message-ID"]


@pytest.mark.parametrize("what", ["suspended", "moved", "forgotten"])
def test_who_gets_it_is_asked_again_when_it_is_sent(cast, returned, what):
    if what == "suspended":
        cast.somsri.is_active = False
    if what == "moved":
        cast.somsri.district = cast.bangkhla
    cast.somsri.save()
    if what == "forgotten":
        mail.forget_address(actor=cast.somsri)
    assert mail.send_due() == 0
    assert outbox.outbox == []
    assert Letter.objects.get().status == "dropped"


def test_a_server_that_is_away_is_tried_again_and_given_up_after_a_day(cast, returned, clock, monkeypatch, signed_in):
    tried = []

    def send(message):
        tried.append(message)
        raise SMTPServerDisconnected("gone\r\naway")

    monkeypatch.setattr(EmailMessage, "send", send)
    now = clock.at("2566-11-15 10:00")
    for wait in (0, 1, 4, 16, 64, 256, 1024):
        now = clock.at(now + timedelta(minutes=wait) - timedelta(seconds=1))
        before = len(tried)
        mail.send_due()
        assert len(tried) == before or wait == 0, "not before its time"
        now = clock.at(now + timedelta(seconds=1))
        mail.send_due()
        assert len(tried) == before + 1
    letter = Letter.objects.get()
    assert (letter.status, letter.attempts, letter.error) == ("failed", outgoing.MOST_ATTEMPTS, "gone away")
    assert "ส่งอีเมลไม่สำเร็จเมื่อ" in signed_in(cast.somsri).get("/notices/settings/").content.decode()


def test_a_worker_killed_while_sending_has_only_postponed_it(cast, returned, clock):
    now = clock.at("2566-11-15 10:00")
    held = list(outgoing.claimed(Letter.objects.all(), now))
    assert len(held) == 1
    assert mail.send_due() == 0
    clock.at(now + timedelta(minutes=1))
    assert mail.send_due() == 1
    assert not outgoing.fail(held[0], now, "late"), "the first worker, should it live, writes nothing"
    assert Letter.objects.get().status == "sent"


def test_two_workers_do_not_hold_the_same_letter(cast, returned, clock):
    now = clock.at("2566-11-15 10:00")
    first, second = (outgoing.claimed(Letter.objects.all(), now) for _ in range(2))
    assert [len(list(first)), len(list(second))] == [1, 0]


def test_an_address_is_asked_before_it_is_used(cast, at, signed_in, settings):
    settings.PORTAL_URL = "https://portal.example.go.th"
    at("2566-11-15 10:00")
    officer = signed_in(cast.somsri)
    assert officer.post("/notices/settings/mail/", {"address": "x\r\nBcc: y@example.com"}).status_code == 422
    officer.post("/notices/settings/mail/", {"address": "somsri@example.go.th"})
    assert mail.send_due() == 1
    link = re.search(r"https://portal\.example\.go\.th(/\S+)", outbox.outbox[0].body)[1]
    assert signed_in(cast.pranee).get(link).status_code == 404
    assert "somsri@example.go.th" in officer.get(link).content.decode()
    assert Address.objects.get(person=cast.somsri).confirmed_at is None, "looking at it confirms nothing"
    assert signed_in(cast.pranee).post(link).status_code == 404
    assert officer.post(link).status_code == 302
    assert Address.objects.get(person=cast.somsri).confirmed_at
    assert officer.get(link[:-2] + "/").status_code == 404
    acts = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert acts == ["user.mail_asked", "user.mail_confirmed"]
    assert "somsri@example" not in str(list(AuditEntry.objects.values_list("details", flat=True)))


def test_a_link_that_is_old_or_of_another_address_confirms_nothing(cast, at):
    now = at("2566-11-15 10:00")
    mail.ask_address("old@example.go.th", actor=cast.somsri)
    token = mail.signing.dumps([cast.somsri.pk, "old@example.go.th"], salt=mail.SALT)
    mail.ask_address("new@example.go.th", actor=cast.somsri)
    assert not mail.confirm_address(token, actor=cast.somsri)
    token = mail.signing.dumps([cast.somsri.pk, "new@example.go.th"], salt=mail.SALT)
    at(now + timedelta(days=3, seconds=1))
    assert not mail.confirm_address(token, actor=cast.somsri)


def test_nobody_is_flooded_with_questions(cast, at):
    at("2566-11-15 10:00")
    for _ in range(mail.ASKS_PER_DAY):
        mail.ask_address("victim@example.com", actor=cast.somsri)
    with pytest.raises(mail.Refused):
        mail.ask_address("victim@example.com", actor=cast.somsri)


def test_a_line_break_in_a_title_makes_no_header(cast, at):
    at("2566-11-15 10:00")
    notice = make_notice(cast.somsri, cast.mueang)
    notice.title = "ก\r\nBcc: everyone@example.com"
    notice.save()
    letter = Letter(person=cast.somsri, notice=notice)
    Address.objects.create(person=cast.somsri, address="somsri@example.go.th", confirmed_at=notice.at)
    message = mail.compose(letter).message()
    assert message["Bcc"] is None
    assert str(message["Subject"]).count("\n") == 0
