"""A real workbook: typed cells, live sums beside cached values that agree, names that stay names."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reports.document import Column, Document, RowGroup, UnequalSum
from reports.renderers.xlsx import xlsx, xlsx_of
from tests.reports import samples

INJECTIONS = (
    '=HYPERLINK("http://evil.example","คลิก")',
    "=1+1",
    "+66812345678",
    "-2+3",
    "@SUM(A1)",
    "{=1+1}",
    "https://evil.example",
    "\t=1+1",
    "mailto:a@b.example",
    "0812345678",
)

pytestmark = pytest.mark.one_engine


def opened(content: bytes, *, cached: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=cached)


def sheets(document: Document) -> tuple[Worksheet, Worksheet]:
    """The sheet with formulas, and with the values that Excel shows before it computes anything."""
    content = xlsx(document)
    return opened(content).active, opened(content, cached=True).active


def first_row(sheet: Worksheet) -> int:
    """The row below the heads, which are frozen."""
    return int("".join(char for char in sheet.freeze_panes if char.isdigit()))


def evaluated(formulas: Worksheet, values: Worksheet, formula: str) -> Decimal:
    """What a SUM of ranges and cells comes to, from the cached values."""
    total = Decimal(0)
    for part in formula.removeprefix("=").replace("SUM(", "").replace(")", "").replace("+", ",").split(","):
        found = values[part]
        cells = [cell for row in found for cell in row] if ":" in part else [found]
        total += sum((Decimal(str(cell.value)) for cell in cells if cell.value is not None), Decimal(0))
    return total


@pytest.mark.parametrize("rows", [0, 1, 22, 1000])
@pytest.mark.parametrize("groups", [1, 4])
def test_every_formula_agrees_with_its_cached_value(rows: int, groups: int) -> None:
    formulas, values = sheets(samples.document(rows, groups=groups))
    found = [cell for row in formulas.iter_rows() for cell in row if cell.data_type == "f"]
    parts = groups if groups > 1 and rows else 0
    parts = min(parts, rows)
    assert len(found) == (rows + 5 * (parts + 1) if rows else 0)
    for cell in found:
        assert evaluated(formulas, values, cell.value) == Decimal(str(values[cell.coordinate].value))


def test_figures_are_those_of_the_document() -> None:
    document = samples.document(22)
    _, values = sheets(document)
    lines = list(document.lines())
    top = first_row(values)
    for at, line in enumerate(lines):
        for column, (leaf, wanted) in enumerate(zip(document.leaves, line.cells, strict=True), 1):
            shown = values.cell(top + at, column).value
            if leaf.kind == "baht":
                assert Decimal(str(shown)) == wanted
            elif leaf.kind == "text" and line.kind == "row":
                assert shown == wanted


def test_types_and_formats() -> None:
    columns = (
        Column("วันที่", "date"), Column("ราย", "count"), Column("ร้อยละ", "percent"), Column("บาท", "baht"),
    )  # fmt: skip
    cells = (dt.date(2024, 3, 13), 1234, Decimal("5.25"), Decimal("1.50"))
    sheet, _ = sheets(Document("ท", ("ท",), columns, [RowGroup([cells])]))
    found = sheet[first_row(sheet)]
    assert [cell.value for cell in found] == [dt.datetime(2024, 3, 13), 1234, 0.0525, 1.5]
    assert found[3].number_format == "[$-D00041E]#,##0.00"
    arabic, _ = sheets(Document("ท", ("ท",), columns, [RowGroup([cells])], digits="arabic"))
    assert arabic[first_row(arabic)][3].number_format == "#,##0.00"


@pytest.mark.parametrize("text", INJECTIONS)
def test_text_stays_text(text: str) -> None:
    document = Document("ท", ("ท",), (Column("ชื่อ"),), [RowGroup([(text,)], text, text)], total_label=text)
    sheet, _ = sheets(document)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells[-4:]] == [text.replace("\t", " ")] * 4
    assert not any(cell.hyperlink for cell in cells)


def test_print_set_up() -> None:
    sheet, _ = sheets(samples.document(22))
    top = first_row(sheet)
    assert sheet.freeze_panes == f"C{top}"
    assert sheet.print_title_rows == f"${top - 3}:${top - 1}"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert "K" in {str(merged)[0] for merged in sheet.merged_cells.ranges}


def test_a_sheet_a_document_with_names_that_excel_takes() -> None:
    named = ["เมือง/ฉะเชิงเทรา", "เมือง/ฉะเชิงเทรา", "ก" * 40, ""]
    book = opened(xlsx_of([samples.document(1, sheet=name) for name in named]))
    assert book.sheetnames == ["เมือง ฉะเชิงเทรา", "เมือง ฉะเชิงเทรา (2)", "ก" * 31, "รต.2"]


def test_constant_memory_writes_the_same() -> None:
    document = samples.document(50, groups=3)
    plain, sparing = (opened(xlsx_of([document], constant_memory=way)).active for way in (False, True))
    assert list(plain.values) == list(sparing.values)


def test_a_figure_that_its_own_rows_contradict_is_refused() -> None:
    columns = (Column("ก", "baht", key="a", total=True), Column("รวม", "baht", sum_of=("a",)))
    with pytest.raises(UnequalSum):
        xlsx(Document("ท", ("ท",), columns, [RowGroup([(Decimal(1), Decimal(2))])]))
    given = Document(
        "ท",
        ("ท",),
        columns,
        [RowGroup([(Decimal(1), Decimal(1))])],
        total_label="รวม",
        total=(Decimal(2), None),
    )
    with pytest.raises(UnequalSum):
        list(given.lines())


def test_not_filled_is_not_nought() -> None:
    columns = (Column("ก", "baht", total=True), Column("ข", "baht", total=True))
    _, values = sheets(Document("ท", ("ท",), columns, [RowGroup([(None, Decimal(0))])]))
    assert [cell.value for cell in values[first_row(values)]] == [None, 0]
