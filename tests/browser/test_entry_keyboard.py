"""The keyboard does what it does in Excel."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from sales.models import SalesRow
from tests.browser.entry import ABROAD, ABROAD_ON, DRINK, FOOD, OFF, ON, SILK

MOVES = [
    ((FOOD, OFF), ["ArrowDown"], (DRINK, OFF)),
    ((FOOD, OFF), ["Enter"], (DRINK, OFF)),
    ((DRINK, ON), ["Shift+Enter"], (FOOD, ON)),
    ((FOOD, OFF), ["ArrowUp"], (FOOD, OFF)),
    ((FOOD, OFF), ["ArrowRight"], (FOOD, ON)),
    ((FOOD, ABROAD_ON), ["ArrowRight"], (DRINK, OFF)),
    ((FOOD, ON), ["ArrowLeft"], (FOOD, OFF)),
    ((FOOD, OFF), ["Tab"], (FOOD, ON)),
    ((FOOD, ABROAD_ON), ["Tab"], (DRINK, OFF)),
    ((DRINK, OFF), ["Shift+Tab"], (FOOD, ABROAD_ON)),
    ((FOOD, ON), ["End"], (FOOD, ABROAD_ON)),
    ((FOOD, ON), ["Home"], (FOOD, OFF)),
    ((FOOD, ON), ["Control+End"], (SILK, ABROAD_ON)),
    ((SILK, ON), ["Control+Home"], (FOOD, OFF)),
    ((FOOD, ON), ["PageDown"], (SILK, ON)),
    ((FOOD, ON), ["1", "2", "ArrowLeft"], (FOOD, ON)),
    ((FOOD, ON), ["1", "2", "ArrowLeft", "ArrowLeft", "ArrowLeft"], (FOOD, OFF)),
    ((FOOD, ON), ["1", "2", "ArrowRight"], (FOOD, ABROAD)),
    ((FOOD, ON), ["1", "F2", "ArrowLeft"], (FOOD, ON)),
]


@pytest.fixture
def entry(window, march):
    return window.entry(march.somsri)


def press(entry, *keys: str) -> None:
    for key in keys:
        entry.page.keyboard.press(key)


def test_keys_move_as_in_a_spreadsheet(entry):
    for start, keys, end in MOVES:
        entry.page.locator("#find").focus()
        entry.cell(*start).focus()
        press(entry, *keys)
        expect(entry.cell(*end), f"{start} {keys}").to_be_focused()


def test_typing_replaces_and_escape_brings_back(entry):
    entry.type(FOOD, OFF, "1500")
    press(entry, "ArrowUp", "7")
    expect(entry.cell(FOOD, OFF)).to_have_value("7")
    expect(entry.grand).to_have_text("7.00")
    press(entry, "Escape")
    expect(entry.cell(FOOD, OFF)).to_have_value("1,500")
    expect(entry.grand).to_have_text("1,500.00")


def test_a_click_selects_the_cell_and_a_second_one_edits_it(entry):
    entry.type(FOOD, OFF, "1500")
    entry.cell(FOOD, OFF).click()
    entry.page.keyboard.type("8")
    expect(entry.cell(FOOD, OFF)).to_have_value("8")
    entry.cell(FOOD, OFF).click()
    press(entry, "End")
    entry.page.keyboard.type("5")
    expect(entry.cell(FOOD, OFF)).to_have_value("85")


def test_delete_clears_and_the_cell_is_blank_again(entry):
    entry.type(FOOD, OFF, "1500")
    entry.expect_saved()
    entry.cell(FOOD, OFF).focus()
    press(entry, "Delete", "Enter")
    entry.expect_saved()
    assert SalesRow.objects.get(category="food").domestic_offline is None


def test_undo_and_redo_work_over_saved_cells(entry):
    entry.type(FOOD, OFF, "100")
    entry.type(FOOD, ON, "200")
    entry.expect_saved()
    press(entry, "Control+z")
    expect(entry.cell(FOOD, ON)).to_have_value("")
    press(entry, "Control+z")
    expect(entry.cell(FOOD, OFF)).to_have_value("")
    expect(entry.grand).to_have_text("0.00")
    press(entry, "Control+y")
    expect(entry.cell(FOOD, OFF)).to_have_value("100")
    entry.expect_saved()
    row = SalesRow.objects.get(category="food")
    assert (row.domestic_offline, row.domestic_online) == (100, None)
    entry.page.get_by_role("button", name="ทำซ้ำ").click()
    expect(entry.cell(FOOD, ON)).to_have_value("200")


def test_undo_first_takes_back_what_is_being_typed(entry):
    entry.type(FOOD, OFF, "100")
    press(entry, "ArrowUp", "5", "Control+z")
    expect(entry.cell(FOOD, OFF)).to_have_value("100")


def test_the_rows_menu_opens_by_keyboard_and_gives_the_focus_back(entry):
    entry.cell(FOOD, ON).focus()
    press(entry, "Shift+F10")
    menu = entry.page.get_by_role("menu")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    press(entry, "Escape")
    expect(entry.cell(FOOD, ON)).to_be_focused()
    expect(menu).to_be_hidden()
    press(entry, "Shift+F10", "Enter")
    for column in (OFF, ON, ABROAD, ABROAD_ON):
        expect(entry.cell(FOOD, column)).to_have_value("0")
    press(entry, "Control+z")
    expect(entry.cell(FOOD, ABROAD)).to_have_value("")
