"""Evidence follows the month: sent while it may be edited, read after, taken away with its file, never lost between."""

from __future__ import annotations

import os
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from PIL import Image

from core import audit
from core import clock as portal
from core.month import Month
from core.records import Refused
from evidence import selectors, services, store
from evidence.models import Evidence
from tests.cast import fill
from tests.evidence.files import paper, photograph
from workflow import services as workflow
from workflow.services import Refused as MonthRefused

pytestmark = pytest.mark.django_db
NOVEMBER = Month.parse("2566-11")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return settings.EVIDENCE_DIR


@pytest.fixture
def november(cast, at):
    at("2566-11-15 10:00")
    return fill(cast.mueang, NOVEMBER)


@pytest.fixture
def producer(cast):
    return cast.producers_of(cast.mueang)[0]


@pytest.fixture
def page(producer):
    return reverse("evidence:gallery", args=["2401", NOVEMBER, producer.pk])


def add(cast, producer, content=None, actor=None, title="บัญชี.jpg"):
    content = photograph() if content is None else content
    return services.add(cast.mueang, NOVEMBER, producer, content, title=title, actor=actor or cast.somsri)


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_a_file_is_kept_once_privately_and_on_record(cast, november, producer, folder):
    kept, new = add(cast, producer, title="C:\\fakepath\\../สมุด\u202e\nบัญชี.jpg")
    assert new
    assert add(cast, producer) == (kept, False)
    assert kept.title == "สมุดบัญชี.jpg"
    assert len(files(folder)) == 2
    assert {path.stat().st_mode & 0o777 for path in files(folder)} == {0o600}
    assert {path.name for path in files(folder)} == set(kept.files)
    entry = audit.trail(november).get()
    assert (entry.action, entry.details["producer_code"]) == ("evidence.added", producer.code)


def test_it_begins_a_month_that_has_not_begun(cast, at, producer):
    at("2566-11-15 10:00")
    kept, _ = add(cast, producer)
    assert (kept.submission.month, kept.submission.district) == (NOVEMBER, cast.mueang)


@pytest.mark.parametrize("moment", ["2566-11-09 23:59", "2566-12-06 00:00"])
def test_outside_the_window_nothing_is_added_or_removed(cast, november, producer, at, folder, moment):
    kept, _ = add(cast, producer)
    at(moment)
    with pytest.raises(MonthRefused):
        add(cast, producer, paper())
    with pytest.raises(MonthRefused):
        services.remove(kept, actor=cast.somsri)
    assert len(files(folder)) == 2


def test_confirmed_and_locked_it_is_read_only_and_unlocked_it_is_not(cast, november, producer, signed_in, page):
    kept, _ = add(cast, producer)
    workflow.confirm(november, actor=cast.somsri)
    client = signed_in(cast.somsri)
    address = reverse("evidence:remove", args=["2401", NOVEMBER, producer.pk, kept.pk])
    assert "อำเภอยืนยันข้อมูลแล้ว" in client.post(address, follow=True).content.decode()
    workflow.lock(november, actor=cast.wichai)
    shown = client.get(page)
    assert "ล็อกข้อมูลแล้ว" in shown.content.decode()
    assert 'type="file"' not in shown.content.decode()
    assert Evidence.objects.count() == 1
    workflow.unlock(november, actor=cast.wichai, reason="แก้ยอด")
    assert "ลบ บัญชี.jpg แล้ว" in client.post(address, follow=True).content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("name", ["pranee", "wichai", "malee", "orathai", "teera", "suspended"])
def test_nobody_but_the_district_s_officer_adds_or_removes(cast, november, producer, name):
    kept, _ = add(cast, producer)
    with pytest.raises(MonthRefused):
        add(cast, producer, paper(), actor=getattr(cast, name))
    with pytest.raises(MonthRefused):
        services.remove(kept, actor=getattr(cast, name))
    assert Evidence.objects.count() == 1


def test_the_file_goes_once_the_row_is_gone_for_good(
    cast, november, producer, folder, django_capture_on_commit_callbacks
):
    kept, _ = add(cast, producer)
    with django_capture_on_commit_callbacks() as after:
        services.remove(kept, actor=cast.somsri)
    assert len(files(folder)) == 2  # not before the commit
    for callback in after:
        callback()
    assert files(folder) == []
    services.remove(kept, actor=cast.somsri)
    assert [entry.action for entry in audit.trail(november)] == ["evidence.removed", "evidence.added"]


def test_so_many_and_no_more(cast, november, producer, settings, folder):
    settings.EVIDENCE_PER_PRODUCER = 1
    add(cast, producer)
    with pytest.raises(Refused, match="ครบ 1 ไฟล์"):
        add(cast, producer, paper())
    assert len(files(folder)) == 2


