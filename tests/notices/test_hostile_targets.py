"""Webhooks to servers that mean harm: over real TLS, slow, talkative, broken; and what becomes of the others."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from notices import outbound, webhooks
from notices.models import Delivery, Webhook
from notices.outbound import Forbidden
from tests.notices.scene import make_webhook

TLS = Path(__file__).parent / "tls"
HOST = "hooks.example.com"  # whom the certificate names
connect_to, look_up = socket.create_connection, socket.getaddrinfo


@contextmanager
def server(serve: Callable[[socket.socket, Event], None]) -> Iterator[int]:
    """The port of a server that treats each connection so, until the end."""
    over = Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        with suppress(OSError):
            while True:
                Thread(target=one, args=[listener.accept()[0]], daemon=True).start()

    def one(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            serve(connection, over)

    Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        over.set()
        listener.close()


def secured(connection: socket.socket) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "server.pem")
    return context.wrap_socket(connection, server_side=True)


def whole(connection: socket.socket) -> bytes:
    """A request, which may come in pieces; its body is {}."""
    got = b""
    while piece := not got.endswith(b"{}") and connection.recv(4000):
        got += piece
    return got


@pytest.fixture
def led_home(monkeypatch) -> Callable[[int], None]:
    """Every name is a public address, and the connection to it ends at a port of ours: nothing else is pretended."""

    def lead(port: int, *, after: float = 0) -> None:
        def connect(address: tuple[str, int], **options: float) -> socket.socket:
            assert address == ("93.184.215.14", 443)
            Event().wait(after)
            return connect_to(("127.0.0.1", port), **options)

        public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))]
        found = lambda host, *rest, **options: look_up(host, *rest, **options) if host == "127.0.0.1" else public  # noqa: E731
        monkeypatch.setattr(socket, "getaddrinfo", found)
        monkeypatch.setattr(socket, "create_connection", connect)

    return lead


def test_a_certificate_counts_only_from_a_trusted_ca_and_for_the_very_name(led_home, monkeypatch):
    got = []

    def serve(connection: socket.socket, over: Event) -> None:
        with secured(connection) as channel:
            got.append(whole(channel))
            channel.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    with server(serve) as port:
        led_home(port)
        with pytest.raises(ssl.SSLCertVerificationError, match="unable to get local issuer"):
            outbound.post(f"https://{HOST}/x", b"{}", {})
        monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "ca.pem"))
        with pytest.raises(ssl.SSLCertVerificationError, match=r"not valid for 'other\.example\.com'"):
            outbound.post("https://other.example.com/x", b"{}", {})
        assert got == [], "nobody who cannot prove its name is told anything"
        assert outbound.post(f"https://{HOST}/x", b"{}", {}) == outbound.Answer(200, "ok")
    assert b"\r\nHost: hooks.example.com\r\n" in got[0], "without a port, as everyone writes it"


def test_the_time_is_over_however_it_is_spent(led_home, monkeypatch):
    """A server that delays the handshake beyond the deadline and then answers a byte at a time."""
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "ca.pem"))
    monkeypatch.setattr(outbound, "DEADLINE", 0.4)

    def serve(connection: socket.socket, over: Event) -> None:
        over.wait(0.25)
        with secured(connection) as channel:
            while not over.wait(0.05):
                channel.sendall(b"H")

    with server(serve) as port:
        led_home(port, after=0.25)
        begun = time.perf_counter()
        with pytest.raises(TimeoutError, match=outbound.TOO_LATE):
            outbound.post(f"https://{HOST}/x", b"{}", {})
        assert time.perf_counter() - begun < 2


def test_an_answer_that_never_ends_is_over_in_time_too(monkeypatch, settings):
    """Without a length the answer ends with the connection, which http.client then holds no more."""
    monkeypatch.setattr(outbound, "DEADLINE", 0.4)

    def serve(connection: socket.socket, over: Event) -> None:
        whole(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while not over.wait(0.05):
            connection.sendall(b"x")

    with server(serve) as port:
        settings.WEBHOOK_ALLOWED_HOSTS = [f"127.0.0.1:{port}"]
        begun = time.perf_counter()
        with pytest.raises(TimeoutError, match=outbound.TOO_LATE):
            outbound.post(f"http://127.0.0.1:{port}/", b"{}", {})
        assert time.perf_counter() - begun < 2


def test_a_receiver_inside_the_house_without_a_port_is_asked_at_the_one_of_its_scheme(settings):
    settings.WEBHOOK_ALLOWED_HOSTS = ["inside:80"]
    assert outbound.resolve("http://inside/").port == 80


def test_a_name_that_takes_long_to_look_up_is_given_up(monkeypatch):
    over = Event()
    monkeypatch.setattr(outbound, "DEADLINE", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(20))
    with pytest.raises(TimeoutError):
        outbound.resolve(f"https://{HOST}/")
    over.set()


@pytest.mark.parametrize("url", ["https://a..b/", "https://.example.com/", f"https://{'a' * 64}.com/"])
def test_a_name_that_is_none_is_refused_in_words(url):
    with pytest.raises(Forbidden):
        outbound.resolve(url)


@pytest.fixture
def hooks(cast, settings) -> Iterator[tuple[Webhook, Webhook]]:
    """One to a server that breaks every rule of HTTP, and a later one to a good one; an event waits for each."""

    def evil(connection: socket.socket, over: Event) -> None:
        whole(connection)
        connection.sendall(b"\0\x1b[2J\xff evil\0\r\n\r\n")

    def good(connection: socket.socket, over: Event) -> None:
        whole(connection)
        connection.sendall(b"HTTP/1.1 204 OK\r\n\r\n")

    with server(evil) as first, server(good) as second:
        settings.WEBHOOK_ALLOWED_HOSTS = [f"127.0.0.1:{first}", f"127.0.0.1:{second}"]
        made = tuple(make_webhook(cast, f"http://127.0.0.1:{port}/") for port in (first, second))
        for hook in made:
            wait(hook)
        yield made


def wait(hook: Webhook, many: int = 1) -> None:
    facts = {"name": "month.locked", "body": "{}", "made_at": hook.created_at, "next_at": hook.created_at}
    Delivery.objects.bulk_create(Delivery(webhook=hook, event=f"test:{at}", **facts) for at in range(many))


def test_what_a_server_answers_can_be_written_down_on_every_engine(hooks):
    webhooks.send_due()
    error = Delivery.objects.get(webhook=hooks[0]).error
    assert error.startswith("ติดต่อไม่ได้")
    assert error.isprintable()


def test_one_that_breaks_what_nobody_thought_of_keeps_no_other_back(hooks, monkeypatch):
    plain = webhooks.attempt
    monkeypatch.setattr(webhooks, "attempt", lambda hook, *rest: 1 // 0 if hook == hooks[0] else plain(hook, *rest))
    assert webhooks.send_due() == 1
    assert Delivery.objects.get(webhook=hooks[1]).status == "sent"


def test_one_that_takes_everything_slowly_keeps_no_worker_and_no_other_back(hooks, monkeypatch):
    Delivery.objects.all().delete()
    for hook in hooks:
        wait(hook, 4)
    monkeypatch.setattr(webhooks, "PATIENCE", 0)
    assert webhooks.send_due() == 1, "one of each hook, then the next hook"
    monkeypatch.setattr(webhooks, "RUN", 0)
    assert webhooks.send_due() == 0, "what is left waits for the next run"


def test_changing_a_webhook_brings_no_rotated_secret_back(cast):
    """One administrator has its page open while another gives it a new secret because the old one is known."""
    opened = make_webhook(cast)
    leaked = webhooks.secret_of(opened)
    now = webhooks.rotate(Webhook.objects.get(), actor=cast.teera)
    webhooks.set_active(Webhook.objects.get(), actor=cast.teera, active=False)
    webhooks.save_hook(opened, actor=cast.teera, name="ใหม่", url="https://x/", province=None, events=["month.locked"])
    kept = Webhook.objects.get()
    assert (kept.name, kept.is_active) == ("ใหม่", False)
    assert webhooks.secret_of(kept) == now != leaked


def test_a_suspended_administrator_changes_none(cast):
    hook = make_webhook(cast)
    User.objects.filter(pk=cast.teera.pk).update(is_active=False)
    with pytest.raises(PermissionDenied):
        webhooks.rotate(hook, actor=User.objects.get(pk=cast.teera.pk))
