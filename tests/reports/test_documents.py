"""รต.๑ and รต.๒: the figures of the page, the frozen revision once confirmed, and nobody else's district."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from core.thai import to_thai_digits
from entry.selectors.entry import entry_page
from producers.models import Producer
from reports.document import Document
from reports.documents import DOCUMENTS
from reports.documents.district_month import DistrictMonth
from sales.models import SalesRow
from sales.selectors.rows import begun_submission
from tests.cast import Cast
from tests.reports.conftest import NAME, OCTOBER
from tests.reports.test_csv import read
from tests.reports.test_text_layer import mupdf, poppler
from tests.reports.test_xlsx import first_row, opened
from workflow import services
from workflow.models import Revision, Submission

PDF, XLSX, CSV = "pdf", "xlsx", "csv"


def address(document: str = "rt2", district: str = "2401", month: str = "2566-10", ending: str = ".pdf") -> str:
    return f"/documents/{document}/{district}/{month}{ending}"


def made(code: str, cast: Cast, **options: str) -> Document:
    submission = begun_submission(cast.mueang, OCTOBER)
    source = DistrictMonth(cast.mueang, OCTOBER, submission, lambda code: f"https://otop.example/verify/{code}")
    return DOCUMENTS[code](source, **options)


def flat(text: str) -> str:
    return "".join(text.split())


def rename(name: str) -> None:
    producer = Producer.objects.get(name=NAME)
    producer.name = name
    producer.save(update_fields=["name"])


@pytest.mark.parametrize("code", ["rt1", "rt2"])
def test_page_pdf_excel_csv_and_database_agree(code: str, cast: Cast, draft: Submission, signed_in: Callable) -> None:
    client = signed_in(cast.somsri)
    SalesRow.objects.filter(producer__name=NAME).update(domestic_online=Decimal("1234567.89"))
    page = entry_page(cast.somsri, cast.mueang, OCTOBER, "sales")
    files = {ending: client.get(address(code, ending=f".{ending}")).content for ending in (PDF, XLSX, CSV)}
    sheet = opened(files[XLSX], cached=True).active
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first_row(sheet), max_col=15)]
    rows = [line for line in lines if isinstance(line[0], int)]
    (total,) = [line for line in lines if str(line[0]).startswith("รวม")]
    assert [Decimal(str(value)) for value in total[10:]] == [*page.column_totals, page.grand_total]
    assert [line[1] for line in rows] == [row.unit.name for row in page.rows]
    assert [Decimal(line[-1]) for line in read(files[CSV])[1:]] == [row.total for row in page.rows]
    assert sum(row.total for row in SalesRow.objects.all()) == page.grand_total
    for text in (poppler(files[PDF]), mupdf(files[PDF])):
        for figure in [*page.column_totals, page.grand_total, *(row.total for row in page.rows)]:
            assert to_thai_digits(f"{figure:,.2f}") in flat(text)
        assert flat(NAME) in flat(text)


def test_a_draft_is_marked_and_bears_no_stamp(cast: Cast, draft: Submission) -> None:
    document = made("rt2", cast)
    assert document.mark == "ร่าง – ยังไม่ยืนยัน"
    assert document.stamp is None


def test_a_confirmed_month_is_printed_as_it_was_frozen(cast: Cast, confirmed: Revision) -> None:
    before = made("rt2", cast)
    rename("ชื่อใหม่")
    SalesRow.objects.update(domestic_offline=Decimal(9))
    after = made("rt2", cast)
    assert list(after.lines()) == list(before.lines())
    assert not after.mark
    assert NAME in [cells[1] for cells in after.groups[0].rows]


def test_the_stamp_names_the_revision(cast: Cast, confirmed: Revision) -> None:
    stamp = made("rt2", cast).stamp
    assert stamp.url == f"https://otop.example/verify/{confirmed.code}"
    assert stamp.code.replace("-", "") == confirmed.code
    assert stamp.facts[0] == "ฉบับที่ 1 จำนวน 3 แถว"
    assert stamp.facts[1:] == ("อำเภอยืนยันเมื่อ 20 ตุลาคม 2566 เวลา 09:00 น.", "โดย สมศรี ใจดี")


def test_a_reopened_month_is_a_draft_again(cast: Cast, confirmed: Revision) -> None:
    services.withdraw(confirmed.submission, actor=cast.somsri)
    document = made("rt2", cast)
    assert document.mark
    assert document.stamp is None


def test_not_filled_prints_nothing_and_nought_prints_nought(cast: Cast, draft: Submission) -> None:
    SalesRow.objects.filter(producer__name=NAME).update(domestic_offline=None, domestic_online=0)
    (row,) = [line.cells for line in made("rt1", cast).lines() if line.kind == "row" and line.cells[1] == NAME]
    assert row[10:] == (None, Decimal(0), Decimal("100.25"), Decimal("100.25"), Decimal("200.50"))


def test_the_form_can_be_had_with_names_only_or_blank(cast: Cast, draft: Submission) -> None:
    names, blank = made("rt1", cast, form="names"), made("rt1", cast, form="blank")
    assert [cells[1] for cells in names.groups[0].rows].count(NAME) == 1
    assert {cells[10:] for cells in names.groups[0].rows} == {(None,) * 5}
    assert set(blank.groups[0].rows) == {(None,) * 15}


def test_before_the_month_is_begun_the_form_holds_who_will_be_asked(cast: Cast) -> None:
    document = made("rt1", cast)
    assert len(document.groups[0].rows) == 3
    assert {cells[10:] for cells in document.groups[0].rows} == {(None,) * 5}


def test_digits_are_a_choice(cast: Cast, confirmed: Revision, signed_in: Callable) -> None:
    client = signed_in(cast.somsri)
    thai, arabic = (mupdf(client.get(address() + f"?digits={d}").content) for d in ("thai", "arabic"))
    assert "๑,๒๐๓.๐๐" in thai
    assert "1,203.00" in arabic
    assert "๒" not in arabic


@pytest.mark.parametrize(
    ("person", "district", "status"),
    [
        ("somsri", "2401", 200),
        ("somsri", "2402", 404),
        ("pranee", "2401", 404),
        ("wichai", "2401", 200),
        ("malee", "2401", 404),
        ("orathai", "2401", 404),
        ("teera", "2401", 404),
        ("stranger", "2401", 302),
    ],
)
@pytest.mark.parametrize("document", ["rt1", "rt2"])
def test_who_may_have_a_confirmed_month(
    document: str, person: str, district: str, status: int, cast: Cast, confirmed: Revision, signed_in: Callable
) -> None:
    client: Client = signed_in(getattr(cast, person))
    assert client.get(address(document, district, ending=".csv")).status_code == status


def test_the_department_has_what_is_locked_and_nothing_else(cast: Cast, locked: Revision, signed_in: Callable) -> None:
    client = signed_in(cast.orathai)
    assert client.get(address()).status_code == 200
    assert client.get(address(district="2402")).status_code == 404  # not begun
    services.unlock(locked.submission, actor=cast.wichai, reason="แก้ยอด")
    assert client.get(address()).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        address("rt9"), address(ending=".exe"), address(month="2566-13"), address(month="2023-10"),
        address("rt1", "9999"), address() + "?digits=roman", address("rt1") + "?form=other",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_404(path: str, cast: Cast, signed_in: Callable) -> None:
    assert signed_in(cast.somsri).get(path).status_code == 404


def test_a_download_is_named_in_thai(cast: Cast, draft: Submission, signed_in: Callable) -> None:
    client = signed_in(cast.somsri)
    page, sheet = client.get(address()), client.get(address(ending="?format=xlsx"))
    assert page["Content-Type"] == "application/pdf"
    assert page["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert sheet["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert page["Cache-Control"] == "no-store, private"


def test_a_document_costs_the_same_queries_whatever_its_rows(
    cast: Cast, confirmed: Revision, django_assert_max_num_queries: Callable
) -> None:
    with django_assert_max_num_queries(6):  # of each: the report, its revision, names that were let go since
        made("rt1", cast)
        made("rt2", cast)
