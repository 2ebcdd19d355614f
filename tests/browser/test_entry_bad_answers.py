"""Answers that come late, in another order, or from something that is not the portal: nothing typed goes astray."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from core.month import Month
from sales.models import SalesRow
from tests.browser.conftest import Windows
from tests.browser.entry import DRINK, FOOD, OFF, ON
from tests.cast import fill

GATEWAY = {"status": 502, "body": "<h1>502 Bad Gateway</h1>", "content_type": "text/html"}


def test_a_reason_that_a_gateway_swallows_stays_and_is_sent_again(window: Windows, march):
    for number in ("2566-11", "2566-12", "2567-01", "2567-02"):
        fill(march.mueang, Month.parse(number), "1000")
    entry = window.entry(march.somsri)
    entry.fill_row(FOOD, "99000", "1000", "1000", "1000")
    box = entry.note(FOOD).get_by_role("textbox")
    entry.page.route("**/reason", lambda route: route.fulfill(**GATEWAY))
    box.fill("ขายในงานกาชาด")
    box.press("Enter")
    expect(entry.state).to_contain_text("ยังไม่ได้บันทึกเหตุผล ติดต่อระบบไม่ได้ในขณะนี้ โปรดลองอีกครั้ง")
    asked: list[str] = []
    entry.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    entry.page.close(run_before_unload=True)
    expect(box).to_have_value("ขายในงานกาชาด")
    entry.page.unroute("**/reason")
    entry.page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(entry.note(FOOD).locator("li")).to_have_attribute("data-s", "saved")
    assert SalesRow.objects.get(category="food", unusual=True).unusual_reason == "ขายในงานกาชาด"
    entry.page.reload()
    box = entry.ready().note(FOOD).get_by_role("textbox")
    box.fill("ขายในงานกาชาด และงานวัด")
    box.press("Tab")
    expect(entry.note(FOOD).locator("li")).to_have_attribute("data-s", "saved")
    entry.page.reload()
    expect(entry.ready().note(FOOD).get_by_role("textbox")).to_have_value("ขายในงานกาชาด และงานวัด")
    assert asked == ["beforeunload"]


def test_the_later_of_two_pastes_is_the_one_that_is_shown(window: Windows, march):
    entry = window.entry(march.somsri)
    held: list[Route] = []
    entry.page.route("**/paste-check", lambda route: route.continue_() if held else held.append(route))
    dialog = entry.page.get_by_role("dialog")
    entry.cell(FOOD, OFF).focus()
    entry.paste("100\n200\n")
    expect(dialog).to_contain_text("กำลังอ่าน")
    entry.page.keyboard.press("Escape")
    entry.cell(FOOD, ON).focus()
    entry.paste("7\n8\n")
    expect(dialog).to_contain_text("พร้อมวาง 2 ช่อง")
    with entry.page.expect_response("**/paste-check"):
        held[0].continue_()
    dialog.get_by_role("button", name="วางข้อมูล").click()
    entry.expect_saved()
    expect(entry.cell(DRINK, ON)).to_have_value("8")
    expect(entry.cell(FOOD, OFF)).to_have_value("")


def test_an_answer_that_is_not_the_portals_saves_nothing_and_is_asked_for_again(window: Windows, march):
    entry = window.entry(march.somsri)
    entry.page.route("**/cells", lambda route: route.fulfill(json={}))
    entry.type(FOOD, OFF, "500")
    expect(entry.state).to_contain_text("เก็บ 1 ช่องไว้ในเครื่องนี้")
    entry.page.unroute("**/cells")
    entry.page.evaluate("() => dispatchEvent(new Event('online'))")
    entry.expect_saved()
    assert str(SalesRow.objects.get(category="food").domestic_offline) == "500.00"
