"""Browser tests: Chromium driven by Playwright against a live server, signed in as people of the cast.

Everything stands at 12 March 2567, 09:00: the window of March is open. A page that throws an error, or runs into its
own Content-Security-Policy, fails its test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from core.month import Month
from sales import services
from tests.browser.entry import Entry
from tests.cast import Cast

MARCH = Month.parse("2567-03")
NOW = "2567-03-12 09:00"
DESKTOP = {"width": 1280, "height": 800}
PATIENCE = 20_000  # ms to wait for what comes within one where no other test runs beside
# Pages that Chromium loads for its own address bar, and a process in reserve: half of what a new window costs.
UNUSED = "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,SpareRendererForSitePerProcess"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _database_before_server(django_db_setup: None) -> None:
    """The live server shares its connection with the test when it starts on SQLite in memory; by then it is a file."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-background-networking", f"--disable-features={UNUSED}"],
        )
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def march(live_server: Any, cast: Cast, at: Callable[[str], Any]) -> Cast:
    """The cast, in March, with somsri's month begun and synced: three blank rows."""
    at(NOW)
    services.sync(services.begin(cast.mueang, MARCH, actor=cast.somsri), actor=cast.somsri)
    return cast


class Windows:
    """Opens browser windows for people, each with cookies of its own, and collects what goes wrong in them."""

    def __init__(self, browser: Browser, server: str, sign_in: Callable[..., Any]) -> None:
        self.browser, self.server, self.sign_in = browser, server, sign_in
        self.contexts: list[BrowserContext] = []
        self.errors: list[str] = []

    def context(self, person: Any = None, **options: Any) -> BrowserContext:
        context = self.browser.new_context(base_url=self.server, **({"viewport": DESKTOP} | options))
        if person is not None:
            session = self.sign_in(person).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": self.server}])
        self.contexts.append(context)
        return context

    def page(self, context: BrowserContext, path: str = "/") -> Page:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._heard(page, message.text))
        page.goto(path)
        return page

    def _heard(self, page: Page, text: str) -> None:
        if "Content Security Policy" in text:
            self.errors.append(f"{page.url}: {text}")

    def __call__(self, person: Any, path: str = "/", **options: Any) -> Page:
        """A new window in which this person has signed in."""
        return self.page(self.context(person, **options), path)

    def entry(self, person: Any, path: str = "/entry/", **options: Any) -> Entry:
        """The same, on the entry page with its script running."""
        return Entry(self(person, path, **options)).ready()


@pytest.fixture
def window(chromium: Browser, live_server: Any, signed_in: Callable[..., Any]) -> Iterator[Windows]:
    windows = Windows(chromium, live_server.url, signed_in)
    yield windows
    for context in windows.contexts:
        context.close()
    assert not windows.errors
