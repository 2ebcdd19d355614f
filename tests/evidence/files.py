"""Files as officers and attackers send them."""

from __future__ import annotations

import zlib
from io import BytesIO

import pikepdf
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

PLACE = b"13.69"
BANGKOK = (IFDRational(13), IFDRational(41), IFDRational(24))


def photograph(size: tuple[int, int] = (60, 40), *, orientation: int = 1, form: str = "JPEG") -> bytes:
    """A photograph with a place, a camera and a comment in it; red above, blue below before it is turned."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0], size[1] // 2))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "Somsri's telephone"
    exif.get_ifd(0x8825).update({1: "N", 2: BANGKOK, 3: "E", 4: BANGKOK})
    made = BytesIO()
    more = {"comment": b"at 13.69 N"} if form == "JPEG" else {}
    picture.save(made, form, exif=exif, **more)
    return made.getvalue()


def paper(pages: int = 1, *, poisoned: bool = False, password: str = "") -> bytes:
    """A PDF; `poisoned` with everything that a page must not bring along."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(200, 200))
        if poisoned:
            _poison(pdf)
        made = BytesIO()
        encryption = pikepdf.Encryption(owner=password, user=password) if password else False
        pdf.save(made, encryption=encryption)
    return made.getvalue()


def _poison(pdf: pikepdf.Pdf) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('SCRIPT')")
    pdf.Root.OpenAction = script
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["x", script]))
    pdf.attachments["virus.exe"] = b"ATTACHED"
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["SECRET AUTHOR"]
    page = pdf.pages[0]
    page.AA = pikepdf.Dictionary(O=script)
    page.Annots = [
        pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=script)
        )
    ]
    image = pdf.make_stream(photograph())
    image.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 60, "/Height": 40})
    image.update({"/ColorSpace": pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8, "/Filter": pikepdf.Name.DCTDecode})
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
    page.Contents = pdf.make_stream(b"q 60 0 0 40 0 0 cm /Im0 Do Q")


def bomb_png(side: int = 30_000) -> bytes:
    """A few kilobytes that unfold into gigabytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10**6))) + chunk(b"IEND", b"")
    )


def bomb_pdf(unfolded: int = 1024**3) -> bytes:
    """A PDF whose objects lie in a stream that unfolds into more than there is memory for."""
    packer = zlib.compressobj(9)
    body = packer.compress(b"1 0 <</Type/Catalog/Pages 2 0 R>>") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 1024**2) + packer.flush(zlib.Z_FULL_FLUSH)  # complete in itself: may be repeated
    body += block * (unfolded // 1024**2)
    stream = b"5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n" % (
        len(body),
        body,
    )
    head = b"%PDF-1.5\n"
    table = b"".join(
        kind.to_bytes(1, "big") + at.to_bytes(4, "big") + b"\0"
        for kind, at in [(0, 0), (2, 5), (0, 0), (0, 0), (1, len(head) + len(stream)), (1, len(head))]
    )
    cross = b"4 0 obj<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream endobj\n" % (
        len(table),
        table,
    )
    return head + stream + cross + b"startxref\n%d\n%%%%EOF" % (len(head) + len(stream))
