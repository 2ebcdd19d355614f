"""The page on a phone, and with a thousand rows: what a keystroke costs is printed, what must hold is asserted."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from core import clock
from producers.models import Category, Producer, ProducerType
from sales.models import SalesRow
from sales.services import refresh_totals
from tests.browser.entry import FOOD, OFF, ON, SILK
from workflow.models import Submission

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
ROWS = 1000
# Pixels from the line where a note's column is named to the line where its sentence begins.
LINES_APART = """note => {
  const words = document.createRange();
  words.selectNodeContents(note.lastChild);
  return words.getClientRects()[0].top - note.querySelector("b").getClientRects()[0].top;
}"""


def test_a_phone_shows_cards_and_nothing_scrolls_sideways(window, march):
    entry = window.entry(march.somsri, **PHONE)
    page = entry.page
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    entry.cell(FOOD, OFF).tap()
    page.keyboard.type("1500")
    entry.cell(SILK, OFF).tap()
    entry.expect_saved()
    expect(entry.grand).to_have_text("1,500.00")
    expect(entry.grand).to_be_in_viewport()
    box = entry.cell(SILK, OFF).bounding_box()
    assert box["height"] >= 44
    assert entry.cell(SILK, OFF).get_attribute("inputmode") == "decimal"
    entry.type(FOOD, ON, "-5")
    assert abs(entry.note(FOOD).locator("[data-kind=error]").evaluate(LINES_APART)) < 4


@pytest.fixture
def thousand_rows(march) -> Submission:
    place = march.producers_of(march.mueang)[0]
    producers = Producer.objects.bulk_create(
        Producer(
            code=f"2401{number:05d}",
            name=f"กลุ่มผู้ผลิตที่ {number}",
            sort_key=f"กลุ่ม{number:05d}",
            search_key=f"กลุ่มผู้ผลิตที่{number}",
            type=ProducerType.GROUP,
            district=march.mueang,
            subdistrict=place.subdistrict,
            registered_on=place.registered_on,
        )
        for number in range(ROWS - 3)
    )
    submission = Submission.objects.get()
    SalesRow.objects.bulk_create(
        SalesRow(submission=submission, producer=p, category=Category.FOOD, updated_at=clock.now()) for p in producers
    )
    refresh_totals(submission)
    return submission


# Milliseconds from a keystroke to the painted total, and in the handlers alone.
MEASURE = """async (input) => {
  const times = [];
  for (const digit of "123456789") {
    const start = performance.now();
    input.value += digit;
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    const handled = performance.now();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push([handled - start, performance.now() - start]);
  }
  return times;
}"""


def test_a_thousand_rows_stay_usable(window, march, thousand_rows, capsys):
    entry = window.entry(march.somsri)
    page = entry.page
    expect(page.locator("tr[data-row]")).to_have_count(ROWS)
    ready = page.evaluate("performance.now()")
    first = page.locator("tr[data-row] td > input").first
    first.focus()
    times = page.evaluate_handle(MEASURE, first.element_handle()).json_value()
    handled, painted = (sorted(column)[len(column) // 2] for column in zip(*times, strict=True))
    expect(entry.grand).to_have_text("123,456,789.00")
    page.keyboard.press("Control+End")
    expect(page.locator("tr[data-row] td > input").last).to_be_focused()
    page.get_by_label("ค้นหาผู้ผลิต").fill("ผู้ผลิตที่ 99")
    expect(page.locator("#found")).to_have_text("พบ 8 แถว")
    page.get_by_label("ค้นหาผู้ผลิต").fill("")
    page.locator("#zero-rest").click()  # by id: computing the roles of 20,000 elements would take most of the time
    page.locator("#zero-accept").click()
    expect(page.locator("#filled-text")).to_have_text("กรอกแล้ว 1,000 จาก 1,000 แถว")
    expect(entry.state).to_have_attribute("data-s", "saved", timeout=60_000)
    assert not SalesRow.objects.blank().exists()
    assert max(map(len, entry.posts)) <= 400
    with capsys.disabled():
        print(f"\n1,000 rows: ready {ready:.0f} ms, keystroke {handled:.1f} ms, painted {painted:.1f} ms")
        print(f"1,000 rows: {sum(map(len, entry.posts))} cells in {len(entry.posts)} requests")
