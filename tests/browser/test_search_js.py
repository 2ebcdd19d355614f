"""The browser finds a name among a month's rows as the server finds it in the registry."""

from __future__ import annotations

from core.thai import search_key

NAMES = ("กลุ่มนํ้าพริก ๑", "กลุ่มนำ้พริก 1", "เเปรรูป", "ป้ันดิน", "ปั้นดิน", "ที่นี่", "Coffee Office", "ก็ดี", "นํา", "ผู้้ใหญ่")


def test_names_are_brought_to_one_spelling_alike(window, live_server):
    page = window.page(window.context(), "/login/")
    call = """async (names) => {
      const { searchKey } = await import("/static/js/entry/filter.js");
      return names.map(searchKey);
    }"""
    assert page.evaluate(call, list(NAMES)) == [search_key(name) for name in NAMES]
