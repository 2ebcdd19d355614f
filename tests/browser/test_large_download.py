"""A large download in the browser: offered, watched while a worker makes it, fetched; the papers of a closed month."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import expect

from reports import exports, tasks
from reports.models import ExportJob
from tests.browser.conftest import Windows
from tests.cast import Cast
from tests.reports.months import scenario

PHONE = {"width": 390, "height": 800}


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """The worker writes its first rows and waits for this."""
    opened, plain = Event(), exports.DOWNLOADS["detail"].streams["csv"]

    def halting(ask: Any) -> Any:
        ask.on_rows(2)
        opened.wait(30)
        yield from plain(ask)

    monkeypatch.setitem(exports.DOWNLOADS["detail"].streams, "csv", halting)
    yield opened
    opened.set()  # a test that failed leaves no worker waiting in its transaction


def test_a_large_download_from_the_asking_to_the_file(
    live_server: Any, cast: Cast, at: Callable, window: Windows, settings: Any, gate: Event
) -> None:
    at("2566-12-08 09:00")
    scenario(cast)
    settings.EXPORT_AT_ONCE_SECONDS = 0
    page = window(cast.wichai, "/downloads/detail/24/2566-10_2566-11/", viewport=PHONE)
    page.get_by_role("link", name="CSV").click()
    page.get_by_role("button", name="เริ่มจัดทำไฟล์").click()
    expect(page.locator("#job-words")).to_have_text("รอคิว")
    job = ExportJob.objects.get()
    worker = Thread(target=_work, args=[job.pk])
    worker.start()
    expect(page.locator("#job-words")).to_have_text("ทำแล้ว 2 จาก 8 รายการ (25 %)")
    gate.set()
    expect(page.get_by_role("heading", name="ไฟล์พร้อมแล้ว")).to_be_visible()
    worker.join()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="ดาวน์โหลด", exact=True).click()
    assert Path(fetched.value.path()).read_text("utf-8-sig").count("\n") == 9
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.goto("/downloads/mine/")
    expect(page.get_by_role("link", name=job.title)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.goto("/downloads/closing/2566-10/")
    expect(page.get_by_text("บางปะกง")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def _work(pk: int) -> None:
    try:
        tasks.export(pk)
    finally:
        connection.close()
