"""From what somebody sent to what is kept: told by its content, and made anew, so that nothing else comes along.

Pure functions over bytes. A photograph is decoded and drawn again: no place, no time, no camera, no second file behind
it. Of a PDF only the pages are taken over, without scripts, actions, attachments, forms and links.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from PIL import Image, ImageFile, ImageOps

from core.records import Refused
from evidence.faults import SECONDS, Fault

MAGIC = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"%PDF-": "PDF",
}
APPLE = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis", b"hevc")
QUALITY, THUMBNAIL_QUALITY = 82, 75
DAMAGED = "ไฟล์ภาพเสียหายหรือมาไม่ครบ ให้ถ่ายใหม่หรือส่งใหม่"
HEAVY = "ภาพนี้ซับซ้อนเกินกว่าที่ระบบจะตรวจได้ ให้ถ่ายใหม่ หรือบันทึกเป็นภาพใหม่ที่เล็กลงก่อนส่ง"
BUSY = "ระบบกำลังตรวจไฟล์อื่นอยู่ ยังไม่ได้แนบไฟล์นี้ กรุณาส่งใหม่อีกครั้งในอีกสักครู่"
FIRST_SEGMENT, SCAN = 2, b"\xff\xda"  # of a JPEG
PAPER_FAULTS = {
    Fault.ENCRYPTED: "PDF นี้มีรหัสผ่านหรือถูกเข้ารหัส ให้บันทึกใหม่โดยไม่ใส่รหัสก่อนส่ง",
    Fault.DAMAGED: "ไฟล์ PDF เสียหายหรือมาไม่ครบ ให้บันทึกหรือสแกนใหม่ก่อนส่ง",
    Fault.LONG: f"PDF มีหน้ามากเกินไป รับได้ไม่เกิน {settings.EVIDENCE_MAX_PAGES} หน้า",
    Fault.HEAVY: "PDF นี้ซับซ้อนเกินกว่าที่ระบบจะตรวจได้ ให้พิมพ์หรือสแกนเป็นไฟล์ใหม่ก่อนส่ง",
}

_turn = threading.Lock()


@dataclass(frozen=True)
class Clean:
    """What is kept of a file: its new content, and a small picture of it where it is one."""

    content: bytes
    thumbnail: bytes = b""
    pages: int = 1

    @property
    def suffix(self) -> str:
        return ".jpg" if self.thumbnail else ".pdf"


def clean(content: bytes) -> Clean:
    """The file made anew. Raises Refused with a sentence for whoever sent it.

    One at a time in a process of the portal, whose memory would not hold many of the worst at once.
    """
    _check_size(content)
    found = sniff(content)
    if not _turn.acquire(timeout=settings.EVIDENCE_PATIENCE):
        raise Refused(BUSY)
    try:
        return _clean_pdf(content) if found == "PDF" else _clean_image(content, found)
    finally:
        _turn.release()


def _check_size(content: bytes) -> None:
    if len(content) > settings.EVIDENCE_MAX_BYTES:
        raise Refused(f"ไฟล์ใหญ่เกินไป รับได้ไม่เกิน {settings.EVIDENCE_MAX_BYTES // 1024**2} MB ต่อไฟล์")


def sniff(content: bytes) -> str:
    """'JPEG', 'PNG', 'WEBP' or 'PDF', by the content alone. Raises Refused."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    for magic, name in MAGIC.items():
        if content.startswith(magic):
            return name
    if content[4:8] == b"ftyp" and content[8:12] in APPLE:
        raise Refused("ภาพแบบ HEIC ยังไม่รองรับ ให้ตั้งกล้อง iPhone เป็น “เข้ากันได้มากที่สุด” หรือส่งเป็น JPEG")
    raise Refused("รับเฉพาะภาพถ่าย (JPEG, PNG, WebP) และ PDF ไฟล์นี้เป็นชนิดอื่น")


