"""A document's HTML for WeasyPrint, without what a browser's page costs.

Two things are left out that took a fifth of the time: the HTML5 parser (our markup is well-formed XML, which the C
parser of the standard library reads), and WeasyPrint's own style sheet, whose `::marker`, `::footnote-call` and the
like are matched for every element: six styles a cell instead of one. The few rules that documents need of it stand in
document.css. Reaches into WeasyPrint's class; golden pictures and extraction tests stand guard.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import cssselect2
import weasyprint
from weasyprint.urls import URLFetcher

from reports.renderers import fonts

CSS = Path(__file__).with_name("document.css")


class Source(weasyprint.HTML):
    """Markup that is both HTML and XML. It is ours, never a user's: nothing is fetched for it."""

    def __init__(self, markup: str) -> None:
        root = ElementTree.fromstring(markup)  # noqa: S314  (made by the renderers, names escaped, no DTD)
        self.base_url = None
        self.url_fetcher = URLFetcher(allowed_protocols={"data"})
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [_base_css()]

    def _ph_stylesheets(self) -> list[Any]:
        return []


@cache
def font_config() -> Any:
    return weasyprint.text.fonts.FontConfiguration()


@cache
def _base_css() -> weasyprint.CSS:
    return weasyprint.CSS(string=fonts.font_face_css() + CSS.read_text(), font_config=font_config())
