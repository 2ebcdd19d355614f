"""Letters through Django's SMTP backend to a real server: taken, refused, cut off, and a worker killed between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from smtplib import SMTPAuthenticationError
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from notices import mail
from notices.models import Address, Letter
from notices.relay import KEPT, sweep
from tests.notices.scene import make_notice


class Server(ThreadingTCPServer):
    """Takes letters for everybody, but as `answers` says to each address; after `cut` letters it hangs up."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.took: list[bytes] = []
        self.calls = 0
        self.answers: dict[str, str] = {}
        self.cut = False


class Session(StreamRequestHandler):
    server: Server

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def handle(self) -> None:
        self.server.calls += 1
        self.say("220 test")
        for line in self.rfile:
            verb = line[:4].upper()
            if self.server.cut and verb == b"MAIL":
                return None
            if verb == b"RCPT":
                address = re.search(rb"<(.*)>", line)[1].decode()
                self.say(self.server.answers.get(address, "250 ok"))
            elif verb == b"DATA":
                self.say("354 go on")
                self.server.took.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.say("250 taken")
            elif verb == b"QUIT":
                return self.say("221 bye")
            else:
                self.say("250 ok")
        return None


@pytest.fixture
def server(settings) -> Iterator[Server]:
    with Server() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.EMAIL_BACKEND = f"{EmailBackend.__module__}.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.server_address[1]
        settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
        settings.DEFAULT_FROM_EMAIL = "ระบบ OTOP <otop@example.go.th>"
        yield server
        server.shutdown()


@pytest.fixture
def letters(cast, clock, server) -> list[Letter]:
    """One to each of three officers."""
    now = clock.at("2566-11-15 10:00")
    made = []
    for person in (cast.somsri, cast.newcomer, cast.pranee):
        Address.objects.create(person=person, address=f"{person.username}@example.go.th", confirmed_at=now)
        made.append(Letter.objects.create(person=person, notice=make_notice(person), asked_at=now, next_at=now))
    return made


def standing() -> list[tuple[str, int]]:
    return list(Letter.objects.order_by("pk").values_list("status", "attempts"))


def test_letters_arrive_whole_and_in_thai(letters, server):
    assert mail.send_due() == 3
    first = message_from_bytes(server.took[0], policy=policy.default)
    assert (first["From"], first["To"]) == ("ระบบ OTOP <otop@example.go.th>", "somsri@example.go.th")
    assert first["Subject"] == "OTOP: ส่งคืน"
    assert mail.FOOT in first.get_content().replace("\r\n", "\n")
    assert server.calls == 1, "all over one connection"


def test_one_refused_address_keeps_no_other_back_and_is_not_asked_again(letters, server, clock):
    """5xx is for good; 4xx (a full box, greylisting) is for now."""
    server.answers = {"somsri@example.go.th": "550 no such user", "newcomer@example.go.th": "451 later"}
    assert mail.send_due() == 1
    assert standing() == [("failed", 1), ("waiting", 1), ("sent", 1)]
    server.answers = {}
    clock.at(Letter.objects.get(pk=letters[1].pk).next_at)
    assert mail.send_due() == 1
    assert standing() == [("failed", 1), ("sent", 2), ("sent", 1)]


def test_a_server_that_hangs_up_costs_one_letter_one_attempt(letters, server, clock):
    server.cut = True
    assert mail.send_due() == 0
    assert standing() == [("waiting", 1), ("waiting", 0), ("waiting", 0)]
    server.cut = False
    clock.at(Letter.objects.get(pk=letters[0].pk).next_at)
    assert mail.send_due() == 3


@pytest.mark.parametrize("error", [SMTPAuthenticationError(535, b"no"), OSError(-2, "Name or service not known")])
def test_what_no_letter_is_to_blame_for_ends_the_run(letters, monkeypatch, error):
    def opened(self):
        raise error

    monkeypatch.setattr(EmailBackend, "open", opened)
    assert mail.send_due() == 0
    assert standing() == [("waiting", 1), ("waiting", 0), ("waiting", 0)]


def test_one_that_cannot_be_made_keeps_no_other_back(letters, monkeypatch):
    message = EmailMessage.message
    monkeypatch.setattr(EmailMessage, "message", lambda self: 1 // 0 if "somsri" in self.to[0] else message(self))
    assert mail.send_due() == 2
    assert standing() == [("waiting", 1), ("sent", 1), ("sent", 1)]


def test_killed_after_sending_it_is_sent_again_and_known_as_the_same(letters, server, monkeypatch, clock):
    with monkeypatch.context() as killed:
        killed.setattr(mail, "end", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            mail.send_due()
    assert standing()[0] == ("waiting", 1)
    clock.at(Letter.objects.get(pk=letters[0].pk).next_at + timedelta(seconds=1))
    assert mail.send_due() == 3
    ids = [message_from_bytes(took)["Message-ID"] for took in server.took]
    assert len(ids) == 4
    assert len(set(ids)) == 3


def test_a_slow_server_keeps_no_worker(letters, monkeypatch):
    monkeypatch.setattr(mail, "PATIENCE", 0)
    assert mail.send_due() == 1
    assert [attempts for _, attempts in standing()] == [1, 0, 0]


def test_old_questions_are_let_go(letters, clock):
    now = clock.at("2566-11-15 10:00")
    Letter.objects.update(notice=None)
    sweep(now + KEPT)
    assert Letter.objects.count() == 3
    sweep(now + KEPT + timedelta(seconds=1))
    assert Letter.objects.count() == 0
