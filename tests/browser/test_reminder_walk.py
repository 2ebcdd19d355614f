"""The office reminds, the officer sees the bell, opens the notice and stands where the work is."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from notices.relay import relay
from tests.cast import Cast

TELEPHONE = {"width": 390, "height": 844}


def test_from_the_reminder_to_the_entry(window: Any, march: Cast) -> None:
    office = window(march.wichai, "/board/24/2567-03/")
    office.get_by_role("link", name="เตือนอำเภอที่ยังไม่ยืนยัน").click()
    expect(office.get_by_role("row").filter(has_text="เมืองฉะเชิงเทรา")).to_contain_text("13 วัน")
    office.get_by_label("ข้อความถึงอำเภอ").fill("โปรดยืนยันก่อนประชุมวันศุกร์")
    with office.expect_navigation(timeout=30_000):
        office.get_by_role("button", name="เตือน 2 อำเภอ").click(no_wait_after=True)
    expect(office.locator(".messages")).to_contain_text("เตือนแล้ว 2 อำเภอ")
    relay()

    officer = window(march.somsri, "/producers/", viewport=TELEPHONE, is_mobile=True)
    bell = officer.get_by_role("link", name="การแจ้งเตือน ยังไม่อ่าน 1")
    bell.click()
    expect(officer.locator(".notice-unread")).to_contain_text("โปรดยืนยันก่อนประชุมวันศุกร์")
    assert officer.evaluate("document.documentElement.scrollWidth <= innerWidth")
    officer.get_by_role("button", name="จังหวัดเตือนว่าอำเภอยังไม่ยืนยัน").click()
    expect(officer).to_have_url(f"{window.server}/entry/2401/2567-03/")
    expect(officer.locator(".bell-count")).to_have_count(0)
