"""The Excel round trip as a person does it: download, fill, send, look at the differences, accept."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.entry import FOOD, OFF, ON, SILK
from tests.browser.test_axe import findings
from tests.sales.roundtrip import AMOUNTS, FIRST, form


def test_a_filled_workbook_is_reviewed_and_accepted(window, march, tmp_path: Path):
    entry = window.entry(march.somsri)
    page = entry.page
    entry.type(FOOD, ON, "70")
    with page.expect_download() as download:  # what waits to be saved is sent first
        page.get_by_role("link", name="ดาวน์โหลดแบบ รต.๑ (Excel)").click()
    download.value.save_as(tmp_path / "form.xlsx")
    book = load_workbook(tmp_path / "form.xlsx")
    sheet = form(book)
    assert sheet[f"{AMOUNTS['domestic_online']}{FIRST}"].value == 70
    sheet[f"{AMOUNTS['domestic_offline']}{FIRST}"] = 1500.25
    sheet[f"{AMOUNTS['domestic_offline']}{FIRST + 2}"] = "๓๐๐ บาท"
    sheet[f"{AMOUNTS['foreign_online']}{FIRST + 2}"] = "ไม่ทราบ"
    book.save(tmp_path / "รต1.xlsx")
    page.get_by_label("ไฟล์ที่กรอกแล้ว").set_input_files(tmp_path / "รต1.xlsx")
    page.get_by_role("button", name="ตรวจไฟล์").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ตรวจไฟล์ก่อนบันทึก")
    expect(page.locator("main")).to_contain_text("1,500.25")
    expect(page.locator("main")).to_contain_text("ไม่ทราบ")
    assert findings(page) == []
    page.get_by_role("button", name="บันทึกช่องที่เลือก").click()
    expect(entry.ready().cell(FOOD, OFF)).to_have_value("1,500.25")
    expect(entry.cell(SILK, OFF)).to_have_value("300")
    expect(entry.cell(FOOD, ON)).to_have_value("70")
