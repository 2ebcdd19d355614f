"""What is kept of a file that somebody sent: the picture, the pages, and nothing else."""

from __future__ import annotations

import resource
from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageFile

from core.records import Refused
from evidence import cleaning
from evidence.cleaning import PAPER_FAULTS, clean, sniff
from evidence.faults import MEMORY, Fault
from evidence.papers import Unfit, pages_alone, without_notes
from tests.evidence.files import bomb_pdf, bomb_png, paper, photograph


def opened(content):
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_keeps_its_pixels_and_nothing_else(form):
    made = clean(photograph(form=form))
    for content in (made.content, made.thumbnail):
        picture = opened(content)
        assert picture.format == "JPEG"
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert b"Somsri" not in content
        assert b"13.69" not in content


def test_a_picture_lies_as_it_was_taken():
    upright = opened(clean(photograph((60, 40), orientation=6)).content)
    assert upright.size == (40, 60)
    red, green, blue = upright.getpixel((35, 30))
    assert red > 200
    assert max(green, blue) < 60


def test_size_is_bounded_and_there_is_a_small_one(settings):
    made = clean(photograph((3000, 1200)))
    assert max(opened(made.content).size) == settings.EVIDENCE_SIDE
    assert max(opened(made.thumbnail).size) == settings.EVIDENCE_THUMBNAIL_SIDE


def test_what_shines_through_is_white():
    glass = BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(glass, "PNG")
    assert opened(clean(glass.getvalue()).content).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "รับเฉพาะ"),
        (b"GIF89a<script>", "รับเฉพาะ"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "รับเฉพาะ"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"\xff\xd8\xff<html><script>", "เสียหาย"),
        (photograph()[:300], "เสียหาย"),
        (bomb_png(), "ล้านพิกเซล"),
        (paper(password="secret"), "รหัสผ่าน"),
        (b"%PDF-1.7 not really", "เสียหาย"),
        (paper(3)[:-40], "เสียหาย"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_with_a_sentence(content, told):
    with pytest.raises(Refused, match=told):
        clean(content)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_has_not_come_whole_is_refused(form, monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it for the whole process
    content = photograph((600, 400), form=form)
    with pytest.raises(Refused, match="มาไม่ครบ"):
        clean(content[: len(content) * 3 // 4])


def test_too_many_bytes_or_pages(settings):
    settings.EVIDENCE_MAX_BYTES = 100
    with pytest.raises(Refused, match="ใหญ่เกินไป"):
        clean(photograph())
    with pytest.raises(Unfit) as unfit:
        pages_alone(paper(3), 2)
    assert unfit.value.fault == Fault.LONG


def test_the_content_decides_never_the_name():
    assert [sniff(photograph()), sniff(photograph(form="PNG")), sniff(photograph(form="WEBP")), sniff(paper())] == [
        *("JPEG", "PNG", "WEBP", "PDF")
    ]


def test_a_paper_keeps_its_pages_and_loses_all_that_acts_or_tells():
    sent = paper(3, poisoned=True)
    for bad in (b"SCRIPT", b"OpenAction"):
        assert bad in sent
    made = clean(sent)
    assert (made.pages, made.suffix, made.thumbnail) == (3, ".pdf", b"")
    with pikepdf.open(BytesIO(made.content)) as pdf:
        assert len(pdf.pages) == 3
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert not pdf.attachments
        assert "/Im0" in pdf.pages[0].Resources.XObject  # the picture itself stays
        text = b"".join(thing.unparse(resolved=False) for thing in pdf.objects) + b"".join(
            thing.read_raw_bytes() for thing in pdf.objects if isinstance(thing, pikepdf.Stream)
        )
    for bad in (b"SCRIPT", b"JavaScript", b"ATTACHED", b"AUTHOR", b"/AA", b"Annots", b"Somsri", b"13.69"):
        assert bad not in text, bad


def test_a_photograph_within_a_paper_is_still_one():
    sent = photograph((64, 48))
    kept = without_notes(sent)
    assert opened(kept).tobytes() == opened(sent).tobytes()
    assert not opened(kept).getexif()
    assert without_notes(b"no photograph") == b"no photograph"


def test_a_paper_that_would_unfold_into_gigabytes_is_refused():
    bomb = bomb_pdf()
    assert len(bomb) < 3 * 1024**2
    with pytest.raises(Refused) as refused:
        clean(bomb)
    assert refused.value.message in (PAPER_FAULTS[Fault.HEAVY], PAPER_FAULTS[Fault.DAMAGED])
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MEMORY // 1024  # without the limit: 2 GB


def test_a_long_thin_photograph_that_has_no_smaller_part_is_refused(settings):
    settings.EVIDENCE_MAX_DRAWN = 100_000
    assert clean(photograph((2400, 40)))
    with pytest.raises(Refused, match="ซับซ้อน"):
        clean(photograph((2400, 60)))


def layered(size=(300, 200), scans=0):
    """A JPEG that comes in scans, the last of them so many times more."""
    sent = BytesIO()
    Image.new("RGB", size, "blue").save(sent, "JPEG", progressive=True)
    content = sent.getvalue()
    last = content.rindex(b"\xff\xda")
    return content[:-2] + content[last:-2] * scans + content[-2:]


def test_a_photograph_kept_whole_by_its_reader_may_have_fewer_pixels(settings):
    settings.EVIDENCE_MAX_KEPT = 50_000
    assert clean(photograph((300, 200)))
    with pytest.raises(Refused, match="ซับซ้อน"):
        clean(layered())


def test_thousands_of_scans_are_not_gone_through(settings):
    settings.EVIDENCE_MAX_SCANNED = 60_000 * 100
    assert clean(layered())
    with pytest.raises(Refused, match="ซับซ้อน"):
        clean(layered(scans=100))


def test_the_worst_files_are_not_taken_all_at_once(settings):
    settings.EVIDENCE_PATIENCE = 0.01
    with cleaning._turn, pytest.raises(Refused, match="กำลังตรวจไฟล์อื่น"):
        clean(photograph())
    assert clean(photograph())
    with pytest.raises(Refused):
        clean(b"\xff\xd8\xff broken")
    assert clean(photograph()), "a file that cannot be taken keeps nobody waiting"
