"""A form sent into a failing server or an ended session is filled in again; what others changed is not written over."""

from __future__ import annotations

from decimal import Decimal

from playwright.sync_api import Page, expect

from core.month import Month
from targets.models import ForecastMonth
from targets.services.forecasts import save_forecast
from tests.browser.conftest import Windows
from tests.cast import PASSWORD

FORECAST = "/targets/forecast/2401/2567/"
ADD_MARKET = "/markets/add/"
GATEWAY = {"status": 502, "body": "<h1>502 Bad Gateway</h1>", "content_type": "text/html"}
OCTOBER = "ตุลาคม 2566 ในประเทศ "
BROUGHT_BACK = "สิ่งที่ส่งครั้งก่อนไม่ได้บันทึก หรือไม่มีคำตอบว่าบันทึกแล้ว"


def kept(page: Page) -> int:
    """How many forms the tab still keeps, once the page's script has run."""
    expect(page.locator("#keeps-forms")).to_have_attribute("data-ready", "")
    return page.evaluate("() => Object.keys(sessionStorage).filter(key => key.startsWith('otop-form:')).length")


def fails_once(page: Page, path: str) -> None:
    page.route(
        f"**{path}", lambda route: route.fulfill(**GATEWAY) if route.request.method == "POST" else route.continue_()
    )


def test_a_forecast_sent_into_a_failing_server_is_there_again(window: Windows, march):
    page = window(march.somsri, FORECAST)
    offline, online = page.get_by_label(f"{OCTOBER}ออฟไลน์"), page.get_by_label(f"{OCTOBER}ออนไลน์")
    offline.fill("1,200")
    online.fill("300")
    fails_once(page, FORECAST)
    page.get_by_role("button", name="บันทึก", exact=True).click()
    expect(page.locator("h1")).to_have_text("502 Bad Gateway")
    page.unroute(f"**{FORECAST}")
    theirs = {Month.parse("2566-10"): (None, Decimal(77), None, None)}
    save_forecast(march.mueang, 2567, theirs, actor=march.somsri, version=0)
    page.goto(FORECAST)
    expect(page.locator("#forecast")).to_contain_text(f"{BROUGHT_BACK} จึงนำกลับมาให้ 1 ช่อง")
    expect(page.locator("#forecast")).to_contain_text(f"{OCTOBER}ออนไลน์: มีการแก้ไขหลังจากนั้น ท่านพิมพ์ไว้ว่า “300”")
    expect(offline).to_have_value("1,200")
    expect(page.locator("#year-total")).to_contain_text("1,277.00")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("บันทึกแบบประมาณการแล้ว")
    expect(page.locator("#forecast")).not_to_contain_text(BROUGHT_BACK)
    assert kept(page) == 0
    october = ForecastMonth.objects.get(month=Month.parse("2566-10"))
    assert (october.domestic_offline, october.domestic_online) == (1200, 77)


def test_a_form_sent_after_the_session_ended_is_there_after_signing_in(window: Windows, march):
    page = window(march.somsri, ADD_MARKET)
    page.get_by_label("ชื่อตลาด").fill("ตลาดนัดหน้าอำเภอ")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="บันทึก").first.click()
    expect(page.locator("main")).to_contain_text("รายการที่เพิ่งส่งยังไม่ถูกบันทึก")
    page.get_by_label("ชื่อผู้ใช้").fill(march.somsri.username)
    page.get_by_label("รหัสผ่าน").fill(PASSWORD)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(page.locator("main")).to_contain_text(BROUGHT_BACK)
    expect(page.get_by_label("ชื่อตลาด")).to_have_value("ตลาดนัดหน้าอำเภอ")
    page.get_by_role("button", name="ทิ้งสิ่งที่พิมพ์ไว้").click()
    expect(page.get_by_label("ชื่อตลาด")).to_have_value("")
    assert kept(page) == 0
    page.get_by_role("button", name="บันทึก").first.click()
    expect(page.get_by_label("ชื่อตลาด")).to_be_focused()
    page.get_by_label("ชื่อตลาด").fill("ตลาดอื่น")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="ปฏิทิน").click()
    expect(page.get_by_label("ชื่อตลาด")).to_have_value("ตลาดอื่น")
    page.get_by_role("link", name="ยกเลิก").click()
    expect(page.locator("h1")).not_to_contain_text("เพิ่มตลาด")
    assert asked == ["beforeunload"]
