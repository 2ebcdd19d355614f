"""The menu: a line of links on the desk, on a telephone a button that opens them as a sheet."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.test_axe import PHONE, findings

FIRST, OTHER = "ตรวจและล็อก", "ทะเบียนผู้ผลิต"


def test_on_a_telephone_the_menu_says_where_one_is_and_opens_to_the_same_links(window, march) -> None:
    desk = window(march.wichai, "/board/").get_by_role("navigation", name="เมนูหลัก")
    links = desk.get_by_role("link").all_inner_texts()
    expect(desk.get_by_role("button")).to_have_count(0)

    page = window(march.wichai, "/board/", **PHONE)
    menu = page.get_by_role("navigation", name="เมนูหลัก")
    button = menu.get_by_role("button", name="เมนู " + FIRST)
    expect(menu.get_by_role("link")).to_have_count(0)
    button.focus()
    page.keyboard.press("Enter")
    assert menu.get_by_role("link").all_inner_texts() == links
    assert findings(page) == []
    menu.get_by_role("button", name="ปิดเมนู").click()
    expect(menu.get_by_role("link")).to_have_count(0)
    button.click()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    button.click()
    menu.get_by_role("link", name=OTHER).click()
    expect(page).to_have_url(re.compile(r"/producers/"))
    expect(menu.get_by_role("button", name="เมนู " + OTHER)).to_be_visible()
