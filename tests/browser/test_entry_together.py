"""Two people on one district, and one person in two tabs: nobody overwrites anybody silently."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from accounts.models import User
from sales.models import SalesRow
from tests.browser.entry import FOOD, OFF, ON, SILK, Entry


@pytest.fixture
def colleague(march) -> User:
    User.objects.filter(username="suspended").update(is_active=True)
    return User.objects.get(username="suspended")


def food() -> SalesRow:
    return SalesRow.objects.get(category="food")


def test_two_officers_on_different_cells_of_a_row_do_not_disturb_each_other(window, march, colleague):
    somsri, sompong = window.entry(march.somsri), window.entry(colleague)
    somsri.type(FOOD, OFF, "100")
    somsri.expect_saved()
    sompong.type(FOOD, ON, "200")
    sompong.expect_saved()
    assert (food().domestic_offline, food().domestic_online) == (100, 200)


def test_a_conflict_shows_both_values_and_the_other_one_can_be_kept(window, march, colleague):
    somsri, sompong = window.entry(march.somsri), window.entry(colleague)
    somsri.type(FOOD, OFF, "900")
    somsri.expect_saved()
    sompong.type(FOOD, OFF, "1200")
    sompong.expect_state(sompong.cell(FOOD, OFF), "conflict")
    expect(sompong.note(FOOD)).to_contain_text("สมศรี ใจดี แก้เป็น 900")
    assert food().domestic_offline == Decimal(900)
    sompong.note(FOOD).get_by_role("button", name="ใช้ 900 ของสมศรี").click()
    expect(sompong.cell(FOOD, OFF)).to_have_value("900")
    expect(sompong.page.locator(".note")).to_have_count(0)
    expect(sompong.grand).to_have_text("900.00")
    assert food().domestic_offline == Decimal(900)
    assert sompong.kept() == []


def test_after_a_conflict_ones_own_value_can_be_insisted_on(window, march, colleague):
    somsri, sompong = window.entry(march.somsri), window.entry(colleague)
    somsri.type(FOOD, OFF, "900")
    somsri.expect_saved()
    sompong.type(FOOD, OFF, "1200")
    sompong.note(FOOD).get_by_role("button", name="ใช้ 1,200 ของท่าน").click()
    sompong.expect_saved()
    assert food().domestic_offline == Decimal(1200)


def test_an_undecided_conflict_is_still_a_conflict_after_a_reload(window, march, colleague):
    somsri, sompong = window.entry(march.somsri), window.entry(colleague)
    somsri.type(FOOD, OFF, "900")
    somsri.expect_saved()
    sompong.type(FOOD, OFF, "1200")
    sompong.expect_state(sompong.cell(FOOD, OFF), "conflict")
    sompong.page.on("dialog", lambda dialog: dialog.accept())
    sompong.page.reload()
    sompong.ready().expect_state(sompong.cell(FOOD, OFF), "conflict")
    expect(sompong.cell(FOOD, OFF)).to_have_value("1,200")
    assert food().domestic_offline == Decimal(900)


def test_a_row_removed_by_a_colleague_is_told_with_what_was_typed(window, march, colleague):
    entry = window.entry(march.somsri)
    SalesRow.objects.filter(category="food").delete()
    entry.type(FOOD, OFF, "100")
    entry.expect_state(entry.cell(FOOD, OFF), "gone")
    expect(entry.note(FOOD)).to_contain_text("ถูกนำออกจากเดือนนี้แล้ว ค่าที่พิมพ์ไว้คือ 100")


def test_two_tabs_of_one_person_show_each_others_figures(window, march):
    context = window.context(march.somsri)
    first, second = (Entry(window.page(context, "/entry/")).ready() for _ in range(2))
    first.type(FOOD, OFF, "100")
    expect(second.cell(FOOD, OFF)).to_have_value("100")
    expect(second.grand).to_have_text("100.00")
    second.type(FOOD, OFF, "150")
    second.type(SILK, OFF, "1")
    second.expect_saved()
    expect(first.cell(FOOD, OFF)).to_have_value("150")
    assert food().domestic_offline == Decimal(150)
