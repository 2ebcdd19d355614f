"""Every document of the catalogue says the same on its page, in PDF, Excel and CSV, and what the database says."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from core.thai import to_arabic_digits
from producers.models import Producer
from reports import exports
from reports.asking import EVERY_PERIOD, NATION, Refused, Spec
from reports.document import Document, format_value
from reports.documents import DOWNLOADS, dashboard
from reports.documents.district_month import CATEGORY_HEADS
from reports.documents.parts import DEMO_MARK
from reports.figures import figures, reported
from reports.frozen import keep_missing
from reports.models import FrozenTotal
from reports.renderers import csv as csv_renderer
from reports.renderers.html import page_html
from reports.renderers.pdf import pdf
from reports.renderers.xlsx import xlsx
from sales.models import SalesRow
from tests.cast import Cast, make_cast
from tests.conftest import frozen
from tests.markets.making import fill_markets, make_market
from tests.once import Once
from tests.reports.golden import assert_looks_as_approved
from tests.reports.months import NOVEMBER, OCTOBER, month_of, scenario, sums
from tests.reports.test_documents import flat
from tests.reports.test_text_layer import mupdf, poppler
from tests.reports.test_xlsx import evaluated, first_row, opened
from tests.targets.scene import make_scale, published
from workflow.models import State, Submission

MADE = [download for download in DOWNLOADS.values() if download.make]
AREAS = {NATION: NATION, "province": "24", "district": "2401"}
PERIOD = "2566-10_2566-11"
NOW = "2566-12-08 09:00"
PERIODS = {"range": PERIOD, "month": "2566-10", "round": "2567-r1", "year": "2567"}
# Documents of other figures than monthly sales: agreement here, their truth in the tests of their own apps.
OTHER_FIGURES = {
    *("register", "progress", "registration", "market-register", "market-month", "online-readiness"),
    *("online-channels", "market-summary"),
    *("growth-table", "online-table", "grade-table", "scores", "forecast"),
    *(download.code for download in dashboard.DOWNLOADS),
}
# Papers of one revision, whose stamp says when it was confirmed; every other paper says of what moment it is.
OF_A_REVISION = {"rt1", "rt2", "market-month"}
# Of each document: how its rows are told apart, the path to the same in the database, and the column of their totals.
ROWS = {
    "overview": (1, "submission__district__province__name", "total"),
    "months-categories": (1, "submission__month", "total"),
    "months-channels": (1, "submission__month", "total"),
    "province-types": (1, "submission__district__province__name", "total"),
    "domestic-foreign": (1, "submission__district__province__name", "total"),
    "otop-results": (1, "submission__district__province__name", "now"),
    "rt1": (1, "producer__name", "total"),
    "rt2": (1, "producer__name", "total"),
    "rt3": (0, "category", "total"),
    "rt4": (1, "submission__district__name", "total"),
}


@pytest.fixture(scope="module")
def made(once: Once) -> Cast:
    with once(), frozen(NOW):
        cast = make_cast()
        scenario(cast)
    return cast


@pytest.fixture
def months(made: Cast, db: None, at: Callable) -> Cast:
    at(NOW)
    return deepcopy(made)


def asked(code: str, user: Any, period: str = "", area: str = "") -> Document:
    download = DOWNLOADS[code]
    period = period or next(period for kind, period in PERIODS.items() if kind in download.periods)
    spec = Spec(code, area or AREAS[download.levels[0]], period)
    return exports.document_of(*exports.resolve(spec, user))


def who(cast: Cast, code: str) -> Any:
    """Somebody who may have the document's own area, drafts included where a province or district may."""
    return {NATION: cast.orathai, "province": cast.wichai, "district": cast.somsri}[DOWNLOADS[code].levels[0]]


def visible_rows(document_code: str, user: Any) -> Any:
    """The rows of the database that the document is about."""
    rows = SalesRow.objects.visible_to(user)
    if DOWNLOADS[document_code].periods == EVERY_PERIOD:
        return rows.filter(submission__month__in=[OCTOBER, NOVEMBER])
    return rows.filter(submission__month=OCTOBER)


