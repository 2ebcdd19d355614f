"""The entry page as a person sees it: cells by producer and column, what the page says."""

from __future__ import annotations

import json
import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

FOOD, DRINK, SILK = "กลุ่มแม่บ้านเกษตรกรหน้าเมือง อาหาร", "กลุ่มแม่บ้านเกษตรกรหน้าเมือง เครื่องดื่ม", "นางสาวน้ำผึ้ง"
OFF, ON, ABROAD, ABROAD_ON = "ในประเทศ ออฟไลน์", "ในประเทศ ออนไลน์", "ต่างประเทศ ออฟไลน์", "ต่างประเทศ ออนไลน์"
COLUMNS = (OFF, ON, ABROAD, ABROAD_ON)


class Entry:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.state = page.locator("#save-state")
        self.grand = page.locator("#totals .sum")
        self.posts: list[Any] = []
        page.on("request", lambda request: self._seen(request))

    def _seen(self, request: Any) -> None:
        if request.method == "POST" and request.url.endswith("/cells"):
            self.posts.append(json.loads(request.post_data)["changes"])

    def ready(self) -> Entry:
        expect(self.page.locator("#entry")).to_have_attribute("data-ready", "")
        return self

    def cell(self, producer: str, column: str) -> Locator:
        """The input by its accessible name: producer, category, column."""
        return self.page.get_by_role("textbox", name=re.compile(f"^{re.escape(producer)}.*{re.escape(column)}$"))

    def row(self, producer: str) -> Locator:
        name, _, category = producer.partition(" ")
        return self.page.locator("tr[data-row]").filter(has_text=name).filter(has_text=category)

    def note(self, producer: str) -> Locator:
        return self.page.locator(f"#note-{self.row(producer).get_attribute('data-row')}")

    def type(self, producer: str, column: str, text: str) -> None:
        """Go to a cell, type, and go down with Enter."""
        self.cell(producer, column).focus()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def fill_row(self, producer: str, *texts: str) -> None:
        for column, text in zip(COLUMNS, texts, strict=True):
            self.type(producer, column, text)

    def expect_state(self, cell: Locator, state: str) -> None:
        expect(cell.locator("..")).to_have_attribute("data-s", state)

    def expect_saved(self) -> None:
        expect(self.state).to_have_attribute("data-s", "saved")
        expect(self.page.locator("[data-s=waiting], [data-s=saving]")).to_have_count(0)

    def paste(self, text: str) -> None:
        """Paste into the cell that has the focus, as Ctrl+V would."""
        self.page.evaluate(
            """text => {
              const data = new DataTransfer();
              data.setData("text/plain", text);
              const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
              document.activeElement.dispatchEvent(event);
            }""",
            text,
        )

    def kept(self) -> list[str]:
        """What localStorage keeps as not yet saved."""
        return self.page.evaluate(
            "() => Object.keys(localStorage).filter(k => k.startsWith('otop-entry:'))"
            ".map(k => JSON.parse(localStorage[k]).text).sort()"
        )
