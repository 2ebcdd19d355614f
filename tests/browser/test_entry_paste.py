"""A block pasted from Excel or LINE: shown first with what is wrong, then taken."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sales.models import SalesRow
from tests.browser.entry import ABROAD, DRINK, FOOD, OFF, ON, SILK

FROM_EXCEL = "๑,๒๐๐\t500 บาท\r\n-\t1,000.50\r\n300\t\r\nรวม\t1,500.50\r\n"


@pytest.fixture
def entry(window, march):
    return window.entry(march.somsri)


@pytest.fixture
def dialog(entry):
    return entry.page.get_by_role("dialog")


def test_a_block_with_a_total_row_goes_where_it_is_pasted(entry, dialog):
    entry.cell(FOOD, OFF).focus()
    entry.paste(FROM_EXCEL)
    expect(dialog.get_by_role("heading")).to_have_text("พร้อมวาง 5 ช่อง")
    expect(dialog).to_contain_text("แถวรวม ไม่นำมาวาง")
    assert entry.posts == []
    dialog.get_by_role("button", name="วางข้อมูล").click()
    entry.expect_saved()
    expect(entry.cell(FOOD, OFF)).to_have_value("1,200")
    expect(entry.cell(DRINK, OFF)).to_have_value("0")
    expect(entry.cell(DRINK, ON)).to_have_value("1,000.50")
    expect(entry.cell(SILK, ON)).to_have_value("")
    expect(entry.grand).to_have_text("3,000.50")
    assert [len(changes) for changes in entry.posts] == [5]
    expect(entry.cell(FOOD, OFF)).to_be_focused()


def test_pasting_is_one_step_to_undo(entry, dialog):
    entry.cell(FOOD, OFF).focus()
    entry.paste(FROM_EXCEL)
    dialog.get_by_role("button", name="วางข้อมูล").click()
    entry.expect_saved()
    entry.page.keyboard.press("Control+z")
    expect(entry.grand).to_have_text("0.00")
    entry.expect_saved()
    assert SalesRow.objects.blank().count() == 3


def test_errors_are_shown_per_cell_and_nothing_is_saved_before_accepting(entry, dialog):
    entry.cell(FOOD, OFF).focus()
    entry.paste("100\tห้าร้อย\n-200\t300\n")
    expect(dialog.get_by_role("heading")).to_have_text("อ่านได้ 2 ช่อง อ่านไม่ได้ 2 ช่อง")
    expect(dialog.locator(".paste-wrong")).to_have_count(2)
    expect(dialog.locator(".paste-wrong").nth(1)).to_contain_text("ติดลบ")
    dialog.get_by_role("button", name="ยกเลิก ไม่วาง").click()
    expect(entry.cell(FOOD, OFF)).to_have_value("")
    assert entry.posts == []


def test_what_a_paste_would_replace_is_shown(entry, dialog):
    entry.type(FOOD, OFF, "77")
    entry.cell(FOOD, OFF).focus()
    entry.paste("100\n200\n")
    expect(dialog).to_contain_text("เดิม 77")


def test_names_pasted_with_the_amounts_are_compared_with_the_rows(entry, dialog):
    entry.cell(FOOD, OFF).focus()
    entry.paste("กลุ่มแม่บ้านเกษตรกรหน้าเมือง\t100\t200\nนางสาวน้ำผึ้ง กำแพงแก้ว\t300\t400\n")
    expect(dialog).to_contain_text("ชื่อไม่ตรงกับแถวในตาราง 1 แถว")
    expect(dialog.locator(".paste-other")).to_have_text("ข้อมูลที่วางเขียนว่า “นางสาวน้ำผึ้ง กำแพงแก้ว”")
    expect(dialog.get_by_role("button", name="ยกเลิก ไม่วาง")).to_be_focused()


def test_lines_in_another_order_go_where_their_names_are(entry, dialog):
    entry.cell(FOOD, OFF).focus()
    entry.paste(f"นางสาวน้ำผึ้ง กำแพงแก้ว\tผ้าและเครื่องแต่งกาย\t700\n{FOOD.replace(' ', chr(9))}\t30\n")
    expect(dialog).to_contain_text("วางตามชื่อ")
    dialog.get_by_role("button", name="วางข้อมูล").click()
    entry.expect_saved()
    expect(entry.cell(SILK, OFF)).to_have_value("700")
    expect(entry.cell(FOOD, OFF)).to_have_value("30")
    expect(entry.cell(DRINK, OFF)).to_have_value("")


def test_too_many_rows_are_told(entry, dialog):
    entry.cell(DRINK, OFF).focus()
    entry.paste("1\n2\n3\n4\n")
    expect(dialog).to_contain_text("เกินจำนวนแถวในตาราง 2 แถว")


def test_pasting_goes_into_the_rows_that_a_filter_shows(entry, dialog):
    entry.page.get_by_label("ค้นหาผู้ผลิต").fill("น้ำผึ้ง")
    expect(entry.page.locator("#found")).to_have_text("พบ 1 แถว")
    entry.cell(SILK, OFF).focus()
    entry.paste("100\t200\n")
    dialog.get_by_role("button", name="วางข้อมูล").click()
    entry.expect_saved()
    assert SalesRow.objects.get(category="textile").domestic_online == 200


def test_one_amount_with_its_unit_is_an_ordinary_paste(entry, dialog):
    entry.cell(FOOD, OFF).focus()
    entry.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    entry.page.evaluate("() => navigator.clipboard.writeText('๑,๒๐๐ บาท\\r\\n')")
    entry.page.keyboard.press("Control+v")
    entry.page.keyboard.press("Enter")
    entry.expect_saved()
    expect(entry.cell(FOOD, OFF)).to_have_value("1,200")


def test_a_line_message_is_read_too(entry, dialog):
    entry.cell(FOOD, OFF).focus()
    entry.paste("แม่บ้าน  ๑,๒๐๐ บาท\nน้ำผึ้ง  500 บ.\n")
    dialog.get_by_role("button", name="วางข้อมูล").click()
    entry.expect_saved()
    expect(entry.cell(FOOD, OFF)).to_have_value("1,200")
    expect(entry.cell(DRINK, OFF)).to_have_value("500")


def test_without_connection_the_clipboard_is_kept_for_another_try(entry, dialog):
    entry.cell(FOOD, ABROAD).focus()
    entry.page.context.set_offline(True)
    entry.paste("100\n200\n")
    expect(dialog).to_contain_text("ขาดการเชื่อมต่อ")
    entry.page.context.set_offline(False)
    dialog.get_by_role("button", name="ลองใหม่").click()
    dialog.get_by_role("button", name="วางข้อมูล").click()
    entry.expect_saved()
    expect(entry.cell(DRINK, ABROAD)).to_have_value("200")
