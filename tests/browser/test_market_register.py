"""An officer registers a market on a telephone, is told what is missing, completes it and closes it for a while."""

from __future__ import annotations

from playwright.sync_api import expect

from markets.models import Market

PHONE = {"viewport": {"width": 390, "height": 844}}


def test_a_market_from_incomplete_to_closed(window, march):
    page = window.page(window.context(march.somsri, **PHONE), "/markets/add/")
    page.get_by_label("ชื่อตลาด").fill("ตลาดนัดวัดสัมปทวน")
    page.get_by_label("ตำบล").select_option(label="หน้าเมือง")
    expect(page.get_by_role("group", name="วันในสัปดาห์ที่เปิด")).to_be_hidden()
    page.get_by_label("ลักษณะการจัดตลาด").select_option("weekly")
    expect(page.get_by_role("group", name="วันในสัปดาห์ที่เปิด")).to_be_visible()
    expect(page.get_by_label("วันที่ของเดือนที่เปิด")).to_be_hidden()
    page.get_by_role("button", name="บันทึก").click()
    expect(page.locator(".alert-warning")).to_contain_text("วันในสัปดาห์ที่เปิด")

    page.get_by_role("link", name="แก้ไขข้อมูล").click()
    page.get_by_label("ผู้ประกอบการทั้งหมด").fill("๓๕")
    page.get_by_label("ตลาดเดิมหรือตลาดใหม่").select_option("new")
    for ticked in ("ออฟไลน์", "เสาร์", "อาทิตย์"):
        page.get_by_label(ticked, exact=True).check()
    page.get_by_role("button", name="บันทึก").click()
    expect(page.locator(".alert-warning")).to_have_count(0)
    assert Market.objects.get().is_complete

    page.get_by_role("link", name="เปลี่ยนสถานะ").click()
    page.get_by_label("สถานะใหม่").select_option("paused")
    page.get_by_label("เหตุผล").fill("น้ำท่วมลานตลาด")
    page.get_by_role("button", name="บันทึกสถานะ").click()
    expect(page.get_by_role("row", name="ปิดชั่วคราว")).to_contain_text("น้ำท่วมลานตลาด")
    excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert excess <= 0
