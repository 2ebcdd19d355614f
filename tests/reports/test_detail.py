"""Rows of producer × category × month, streamed: the same bytes from either engine, nothing personal, no formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db.models import Sum

from core.period import Period
from producers.models import Producer
from reports import detail
from reports.asking import Ask
from reports.renderers import xlsx_stream
from sales.models import SalesRow
from tests.cast import Cast
from tests.reports.test_xlsx import INJECTIONS, evaluated

PERIOD = Period.parse("2566-10_2566-11")


def lines(ask: Ask) -> list[list[str]]:
    content = b"".join(detail.csv_pieces(ask)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline="")))


def book(ask: Ask, *, cached: bool = True) -> Any:
    return openpyxl.load_workbook(io.BytesIO(b"".join(detail.xlsx_file(ask))), data_only=cached)


def test_csv_excel_and_database_agree(months: Cast) -> None:
    ask = Ask(months.orathai, None, PERIOD)
    heads, *found = lines(ask)
    rows = SalesRow.objects.visible_to(months.orathai).filter(submission__month__gte=PERIOD.first)
    assert heads == detail.HEADS
    assert len(found) == rows.count() == 8
    assert sum(Decimal(line[10]) for line in found) == rows.aggregate(Sum("total"))["total__sum"]
    sheet, formulas = book(ask).active, book(ask, cached=False).active
    in_excel = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=sheet.max_row - 1)]
    assert [[row[3], row[4], f"{row[10]:.2f}"] for row in in_excel] == [[x[3], x[4], x[10]] for x in found]
    for cell in formulas[formulas.max_row][6:11]:
        assert evaluated(formulas, sheet, cell.value) == Decimal(str(sheet[cell.coordinate].value))


def test_the_database_writes_what_python_would(months: Cast) -> None:
    """On PostgreSQL COPY makes the lines; with awkward names and formulas, for the nation, a province, a district."""
    awkward = (*INJECTIONS, 'กลุ่ม "ก", ข', "น\u0e4d\u0e49\u0e32ใส", "  @x", "แม่\nบ้าน")
    producers = list(Producer.objects.order_by("code"))
    for begin in range(0, len(awkward), len(producers)):
        for producer, text in zip(producers, awkward[begin:], strict=False):
            Producer.objects.filter(pk=producer.pk).update(name=text)
        for user, area in (
            (months.orathai, None),
            (months.wichai, months.chachoengsao),
            (months.somsri, months.mueang),
        ):
            ask = Ask(user, area, PERIOD)
            heads, *pieces = detail.csv_pieces(ask)
            assert heads.startswith(b"\xef\xbb\xbf")
            assert b"".join(pieces) == b"".join(detail.written(ask))


@pytest.mark.django_db(transaction=True)
def test_a_month_is_sorted_while_another_is_sent_and_the_asker_may_ask_the_database(months: Cast) -> None:
    """Outside a transaction PostgreSQL copies on connections of their own, which are gone when the reader goes."""
    told: list[int] = []
    ask = Ask(months.orathai, None, PERIOD, on_rows=lambda rows: told.append(rows + 0 * SalesRow.objects.count()))
    assert b"".join(list(detail.csv_pieces(ask))[1:]) == b"".join(detail.written(ask))
    assert told[-1] == 8
    stopped = detail.csv_pieces(ask)
    assert [bool(next(stopped)), bool(next(stopped))] == [True, True]
    stopped.close()
    assert lines(ask)[1:]


@pytest.mark.parametrize("text", INJECTIONS)
def test_a_name_is_never_a_formula(text: str, months: Cast) -> None:
    Producer.objects.filter(code="24010001").update(name=text)
    ask = Ask(months.somsri, months.mueang, PERIOD)
    assert all(not line[4].lstrip().startswith(("=", "+", "-", "@")) for line in lines(ask))
    cells = [row[4] for row in book(ask, cached=False).active.iter_rows(min_row=3)][:-1]
    assert {cell.data_type for cell in cells} == {"s"}
    assert text.replace("\t", " ") in [cell.value for cell in cells]


def test_nothing_personal_is_in_it(months: Cast) -> None:
    content = b"".join(detail.csv_pieces(Ask(months.wichai, months.chachoengsao, PERIOD))).decode()
    assert "0812345678" not in content
    assert "หมู่ 3" not in content


def test_a_workbook_is_typed_frozen_and_set_up_for_paper(months: Cast) -> None:
    sheet = book(Ask(months.wichai, months.chachoengsao, PERIOD)).active
    assert sheet.title == "รายผู้ผลิต"
    assert sheet.freeze_panes == "A3"
    assert sheet.print_title_rows == "$1:$2"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (
        "9",
        "landscape",
    ) or sheet.page_setup.paperSize == 9
    assert sheet["A3"].value.isoformat() == "2023-10-01T00:00:00"
    assert sheet["G3"].number_format == "[$-D00041E]#,##0.00"


def test_more_rows_than_a_sheet_takes_go_on_to_the_next(months: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_stream, "MOST_ROWS", 3)
    found = book(Ask(months.orathai, None, PERIOD))
    assert found.sheetnames == ["รายผู้ผลิต", "รายผู้ผลิต (2)", "รายผู้ผลิต (3)"]
    assert [sheet.max_row - 3 for sheet in found] == [3, 3, 2]


def test_no_rows_are_heads_alone(months: Cast) -> None:
    ask = Ask(months.orathai, None, Period.parse("2560-10"))
    assert lines(ask) == [detail.HEADS]
    assert book(ask).active.max_row == 3


def test_the_heads_are_sent_before_the_database_is_asked(months: Cast, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(0):
        assert next(detail.csv_pieces(Ask(months.orathai, None, PERIOD))).decode("utf-8-sig").startswith("เดือน,")


def test_it_streams_to_those_who_may_have_it(months: Cast, signed_in: Callable) -> None:
    answer = signed_in(months.somsri).get("/downloads/detail/2401/2566-10.csv")
    assert answer.streaming
    assert b"".join(answer.streaming_content).decode().count("\n") == 4
    assert signed_in(months.somsri).get("/downloads/detail/24/2566-10.csv").status_code == 404
    assert signed_in(months.malee).get("/downloads/detail/2401/2566-10.xlsx").status_code == 404
    page = signed_in(months.somsri).get("/downloads/detail/2401/2566-10/").content.decode()
    assert "/downloads/detail/2401/2566-10.xlsx" in page