def table_of(html: str) -> list[list[str]]:
    """The cells of a page's body rows."""
    body = "".join(re.findall(r"<tbody.*?</tbody>", html, re.DOTALL))
    rows = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    return [[unescape(re.sub(r"<[^>]*>", "", cell)) for cell in re.findall(r"<t[dh].*?</t[dh]>", row)] for row in rows]


def shown(document: Document) -> Iterator[list[str]]:
    for line in document.lines():
        cells = [document.show(c, v) for c, v in zip(document.leaves, line.cells, strict=True)] if line.cells else []
        yield (
            [line.label, *(cell for cell in cells if cell)] if line.kind != "row" else [cell for cell in cells if cell]
        )


def assert_same_everywhere(document: Document) -> None:
    """Page, Excel and CSV hold the document's lines, in order; every formula comes to its cached value."""
    assert [[cell for cell in row if cell] for row in table_of(page_html(document))] == list(shown(document))
    assert_excel(document)
    rows = [cells for group in document.groups if not group.recap for cells in group.rows]
    if document.own_total:  # one that its rows do not sum to is a line of the CSV too
        rows.append(list(document.lines())[-1].cells)
    content = csv_renderer.csv(document).decode("utf-8-sig")
    lead = any(group.head for group in document.groups)
    for wanted, line in zip(rows, list(csv.reader(io.StringIO(content)))[1:], strict=True):
        for column, value, text in zip(document.leaves, wanted, line[lead:], strict=True):
            if column.kind in ("baht", "count"):
                assert (Decimal(text) if text else None) == value
            elif column.kind == "percent":
                assert text == format_value("percent", value)


def assert_excel(document: Document) -> None:
    content = xlsx(document)
    formulas, values = opened(content).active, opened(content, cached=True).active
    top = first_row(values)
    for at, line in enumerate(document.lines()):
        for column, (leaf, wanted) in enumerate(zip(document.leaves, line.cells, strict=False), 1):
            if leaf.kind in ("baht", "count"):
                found = values.cell(top + at, column).value
                assert (None if found is None else Decimal(str(found))) == wanted
            elif leaf.kind == "percent":
                found = values.cell(top + at, column).value
                assert ("" if found is None else f"{Decimal(str(found)) * 100:.2f}") == format_value("percent", wanted)
    for cell in (cell for row in formulas.iter_rows() for cell in row if cell.data_type == "f"):
        assert evaluated(formulas, values, cell.value) == Decimal(str(values[cell.coordinate].value))


def assert_database(document: Document, code: str, user: Any) -> None:
    """Row by row and in total, what a plain reading of the rows adds up to."""
    if code not in ROWS:
        return
    name, path, key = ROWS[code]
    at = next(at for at, column in enumerate(document.leaves) if column.key == key)
    truth = sums(visible_rows(code, user), path)
    last = list(document.lines())[-1]
    assert (last.cells[at] or 0) == sum(truth.values())
    told: dict[str, Decimal] = {}
    for cells in (cells for group in document.groups if not group.recap for cells in group.rows):
        told[str(cells[name])] = told.get(str(cells[name]), Decimal(0)) + (cells[at] or 0)
    for label, total in truth.items():
        assert told.get(spoken(label, path), Decimal(0)) == total or code in ("rt1", "rt2"), label


def spoken(value: Any, path: str) -> str:
    if path == "submission__month":
        return value.thai
    if path == "submission__district__name":
        return f"อำเภอ{value}"
    if path == "category":
        return CATEGORY_HEADS[value]
    return value


def test_nothing_of_the_catalogue_is_left_out() -> None:
    """Whoever adds a document says here what its rows are, or that its figures are not monthly sales."""
    assert {download.code for download in MADE} == set(ROWS) | OTHER_FIGURES


