"""A round of the online market by all three roles: a bad link refused, confirmed, returned, confirmed again, seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from online.models import Platform
from producers.models import Product
from tests.browser.conftest import NOW
from tests.cast import Cast

ROUND1, ROUND2 = "/online/2567/1/", "/online/2567/2/"
DISTRICT = "2402/"


@pytest.fixture
def product(live_server, cast: Cast, at) -> Product:
    """The only product of บางคล้า; the platforms that products are sold on."""
    at(NOW)
    Platform.objects.get_or_create(name="Shopee", defaults={"kind": "link", "hosts": "shopee.co.th"})
    return Product.objects.get(producer__district=cast.bangkhla)


def officer_corrects_a_bad_link(page: Page, product: Product) -> None:
    page.get_by_role("link", name="สำรวจรายการต่อไป").click()
    page.get_by_label("ขายของออนไลน์อยู่แล้ว").check()
    page.get_by_label("Shopee").fill("javascript:alert(1)")
    page.get_by_label("ยอดจำหน่ายออนไลน์ของรอบนี้ (บาท)").fill("๑,๕๐๐.๕๐")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("ยังไม่มีการบันทึก")
    expect(page.locator(".has-error")).to_contain_text("ลิงก์")
    page.get_by_label("Shopee").fill("https://shopee.co.th/bangkhla-otop")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    expect(page.locator(".messages")).to_contain_text(f"บันทึก {product.name} แล้ว")
    expect(page.get_by_role("row").filter(has_text=product.name)).to_contain_text("1,500.50")


def officer_confirms(page: Page) -> None:
    page.get_by_role("link", name="ตรวจและยืนยันรายงานรอบนี้").click()
    page.get_by_role("button", name="ยืนยัน").click()
    expect(page.locator(".messages")).to_contain_text("ยืนยันรายงานรอบที่ 1 ปีงบประมาณ 2567 แล้ว")


def province_returns(page: Page) -> None:
    page.get_by_label("เหตุผลที่ส่งคืน").fill("ยอดไม่ตรงกับร้าน")
    page.get_by_role("button", name="ส่งคืนอำเภอ").click()
    expect(page.locator(".messages")).to_contain_text("ส่งคืนอำเภอบางคล้า แล้ว")


def test_a_round_from_a_bad_link_to_what_the_department_sees(window, cast: Cast, product: Product, at) -> None:
    officer = window(cast.pranee, ROUND1 + DISTRICT)
    officer_corrects_a_bad_link(officer, product)
    department = window(cast.orathai, ROUND1 + "24/")
    expect(department.get_by_role("row").filter(has_text="บางคล้า")).not_to_contain_text("1,500.50")
    officer_confirms(officer)
    province_returns(window(cast.wichai, ROUND1 + DISTRICT))
    officer.reload()
    expect(officer.locator("main")).to_contain_text("จังหวัดส่งคืน: ยอดไม่ตรงกับร้าน")
    officer_confirms(officer)
    department.reload()
    expect(department.get_by_role("row").filter(has_text="บางคล้า")).to_contain_text("1,500.50")

    at("2567-05-02 09:00")
    later = window(cast.pranee, f"{ROUND2}{DISTRICT}products/{product.pk}/")
    expect(later.locator("main")).to_contain_text("รายงานขายออนไลน์แล้วในรอบที่ 1 ของปีงบประมาณ 2567")
    expect(later.get_by_label("Shopee")).to_have_count(0)
