"""A producer from the district's request to the month's grid, with its likely twin shown while typing; and a merge."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from producers.models import Producer
from tests.browser.conftest import NOW
from tests.cast import Cast

NAME = "วิสาหกิจชุมชน แม่บ้านเกษตรกรหน้าเมือง"


@pytest.fixture
def people(live_server: Any, cast: Cast, at) -> Cast:
    at(NOW)
    Producer.objects.update(phone="")
    return cast


def test_asked_approved_entered_and_merged(window, people):
    officer = window(people.somsri, "/producers/add/")
    officer.get_by_label("ชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ").fill(NAME)
    hint = officer.get_by_role("heading", name="อาจซ้ำกับรายที่มีอยู่")
    expect(hint).to_be_visible()
    expect(officer.locator("#likely-hints")).to_contain_text("24010001")
    officer.get_by_label("ประเภทผู้ผลิต").select_option("group")
    officer.get_by_label("เครื่องดื่ม", exact=True).check()
    officer.get_by_label("ตำบล").select_option(label="หน้าเมือง")
    officer.get_by_role("button", name="ส่งคำขอ").click()
    expect(officer.locator("main")).to_contain_text("รอสำนักงานพัฒนาชุมชนจังหวัดฉะเชิงเทราพิจารณา")

    office = window(people.wichai, "/producers/")
    office.get_by_role("link", name="คำขอ 1").click()
    office.get_by_role("link", name=NAME).click()
    expect(office.locator("main")).to_contain_text("ชื่อเดียวกัน")
    office.get_by_role("button", name="อนุมัติ", exact=True).click()
    expect(office.locator(".messages")).to_contain_text("อนุมัติแล้ว")

    officer.goto("/entry/")
    officer.get_by_role("button", name="Sync ข้อมูล").click()
    expect(officer.locator("tr[data-row]").filter(has_text=NAME)).to_have_count(1)

    office.goto("/producers/duplicates/")
    office.get_by_role("link", name="เทียบและรวม").click()
    office.get_by_label("เหตุผล").fill("รายเดียวกัน จดทะเบียนใหม่")
    office.get_by_role("button", name="รวมเป็นรายเดียว").click()
    expect(office.locator(".messages")).to_contain_text("ยอดเดิมของทั้งสองรายยังอยู่ครบ")
    expect(office.locator("main")).to_contain_text("รวมมาจาก")
