"""รต.๑ as a workbook: what the download holds, and that it comes back filled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entry.services.cells import CellChange
from producers.models import Product
from sales import services
from sales.models import CHANNELS, SalesRow, SalesTotal
from tests.cast import Cast, fill
from tests.sales.roundtrip import (
    AMOUNTS,
    FIRST,
    MARCH,
    URL,
    accept,
    changed,
    download,
    figures,
    form,
    problems,
    send,
    told,
)
from workflow import services as workflow
from workflow.models import Submission


def test_the_form_names_district_month_and_every_producer_of_the_month(officer, cast: Cast) -> None:
    sheet = form(download(officer))
    assert sheet["A2"].value == "อำเภอเมืองฉะเชิงเทรา จังหวัดฉะเชิงเทรา รหัสอำเภอ 2401"
    assert sheet["A3"].value == "ประจำเดือน มีนาคม 2567"
    lines = [(sheet.cell(at, 2).value, sheet.cell(at, 4).value) for at in range(FIRST, FIRST + 3)]
    assert lines == [
        ("24010001", "อาหาร"),
        ("24010001", "เครื่องดื่ม"),
        ("24010002", "ผ้าและเครื่องแต่งกาย"),
    ]
    assert sheet.freeze_panes == f"D{FIRST}"
    assert sheet.protection.sheet


def test_blank_stays_blank_and_nil_stays_nil(officer, cast: Cast, march: Submission) -> None:
    row = SalesRow.objects.order_by("producer__code", "category").last()
    services.save_cells(march, [CellChange(row.pk, "domestic_online", "0", row.version)], actor=cast.somsri)
    sheet = form(download(officer))
    assert [sheet[f"{column}{FIRST + 2}"].value for column in "FGHI"] == [None, 0, None, None]


def test_sums_are_live_and_only_amounts_and_reasons_are_open(officer) -> None:
    sheet = form(download(officer))
    assert sheet[f"J{FIRST}"].value == f'=IF(COUNT(F{FIRST}:I{FIRST})=0,"",SUM(F{FIRST}:I{FIRST}))'
    assert sheet[f"J{FIRST + 3}"].value == f"=SUM(J{FIRST}:J{FIRST + 2})"
    open_cells = [column for column in "ABCDEFGHIJKL" if not sheet[f"{column}{FIRST}"].protection.locked]
    assert open_cells == list("FGHIL")
    amounts = next(v for v in sheet.data_validations.dataValidation if v.type == "decimal")
    assert str(amounts.sqref) == f"F{FIRST}:I{FIRST + 2}"
    assert "บาท" in amounts.error


def test_last_month_stands_beside_each_row(officer, cast: Cast) -> None:
    fill(cast.mueang, MARCH - 1, "100.25")
    assert form(download(officer))[f"K{FIRST}"].value == 401


def test_a_producer_named_like_a_formula_stays_a_name(officer, cast: Cast) -> None:
    producer = cast.producers_of(cast.mueang)[1]
    producer.name = '=HYPERLINK("http://evil.example","กดที่นี่")'
    producer.save()
    cells = [form(download(officer)).cell(at, 3) for at in range(FIRST, FIRST + 3)]
    assert [cell.data_type for cell in cells] == ["s", "s", "s"]
    assert any(cell.value == producer.name for cell in cells)


def test_an_empty_month_gives_an_empty_form(cast: Cast, at, signed_in) -> None:
    at("2567-03-12 09:00")
    assert "Sync" in form(download(signed_in(cast.somsri)))["A4"].value
    assert not Submission.objects.exists()


def test_filled_sent_and_accepted_the_figures_are_those_of_the_file(officer, march: Submission) -> None:
    book = download(officer)
    sheet = form(book)
    sheet[f"F{FIRST}"], sheet[f"G{FIRST}"], sheet[f"I{FIRST + 2}"] = 1500, 0, "๒,๕๐๐.๗๕ บาท"
    sheet[f"L{FIRST}"] = "ออกงาน OTOP City"
    page = send(officer, book)
    assert page.context["review"].total_after == Decimal("4000.75")
    assert figures() == [(None,) * 4] * 3
    assert "บันทึก 4 ช่อง" in told(accept(officer))
    assert figures() == [(None,) * 4, (1500, 0, None, None), (None, None, None, Decimal("2500.75"))]
    assert SalesRow.objects.get(category="food").unusual_reason == "ออกงาน OTOP City"
    assert sum(total.total for total in SalesTotal.objects.all()) == Decimal("4000.75")


def test_an_untouched_form_changes_nothing_and_says_so(officer, cast: Cast, march: Submission) -> None:
    services.fill_zero(march, actor=cast.somsri)
    page = send(officer, download(officer))
    assert (changed(), problems()) == ({}, [])
    assert "ไม่มีช่องที่ต้องเปลี่ยน" in page.content.decode()


def test_a_cell_saved_online_after_the_download_is_not_undone_by_the_old_file(
    officer, cast: Cast, march: Submission
) -> None:
    """The file still holds what was downloaded: nobody wished to write it back."""
    book = download(officer)
    row = SalesRow.objects.get(category="food")
    services.save_cells(march, [CellChange(row.pk, "domestic_offline", "900", row.version)], actor=cast.somsri)
    form(book)[f"G{FIRST}"] = 70
    page = send(officer, book)
    assert [(d.cell["field"], d.ticked) for d in page.context["review"].differences] == [
        ("domestic_offline", False),
        ("domestic_online", True),
    ]
    accept(officer)
    row.refresh_from_db()
    assert row.amounts == (900, 70, None, None)


def test_a_cell_changed_in_both_places_is_shown_and_left_to_the_person(officer, cast: Cast, march: Submission) -> None:
    book = download(officer)
    row = SalesRow.objects.get(category="food")
    services.save_cells(march, [CellChange(row.pk, "domestic_offline", "900", row.version)], actor=cast.somsri)
    form(book)[f"F{FIRST}"] = 700
    page = send(officer, book)
    (difference,) = page.context["review"].differences
    assert (difference.cell["note"], difference.ticked) == ("both", False)
    accept(officer, difference.number)
    row.refresh_from_db()
    assert row.domestic_offline == 700


def test_an_amount_deleted_in_the_file_is_a_change_like_another(officer, cast: Cast, march: Submission) -> None:
    services.fill_zero(march, actor=cast.somsri)
    book = download(officer)
    form(book)[f"F{FIRST}"] = None
    send(officer, book)
    accept(officer)
    assert SalesRow.objects.get(category="food").amounts == (None, 0, 0, 0)


def test_the_form_is_for_those_who_may_see_the_figures(officer, cast: Cast, march: Submission, signed_in) -> None:
    assert signed_in(cast.wichai).get(URL + "workbook.xlsx").status_code == 200
    assert signed_in(cast.pranee).get(URL + "workbook.xlsx").status_code == 404
    assert signed_in(cast.malee).get(URL + "workbook.xlsx").status_code == 404
    analyst = signed_in(cast.orathai)
    assert analyst.get(URL + "workbook.xlsx").status_code == 403
    services.fill_zero(march, actor=cast.somsri)
    workflow.confirm(march, actor=cast.somsri)
    workflow.lock(march, actor=cast.wichai)
    assert analyst.get(URL + "workbook.xlsx").status_code == 200


amounts = st.one_of(st.none(), st.decimals(0, "999999999999.99", places=2), st.just(Decimal("0")))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(amounts, min_size=12, max_size=12))
def test_any_amounts_come_back_to_the_satang(officer, march: Submission, values: list[Decimal | None]) -> None:
    book = download(officer)
    sheet = form(book)
    wanted = dict(zip([(at, c) for at in range(3) for c in CHANNELS], values, strict=True))
    for (at, channel), value in wanted.items():
        sheet[f"{AMOUNTS[channel]}{FIRST + at}"] = None if value is None else float(value)
    send(officer, book)
    assert problems() == []
    if changed():
        accept(officer)
    again = form(download(officer))
    rows = [SalesRow.objects.get(category=category) for category in ("food", "drink", "textile")]
    for (at, channel), value in wanted.items():
        assert getattr(rows[at], channel) == value
        shown = again[f"{AMOUNTS[channel]}{FIRST + at}"].value
        assert (None if shown is None else Decimal(repr(shown)).quantize(Decimal("0.01"))) == value


def test_download_and_upload_take_as_many_queries_for_many_rows_as_for_few(officer, cast: Cast, march) -> None:
    def queries() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as downloading:
            book = download(officer)
        for at in range(FIRST, FIRST + SalesRow.objects.count()):
            form(book)[f"F{at}"] = at * 10 + SalesRow.objects.count()
        with CaptureQueriesContext(connection) as sending:
            send(officer, book)
        return len(downloading), len(sending)

    few = queries()
    producer = cast.producers_of(cast.mueang)[0]
    for number in range(30):
        producer.pk, producer.code = None, f"2401{number + 100:04d}"
        producer.save(force_insert=True)
        Product.objects.create(producer=producer, name="น้ำพริก", category="food", registered_on=date(2020, 1, 1))
        services.add_row(march, producer, "food", actor=cast.somsri)
    assert queries() == few