def test_a_crash_leaves_a_file_that_is_swept_and_never_a_row_without_one(cast, november, producer, folder, monkeypatch):
    kept, _ = add(cast, producer)

    def crash(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(services, "_write", crash)
        with pytest.raises(KeyboardInterrupt):
            add(cast, producer, paper())
    (folder / "ab").mkdir(exist_ok=True)
    (folder / "ab" / f"{'ab' * 16}.part").write_bytes(b"half")
    assert len(files(folder)) == 4
    now = portal.now()
    for path in files(folder):
        os.utime(path, (now.timestamp(), now.timestamp()))
    assert services.sweep(now) == []  # it may still be on its way
    later = now + services.SETTLED + timedelta(minutes=1)
    assert len(services.sweep(later, dry_run=True)) == 2
    assert len(services.sweep(later)) == 2
    assert services.sweep(later) == []
    assert {path.name for path in files(folder)} == set(kept.files)
    call_command("check_evidence", stdout=StringIO())
    store.drop(kept.name)
    with pytest.raises(CommandError, match="1 without a file"):
        call_command("check_evidence", stdout=StringIO())


@pytest.mark.parametrize("name", ["../secret_key", "a" * 32 + ".jpg/..", "x" * 32 + ".jpg", "", "." * 32 + ".pdf"])
def test_no_other_file_can_be_named(name):
    with pytest.raises(ValueError, match="no name"):
        store.read(name)


def sent(*contents):
    return {"files": [SimpleUploadedFile(f"{at}.jpg", content) for at, content in enumerate(contents)]}


def test_several_are_sent_at_once_and_a_wrong_one_stops_no_other(cast, november, producer, signed_in, page):
    client = signed_in(cast.somsri)
    answer = client.post(page, sent(photograph(), b"<svg onload=alert(1)>", paper(), photograph()), follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert told == [
        "1.jpg: รับเฉพาะภาพถ่าย (JPEG, PNG, WebP) และ PDF ไฟล์นี้เป็นชนิดอื่น",
        "3.jpg: แนบไว้แล้ว ไม่มีการแนบซ้ำ",
        "แนบหลักฐานแล้ว 2 ไฟล์",
    ]
    assert list(Evidence.objects.order_by("pk").values_list("form", flat=True)) == ["image", "pdf"]
    assert "ยังไม่ได้เลือกไฟล์" in client.post(page, follow=True).content.decode()


def test_one_too_big_and_one_too_many(cast, november, producer, signed_in, page, settings):
    settings.EVIDENCE_MAX_BYTES, settings.MAX_UPLOAD_BYTES, settings.EVIDENCE_AT_ONCE = 4000, 10, 1
    client = signed_in(cast.somsri)
    told = client.post(page, sent(bytes(70_000), photograph(), paper()), follow=True).content.decode()
    assert "ไฟล์ใหญ่เกินไป รับได้ไม่เกิน 0 MB ต่อไฟล์" in told
    assert "ส่งได้ครั้งละไม่เกิน 1 ไฟล์" in told
    assert Evidence.objects.count() == 1


def test_a_file_is_answered_as_what_it_is_and_cannot_act(cast, november, producer, signed_in):
    image, _ = add(cast, producer, title='x"; filename=evil.html')
    document, _ = add(cast, producer, paper(), title="บัญชี.html")
    client = signed_in(cast.wichai)
    for evidence, content_type, disposition in (
        (image, "image/jpeg", "inline"),
        (document, "application/pdf", "attachment"),
    ):
        answer = client.get(reverse("evidence:file", args=["2401", NOVEMBER, producer.pk, evidence.pk]))
        assert answer.headers["Content-Type"] == content_type
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Content-Disposition"].startswith(disposition)
        assert "html" not in answer.headers["Content-Disposition"].split("filename")[-1].split(".")[-1]
        policy = answer.headers["Content-Security-Policy"].split("; ")
        assert {"sandbox", "script-src 'none'"} <= set(policy)
    small = client.get(reverse("evidence:thumbnail", args=["2401", NOVEMBER, producer.pk, image.pk]))
    assert not Image.open(BytesIO(small.content)).getexif()
    assert (
        client.get(reverse("evidence:thumbnail", args=["2401", NOVEMBER, producer.pk, document.pk])).status_code == 404
    )


def test_a_file_belongs_to_its_own_month_producer_and_district(cast, november, producer, signed_in):
    kept, _ = add(cast, producer)
    other = cast.producers_of(cast.mueang)[1]
    client = signed_in(cast.somsri)
    for district, month, of in (
        ("2401", "2566-10", producer),
        ("2401", "2566-11", other),
        ("2402", "2566-11", producer),
    ):
        assert client.get(f"/entry/{district}/{month}/evidence/{of.pk}/{kept.pk}/file").status_code == 404
    stranger = cast.producers_of(cast.bangkhla)[0]
    assert client.get(f"/entry/2401/2566-11/evidence/{stranger.pk}/").status_code == 404
    store.drop(kept.name)
    assert client.get(f"/entry/2401/2566-11/evidence/{producer.pk}/{kept.pk}/file").status_code == 404


def test_counts_take_one_query_each(cast, november, producer, django_assert_num_queries):
    add(cast, producer)
    add(cast, producer, paper())
    with django_assert_num_queries(2):
        assert selectors.counts_by_producer(november) == {producer.pk: 2}
        assert selectors.producers_with_evidence([november]) == {november.pk: 1}


def test_nothing_lies_below_the_web_root(settings):
    assert Path(settings.STATIC_ROOT) not in Path(settings.VAR_DIR / "evidence").parents
