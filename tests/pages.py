"""What must hold of every answer, whoever asked: headers, and nothing inline that the CSP would have to allow."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser

AMOUNT = "98765.43"  # baht in every cell of เมืองฉะเชิงเทรา
FIGURES = ("98,765.43", "98765.43", "395,061.72", "395061.72", "1,185,185.16", "1185185.16")  # what they come to
SAFE_TYPES = ("application/json",)  # json_script


class Inline(HTMLParser):
    """Finds style=, on…=, javascript:, <style> and <script> with a body."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.headings = 0
        self.titles = 0
        self._script: str | None = None
        self._svg = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        self.headings += tag == "h1"
        self._svg += tag == "svg"
        self.titles += tag == "title" and not self._svg  # in a picture it names a shape
        for name, value in attributes:
            if name == "style" or name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"<{tag} {name}>")
        if tag == "style":
            self.found.append("<style>")
        if tag == "script":
            self._script = values.get("type", "")

    def handle_data(self, data: str) -> None:
        if self._script is not None and data.strip() and self._script not in SAFE_TYPES:
            self.found.append(f"<script>{data.strip()[:40]}")

    def handle_endtag(self, tag: str) -> None:
        self._svg -= tag == "svg"
        if tag == "script":
            self._script = None


def text_of(answer) -> str:
    """All that an answer says; a workbook is opened."""
    content = b"".join(answer) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", errors="replace")


def figures_in(answer) -> set[str]:
    """Which of the scene's figures the answer shows."""
    text = text_of(answer)
    return {figure for figure in FIGURES if figure in text}


def assert_sound(answer, *, person: str) -> None:
    """Security headers on everything; no shared cache for a signed-in person; whole pages have one h1 and a title."""
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    if person:
        assert "no-store" in answer.headers.get("Cache-Control", ""), f"{person} may be shown this by a cache"
    if answer.headers.get("Content-Type", "").startswith("text/html") and answer.content:
        _assert_sound_html(answer.content.decode())


def _assert_sound_html(html: str) -> None:
    inline = Inline()
    inline.feed(html)
    assert inline.found == []
    assert not re.search(r"\{[{%]|\bNone\b(?=<)|NoReverseMatch", html), "a template's inside is showing"
    assert not re.search(r'(?:href|action)=""', html), "an address without a page"
    if "<html" in html:
        assert (inline.headings, inline.titles) == (1, 1)
