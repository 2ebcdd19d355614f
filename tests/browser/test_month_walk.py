"""One month from Sync to the department's total, by all three roles, each in a browser of their own."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.month import Month
from tests.browser.conftest import MARCH, NOW
from tests.browser.entry import ABROAD_ON, DRINK, FOOD, OFF, SILK, Entry
from tests.cast import PASSWORD, Cast, fill
from workflow.models import Revision

HISTORY = ("2566-11", "2566-12", "2567-01", "2567-02")
FROM_EXCEL = "1,000\t1,000\t1,000\t1,000\t4,000\n๑,๐๐๐ บาท\t1000\t500\t\t2,500\nรวม\t2,000\t2,000\t1,500\t1,000\n"


@pytest.fixture
def people(live_server: Any, cast: Cast, at) -> Cast:
    at(NOW)
    for month in HISTORY:
        fill(cast.mueang, Month.parse(month), "1000")
    return cast


def sign_in(page: Page, username: str) -> None:
    page.get_by_label("ชื่อผู้ใช้").fill(username)
    page.get_by_label("รหัสผ่าน").fill(PASSWORD)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()


def officer_fills(entry: Entry) -> None:
    page = entry.page
    entry.fill_row(FOOD, "99,000", "1000", "1000", "1000")
    expect(entry.note(FOOD)).to_contain_text("ยอดต่างจากที่ผ่านมามาก")
    entry.cell(DRINK, OFF).focus()
    entry.paste(FROM_EXCEL)
    page.get_by_role("dialog").get_by_role("button", name="วางข้อมูล").click()
    expect(page.locator("#filled-text")).to_have_text("กรอกแล้ว 2 จาก 3 แถว")
    page.get_by_role("button", name="ไม่มียอดในช่องที่เหลือ").click()
    page.get_by_role("button", name="บันทึกเป็น 0").click()
    expect(entry.cell(SILK, ABROAD_ON)).to_have_value("0")
    page.get_by_role("link", name="ระบุเหตุผล").click()
    page.keyboard.type("ออกร้านงาน OTOP City")
    page.keyboard.press("Tab")
    page.get_by_role("link", name="ตรวจและยืนยัน").click()


def officer_confirms(page: Page) -> None:
    expect(page.locator("main")).to_contain_text("ออกร้านงาน OTOP City")
    expect(page.locator("main")).to_contain_text("108,500.00")
    page.get_by_role("button", name="ยืนยันข้อมูลเดือนมีนาคม 2567").click()
    expect(page.locator(".messages")).to_contain_text("ฉบับที่ 1")
    expect(page.locator("tr[data-row] input")).to_have_count(0)


def paper(page: Page) -> bytes:
    link = page.get_by_role("link", name="พิมพ์ รต.๒").get_attribute("href")
    answer = page.request.get(link)
    assert answer.ok
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def province_returns(page: Page) -> None:
    row = page.get_by_role("row").filter(has_text="เมืองฉะเชิงเทรา")
    expect(row).to_contain_text("108,500.00")
    row.get_by_role("link", name="เมืองฉะเชิงเทรา").click()
    expect(page.locator("main")).to_contain_text("ออกร้านงาน OTOP City")
    page.get_by_role("link", name="ส่งคืนให้แก้ไข").click()
    page.get_by_label("เหตุผล", exact=True).fill("ตรวจยอดอาหารอีกครั้ง")
    page.get_by_label("เหตุผลของแถวที่ 1", exact=True).fill("ยอดนี้รวมของเดือนก่อนหรือไม่")
    give_back = page.get_by_role("button", name="ส่งคืนให้อำเภอแก้ไข")
    page.set_viewport_size({"width": 390, "height": 600})
    page.evaluate("scrollTo(0, 0)")
    expect(give_back).to_be_in_viewport()  # beneath a district's rows it stays in sight
    page.set_viewport_size({"width": 1280, "height": 720})
    give_back.click()


def officer_corrects(entry: Entry) -> None:
    page = entry.page
    expect(page.locator("main")).to_contain_text("ตรวจยอดอาหารอีกครั้ง")
    expect(entry.note(FOOD)).to_contain_text("ยอดนี้รวมของเดือนก่อนหรือไม่")
    entry.type(FOOD, OFF, "2000")
    page.get_by_role("link", name="ตรวจและยืนยัน").click()
    changed = page.get_by_role("region", name="เปลี่ยนจากฉบับที่ยืนยันล่าสุด")
    expect(changed.get_by_role("row").nth(1)).to_contain_text("102,000.00")
    expect(changed.get_by_role("row").nth(1)).to_contain_text("5,000.00")
    page.get_by_role("button", name="ยืนยันข้อมูลเดือนมีนาคม 2567").click()
    expect(page.locator(".messages")).to_contain_text("ฉบับที่ 2")


def province_locks(page: Page) -> None:
    page.goto("/board/")
    page.get_by_label("เลือกอำเภอเมืองฉะเชิงเทรา").check()
    page.get_by_role("button", name="ล็อกอำเภอที่เลือก", exact=False).first.click()
    expect(page.get_by_role("row").filter(has_text="เมืองฉะเชิงเทรา")).to_contain_text("จังหวัดล็อกแล้ว")


def test_one_month_of_one_district_from_end_to_end(window, people):
    officer = window.page(window.context(), "/")
    sign_in(officer, "somsri")
    expect(officer.get_by_role("heading", level=1)).to_contain_text("มีนาคม 2567")
    officer.get_by_role("button", name="Sync ข้อมูล").click()
    officer_fills(Entry(officer).ready())
    officer_confirms(officer)
    assert paper(officer).startswith(b"%PDF")

    province = window.page(window.context(), "/")
    sign_in(province, "wichai")
    province_returns(province)

    officer.goto("/entry/")
    late = window.page(officer.context, "/entry/")  # a page left open while the month is locked
    officer_corrects(Entry(officer).ready())

    department = window.page(window.context(), "/")
    sign_in(department, "orathai")
    expect(department.locator("main")).not_to_contain_text("11,500.00")
    province_locks(province)
    department.reload()
    expect(department.locator("main")).to_contain_text("11,500.00")
    assert [r.total for r in Revision.objects.filter(submission__month=MARCH)] == [108500, 11500]

    stale = Entry(late).ready()
    stale.type(SILK, OFF, "1")
    expect(late.locator("#notices")).to_contain_text("วิชัย แปดริ้ว ล็อกข้อมูลแล้ว")
    expect(stale.cell(SILK, OFF)).to_have_value("1")
    officer.goto("/entry/")
    expect(officer.locator("main")).to_contain_text("วิชัย แปดริ้ว ล็อกข้อมูลแล้ว")
