"""Figures and rules that we draw ourselves are what WeasyPrint would have set (renderers/figures.py, rules.py)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pymupdf
import pytest

from reports.document import Column, Document, RowGroup
from reports.renderers import html
from reports.renderers.figures import Figures
from reports.renderers.pdf import pdf, pdf_of
from tests.reports import samples

pytestmark = pytest.mark.one_engine

DAY = datetime.date(2024, 3, 13)
MIXED = Document(
    "ทดสอบ",
    ("แบบ",),
    (Column("ที่", "ordinal", 10), Column("ร้อยละ", "percent", 20), Column("วันที่", "date", 30), Column("ยอด", "baht", 30)),
    [RowGroup([(1, Decimal("-5.25"), DAY, Decimal("1234.50")), (2, None, None, None), (None, None, DAY, None)])],
    landscape=False,
)


@pytest.mark.parametrize(
    "document",
    [
        samples.document(30, mark="ร่าง – ยังไม่ยืนยัน"),
        samples.document(12, groups=3, digits="arabic", row_height=9),
        samples.portrait(9),
        MIXED,
    ],
)
def test_drawn_figures_are_those_that_cells_would_show(document: Document) -> None:
    """Pixel by pixel, and every character in its place and in its turn: the tagged file has a cell for each."""
    with pymupdf.open(stream=pdf(document)) as drawn, pymupdf.open(stream=tagged(document)) as celled:
        assert len(drawn) == len(celled)
        for left, right in zip(drawn, celled, strict=True):
            assert characters(left) == characters(right)
            assert left.get_pixmap(dpi=90).samples == right.get_pixmap(dpi=90).samples


def tagged(document: Document) -> bytes:
    return pdf_of([document], for_archive=True)


def characters(page: pymupdf.Page) -> list[tuple[Any, ...]]:
    lines = [line for block in page.get_text("rawdict")["blocks"] for line in block.get("lines", ())]
    spans = [span for line in lines for span in line["spans"]]
    return [
        (char["c"], span["font"][-7:], *(round(place, 1) for place in (span["size"], *char["origin"])))
        for span in spans
        for char in span["chars"]
    ]


def test_a_row_is_a_cell_for_each_name_and_one_for_the_figures_between() -> None:
    document = samples.document(1)
    figures = Figures([10] * len(document.leaves), 1)
    name = html.cell_html(document.leaves[1], samples.AWKWARD_NAMES[0])
    cells = list(figures.cells_html(document, document.leaves, samples.rows(1)[0]))
    assert cells == [run(0, 1), name, run(1, 13)]
    assert [text for _, _, text in figures.pictures["figures:1"].cells][:2] == ["/", "/"]


def run(at: int, columns: int) -> str:
    return f'<td class="run" colspan="{columns}"><img src="figures:{at}"/></td>'


def test_what_has_letters_stays_a_cell_and_nothing_at_all_is_no_picture() -> None:
    figures = Figures([20] * 4, 1)
    first, second, third = (list(figures.cells_html(MIXED, MIXED.leaves, row)) for row in MIXED.groups[0].rows)
    assert first == [run(0, 2), '<td class="c">๑๓ มี.ค. ๖๗</td>', run(1, 1)]
    assert second == [run(2, 4)]
    assert third[0] == '<td class="run" colspan="2"></td>'


def test_a_rule_stands_on_every_side_of_every_cell() -> None:
    """Also of those that a run of figures took together: an edge of each column, as far as the rows go."""
    document = samples.document(4, stamp=None)
    with pymupdf.open(stream=pdf(document)) as opened:
        drawn = [drawing["rect"] for drawing in opened[0].get_drawings()]
    upright = [rect for rect in drawn if rect.width < 1]
    lying = [rect for rect in drawn if rect.height < 1]
    assert len({round(rect.x0) for rect in upright}) == len(document.leaves) + 1
    whole = {round(rect.y0) for rect in lying if rect.width > 700}
    assert len(whole) == 1 + 4 + 1 + 1  # above the heads, each row, the total; and below it
    assert (min(whole), max(whole)) == (round(min(r.y0 for r in upright)), round(max(r.y1 for r in upright) - 0.3))
    assert len(upright) + len(lying) == len(drawn)
