"""Downloads that workers make: offered, watched, stopped, kept for one person, never made of what they may not see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from core import audit, jobs, retention
from core import clock as portal
from core.jobs import Status
from core.models import AuditEntry
from producers.models import Producer
from reports import exports, making, requests
from reports.asking import Refused, Spec
from reports.document import Column, Document, RowGroup
from reports.models import ExportJob, FrozenTotal
from reports.store import files
from tests.cast import Cast
from tests.reports import samples
from tests.reports.exported import CONTENT, DETAIL, FAR, asked, done, in_store, make_export
from tests.reports.months import NOVEMBER, OCTOBER
from workflow import services
from workflow.models import Submission

NATION = Spec("detail", "nation", "2566-10_2566-11", "csv")
PAGE = "/downloads/detail/24/2566-10_2566-11.csv"


@pytest.fixture
def slow(settings: Any) -> None:
    """Everything is thought to take long."""
    settings.EXPORT_AT_ONCE_SECONDS = 0


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_large_file_is_offered_made_and_fetched(months: Cast, signed_in: Callable, slow: None) -> None:
    client = signed_in(months.wichai)
    offer = client.get(PAGE).content.decode()
    assert "เริ่มจัดทำไฟล์" in offer
    assert not ExportJob.objects.exists()
    page = client.post(PAGE)["Location"]
    job = ExportJob.objects.get()
    assert "รอคิว" in client.get(page).content.decode()
    assert client.get(PAGE)["Location"] == page, "asked for already"
    assert "ยกเลิกการจัดทำไฟล์" in client.get(page).content.decode()
    assert done(job).status == Status.DONE
    answer = client.get(page + "file")
    expected = b"".join(exports.render(DETAIL, months.wichai).pieces)
    assert content_of(answer) == expected
    assert job.done == job.total == expected.count(b"\n") - 1
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"
    assert "ดาวน์โหลด" in client.get("/downloads/mine/").content.decode()
    assert AuditEntry.objects.filter(action="export.made", actor=months.wichai).count() == 1


def test_a_small_file_comes_at_once(months: Cast, signed_in: Callable) -> None:
    assert signed_in(months.wichai).get(PAGE).streaming
    assert not ExportJob.objects.exists()


def test_what_is_large_follows_from_rows_and_measured_cost(months: Cast) -> None:
    small = exports.weigh(DETAIL, months.wichai)
    assert (small.rows, requests.is_small(small)) == (8, True)
    many = exports.cost.of_stream(200_000, "csv")
    assert many > exports.cost.of_stream(100_000, "csv") > 0
    rows, seconds = exports.cost.of_document(samples.document(1000), "pdf")
    assert rows == 1000
    assert 4 < seconds < 10
    assert exports.cost.of_document(samples.document(100), "pdf")[1] < 1
    assert exports.weigh(Spec("rt3", "24", "2566-10", "pdf"), months.wichai).document is not None


def test_rows_of_long_texts_take_longer() -> None:
    def seconds(text: str, format_: str = "pdf") -> Decimal:
        column = Column("ชื่อ", "text", 20)
        document = Document("", ("ก",), (column, column), [RowGroup([("ก", text)] * 100)])
        return exports.cost.of_document(document, format_)[1]

    long = "กลุ่มทอผ้าบ้านหนองแซง ตำบลคลองนา"
    assert seconds(long) > seconds("ผ้า") * Decimal("1.3")
    assert seconds(long, "xlsx") == seconds("ผ้า", "xlsx"), "a sheet wraps nothing"


def test_frozen_months_that_nobody_has_summed_up_count(months: Cast, settings: Any) -> None:
    settings.EXPORT_AT_ONCE_SECONDS = exports.cost.of_reading(1)
    spec = Spec("rt4", "24", "2566-10", "csv")
    FrozenTotal.objects.all().delete()
    unread = exports.weigh(spec, months.wichai)
    assert (unread.document, requests.is_small(unread)) == (None, False)
    exports.render(spec, months.wichai)
    assert exports.weigh(spec, months.wichai).document is not None


def test_the_same_request_of_the_same_data_is_the_same_file(months: Cast) -> None:
    job = asked(months.wichai)
    assert asked(months.wichai) == job
    done(job)
    assert asked(months.wichai) == job
    assert asked(months.wichai, Spec("detail", "24", "2566-10", "csv")) != job
    assert asked(months.wichai, Spec("rt4", "24", "2566-10_2566-11", "csv", digits="arabic")) != asked(
        months.wichai, Spec("rt4", "24", "2566-10_2566-11", "csv")
    )


@pytest.mark.parametrize("change", ["unlocked", "saved", "renamed", "month opened"])
def test_other_data_is_a_new_file(months: Cast, at: Callable, change: str) -> None:
    spec = Spec("detail", "24", "2566-10_2566-12", "csv")
    job = done(asked(months.wichai, spec))
    if change == "unlocked":
        Submission.objects.filter(district=months.mueang, month=OCTOBER).update(state="draft", reopened_at=portal.now())
    elif change == "saved":
        draft = Submission.objects.get(district=months.bangkhla, month=NOVEMBER)
        audit.record(months.pranee, "cells.saved", draft)
    elif change == "renamed":
        audit.record(months.wichai, "producer.changed", Producer.objects.get(code="24010001"))
    else:
        at("2566-12-11 09:00")
    assert asked(months.wichai, spec) != job


def test_files_that_differ_in_their_looks_alone_have_other_names_in_the_list(months: Cast) -> None:
    looks = [{}, {"archive": True}, {"digits": "arabic"}, {"format": "xlsx"}]
    jobs_ = [asked(months.wichai, Spec("rt4", "24", "2566-10", **look)) for look in looks]
    assert [job.title.split("2566 · ")[1] for job in jobs_] == ["PDF", "PDF/A", "PDF · เลขอารบิก", "Excel"]


def test_reading_a_phone_number_is_no_other_data(months: Cast) -> None:
    job = done(asked(months.wichai))
    audit.record(months.wichai, "producer.phone_revealed", Producer.objects.get(code="24010001"))
    assert asked(months.wichai) == job


@pytest.mark.parametrize("other", ["malee", "orathai", "teera", "somsri"])
def test_another_s_file_does_not_exist(months: Cast, signed_in: Callable, other: str) -> None:
    job = done(asked(months.wichai))
    client = signed_in(getattr(months, other))
    address = f"/downloads/mine/{job.pk}/"
    assert [client.get(address + end).status_code for end in ("", "file", "progress")] == [404] * 3
    assert client.post(address + "cancel").status_code == 404
    assert job.title not in client.get("/downloads/mine/").content.decode()


def suspend(cast: Cast, job: ExportJob) -> None:
    type(cast.wichai).objects.filter(pk=cast.wichai.pk).update(is_active=False)


def move(cast: Cast, job: ExportJob) -> None:
    type(cast.wichai).objects.filter(pk=cast.wichai.pk).update(province=cast.sakaeo)


def demote(cast: Cast, job: ExportJob) -> None:
    type(cast.wichai).objects.filter(pk=cast.wichai.pk).update(role="district", province=None, district=cast.mueang)


def forget_scope(cast: Cast, job: ExportJob) -> None:
    move(cast, job)
    ExportJob.objects.filter(pk=job.pk).update(scope="province 27")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (suspend, jobs.NOT_ALLOWED),
        (move, making.MOVED),
        (demote, making.MOVED),
        (forget_scope, making.NO_RIGHT),
    ],
)
def test_a_right_that_is_gone_is_refused_when_the_work_begins(months: Cast, change: Callable, said: str) -> None:
    job = asked(months.wichai)
    before = in_store()
    change(months, job)
    assert (done(job).status, job.error) == (Status.REFUSED, said)
    assert (in_store(), job.stored) == (before, "")


def test_the_department_gets_no_month_that_was_unlocked_since(months: Cast, signed_in: Callable) -> None:
    waiting, made = asked(months.orathai, NATION), done(asked(months.orathai, Spec("overview", "nation", "2566-10")))
    client = signed_in(months.orathai)
    assert client.get(f"/downloads/mine/{made.pk}/file").status_code == 200
    now = portal.now()
    Submission.objects.filter(district=months.mueang, month=OCTOBER).update(
        state="draft", locked_at=now - timedelta(days=9), reopened_at=now + timedelta(seconds=1)
    )
    assert done(waiting).status == Status.REFUSED
    assert "ปลดล็อกข้อมูลของอำเภอเมืองฉะเชิงเทรา" in waiting.error
    refused = client.get(f"/downloads/mine/{made.pk}/file")
    assert (refused.status_code, "ปลดล็อก" in refused.content.decode()) == (403, True)
    mine = done(asked(months.wichai))
    assert mine.status == Status.DONE, "the province keeps its own drafts"


def test_the_department_gets_no_figures_that_a_newer_report_has_replaced(
    months: Cast, signed_in: Callable, at: Callable
) -> None:
    """Unlocked, corrected and locked again: what was made before shows figures that nobody has locked any more."""
    october = Submission.objects.get(district=months.mueang, month=OCTOBER)
    waiting, made = asked(months.orathai, NATION), done(asked(months.orathai, Spec("overview", "nation", "2566-10")))
    assert signed_in(months.orathai).get(f"/downloads/mine/{made.pk}/file").status_code == 200
    now = at(portal.now() + timedelta(minutes=1))
    until = now + timedelta(days=1)
    services.grant_extension(actor=months.teera, month=OCTOBER, until=until, reason="แก้", district=months.mueang)
    services.unlock(october, actor=months.wichai, reason="พิมพ์ผิด")
    services.confirm(october, actor=months.somsri)
    services.lock(october, actor=months.wichai)
    at(now + timedelta(minutes=1))
    answer = signed_in(months.orathai).get(f"/downloads/mine/{made.pk}/file")
    assert (answer.status_code, "ปลดล็อก" in answer.content.decode()) == (403, True)
    assert done(waiting).status == Status.DONE, "what is made now is of what is locked now"
    again = requests.again(made, actor=months.orathai)
    assert again != made
    done(again)
    assert signed_in(months.orathai).get(f"/downloads/mine/{again.pk}/file").status_code == 200


def test_an_act_that_commits_late_makes_a_new_file(months: Cast) -> None:
    """Of two acts the one with the lower number may become visible after the other was seen."""
    draft = Submission.objects.get(district=months.bangkhla, month=NOVEMBER)
    facts = {"at": portal.now(), "actor_name": "ปราณี", "action": audit.SAVING, "target_type": "workflow.submission"}
    AuditEntry.objects.create(pk=9008, target_id=draft.pk, **facts)
    job = done(asked(months.wichai))
    assert asked(months.wichai) == job
    AuditEntry.objects.create(pk=9005, target_id=draft.pk, **facts)
    assert asked(months.wichai) != job


def test_one_persons_files_fill_no_disk(
    months: Cast, settings: Any, signed_in: Callable, django_capture_on_commit_callbacks: Callable
) -> None:
    oldest, other = done(asked(months.wichai)), done(asked(months.orathai, NATION))
    settings.EXPORT_BYTES_KEPT = oldest.size + 1
    with django_capture_on_commit_callbacks(execute=True):
        newest = done(asked(months.wichai, Spec("detail", "24", "2566-10", "csv")))
    assert oldest.stored not in in_store()
    assert {newest.stored, other.stored} <= in_store()
    assert signed_in(months.wichai).get(f"/downloads/mine/{oldest.pk}/file").status_code == 410
    settings.EXPORT_BYTES_KEPT = 1
    assert done(asked(months.wichai, Spec("detail", "24", "2566-11", "csv"))).is_kept, "the newest in any case"


@pytest.mark.parametrize("full", ["no room is left", "the disk is full"])
def test_a_full_disk_keeps_nothing_half_made(
    months: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch, full: str
) -> None:
    job, before = asked(months.wichai), in_store()
    if full == "no room is left":
        settings.EXPORT_BYTES_FREE = 2**62
    else:
        monkeypatch.setattr("core.store.os.fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left")))
    said = making.NO_ROOM if settings.EXPORT_BYTES_FREE else jobs.BROKEN
    assert (done(job).status, job.error) == (Status.FAILED, said)
    assert in_store() == before


def test_a_file_whose_owner_moved_is_not_handed_out(months: Cast, signed_in: Callable) -> None:
    job = done(asked(months.wichai))
    move(months, job)
    answer = signed_in(type(months.wichai).objects.get(pk=months.wichai.pk)).get(f"/downloads/mine/{job.pk}/file")
    assert (answer.status_code, making.MOVED in answer.content.decode()) == (403, True)


def test_nothing_found_is_done_and_said(months: Cast, signed_in: Callable) -> None:
    job = done(asked(months.wichai, Spec("detail", "24", "2560-10", "xlsx")))
    assert (job.status, job.done, job.is_empty) == (Status.DONE, 0, True)
    assert "ไม่มีข้อมูลในช่วงที่ขอ" in signed_in(months.wichai).get(f"/downloads/mine/{job.pk}/").content.decode()


def test_files_expire_and_orphans_are_swept(
    months: Cast, signed_in: Callable, at: Callable, django_capture_on_commit_callbacks: Callable
) -> None:
    job = done(asked(months.wichai))
    orphan = files.put(CONTENT, ".csv")
    address = f"/downloads/mine/{job.pk}/file"
    at(job.expires_at - timedelta(seconds=1))
    assert signed_in(months.wichai).get(address).status_code == 200
    at(job.expires_at)
    assert signed_in(months.wichai).get(address).status_code == 410
    assert asked(months.wichai) != job
    lines = retention.run(dry_run=True)
    assert any(line.words == f"file {job.pk}" for line in lines)
    assert job.stored in in_store()
    with django_capture_on_commit_callbacks(execute=True):
        retention.run()
    assert job.stored not in in_store()
    assert orphan in making.sweep(FAR)
    assert orphan not in in_store()
    at(job.requested_at + timedelta(days=91))
    retention.run()
    assert not ExportJob.objects.filter(pk=job.pk).exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "/etc/passwd", "0" * 32 + ".py", "0" * 32, ""])
def test_no_name_leads_out_of_the_folder(months: Cast, signed_in: Callable, name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        files.read(name)
    job = make_export(months.wichai, stored=name)
    answer = signed_in(months.wichai).get(f"/downloads/mine/{job.pk}/file")
    assert answer.status_code == 410


def test_a_person_cannot_fill_the_queue(months: Cast, signed_in: Callable) -> None:
    for number in range(requests.MOST_WAITING):
        asked(months.wichai, Spec("detail", "24", f"2566-{number + 1:02d}", "csv"))
    with pytest.raises(Refused, match="กำลังจัดทำอยู่แล้ว"):
        asked(months.wichai)
    answer = signed_in(months.wichai).post(PAGE)
    assert (answer.status_code, "กำลังจัดทำอยู่แล้ว" in answer.content.decode()) == (422, True)


def test_who_asks_is_held_before_their_files_are_counted(months: Cast, django_assert_max_num_queries: Callable) -> None:
    """So of two requests at once the second counts the first's job; an engine that knows no locks writes one by one."""
    with django_assert_max_num_queries(99) as asks:
        asked(months.wichai)
    said = [query["sql"] for query in asks]
    held = next(at for at, sql in enumerate(said) if sql.startswith("SELECT") and 'FROM "accounts_user" WHERE' in sql)
    counted = next(at for at, sql in enumerate(said) if "COUNT(*)" in sql and 'FROM "reports_exportjob"' in sql)
    assert held < counted


def test_the_list_takes_one_query_whatever_it_holds(
    months: Cast, signed_in: Callable, django_assert_max_num_queries: Callable
) -> None:
    for _ in range(5):
        make_export(months.wichai)
    client = signed_in(months.wichai)
    with django_assert_max_num_queries(6):
        client.get("/downloads/mine/")
