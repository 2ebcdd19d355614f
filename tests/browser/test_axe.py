"""axe-core finds nothing on any page of any role, and no page is wider than its window."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.month import Month
from tests.access import COLUMNS, TABLE
from tests.browser.entry import FOOD, OFF, ON, Entry
from tests.cast import fill
from tests.scene import make_scene

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ROLES = ("somsri", "wichai", "orathai", "teera")
DESKTOP_SIZE = {"width": 1280, "height": 720}
PHONE_SIZE = {"width": 390, "height": 844}
PHONE = {"viewport": PHONE_SIZE}


@pytest.fixture
def scene(live_server, cast, clock):
    return make_scene(cast, clock)


def findings(page: Page) -> list[str]:
    """What axe finds, one line each: page, rule, elements. And a page that is wider than its window."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]
    lines = [f"{page.url} {v['id']}: " + " | ".join(n["html"][:160] for n in v["nodes"][:3]) for v in found]
    return lines + too_wide(page)


def too_wide(page: Page) -> list[str]:
    excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    width = page.viewport_size["width"]
    return [f"{page.url} is {excess} px too wide for {width}"] if excess > 0 else []


def is_page(path: str) -> bool:
    files = ("/file", "/thumbnail", "import_}/progress", "export}/progress", "/healthz")
    return not any(mark in path for mark in (".xlsx", "csv", ".json")) and not path.endswith(files)


def readable(role: str) -> list[str]:
    at = COLUMNS.index(role)
    return [row.path for row in TABLE if row.get.split()[at] == "200" and is_page(row.path)]


def sizes_for_axe(role: str, path: str) -> list[dict[str, int]]:
    """A page that several roles read is examined by turns on the desk and on the telephone; else on both."""
    readers = [reader for reader in ROLES if path in readable(reader)]
    return [DESKTOP_SIZE, PHONE_SIZE] if len(readers) == 1 else [(DESKTOP_SIZE, PHONE_SIZE)[readers.index(role) % 2]]


@pytest.mark.parametrize("part", range(3))  # none so long that it could be taken for one that hangs
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_every_role(window, scene, role, part):
    page = window.page(window.context(getattr(scene.cast, role)), "/")
    found = []
    for path in readable(role)[part::3]:
        assert "text/html" in page.goto(path.format(**scene.names)).header_value("content-type"), path
        for size in (DESKTOP_SIZE, PHONE_SIZE):
            page.set_viewport_size(size)
            found += findings(page) if size in sizes_for_axe(role, path) else too_wide(page)
    assert found == []


def test_pages_for_nobody_in_particular(window, scene):
    page = window.page(window.context(), "/login/")
    found = findings(page)
    for path in ("/verify/", f"/verify/{scene.names['code']}", "/verify/ABCDEFGHJK"):
        page.goto(path)
        found += findings(page)
    page = window(scene.cast.somsri, "/entry/2706/2566-11/")  # another province's: the error page
    assert found + findings(page) == []


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_the_entry_page_in_its_busier_moments(window, march, options):
    for number in ("2566-11", "2566-12", "2567-01", "2567-02"):
        fill(march.mueang, Month.parse(number), "1000")
    entry = window.entry(march.somsri, **options)
    page = entry.page
    entry.fill_row(FOOD, "99000", "1", "1", "1")
    expect(entry.note(FOOD)).to_be_visible()
    entry.type(FOOD, ON, "abc")
    found = findings(page)
    entry.cell(FOOD, OFF).focus()
    page.keyboard.press("Shift+F10")
    found += findings(page)
    page.keyboard.press("Escape")
    entry.paste("1\tabc\nรวม\t2\n")
    expect(page.get_by_role("dialog")).to_contain_text("อ่านไม่ได้")
    found += findings(page)
    assert found == []


def test_a_refused_save(window, march, at):
    entry: Entry = window.entry(march.somsri)
    at("2567-04-07 09:00")
    session = window.sign_in(march.somsri).cookies["sessionid"].value
    entry.page.context.add_cookies([{"name": "sessionid", "value": session, "url": window.server}])
    entry.type(FOOD, OFF, "1")
    expect(entry.page.locator("#notices")).to_contain_text("ปิดรับข้อมูลแล้ว")
    assert findings(entry.page) == []
