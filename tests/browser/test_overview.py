"""ภาพรวม walked by the department from the nation to a producer: charts, map, print, telephone, without scripts."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.month import Month
from tests.browser.test_axe import PHONE, too_wide
from tests.cast import Cast, fill
from workflow.models import State, Submission

MONTHS = [Month.parse(number) for number in ("2565-10", "2565-11", "2566-09", "2566-10", "2566-11")]
NATION = "/overview/?year=2567&area=nation&kind=sales"


@pytest.fixture
def sold(live_server: Any, cast: Cast, at) -> Cast:
    """Five months of three districts, all locked."""
    at("2566-11-28 09:00")
    for number, month in enumerate(MONTHS, 1):
        for district in (cast.mueang, cast.bangkhla, cast.aranyaprathet):
            fill(district, month, Decimal(100_000 * number))
    Submission.objects.update(state=State.LOCKED, revision_number=1)
    return cast


def chart(page: Page, code: str) -> Any:
    return page.locator(f"#{code} .chart svg")


def test_from_the_nation_to_a_producer(window, sold):
    page = window(sold.orathai, "/overview/")
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(NATION)
    expect(chart(page, "overview-cumulative")).to_be_visible()
    expect(page.locator("#overview-cumulative .chart")).to_have_attribute(
        "aria-label", re.compile("ยอดสะสมถึงเดือนพฤศจิกายน")
    )
    chart(page, "overview-channels").hover(position={"x": 330, "y": 220})
    expect(page.locator("#overview-channels .chart")).to_contain_text("2,000,000.00 บาท")  # 5 rows × 400,000 baht
    page.locator("#overview-league .map a[aria-label^='ฉะเชิงเทรา'] use").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("จังหวัดฉะเชิงเทรา")
    expect(chart(page, "overview-league")).to_be_visible()
    page.locator("#overview-league").get_by_role("link", name="เมืองฉะเชิงเทรา").click()
    expect(page.get_by_role("navigation", name="ตำแหน่ง")).to_contain_text("ทั้งประเทศ")
    page.locator("#overview-channels").get_by_role("link", name="พฤศจิกายน 2566").click()
    expect(page.locator("#overview-movers tbody")).to_contain_text("400,000.00")
    page.locator("#overview-movers").get_by_role("link", name="กลุ่มแม่บ้านเกษตรกรหน้าเมือง").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("กลุ่มแม่บ้านเกษตรกรหน้าเมือง")
    assert wrong == []


def test_in_print_and_on_a_telephone_the_charts_fit(window, sold):
    page = window(sold.wichai, "/overview/", **PHONE)
    drawn = chart(page, "overview-channels")
    expect(drawn).to_be_visible()
    assert too_wide(page) == []
    assert drawn.bounding_box()["width"] <= 390
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})  # what A4 leaves
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.locator("#overview-league table")).to_be_visible()
    expect(page.locator("#overview-league tr").last).to_have_css("break-before", "avoid")  # no sum alone on a sheet
    expect(page.locator("main")).to_contain_text("ข้อมูล ณ วันที่ 28 พฤศจิกายน 2566")
    expect(page.locator(".standing-line summary")).to_be_hidden()
    expect(page.get_by_text(re.compile("^ยังไม่ล็อก: "))).to_be_visible()  # paper cannot be unfolded
    assert drawn.bounding_box()["width"] == pytest.approx(700, abs=2), "scaled to the paper"
    expect(drawn).to_have_attribute("viewBox", re.compile(r"^0 0 \d+ \d+$"))
    assert too_wide(page) == []
    page.goto("/board/24/2566-11/")  # a table in a form is printed, the buttons are not
    expect(page.locator(".board")).to_be_visible()
    expect(page.get_by_role("button", name="1 ล็อกอำเภอที่เลือก")).to_be_hidden()


def test_without_scripts_the_tables_and_sentences_stand(window, sold):
    page = window(sold.somsri, "/overview/", java_script_enabled=False)
    panel = page.locator("#overview-channels")
    expect(panel.locator(".chart")).to_be_hidden()
    expect(panel.get_by_role("table")).to_be_visible()
    expect(panel).to_contain_text("มากที่สุดคือในประเทศ ออฟไลน์")
    files = panel.get_by_role("link", name="Excel")
    expect(files).to_have_attribute("href", "/downloads/overview-channels/2401/2567.xlsx")
