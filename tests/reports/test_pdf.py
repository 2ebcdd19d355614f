"""Pages as an official would sign them: heads repeated, groups together, signatures with the last rows."""

from __future__ import annotations

import gc
import re

import pymupdf
import pytest

from core.thai import to_thai_digits
from reports.document import Document
from reports.renderers.pdf import layout, pdf, pdf_of, warm
from tests.reports import samples
from tests.reports.golden import assert_looks_as_approved

pytestmark = pytest.mark.one_engine


def pages(document: Document) -> list[str]:
    with pymupdf.open(stream=pdf(document)) as opened:
        return [page.get_text() for page in opened]


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("confirmed", samples.document(60)),
        ("draft", samples.document(8, mark="ร่าง – ยังไม่ยืนยัน", stamp=None)),
        ("groups", samples.document(40, groups=5, digits="arabic")),
        ("portrait", samples.portrait(30)),
    ],
)
def test_first_and_last_page_look_as_approved(name: str, document: Document) -> None:
    """`python -m tests.reports.approve` draws the pictures anew; look at them before committing."""
    assert_looks_as_approved(name, pdf(document))


@pytest.mark.parametrize("rows", [0, 1, 27, 28, 29, 30, 31, 32, 33, 34, 60])
def test_signature_stands_under_the_last_rows(rows: int) -> None:
    last = pages(samples.document(rows))[-1]
    assert "ผู้รับรองข้อมูล" in last
    assert last.index("รวมทั้งสิ้น\n") < last.index("ผู้รับรองข้อมูล")
    for number in range(max(rows - 1, 1), rows + 1):
        assert f"\n{to_thai_digits(number)}\n" in last


def test_every_page_repeats_the_heads_and_counts_itself_in_thai() -> None:
    found = pages(samples.document(100))
    assert len(found) > 3
    for at, page in enumerate(found, 1):
        assert "รายชื่อกลุ่ม/ผู้ผลิต" in page
        assert to_thai_digits(f"หน้า {at}/{len(found)}") in page
        assert "รหัสตรวจสอบ 7KQF-M2XA" in page


def test_the_foot_stands_at_both_margins() -> None:
    """Eleven millimetres from either edge: the code on the left, the page on the right."""
    with pymupdf.open(stream=pdf(samples.document(3))) as opened:
        page, margin = opened[0], 11 / 25.4 * 72
        assert page.search_for("อำเภอบางคล้า ตุลาคม ๒๕๖๖")[0].x0 < page.rect.width / 4
        assert page.search_for("หน้า ๑/๑")[0].x1 == pytest.approx(page.rect.width - margin, abs=1)


def test_a_draft_says_so_on_every_page() -> None:
    """The sentence once at the head, and the one word across the page."""
    mark = "ร่าง – ยังไม่ยืนยัน"
    for page in pages(samples.document(40, mark=mark)):
        assert (page.count(mark), page.count("ร่าง")) == (1, 2)


def test_small_groups_stay_whole() -> None:
    for page in pages(samples.document(70, groups=10)):
        assert len(re.findall(r"หมู่ที่ [0-9]", page)) == page.count("รวมหมู่")


@pytest.mark.parametrize("digits", ["thai", "arabic"])
def test_figures_align_on_the_decimal(digits: str) -> None:
    """The full stops of a column, the bold total's included, stand at one place to a twentieth of a point."""
    with pymupdf.open(stream=pdf(samples.document(12, digits=digits, notes=(), stamp=None))) as opened:
        places = sorted(decimal_points(opened[0]))
    assert len(places) == 5 * 13
    assert all(places[at + 12] - places[at] < 0.05 for at in range(0, 65, 13))


def decimal_points(page: pymupdf.Page) -> list[float]:
    """Where the full stops between figures stand, right of the names."""
    blocks = page.get_text("rawdict")["blocks"]
    lines = [line for block in blocks for line in block.get("lines", ())]
    chars = [char for line in lines for span in line["spans"] for char in span["chars"]]
    return [
        char["origin"][0]
        for before, char, after in zip(chars, chars[1:], chars[2:], strict=False)
        if char["c"] == "." and before["c"].isdigit() and after["c"].isdigit() and char["origin"][0] > 300
    ]


@pytest.mark.parametrize("baht", ["9.99", "1234567.89", "99999999.99", "999999999999.99"])
def test_numbers_of_any_size_stay_inside_their_cells(baht: str) -> None:
    found = layout(samples.with_amount(baht))
    assert sum(found.widths) == pytest.approx(275, abs=0.1)
    assert found.size >= (8 if len(baht) < 11 else 7)
    with pymupdf.open(stream=pdf(samples.with_amount(baht))) as opened:
        edges = sorted({round(drawn["rect"].x0, 1) for drawn in opened[0].get_drawings()})
        for x0, _, x1, _, word, *_ in opened[0].get_text("words"):
            if word.count(".") == 1 and "," in word:
                assert not [edge for edge in edges if x0 + 0.1 < edge < x1 - 0.1], word


def test_several_documents_count_their_own_pages() -> None:
    with pymupdf.open(stream=pdf_of([samples.document(30), samples.document(2)])) as opened:
        texts = [page.get_text() for page in opened]
    assert "หน้า ๑/๒" in texts[0]
    assert "หน้า ๑/๑" in texts[-1]


def test_the_same_document_makes_the_same_file() -> None:
    assert pdf(samples.document(3)) == pdf(samples.document(3))


def test_a_thousand_rows() -> None:
    found = pages(samples.document(1000))
    assert to_thai_digits("\n1000\n") in found[-1]
    assert sum(page.count("นางสาวน้ำผึ้ง") for page in found) == sum(
        "นางสาวน้ำผึ้ง" in str(cells[1]) for cells in samples.rows(1000)
    )


def test_a_warm_worker_keeps_the_collector_off_what_is_loaded() -> None:
    gc.unfreeze()  # what the tests themselves keep off it
    warm()
    assert gc.get_freeze_count() > 0
    assert gc.isenabled()
