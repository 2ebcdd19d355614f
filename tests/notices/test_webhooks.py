"""Webhooks against a real server: signed, tried again, given up in the open, and nobody's way into the house."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from django.core.exceptions import PermissionDenied

from core.models import AuditEntry
from core.month import Month
from notices import outbound, webhooks
from notices.models import Delivery, Webhook
from notices.relay import relay
from tests.cast import fill
from tests.notices.scene import make_webhook, told
from workflow import services

NOVEMBER = Month.parse("2566-11")
REASON = "ยอด 98,765.43 บาทของนางสาวน้ำผึ้ง"


class Receiver:
    """A server of somebody else's: what it was sent, and what it answers."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        self.code, self.headers, self.body = 200, {}, b"ok"
        self.hold: Event | None = None
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((self.path, dict(self.headers), body))
                if receiver.hold:
                    receiver.hold.wait(20)
                self.send_response(receiver.code)
                for name, value in receiver.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(receiver.body)

            def log_message(self, *_: object) -> None:
                return None

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.host = f"127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    receiver = Receiver()
    settings.WEBHOOK_ALLOWED_HOSTS = [receiver.host]
    settings.PORTAL_URL = "https://portal.example.go.th"
    yield receiver
    if receiver.hold:
        receiver.hold.set()
    receiver.server.shutdown()
    receiver.server.server_close()


@pytest.fixture
def hook(cast, receiver, at) -> Webhook:
    at("2566-11-15 10:00")
    relay()
    return make_webhook(cast, f"http://{receiver.host}/hook?key=1", province=cast.chachoengsao)


@pytest.fixture
def returned(cast, hook):
    submission = fill(cast.mueang, NOVEMBER)
    services.confirm(submission, actor=cast.somsri)
    services.return_to_district(submission, actor=cast.wichai, reason=REASON)
    relay()
    return submission


def test_each_event_comes_signed_and_says_states_and_links_alone(cast, hook, returned, receiver):
    assert webhooks.send_due() == 2
    path, headers, body = receiver.got[1]
    assert path == "/hook?key=1"
    fields = dict(part.split("=", 1) for part in headers["X-Otop-Signature"].split(","))
    signed = hmac.new(webhooks.secret_of(hook).encode(), fields["t"].encode() + b"." + body, hashlib.sha256)
    assert fields["v1"] == signed.hexdigest()
    said = json.loads(body)
    assert (said["id"], headers["X-Otop-Event"]) == (headers["X-Otop-Id"], "month.returned")
    assert said["url"] == "https://portal.example.go.th/entry/2401/2566-11/"
    assert said["district"] == {"code": "2401", "name": "เมืองฉะเชิงเทรา"}
    assert said["text"] == "จังหวัดส่งคืนให้แก้ไข: อำเภอเมืองฉะเชิงเทรา ยอดจำหน่าย OTOP เดือนพฤศจิกายน 2566"
    everything = "".join(body.decode() for _, _, body in receiver.got)
    for private in ("98,765", "น้ำผึ้ง", "100.25", "วิชัย", "สมศรี", "total", "reason"):
        assert private not in everything


def test_an_event_goes_once_to_those_of_its_area_who_chose_it(cast, hook, receiver):
    others = [
        make_webhook(cast, hook.url, province=cast.sakaeo),
        make_webhook(cast, hook.url, events=["month.locked"]),
        make_webhook(cast, hook.url, is_active=False),
    ]
    submission = fill(cast.mueang, NOVEMBER)
    services.confirm(submission, actor=cast.somsri)
    relay()
    relay()
    assert list(Delivery.objects.values_list("webhook", "name")) == [(hook.pk, "month.confirmed")]
    assert not Delivery.objects.filter(webhook__in=others).exists()


def test_what_is_not_taken_is_tried_again_and_the_same(cast, hook, returned, receiver, clock):
    receiver.code = 503
    now = clock.at("2566-11-15 10:00")
    assert webhooks.send_due() == 0
    assert len(receiver.got) == 1, "the next is not tried on a server that has just failed"
    assert webhooks.send_due() == 0
    assert len(receiver.got) == 1, "and it is left in peace for a while"
    clock.at(now + timedelta(minutes=1))
    receiver.code = 200
    assert webhooks.send_due() == 2
    first, again = [got for got in receiver.got if got[1]["X-Otop-Event"] == "month.confirmed"]
    assert first[2] == again[2]
    assert first[1]["X-Otop-Signature"] != again[1]["X-Otop-Signature"], "signed at its own moment"
    assert Webhook.objects.get().failures == 0
    assert set(Delivery.objects.values_list("status", "code")) == {("sent", 200)}


