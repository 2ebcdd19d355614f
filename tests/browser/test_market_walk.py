"""A month of market sales by all three roles: a market's data completed, Sync, paste, confirm, lock, seen."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import NOW
from tests.browser.entry import Entry
from tests.cast import Cast
from tests.markets.making import make_market

FROM_EXCEL = "10\t1,000\t2,000.50\t500\t0\n๗\t๙๐๐\t-\t100\t0\n"
TOTAL = "4,500.50"


def officer_completes_the_market(page: Page) -> None:
    expect(page.locator("main")).to_contain_text("ยังขาด: ผู้ประกอบการทั้งหมด")
    page.get_by_role("link", name="แก้ไขที่ทะเบียน").click()
    page.get_by_label("ผู้ประกอบการทั้งหมด").fill("24")
    page.locator("main form button[type=submit]").first.click()
    expect(page).to_have_url("/markets/M2401-002/")
    page.goto("/markets/entry/")
    page.get_by_role("button", name="Sync ข้อมูล").click()


def officer_fills_and_confirms(entry: Entry) -> None:
    page = entry.page
    first = page.locator("tr[data-row] td > input").first
    first.focus()
    entry.paste(FROM_EXCEL)
    page.get_by_role("dialog").get_by_role("button", name="วางข้อมูล").click()
    entry.expect_saved()
    expect(page.locator("#totals td.grand")).to_have_text(TOTAL)
    expect(page.locator("#totals td").first).to_have_text("17")
    expect(page.locator("tr.note")).to_contain_text("จัดตลาด 7 วัน จากที่ควรจัด 10 วันในเดือนนี้ ขาด 3 วัน")
    page.get_by_role("link", name="ตรวจและยืนยัน").click()
    page.get_by_role("button", name="ยืนยันข้อมูลเดือนมีนาคม 2567").click()
    expect(page.locator(".messages")).to_contain_text("ฉบับที่ 1")
    answer = page.request.get(page.get_by_role("link", name="พิมพ์แบบยืนยันข้อมูลตลาด").get_attribute("href"))
    assert answer.body().startswith(b"%PDF")


def province_locks(page: Page) -> None:
    expect(page.get_by_role("row").filter(has_text="เมืองฉะเชิงเทรา")).to_contain_text(TOTAL)
    page.get_by_label("เลือกอำเภอเมืองฉะเชิงเทรา").check()
    page.get_by_role("button", name="1 ล็อกอำเภอที่เลือก").click()
    expect(page.locator(".messages")).to_contain_text("ล็อกแล้ว 1 อำเภอ")
    page.get_by_role("navigation", name="เลือกรายงาน").get_by_role("link", name="ยอดจำหน่าย OTOP").click()
    expect(page.get_by_role("row").filter(has_text="เมืองฉะเชิงเทรา")).to_contain_text("ยังไม่เริ่ม")


def test_a_month_of_markets_from_its_register_to_the_department(window, live_server, cast: Cast, at) -> None:
    at(NOW)
    make_market(cast.mueang, "M2401-001", name="ตลาดริมน้ำ")
    make_market(cast.mueang, "M2401-002", name="ตลาดวัดโสธร", sellers=None)
    officer = window(cast.somsri, "/markets/entry/")
    officer_completes_the_market(officer)
    officer_fills_and_confirms(Entry(officer).ready())
    department = window(cast.orathai, "/markets/board/24/2567-03/")
    expect(department.locator("main")).not_to_contain_text(TOTAL)
    province_locks(window(cast.wichai, "/markets/board/"))
    department.reload()
    expect(department.get_by_role("row").filter(has_text="เมืองฉะเชิงเทรา")).to_contain_text(TOTAL)
