"""Acts on rows: no sales, Sync, removing, reasons, searching; what the page says to do next."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from core.month import Month
from producers.models import Producer, Product
from sales.models import SalesRow
from tests.browser.entry import ABROAD, COLUMNS, FOOD, OFF, SILK
from tests.cast import fill


@pytest.fixture
def entry(window, march):
    return window.entry(march.somsri)


def next_action(entry):
    return entry.page.locator(".next-action > :visible")


def test_the_next_step_moves_as_the_month_fills(entry):
    expect(next_action(entry)).to_contain_text("กรอกแถวที่ยังว่าง")
    next_action(entry).get_by_role("link").click()
    expect(entry.cell(FOOD, OFF)).to_be_focused()
    for producer in (FOOD, SILK):
        entry.row(producer).get_by_role("button", name="ไม่มียอด").click()
    expect(entry.page.locator("#filled-text")).to_have_text("กรอกแล้ว 2 จาก 3 แถว")
    entry.page.get_by_role("button", name="ไม่มียอดในช่องที่เหลือ").click()
    expect(entry.page.get_by_role("dialog")).to_contain_text("มีช่องว่าง 4 ช่องใน 1 แถว")
    entry.page.get_by_role("dialog").get_by_role("button", name="บันทึกเป็น 0").click()
    entry.expect_saved()
    expect(next_action(entry)).to_contain_text("ตรวจและยืนยัน")
    assert SalesRow.objects.blank().count() == 0


def test_a_value_far_from_the_history_asks_for_a_reason_at_once(window, march):
    for number in ("2566-11", "2566-12", "2567-01", "2567-02"):
        fill(march.mueang, Month.parse(number), "1000")
    entry = window.entry(march.somsri)
    entry.fill_row(FOOD, "99000", "1000", "1000", "1000")
    reason = entry.note(FOOD).get_by_role("textbox")
    expect(reason).to_be_visible()
    reason.fill("ขายในงาน OTOP เมืองทอง")
    reason.press("Tab")
    expect(entry.note(FOOD).locator("li")).to_have_attribute("data-s", "saved")
    assert SalesRow.objects.get(category="food", unusual=True).unusual_reason == "ขายในงาน OTOP เมืองทอง"
    entry.page.reload()
    expect(entry.ready().note(FOOD).get_by_role("textbox")).to_have_value("ขายในงาน OTOP เมืองทอง")
    entry.type(FOOD, OFF, "1000")
    entry.expect_saved()
    expect(entry.page.locator(".note")).to_have_count(0)


def test_searching_and_filtering_rows(entry):
    rows = entry.page.locator("tr[data-row]:visible")
    entry.page.get_by_label("ค้นหาผู้ผลิต").fill("24010002")
    expect(rows).to_have_count(1)
    entry.page.get_by_label("ค้นหาผู้ผลิต").press("Enter")
    expect(entry.cell(SILK, OFF)).to_be_focused()
    entry.page.get_by_label("ค้นหาผู้ผลิต").fill("")
    entry.row(FOOD).get_by_role("button", name="ไม่มียอด").click()
    entry.page.get_by_label("เฉพาะที่ยังไม่กรอก").check()
    expect(rows).to_have_count(2)
    entry.page.get_by_label("เฉพาะที่ผิดปกติ/ส่งคืน").check()
    expect(rows).to_have_count(0)


def test_leaving_by_a_button_sends_first_what_waits(entry):
    producer = Producer.objects.get(code="24010001")
    Product.objects.create(producer=producer, name="ยาหม่อง", category="herb", registered_on=date(2024, 3, 1))
    entry.page.reload()
    entry.type(FOOD, ABROAD, "55")
    wanted = "กลุ่มแม่บ้านเกษตรกรหน้าเมือง · 24010001 · สมุนไพรที่ไม่ใช่อาหาร"
    entry.page.get_by_label("ผู้ผลิตและประเภทผลิตภัณฑ์").select_option(label=wanted)
    entry.page.get_by_role("button", name="เพิ่มแถว").click()
    expect(entry.page.locator("tr[data-row]")).to_have_count(4)
    assert SalesRow.objects.get(category="food").foreign_offline == Decimal(55)


def test_a_row_is_removed_after_asking(entry):
    entry.row(SILK).get_by_role("button", name="เมนูของแถว").click()
    entry.page.get_by_role("menuitem", name="นำแถวออกจากเดือนนี้").click()
    expect(entry.page.get_by_role("dialog")).to_contain_text("นางสาวน้ำผึ้ง กำแพงแก้ว")
    entry.page.get_by_role("dialog").get_by_role("button", name="นำแถวออก").click()
    expect(entry.page.locator("tr[data-row]")).to_have_count(2)


def test_the_plain_form_saves_without_a_script(window, march):
    page = window(march.somsri, "/entry/", java_script_enabled=False)
    row = SalesRow.objects.get(category="food")
    for column, text in zip(COLUMNS, ("๑๐๐", "", "", "abc"), strict=True):
        page.get_by_role("textbox", name=f"อาหาร · 24010001 {column}").fill(text)
    page.get_by_role("button", name="บันทึกที่พิมพ์ไว้").first.click()
    expect(page.locator(f"#note-{row.pk}")).to_contain_text("ไม่ใช่จำนวนเงิน")
    expect(page.locator("input[value=abc]")).to_have_count(1)
    row.refresh_from_db()
    assert (row.domestic_offline, row.foreign_online) == (100, None)
    page.locator("input[value=abc]").fill("5")
    page.get_by_role("button", name="ไม่มียอด แถวที่ 1", exact=True).click()
    expect(page.locator("main")).to_contain_text("กรอกแล้ว 1 จาก 3 แถว")
    row.refresh_from_db()
    assert row.amounts == (100, 0, 0, 5)