def test_it_stops_after_so_many_failures_and_tells_the_administrators(cast, hook, returned, receiver, clock):
    receiver.code, receiver.body = 500, "ผิดพลาด".encode() * 200
    now = clock.at("2566-11-15 10:00")
    for _ in range(webhooks.DISABLE_AFTER):
        assert Webhook.objects.get().is_active
        webhooks.send_due()
        now = clock.at(now + timedelta(hours=30))
    assert not Webhook.objects.get().is_active
    assert len(receiver.got) == webhooks.DISABLE_AFTER
    failed = Delivery.objects.get(name="month.confirmed")
    assert (failed.attempts, failed.code) == (webhooks.DISABLE_AFTER // 2, 500), "two that wait, in turn"
    assert len(failed.answer) <= outbound.KEPT
    relay()
    assert told("hook") == [("teera", "hook")]
    webhooks.set_active(hook, actor=cast.teera, active=True)
    receiver.code = 200
    assert webhooks.send_due() == 2, "what waited is sent"


def test_a_redirect_is_not_followed(cast, hook, returned, receiver):
    receiver.code, receiver.headers = 302, {"Location": f"http://{receiver.host}/elsewhere"}
    webhooks.send_due()
    assert [path for path, _, _ in receiver.got] == ["/hook?key=1"]
    assert Delivery.objects.get(name="month.confirmed").error == "ปลายทางตอบ 302"


def test_a_server_that_never_answers_is_cut_off(cast, hook, returned, receiver, monkeypatch):
    receiver.hold = Event()
    monkeypatch.setattr(outbound, "DEADLINE", 0.2)
    webhooks.send_due()
    assert Delivery.objects.get(name="month.confirmed").error.startswith("ติดต่อไม่ได้")


PRIVATE = (
    *("https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0.0.0.0/"),
    *("https://10.0.0.1/", "https://172.16.0.1/", "https://192.168.1.1/", "https://169.254.169.254/latest"),
    *("https://100.64.0.1/", "https://224.0.0.1/", "https://255.255.255.255/", "https://localhost/"),
    *("https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:a9fe:a9fe]/"),
    *("https://[fe80::1]/", "https://[fd00::1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/"),
    *("https://[2001:0:7f00:1::]/", "https://[::127.0.0.1]/", "https://[ff02::1]/"),
)
WRONG = (
    *("http://93.184.215.14/", "ftp://93.184.215.14/", "//93.184.215.14/", "https://", "https:///x", "gopher://x/"),
    *("https://user@93.184.215.14/", "https://u:p@93.184.215.14/", "https://93.184.215.14:99999/", "https://a b/"),
    *("https://93.184.215.14/\r\nHost: x", "https://93.184.215.14/ก", "https://[::1/", "https://a" + "a" * 500),
)


@pytest.mark.parametrize("url", [*PRIVATE, *WRONG])
def test_the_house_cannot_be_reached(url):
    with pytest.raises(outbound.Forbidden):
        outbound.resolve(url)


def answers(*addresses):
    return lambda host, port, **_: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]


def test_a_name_that_leads_into_the_house_among_others_is_refused(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", answers("93.184.215.14", "127.0.0.1"))
    with pytest.raises(outbound.Forbidden):
        outbound.resolve("https://hooks.example.com/")


def test_the_connection_is_made_to_the_very_address_that_was_checked(monkeypatch):
    """A name that resolves to the house a moment later (DNS rebinding) is not asked again."""
    asked = []

    def connect(address, **_):
        asked.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", answers("93.184.215.14"))
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(OSError, match="no network"):
        outbound.post("https://hooks.example.com/x", b"{}", {})
    assert asked == [("93.184.215.14", 443)]


def test_the_address_is_checked_again_at_each_sending(cast, hook, returned, settings):
    settings.WEBHOOK_ALLOWED_HOSTS = []
    Webhook.objects.update(url="https://localhost/")
    webhooks.send_due()
    assert "เครือข่ายภายใน" in Delivery.objects.get(name="month.confirmed").error


def test_the_administrator_makes_tests_and_rotates_one(cast, receiver, at, signed_in):
    at("2566-11-15 10:00")
    office = signed_in(cast.teera)
    sent = {"name": "LINE", "url": f"http://{receiver.host}/", "province": "24", "events": ["month.locked"]}
    refused = office.post("/webhooks/new/", sent | {"url": "https://127.0.0.1/", "events": []})
    assert refused.status_code == 422
    assert "เครือข่ายภายใน" in refused.content.decode()
    page = office.post("/webhooks/new/", sent).content.decode()
    hook = Webhook.objects.get()
    secret = webhooks.secret_of(hook)
    assert secret in page
    assert secret not in office.get(f"/webhooks/{hook.pk}/").content.decode()
    assert "ปลายทางตอบ 200" in office.post(f"/webhooks/{hook.pk}/test/", follow=True).content.decode()
    assert json.loads(receiver.got[0][2])["event"] == "test"
    assert "ข้อความทดสอบ</td>" in office.get(f"/webhooks/{hook.pk}/").content.decode(), "the log is in Thai"
    receiver.code = 404
    assert "ปลายทางตอบ 404" in office.post(f"/webhooks/{hook.pk}/test/", follow=True).content.decode()
    rotated = office.post(f"/webhooks/{hook.pk}/rotate/").content.decode()
    hook.refresh_from_db()
    assert webhooks.secret_of(hook) != secret
    assert webhooks.secret_of(hook) in rotated
    acts = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert acts == ["webhook.created", "webhook.tested", "webhook.tested", "webhook.rotated"]
    assert secret not in str(list(AuditEntry.objects.values_list("details", flat=True)))


@pytest.mark.parametrize("name", ["somsri", "wichai", "orathai"])
def test_nobody_else_makes_one(cast, name):
    with pytest.raises(PermissionDenied):
        webhooks.save_hook(None, actor=getattr(cast, name), name="x", url="https://x/", province=None, events=[])
