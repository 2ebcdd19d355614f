"""PDF/A-3u and PDF/UA-1 for the archive: what their validators ask for, as far as it can be looked up in the file."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pikepdf
import pytest
from pypdf import PdfReader

from reports.renderers.pdf import pdf, pdf_of
from tests.reports import samples
from tests.reports.golden import pictures
from tests.reports.test_documents import flat
from tests.reports.test_text_layer import mupdf, poppler

pytestmark = pytest.mark.one_engine

IDS = {"a": "{http://www.aiim.org/pdfa/ns/id/}", "ua": "{http://www.aiim.org/pdfua/ns/id/}"}


@pytest.fixture(scope="module")
def content() -> bytes:
    return pdf_of([samples.document(30, groups=2)], for_archive=True)


@pytest.fixture(scope="module")
def archive(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def claims(archive: pikepdf.Pdf) -> dict[str, str]:
    tree = ElementTree.fromstring(archive.Root.Metadata.read_bytes())
    return {key: value for element in tree.iter() for key, value in element.attrib.items()}


def test_it_claims_both_and_describes_the_foreign_claim(archive: pikepdf.Pdf) -> None:
    said = claims(archive)
    assert said[f"{IDS['a']}part"] == "3"
    assert said[f"{IDS['a']}conformance"] == "U"
    assert said[f"{IDS['ua']}part"] == "1"
    text = archive.Root.Metadata.read_bytes().decode()
    assert text.count("<rdf:RDF") == 1
    assert "pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/<" in text
    assert "/Filter" not in archive.Root.Metadata


def test_colours_have_a_profile_and_the_file_an_identity(archive: pikepdf.Pdf) -> None:
    (intent,) = archive.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
    assert len(archive.trailer.ID) == 2
    assert not archive.is_encrypted


def test_it_is_tagged_in_thai_and_shows_its_title(archive: pikepdf.Pdf) -> None:
    root = archive.Root
    assert str(root.Lang) == "th"
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    assert "รต.๒" in claims_title(archive)
    kinds = set(structure(root.StructTreeRoot))
    assert {"/Document", "/H1", "/Table", "/THead", "/TBody", "/TR", "/TH", "/TD", "/Figure"} <= kinds
    assert all(page.Tabs == "/S" and "/StructParents" in page for page in archive.pages)


def claims_title(archive: pikepdf.Pdf) -> str:
    return str(archive.docinfo.Title)


def structure(node: pikepdf.Object) -> list[str]:
    found = [str(node.S)] if "/S" in node else []
    if "/Figure" in found:
        assert str(node.Alt)
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and ("/S" in child or "/K" in child) and "/MCID" not in child:
            found += structure(child)
    return found


def test_every_font_is_inside_and_every_glyph_has_a_letter(archive: pikepdf.Pdf, content: bytes) -> None:
    fonts = [
        thing for thing in archive.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
    ]
    whole = [font for font in fonts if font.Subtype == "/Type0"]
    assert len(whole) >= 2
    for font in whole:
        described = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in described or "/FontFile3" in described
        mapped = font.ToUnicode.read_bytes().decode()
        assert "<0000>" not in mapped.split("beginbfchar", 1)[1].replace("<0000> <", "")
    assert all(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_marked_content_is_balanced(archive: pikepdf.Pdf) -> None:
    """The spans of the text layer stand within the tags, and every one ends."""
    for page in archive.pages:
        depth = 0
        for instruction in pikepdf.parse_content_stream(page):
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(instruction.operator), 0)
            assert depth in (0, 1, 2)
        assert depth == 0


def test_it_reads_and_looks_as_the_plain_file(content: bytes) -> None:
    plain = pdf(samples.document(30, groups=2))
    assert flat(mupdf(content)) == flat(mupdf(plain))
    assert flat(poppler(content)) == flat(poppler(plain))
    for kept, shown in zip(pictures(content), pictures(plain), strict=True):
        assert kept.tobytes() == shown.tobytes()
