"""What a reader copies or searches in a PDF is what was written, letter by letter, in poppler and PyMuPDF."""

from __future__ import annotations

import itertools
import logging
import subprocess
from collections.abc import Iterator

import pymupdf
import pytest
import weasyprint
from fontpkg_sarabun import ROOT
from fontTools.ttLib import TTFont

from reports.document import Column, Document, RowGroup
from reports.renderers import fonts, textlayer
from reports.renderers.pdf import pdf
from tests.reports import samples

pytestmark = pytest.mark.one_engine

CONSONANTS = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
VOWELS = ("", "ั", "ิ", "ี", "ึ", "ื", "ุ", "ู", "ำ", "็")
TONES = ("", "่", "้", "๊", "๋", "์")


@pytest.fixture(autouse=True)
def _no_missing_glyphs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A letter that no font has is drawn as a box, and WeasyPrint only warns."""
    caplog.set_level(logging.WARNING, "weasyprint")
    yield
    assert [record.message for record in caplog.records if record.name == "weasyprint"] == []


def names_document(names: list[str]) -> Document:
    """Each name on a line of its own, in both weights (a head of a group is bold)."""
    groups = [RowGroup([(name,)], name) for name in names]
    return Document("", ("รายชื่อ",), (Column("ชื่อ", "text", 200),), groups, digits="arabic")


def poppler(content: bytes, *options: str) -> str:
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


def mupdf(content: bytes) -> str:
    with pymupdf.open(stream=content) as opened:
        return "\n".join(page.get_text() for page in opened)


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\f", "\n").splitlines() if line.strip()]


def body(names: list[str], text: str) -> list[str]:
    """The lines of the table, without the page's own words."""
    own = {"รายชื่อ", "ชื่อ"}
    return [line for line in lines(text) if line not in own and not line.startswith("หน้า ")]


def syllables() -> list[str]:
    """Every consonant with every vowel and tone that Thai stacks on it, forty to a line."""
    every = [
        consonant + (tone + vowel if vowel == "ำ" else vowel + tone)
        for consonant, vowel, tone in itertools.product(CONSONANTS, VOWELS, TONES)
    ]
    return ["".join(every[at : at + 40]) for at in range(0, len(every), 40)]


@pytest.mark.parametrize("tool", [poppler, lambda c: poppler(c, "-raw"), lambda c: poppler(c, "-layout"), mupdf])
def test_awkward_names_extract_exactly(tool) -> None:
    names = list(samples.AWKWARD_NAMES)
    doubled = [name for name in names for _ in range(2)]
    assert body(names, tool(pdf(names_document(names)))) == doubled


@pytest.mark.parametrize("tool", [poppler, lambda c: poppler(c, "-raw"), mupdf])
def test_every_syllable_extracts_exactly(tool) -> None:
    names = syllables()
    doubled = [name for name in names for _ in range(2)]
    assert body(names, tool(pdf(names_document(names)))) == doubled


def test_all_spellings_of_am_are_one() -> None:
    content = pdf(names_document(["น\u0e4d\u0e49\u0e32ใส", "น\u0e49\u0e4d\u0e32ดื่ม", "น\u0e33\u0e49"]))
    assert body([], poppler(content, "-raw"))[::2] == ["น้ำใส", "น้ำดื่ม", "น้ำ"]


def test_every_space_is_a_space() -> None:
    """A no-break space, as Word and the web leave it, would be none to poppler."""
    content = pdf(names_document(["ร้าน\u00a0ป้า\u202fติ๋ม\u3000ขาย"]))
    assert [body([], tool(content))[0] for tool in (poppler, mupdf)] == ["ร้าน ป้า ติ๋ม ขาย"] * 2


def test_letters_that_the_font_joins_stay_letters() -> None:
    names = ["Coffee Office 99", "กลุ่ม Offline flour fish", "Butterfly ผ้าไหม"]
    content = pdf(names_document(names))
    assert [body(names, tool(content))[::2] for tool in (poppler, mupdf)] == [names, names]


def test_searching_finds_the_name_where_it_stands() -> None:
    with pymupdf.open(stream=pdf(samples.document(3))) as opened:
        for name in ("นางสาว", "ที่ปั้น ญี่ปุ่น น้ำพริก ป้ำ กำ"):
            assert len({round(found.y0) for found in opened[0].search_for(name)}) == 1


@pytest.mark.parametrize("digits", ["thai", "arabic"])
@pytest.mark.parametrize("mark", ["", "ร่าง – ยังไม่ยืนยัน"])
def test_every_name_and_figure_of_a_form_extracts(digits: str, mark: str) -> None:
    document = samples.document(60, digits=digits, mark=mark)
    content = pdf(document)
    for text in (poppler(content), mupdf(content)):
        found = "".join(text.split())
        for line in document.lines():
            for column, value in zip(document.leaves, line.cells, strict=True):
                assert "".join(document.show(column, value).split()) in found
        for said in (*document.title, *document.subtitle, *document.notes, document.stamp.url, mark):
            assert "".join(document.say(said) if "://" not in said else said).replace(" ", "") in found


def test_the_repair_changes_no_pixel() -> None:
    source = weasyprint.HTML(string="<html lang=th>" + "<p>".join(["กำ", *samples.AWKWARD_NAMES, *syllables()[:20]]))
    style = "@page{size:A2}body{font:12pt Sarabun}" + fonts.font_face_css()
    config = weasyprint.text.fonts.FontConfiguration()
    rendered = source.render(stylesheets=[weasyprint.CSS(string=style, font_config=config)], font_config=config)
    plain, repaired = rendered.write_pdf(), rendered.write_pdf(finisher=textlayer.repair)
    assert "นำงสำว" in mupdf(plain)  # what upstream does; when this fails, the repair may be due for removal
    assert pixels(plain) == pixels(repaired)


def pixels(content: bytes) -> list[bytes]:
    with pymupdf.open(stream=content) as opened:
        return [page.get_pixmap(dpi=96).samples for page in opened]


def test_every_thai_glyph_has_a_text_and_both_weights_the_same_order() -> None:
    orders = [TTFont(ROOT / "files" / file).getGlyphOrder() for file in fonts.WEIGHTS.values()]
    assert orders[0] == orders[1]
    untold = [name for name, text in zip(orders[0], textlayer.glyph_texts(), strict=True) if not text]
    assert untold == [".notdef"]
