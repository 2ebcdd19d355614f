"""Targets and the forecast, walked by every role: computed, adjusted, published, imported, forecast, edited."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.month import Month
from targets.models import ForecastMonth, Target
from tests.browser.conftest import NOW
from tests.cast import Cast, fill
from tests.targets.scene import TABLE, make_indicator, type_bases
from workflow.models import State, Submission

SET = "/targets/24/2567/round1/"
SCORES = "/targets/2567/round1/"
FORECAST = "/targets/forecast/2401/2567/"
YEAR = "\n".join(["เดือน\tในประเทศ\tออนไลน์\tต่างประเทศ\tออนไลน์", *(["ต.ค.\t๑,๐๐๐\t2,000.50\t-\t300"] * 12)])


@pytest.fixture
def round1(live_server: Any, cast: Cast, at) -> Cast:
    """March 2567: an indicator, base years, and October locked in บางคล้า with 240,000 baht."""
    at(NOW)
    make_indicator(cast)
    type_bases(cast)
    fill(cast.bangkhla, Month.parse("2566-10"), "60000")
    Submission.objects.update(state=State.LOCKED, revision_number=1)
    return cast


def message(page: Page) -> Any:
    return expect(page.locator(".messages"))


def test_targets_from_base_years_to_what_each_role_sees(window, round1):
    province = window(round1.wichai, SET)
    province.get_by_role("button", name="คำนวณเป้าหมาย").click()
    province.get_by_role("link", name="บางคล้า").click()
    province.get_by_label("ขั้นต้น (บาท)").fill("๑๐๐,๐๐๐")
    province.get_by_label("ขั้นสูง (บาท)").fill("200,000")
    province.get_by_label("เหตุผล").fill("น้ำท่วม")
    province.get_by_role("button", name="บันทึก").click()
    expect(province.locator("main")).to_contain_text("ปรับด้วยมือ: น้ำท่วม")
    province.get_by_role("button", name="เกลี่ยผลต่าง").click()
    province.get_by_role("button", name="ประกาศให้อำเภอเห็น").click()
    message(province).to_contain_text("ประกาศแล้ว")
    province.set_viewport_size({"width": 390, "height": 844})
    province.get_by_role("columnheader", name="ขั้นสูง").scroll_into_view_if_needed()
    district_name = province.get_by_role("rowheader", name="บางคล้า").bounding_box()
    assert district_name["x"] >= 0, "beside a target stands whose it is"
    province.set_viewport_size({"width": 1280, "height": 720})

    district = window(round1.pranee, SCORES)
    expect(district.locator("main")).to_contain_text("จังหวัดปรับเป้าหมายนี้ด้วยมือ: น้ำท่วม")
    expect(district.locator("main")).to_contain_text("240,000.00")
    department = window(round1.orathai, SCORES)
    expect(department.get_by_role("row").filter(has_text="ฉะเชิงเทรา")).to_contain_text("350,000")

    admin = window(round1.teera, "/targets/indicators/")
    admin.get_by_role("link", name="รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน").click()
    admin.get_by_label("น้ำหนัก (ร้อยละ)").fill("20")
    admin.get_by_role("button", name="บันทึกเป็นฉบับใหม่").click()
    province.goto(SET)
    expect(province.locator("main")).to_contain_text("เป้าหมายนี้ยังใช้ฉบับที่ 1")
    province.get_by_label("เหตุผลที่ถอนประกาศ").fill("กรมฯ แก้ตัวชี้วัด")
    province.get_by_role("button", name="ถอนประกาศ").click()
    province.get_by_role("button", name="คำนวณใหม่").click()
    province.get_by_role("button", name="ประกาศให้อำเภอเห็น").click()
    district.reload()
    expect(district.locator("main")).to_contain_text("ตัวชี้วัดฉบับที่ 2")


def test_a_letters_table_with_a_wrong_cell_is_chosen_cell_by_cell(window, round1):
    province = window(round1.wichai, SET + "import/")
    province.get_by_label("หรือวางตารางที่คัดลอกมา").fill(TABLE)
    province.get_by_role("button", name="ตรวจตาราง").click()
    wrong = province.get_by_role("row").filter(has_text="300,001.00")
    expect(wrong).to_contain_text("300,000.00")
    wrong.get_by_role("checkbox").check()
    province.get_by_role("button", name="นำเข้าเป็นร่าง").click()
    message(province).to_contain_text("นำเข้าแล้ว")
    assert Target.objects.get(district=round1.mueang).advanced == 300_001


def test_a_forecast_is_pasted_confirmed_printed_and_seen(window, round1):
    page = window(round1.somsri, FORECAST)
    expect(page.locator("#forecast")).to_have_attribute("data-ready", "")
    page.get_by_label("ตุลาคม 2566 ในประเทศ ออฟไลน์").focus()
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(event);
        }""",
        YEAR,
    )
    page.get_by_role("dialog").get_by_role("button", name="วางข้อมูล").click()
    expect(page.locator("#year-total")).to_contain_text("39,606.00")
    page.get_by_label("สิงหาคม 2567 ต่างประเทศ ออนไลน์").fill("หนึ่ง")
    page.keyboard.press("Enter")
    expect(page.locator("td.wrong")).to_contain_text("ไม่ใช่จำนวนเงิน")
    page.keyboard.press("Control+z")
    expect(page.locator("#unsaved")).to_have_text("ยังไม่บันทึก 48 ช่อง")
    page.get_by_role("button", name="บันทึก แล้วตรวจและยืนยัน").click()
    expect(page.locator("main")).to_contain_text("39,606.00")
    page.get_by_role("button", name="ยืนยันแบบประมาณการ").click()
    message(page).to_contain_text("ยืนยันแบบประมาณการแล้ว")
    assert ForecastMonth.objects.count() == 12
    paper = page.request.get(page.get_by_role("link", name="PDF", exact=True).get_attribute("href"))
    assert paper.body().startswith(b"%PDF")

    province = window(round1.wichai, "/targets/forecast/2567/")
    expect(province.get_by_role("row").filter(has_text="เมืองฉะเชิงเทรา")).to_contain_text("ยืนยันแล้ว")
    department = window(round1.orathai, "/targets/forecast/2567/")
    expect(department.get_by_role("row").filter(has_text="ฉะเชิงเทรา").first).to_contain_text("39,606.00")
    province.get_by_role("link", name="เมืองฉะเชิงเทรา").click()
    province.get_by_label("เหตุผลที่เปิดแก้ไข").fill("ยอดกันยายนต่ำไป")
    province.get_by_role("button", name="เปิดให้แก้ไข").click()
    page.reload()
    expect(page.locator("main")).to_contain_text("ยอดกันยายนต่ำไป")
    department.reload()
    expect(department.locator("main")).not_to_contain_text("39,606.00")
