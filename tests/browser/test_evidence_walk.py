"""A photograph from an officer's telephone: sent with its place, seen without it by the province, by nobody else."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.cast import Cast
from tests.evidence.files import paper, photograph

TELEPHONE = {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.EVIDENCE_DIR = tmp_path


def test_from_a_telephone_to_the_province(window: Any, march: Cast) -> None:
    page = window(march.somsri, "/entry/", viewport=TELEPHONE, is_mobile=True, has_touch=True)
    page.get_by_label("หลักฐานของแถวที่ 1 มี 0 ไฟล์").click()
    page.get_by_label("ภาพถ่ายหรือ PDF").set_input_files(
        [
            {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photograph((1600, 1200))},
            {"name": "บัญชี.pdf", "mimeType": "application/pdf", "buffer": paper(2)},
        ]
    )
    page.get_by_role("button", name="แนบไฟล์").click()
    expect(page.locator(".messages")).to_contain_text("แนบหลักฐานแล้ว 2 ไฟล์")
    expect(page.get_by_role("listitem").filter(has_text="บัญชี.pdf")).to_contain_text("2 หน้า")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    address = page.locator(".evidence-picture").first.get_attribute("href")

    office = window(march.wichai, "/board/24/2567-03/")
    expect(office.locator("main")).to_contain_text("มีหลักฐาน 1/2 ราย")
    office.get_by_role("link", name="เมืองฉะเชิงเทรา").click()
    office.get_by_role("link", name="หลักฐาน 2 ไฟล์").first.click()
    picture = office.get_by_alt_text("IMG_0001.jpg")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    assert office.locator("input[type=file]").count() == 0
    seen = Image.open(BytesIO(office.request.get(address).body()))
    assert (seen.size, dict(seen.getexif())) == ((1600, 1200), {})

    stranger = window(march.pranee, "/entry/")
    assert stranger.request.get(address).status == 404
