"""What an upload's review saves when it is accepted, and who may send, see and accept it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from openpyxl import Workbook, load_workbook

from core import audit
from entry.models import Upload
from entry.services import uploads
from entry.services.cells import CellChange
from sales import services
from sales.models import SalesRow
from tests.cast import Cast
from tests.sales.roundtrip import (
    EMPTY,
    FIRST,
    URL,
    accept,
    download,
    figures,
    form,
    send,
    sent,
    told,
)
from workflow import services as workflow
from workflow.models import Submission


def test_only_the_ticked_cells_are_saved(officer, book: Workbook) -> None:
    form(book)[f"F{FIRST}"], form(book)[f"G{FIRST}"] = 500, 600
    send(officer, book)
    accept(officer, 1)
    assert SalesRow.objects.get(category="food").amounts == (None, 600, None, None)


def test_nothing_ticked_saves_nothing_and_keeps_the_file(officer, book: Workbook) -> None:
    upload = sent(officer, book)
    response = officer.post(f"{URL}upload/{upload.pk}/accept", {"cell": ["x", "99999999999999999999"]})
    assert "ยังไม่ได้เลือกช่อง" in told(response)
    upload.refresh_from_db()
    assert upload.accepted_at is None


def test_accepting_twice_is_harmless(officer, book: Workbook, cast: Cast, march: Submission) -> None:
    sent(officer, book)
    assert "บันทึก 1 ช่อง" in told(accept(officer))
    row = SalesRow.objects.get(category="food")
    services.save_cells(march, [CellChange(row.pk, "domestic_offline", "9", row.version)], actor=cast.somsri)
    again = accept(officer, 0)
    assert "บันทึกไปแล้ว" in told(again)
    row.refresh_from_db()
    assert (row.domestic_offline, row.version) == (9, 3)
    assert audit.trail(march).filter(action="upload.accepted").count() == 1


def test_what_somebody_saved_since_is_marked_and_never_overwritten(
    officer, book: Workbook, cast: Cast, march: Submission
) -> None:
    upload = sent(officer, book)
    row = SalesRow.objects.get(category="food")
    services.save_cells(march, [CellChange(row.pk, "domestic_offline", "9", row.version)], actor=cast.somsri)
    page = officer.get(f"{URL}upload/{upload.pk}/")
    (difference,) = page.context["review"].differences
    assert (difference.changed_since, difference.ticked) == (True, False)
    assert "มีผู้แก้ช่องนี้หลังส่งไฟล์" in page.content.decode()
    response = accept(officer, difference.number)
    row.refresh_from_db()
    assert row.domestic_offline == 9
    assert "ไม่ได้บันทึก 1 ช่อง" in told(response)
    assert row.producer.name in told(response)


def test_a_reason_somebody_wrote_since_is_not_overwritten(
    officer, book: Workbook, cast: Cast, march: Submission
) -> None:
    form(book)[f"L{FIRST}"] = "จากไฟล์"
    send(officer, book)
    row = SalesRow.objects.get(category="food")
    services.give_reason(march, row.pk, "จากหน้าเว็บ", actor=cast.somsri)
    assert "ไม่ได้บันทึก 1 ช่อง" in told(accept(officer, 0))
    row.refresh_from_db()
    assert row.unusual_reason == "จากหน้าเว็บ"


def test_a_row_removed_since_is_told_and_the_rest_saved(officer, book: Workbook, cast: Cast, march: Submission) -> None:
    form(book)[f"F{FIRST}"], form(book)[f"F{FIRST + 1}"] = 500, 600
    send(officer, book)
    services.remove_row(march, SalesRow.objects.get(category="food").pk, actor=cast.somsri)
    upload = Upload.objects.get()
    assert "1 ช่องในไฟล์เป็นของแถวที่ถูกนำออก" in officer.get(f"{URL}upload/{upload.pk}/").content.decode()
    response = accept(officer, 0, 1)
    assert "บันทึก 1 ช่อง" in told(response)
    assert SalesRow.objects.get(category="drink").domestic_offline == 600


@pytest.mark.parametrize("hindrance", ["confirmed", "locked", "closed"])
def test_an_upload_cannot_be_accepted_or_sent_when_the_month_is_not_open(
    officer, book: Workbook, cast: Cast, march: Submission, at, signed_in, hindrance: str
) -> None:
    at("2567-04-05 23:00")
    officer = signed_in(cast.somsri)
    services.fill_zero(march, actor=cast.somsri)
    upload = sent(officer, book)
    if hindrance == "closed":
        at("2567-04-06 00:00")
    else:
        workflow.confirm(march, actor=cast.somsri)
    if hindrance == "locked":
        workflow.lock(march, actor=cast.wichai)
    words = {"confirmed": "ยืนยันข้อมูลแล้ว", "locked": "ล็อกข้อมูลแล้ว", "closed": "ปิดรับข้อมูลแล้ว"}[hindrance]
    assert words in officer.get(f"{URL}upload/{upload.pk}/").content.decode()
    assert words in told(accept(officer, 0))
    upload.refresh_from_db()
    assert upload.accepted_at is None
    assert SalesRow.objects.get(category="food").domestic_offline == 0
    assert words in told(send(officer, book))
    assert Upload.objects.count() == 1


def test_a_past_month_takes_no_file_and_is_not_begun(cast: Cast, at, signed_in) -> None:
    at("2567-03-12 09:00")
    officer = signed_in(cast.somsri)
    url = "/entry/2401/2566-10/"
    assert "ปิดรับข้อมูลแล้ว" in told(send(officer, download(officer, url), url=url))
    assert not Submission.objects.exists()


# Who


def test_a_province_and_the_department_may_not_send(officer, book: Workbook, cast: Cast, signed_in) -> None:
    for person in (cast.wichai, cast.orathai):
        client = signed_in(person)
        assert send(client, book).status_code == 403
        assert client.post(URL + "upload").status_code == 403
    for person in (cast.pranee, cast.malee):
        assert send(signed_in(person), book).status_code == 404
    assert not Upload.objects.exists()


def test_an_upload_is_its_owners_alone(officer, book: Workbook, cast: Cast, signed_in) -> None:
    upload = sent(officer, book)
    cast.newcomer.must_change_password = False
    cast.newcomer.save()
    for person in (cast.newcomer, cast.pranee, cast.wichai, cast.malee, cast.orathai):
        client = signed_in(person)
        assert client.get(f"{URL}upload/{upload.pk}/").status_code == 404
        assert client.post(f"{URL}upload/{upload.pk}/accept", {"cell": [0]}).status_code == 404
    assert figures() == EMPTY


def test_a_forged_id_or_another_months_address_finds_nothing(officer, book: Workbook) -> None:
    upload = sent(officer, book)
    assert officer.get(f"{URL}upload/{upload.pk + 1}/").status_code == 404
    assert officer.get(f"{URL}upload/{10**30}/").status_code == 404
    assert officer.get(f"/entry/2401/2567-02/upload/{upload.pk}/").status_code == 404


def test_an_upload_expires_after_seven_days_and_goes_with_the_next(
    officer, book: Workbook, cast: Cast, at, signed_in
) -> None:
    upload = sent(officer, book)
    at("2567-03-19 09:00")
    officer = signed_in(cast.somsri)
    assert officer.get(f"{URL}upload/{upload.pk}/").status_code == 200
    at("2567-03-19 09:01")
    assert officer.get(f"{URL}upload/{upload.pk}/").status_code == 404
    sent(officer, book)
    assert not Upload.objects.filter(pk=upload.pk).exists()


def test_the_unusual_mark_follows_what_a_file_saved(officer, cast: Cast, march: Submission) -> None:
    """The file goes through the same saving as the grid: versions, totals, warnings."""
    book = load_workbook(BytesIO(officer.get(URL + "workbook.xlsx").content))
    sent(officer, book)
    accept(officer)
    row = SalesRow.objects.get(category="food")
    assert (row.domestic_offline, row.version, row.updated_by) == (Decimal(500), 2, cast.somsri)
    assert [entry.action for entry in audit.trail(march)][:2] == ["cells.saved", "upload.accepted"]


@pytest.mark.django_db(transaction=True)
def test_two_accepts_at_once_save_once(cast: Cast, officer, book: Workbook) -> None:
    upload = sent(officer, book)

    def accept_once(_: int) -> str:
        try:
            return f"saved {uploads.accept(upload, {0}, actor=cast.somsri).saved}"
        except uploads.AlreadyAccepted:
            return "already"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(accept_once, range(4)))
    assert outcomes == ["already", "already", "already", "saved 1"]
    assert SalesRow.objects.get(category="food").version == 2
