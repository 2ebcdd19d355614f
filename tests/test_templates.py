"""Templates: nothing inline, no naked number, no English word for a Thai reader, every POST with its token."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.template.loader import get_template

FOLDER = Path(__file__).resolve().parents[1] / "templates"
NUMBERS = re.compile(
    r"(?:^|[._])(?:totals?|sums?|amounts?|count|rows_count|filled|percent|change|difference|baht|locked|confirmed"
    r"|returned|unconfirmed|districts_count|warnings|number_of|grand_total|previous_total|errors_count|writes)$"
)
FILTERS = (
    "baht",
    "million",
    "stringformat",
    "count",
    "percent",
    "share",
    "cell",
    "floatformat",
    "thai_month",
    "thai_date",
    "thai_datetime",
    "length",
)
WORDS = {  # names, codes and units that Thai readers write in Latin letters
    "OTOP", "Excel", "Sync", "PDF", "CSV", "SHA", "Shift", "Enter", "Ctrl", "LINE", "geothai", "xlsx", "CC", "BY",
    "SMEs", "Tab", "Esc", "Phone", "Paste", "Special", "Values", "Shop", "demo", "portal", "QR", "Delete", "Backspace",
    "Home", "Page",
}  # fmt: skip
_TAGS = re.compile(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}", re.DOTALL)
_CODE = re.compile(r"<code>.*?</code>", re.DOTALL)  # what programs read
_COMMENT = re.compile(r"\{% block \w+_class %\}.*?\{% endblock %\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)
_HTML = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
TOKENS = ("{% csrf_token %}", '{% include "parts/form_body.html" ')  # the second holds the first
_LINK = re.compile(r"<a\b[^>]*href=\"https?:[^>]*>")
_FORMATTED = re.compile(rf"\|\s*(?:{'|'.join(FILTERS)})\b")
INLINE = re.compile(
    r"<[^>]*\sstyle\s*=|<[^>]*\son[a-z]+\s*=|<style\b|(?i:javascript:)"
    r"|<script(?![^>]*\bsrc=)(?![^>]*application/json)"  # a script with a body
)
_READ_ALOUD = re.compile(r"\b(?:title|alt|placeholder|aria-label|aria-description|data-label)=\"([^\"]*)\"")
# By name, the text of each without its comments.
TEMPLATES = {
    str(path.relative_to(FOLDER)): _COMMENT.sub("", path.read_text()) for path in sorted(FOLDER.rglob("*.html"))
}


def expressions(text: str) -> Iterator[str]:
    for found in re.finditer(r"\{\{\s*(.*?)\s*\}\}", text, re.DOTALL):
        yield found[1]


def seen_words(text: str) -> set[str]:
    """English words of four letters and more that a reader sees or hears."""
    heard = " ".join(_TAGS.sub(" ", value) for value in _READ_ALOUD.findall(text))
    seen = _HTML.sub(" ", _TAGS.sub(" ", _CODE.sub(" ", text)))
    return set(re.findall(r"[A-Za-z]{4,}", re.sub(r"&\w+;", " ", f"{heard} {seen}")))


def wrong(look: Callable[[str], Iterable[str]]) -> dict[str, list[str]]:
    """By template, what the look finds in its text. One test looks at all of them: each is told by its name."""
    found = {name: list(look(text)) for name, text in TEMPLATES.items()}
    return {name: lines for name, lines in found.items() if lines}


def test_every_template_compiles():
    assert len(TEMPLATES) > 100
    for name in TEMPLATES:
        get_template(name)  # its error names the template and the line


def test_nothing_is_inline():
    assert wrong(INLINE.findall) == {}


def test_escaping_is_never_turned_off():
    assert wrong(re.compile(r"\|\s*safe\b|autoescape off|safeseq").findall) == {}


def test_no_number_is_printed_naked():
    assert wrong(_naked) == {}


def _naked(text: str) -> list[str]:
    return [e for e in expressions(text) if NUMBERS.search(e.split("|")[0]) and not _FORMATTED.search(e)]


def test_people_read_thai():
    assert wrong(lambda text: seen_words(text) - WORDS) == {}


def test_every_form_that_posts_carries_its_token():
    def without_token(text: str) -> list[str]:
        forms = [form for form in _FORM.findall(text) if re.search(r'method="post"', form, re.IGNORECASE)]
        return [form[:80] for form in forms if not any(token in form for token in TOKENS)]

    assert wrong(without_token) == {}


def test_links_to_other_sites_do_not_leak_where_they_were():
    assert wrong(lambda text: [link for link in _LINK.findall(text) if 'rel="' not in link]) == {}
