"""Templates: nothing inline, no naked number, no English word for a Thai reader, every POST with its token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
IDS = [str(path.relative_to(ROOT / "templates")) for path in TEMPLATES]
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
# `{{ … }}` whose name looks like a number's and is none: template, expression, why.
MAY_BE_NAKED = {
    ("entry/parts/row.html", "cell.text"): "text",
}
WORDS = {  # names, codes and units that Thai readers write in Latin letters
    "OTOP", "Excel", "Sync", "PDF", "CSV", "SHA", "Shift", "Enter", "Ctrl", "LINE", "geothai", "xlsx", "CC", "BY",
    "SMEs", "Tab", "Esc", "Phone", "Paste", "Special", "Values", "Shop", "demo", "portal", "QR", "Delete", "Backspace",
    "Home", "Page",
}  # fmt: skip
_TAGS = re.compile(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}", re.DOTALL)
_CODE = re.compile(r"<code>.*?</code>", re.DOTALL)  # what programs read
_COMMENT = re.compile(r"\{% block \w+_class %\}.*?\{% endblock %\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)
_HTML = re.compile(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
_READ_ALOUD = re.compile(r"\b(?:title|alt|placeholder|aria-label|aria-description|data-label)=\"([^\"]*)\"")


def plain(path: Path) -> str:
    return _COMMENT.sub("", path.read_text())


def expressions(text: str) -> Iterator[str]:
    for found in re.finditer(r"\{\{\s*(.*?)\s*\}\}", text, re.DOTALL):
        yield found[1]


def seen_words(text: str) -> set[str]:
    """English words of four letters and more that a reader sees or hears."""
    heard = " ".join(_TAGS.sub(" ", value) for value in _READ_ALOUD.findall(text))
    seen = _HTML.sub(" ", _TAGS.sub(" ", _CODE.sub(" ", text)))
    return set(re.findall(r"[A-Za-z]{4,}", re.sub(r"&\w+;", " ", f"{heard} {seen}")))


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_it_compiles(path):
    get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_nothing_is_inline(path):
    text = plain(path)
    assert not re.search(r"<[^>]*\sstyle\s*=", text), "style="
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", text), "on…="
    assert not re.search(r"<style\b", text), "<style>"
    assert not re.search(r"javascript:", text, re.IGNORECASE)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text), "a script with a body"


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_escaping_is_never_turned_off(path):
    assert not re.search(r"\|\s*safe\b|autoescape off|safeseq", plain(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_no_number_is_printed_naked(path):
    name = str(path.relative_to(ROOT / "templates"))
    naked = [e for e in expressions(plain(path)) if NUMBERS.search(e.split("|")[0]) and not _formatted(e)]
    assert [e for e in naked if (name, e) not in MAY_BE_NAKED] == []


def _formatted(expression: str) -> bool:
    return any(re.search(rf"\|\s*{name}\b", expression) for name in FILTERS)


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_people_read_thai(path):
    assert seen_words(plain(path)) - WORDS == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_every_form_that_posts_carries_its_token(path):
    for form in re.findall(r"<form\b.*?</form>", plain(path), re.DOTALL):
        if re.search(r'method="post"', form, re.IGNORECASE):
            assert "{% csrf_token %}" in form, form[:80]


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_links_to_other_sites_do_not_leak_where_they_were(path):
    for link in re.findall(r"<a\b[^>]*href=\"https?:[^>]*>", plain(path)):
        assert 'rel="' in link, link
