"""CSV that Excel opens in Thai and that a program reads back to the satang."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from reports.document import Column, Document, RowGroup
from reports.renderers import csv as renderer
from tests.reports import samples
from tests.reports.test_xlsx import INJECTIONS


def read(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("rows", [0, 1, 1000])
def test_rows_read_back_as_they_were(rows: int) -> None:
    document = samples.document(rows)
    heads, *found = read(renderer.csv(document))
    assert heads[1] == "รายชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ OTOP"
    assert heads[10] == "ยอดจำหน่าย (บาท) ในประเทศ ออฟไลน์"
    for wanted, line in zip(samples.rows(rows), found, strict=True):
        assert (int(line[0]), line[1]) == wanted[:2]
        assert [bool(tick) for tick in line[2:10]] == list(wanted[2:10])
        assert tuple(Decimal(amount) for amount in line[10:]) == wanted[10:]


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_text_begins_a_formula(text: str) -> None:
    document = Document("ท", ("ท",), (Column("ชื่อ"),), [RowGroup([(text,)], text)])
    for cell in read(renderer.csv(document))[1]:
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))
        assert cell.removeprefix("'") == text.replace("\t", " ")


def test_groups_and_districts_are_columns() -> None:
    content = renderer.csv_of(
        [samples.document(2, groups=2), samples.document(2, groups=2)], "อำเภอ", ["บางคล้า", "=อื่น"]
    )
    heads, *found = read(content)
    assert heads[:3] == ["อำเภอ", "กลุ่ม", "ที่"]
    assert [line[:3] for line in found] == [
        ["บางคล้า", "หมู่ที่ 1", "1"], ["บางคล้า", "หมู่ที่ 2", "2"], ["'=อื่น", "หมู่ที่ 1", "1"], ["'=อื่น", "หมู่ที่ 2", "2"],
    ]  # fmt: skip


def test_not_filled_is_not_nought() -> None:
    columns = (Column("ก", "baht"), Column("ข", "baht"), Column("ค", "baht"))
    document = Document("ท", ("ท",), columns, [RowGroup([(None, Decimal(0), Decimal("-1"))])])
    assert read(renderer.csv(document))[1] == ["", "0.00", "-1.00"]