@pytest.mark.one_engine  # figures of the database on both: test_agreement.py
@pytest.mark.parametrize("download", MADE, ids=lambda download: download.code)
def test_page_pdf_excel_csv_and_database_agree(download: Any, months: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflow.services.secrets.choice", lambda letters: letters[7])
    if download.code in OTHER_FIGURES:
        published(months)
        for kind in ("growth", "online", "grade"):
            make_scale(months, kind)
    if download.code == "market-summary":
        make_market(months.mueang, "M2401-001")
        fill_markets(months.mueang, OCTOBER)
    document = asked(download.code, who(months, download.code))
    assert_same_everywhere(document)
    assert_database(document, download.code, who(months, download.code))
    assert document.foot.startswith(DEMO_MARK)  # no sheet of made-up figures without a word of it
    assert download.code in OF_A_REVISION or any("ณ วันที่" in note for note in document.notes)
    content = pdf(document)
    for text in (flat(poppler(content)), flat(mupdf(content))):
        for word in (word for line in shown(document) for word in line):
            assert flat(word) in text, word
        for said in (*document.title, *document.subtitle, *document.notes):
            assert flat(document.say(said)) in text
    # The stamp of รต.๒ is drawn at random; the panels of markets look like those of sales.
    if download.code != "rt2" and not download.code.startswith("markets-overview-"):
        assert_looks_as_approved(f"document-{download.code}", content)


def test_a_later_change_of_type_or_name_changes_no_locked_month(months: Cast) -> None:
    """นางสาวน้ำผึ้ง was a sole owner when October was locked, and is a group today."""
    found = {key[0]: figure for key, figure in figures(months.orathai, _period(), "type", counted=True).items()}
    assert found["sole"].producers == {"24010002", "27060001"}
    assert "24010002" not in found["group"].producers
    document = asked("province-types", months.orathai)
    (row,) = [cells for cells in document.groups[0].rows if cells[1] == "ฉะเชิงเทรา"]
    assert (row[2], row[4], row[6], row[8]) == (2, 1, 0, 3)


def _period() -> Any:
    return exports._period(PERIOD, DOWNLOADS["overview"])


def test_sums_of_frozen_months_are_made_once_and_made_again_when_lost(
    months: Cast, django_assert_num_queries: Callable
) -> None:
    before = figures(months.orathai, _period(), "district", "category")
    assert keep_missing(reported(months.orathai, _period())) == 0
    with django_assert_num_queries(3):
        assert figures(months.orathai, _period(), "district", "category") == before
    FrozenTotal.objects.all().delete()
    assert figures(months.orathai, _period(), "district", "category") == before


def test_the_department_has_locked_figures_only_and_is_told_what_is_missing(months: Cast) -> None:
    document = asked("overview", months.orathai, "2566-10")
    rows = {cells[1]: cells for cells in document.groups[0].rows}
    assert rows["สระแก้ว"][2:4] == (2, 1)
    assert not document.mark
    assert document.notes[0].startswith("ข้อมูล ณ วันที่ 8 ธันวาคม 2566 เวลา 09:00 น. จังหวัดล็อกแล้ว 3 จาก 5 อำเภอ")
    assert document.notes[1] == "ยังไม่ล็อก (จำนวนรายงาน): ฉะเชิงเทรา (1), สระแก้ว (1)"


def test_a_province_sees_its_drafts_and_they_say_so(months: Cast) -> None:
    document = asked("rt4", months.wichai, "2566-11")
    assert document.mark == "ร่าง – ยังล็อกไม่ครบ"
    assert document.notes[1] == "ยังไม่ล็อก: บางคล้า, บางปะกง"
    assert asked("rt4", months.orathai, "2566-11", "24").mark == ""
    Submission.objects.filter(month=NOVEMBER).update(state=State.LOCKED, revision_number=1)
    month_of(months.bangpakong, NOVEMBER, [], State.LOCKED, months.somsri)
    assert asked("rt4", months.wichai, "2566-11").mark == ""


def test_a_producer_of_two_categories_and_two_months_counts_once(months: Cast) -> None:
    document = asked("rt3", months.wichai)
    lines = {line.label: line.cells for line in document.lines() if line.kind == "subtotal"}
    assert lines["รวมอำเภอเมืองฉะเชิงเทรา"][1:5] == (1, 1, 0, 2)
    assert lines["รวมทั้งจังหวัดฉะเชิงเทรา"][4] == Producer.objects.filter(district__code__in=["2401", "2402"]).count()


def test_a_month_not_yet_open_is_ahead_and_not_missing(months: Cast) -> None:
    notes = asked("months-channels", months.orathai, "2567-q2", NATION).notes
    assert notes[1:] == ("ยังไม่ถึงกำหนดบันทึก: ม.ค. 67 – มี.ค. 67",)


@pytest.mark.parametrize(
    ("spec", "raised"),
    [
        (Spec("overview", NATION, "2566-10"), PermissionDenied),
        (Spec("rt4", "27", "2566-10"), Http404),
        (Spec("rt1", "2706", "2566-10"), Http404),
        (Spec("rt9", "24", "2566-10"), Http404),
        (Spec("rt4", "24", "2566-13"), Http404),
        (Spec("rt4", "24", "2566-10", "exe"), Http404),
        (Spec("rt4", "2401", "2566-10"), Refused),
        (Spec("rt2", "2401", "2567-r1"), Refused),
        (Spec("register", "24", "2566-10"), Refused),
        (Spec("detail", "24", "2566-10", "pdf"), Refused),
    ],
)
def test_what_does_not_fit_is_refused_in_words_or_does_not_exist(spec: Spec, raised: type, months: Cast) -> None:
    with pytest.raises(raised):
        exports.render(spec, months.wichai)
    assert Spec.of_dict(spec.as_dict()) == spec


def test_the_department_chooses_a_district_for_a_document_of_districts(months: Cast, signed_in: Callable) -> None:
    client = signed_in(months.orathai)
    asked_for = client.get("/downloads/?choose=rt2").context["form"]
    assert asked_for["area"].value() == ""
    assert ("2401", "อำเภอเมืองฉะเชิงเทรา") in dict(asked_for.fields["area"].choices)["จังหวัดฉะเชิงเทรา"]
    wanted = {"document": "rt2", "period": "2566-10", "digits": "thai"}
    refused = client.get("/downloads/", wanted | {"area": "24"})  # chosen before the document was
    assert "จังหวัดฉะเชิงเทรา" in dict(refused.context["form"].fields["area"].choices)
    assert client.get("/downloads/", wanted | {"area": "2401"})["Location"] == "/downloads/rt2/2401/2566-10/"
    assert "2401" not in client.get("/downloads/").content.decode()  # the overview is the nation's alone
    of_province = signed_in(months.wichai).get("/downloads/?choose=rt2").context["form"]
    assert (of_province["area"].value(), of_province.fields["area"].choices[0]) == ("", ("", "เลือกพื้นที่"))


@pytest.mark.parametrize(
    ("code", "period"), [("rt4", "2566-11"), ("forecast", "2567"), ("online-channels", "2567-r1"), ("scores", "2567")]
)
def test_a_document_that_is_of_no_month_is_offered_of_a_period_that_it_is_of(
    code: str, period: str, months: Cast, signed_in: Callable
) -> None:
    offered = signed_in(months.orathai).get(f"/downloads/?choose={code}").context["form"]
    assert offered["period"].value() == period
    assert period in [value for _, group in offered.fields["period"].choices for value, _ in group]


def test_the_page_leads_to_the_document_and_its_files(months: Cast, signed_in: Callable) -> None:
    client = signed_in(months.wichai)
    assert '<a href="/downloads/?choose=rt4"' in client.get("/downloads/").content.decode()
    offered = client.get("/downloads/?choose=rt4").context["form"]
    assert (offered["document"].value(), offered["area"].value()) == ("rt4", "24")
    chosen = client.get("/downloads/", {"document": "rt4", "area": "24", "period": "2566-10", "digits": "arabic"})
    assert chosen["Location"] == "/downloads/rt4/24/2566-10/?digits=arabic"
    page = client.get(chosen["Location"]).content.decode()
    assert "อำเภอบางคล้า" in page
    assert "/downloads/rt4/24/2566-10.pdf?digits=arabic" in page
    by_hand = client.get(
        "/downloads/", {"document": "rt4", "area": "24", "first": "2566-11", "last": "2566-10", "digits": "thai"}
    )
    assert by_hand.status_code == 422
    assert "มีเฉพาะ Excel และ CSV" in client.get("/downloads/detail/24/2566-10.pdf").content.decode()
    refused = client.get("/downloads/rt2/2401/2567-r1/")
    assert refused.status_code == 422
    assert "กรุณาเลือกช่วงเวลาใหม่" in refused.content.decode()
    assert to_arabic_digits(client.get("/downloads/rt4/24/2566-10.csv")["Content-Disposition"]).endswith(".csv")