def _clean_pdf(content: bytes) -> Clean:
    """In another process (evidence.papers), which may run out of memory or time without taking the portal along."""
    command = [sys.executable, "-m", "evidence.papers", str(settings.EVIDENCE_MAX_PAGES)]
    try:
        child = subprocess.run(
            command, input=content, capture_output=True, timeout=2 * SECONDS, cwd=settings.BASE_DIR, check=True, env={}
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Refused(PAPER_FAULTS[Fault.HEAVY]) from error
    told, _, made = child.stdout.partition(b"\n")
    if not told.isdigit():
        raise Refused(PAPER_FAULTS[Fault(told.decode())])
    _check_size(made)
    return Clean(made, pages=int(told))


def _clean_image(content: bytes, found: str) -> Clean:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint lets the whole process take a part for the picture
    try:
        with Image.open(BytesIO(content), formats=[found]) as picture:
            _check_pixels(picture, found)
            pixels = picture.width * picture.height
            largest = settings.EVIDENCE_SIDE
            picture.draft("RGB", (largest, largest))  # a JPEG is decoded at a part of its size: less memory
            if found == "JPEG":
                _check_jpeg(content, pixels, picture.width * picture.height)
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((largest, largest), Image.Resampling.LANCZOS)
            drawn = _on_white(upright)
    except Image.DecompressionBombError as error:  # Pillow's own limit, above ours
        raise _too_many_pixels(settings.EVIDENCE_MAX_PIXELS[found]) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused(DAMAGED) from error
    side = settings.EVIDENCE_THUMBNAIL_SIDE
    small = drawn.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    return Clean(_jpeg(drawn, QUALITY), _jpeg(small, THUMBNAIL_QUALITY))


def _check_pixels(picture: Image.Image, found: str) -> None:
    """Before anything is decoded: a few kilobytes may unfold into gigabytes."""
    limit = settings.EVIDENCE_MAX_PIXELS[found]
    if picture.width * picture.height > limit:
        raise _too_many_pixels(limit)


def _check_jpeg(content: bytes, pixels: int, drawn: int) -> None:
    """What decoding at a part of the size does not save: `drawn` pixels of a long thin picture, which has no smaller
    part; the whole of one that comes in several scans, which libjpeg keeps; and going over it once a scan, of which a
    small file may hold thousands.
    """
    in_parts = not _comes_whole(content)
    scans = content.count(SCAN)
    if (
        drawn > settings.EVIDENCE_MAX_DRAWN
        or (in_parts and pixels > settings.EVIDENCE_MAX_KEPT)
        or pixels * scans > settings.EVIDENCE_MAX_SCANNED
    ):
        raise Refused(HEAVY)


def _comes_whole(content: bytes) -> bool:
    """Whether the first scan of a JPEG has all its colours, and all of them at once. False in doubt."""
    at, colours = FIRST_SEGMENT, -1
    while content[at : at + 1] == b"\xff" and at + 9 < len(content):
        marker = content[at + 1]
        if marker == SCAN[1]:
            return content[at + 4] == colours
        if marker in (0xC0, 0xC1):  # the picture in one go
            colours = content[at + 9]
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return False


def _too_many_pixels(limit: int) -> Refused:
    return Refused(f"ภาพมีจุดภาพมากเกินไป รับได้ไม่เกิน {limit // 1_000_000} ล้านพิกเซล ให้ลดขนาดภาพก่อนส่ง")


def _on_white(picture: Image.Image) -> Image.Image:
    """A new picture with nothing but the pixels: no comment, profile or text of the old one comes along."""
    new = Image.new("RGB", picture.size, "white")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        new.paste(layer, mask=layer.getchannel("A"))
    else:
        new.paste(picture.convert("RGB"))
    return new


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    made = BytesIO()
    picture.save(made, "JPEG", quality=quality, optimize=True, progressive=True)
    return made.getvalue()
