"""A PDF that holds its pages and nothing that acts, hides or tells: no script, action, attachment, form, metadata.

Made in a process of its own with little memory and time (`python -m evidence.papers MOST_PAGES`, the file through
standard input and output): a few kilobytes of a PDF may unfold into gigabytes while it is only being opened. So this
module knows neither Django nor the rest of the portal.
"""

from __future__ import annotations

import resource
import sys
from io import BytesIO
from typing import Any

import pikepdf

from evidence.faults import MEMORY, SECONDS, Fault

PAGE_KEYS = {
    *("/Type", "/Parent", "/Resources", "/Contents", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox"),
    *("/Rotate", "/UserUnit", "/Group"),
}
TELLING = ("/Metadata", "/PieceInfo", "/AF", "/OPI", "/LastModified")  # on any object
BROKEN = (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, AttributeError, RecursionError)


class Unfit(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def pages_alone(content: bytes, most_pages: int) -> tuple[int, bytes]:
    """(number of pages, the new file). Raises Unfit."""
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as sent:
            if sent.is_encrypted:
                raise Unfit(Fault.ENCRYPTED)
            if not len(sent.pages):
                raise Unfit(Fault.DAMAGED)
            if len(sent.pages) > most_pages:
                raise Unfit(Fault.LONG)
            return len(sent.pages), _made_anew(sent)
    except pikepdf.PasswordError as error:
        raise Unfit(Fault.ENCRYPTED) from error
    except BROKEN as error:
        raise Unfit(Fault.DAMAGED) from error


def _made_anew(sent: pikepdf.Pdf) -> bytes:
    """The pages in a new file. What fields and notes show is drawn into the page first."""
    sent.generate_appearance_streams()
    sent.flatten_annotations("all")
    with pikepdf.new() as made:
        made.pages.extend(sent.pages)
        for page in made.pages:
            for key in set(page.obj.keys()) - PAGE_KEYS:
                del page.obj[key]
        for thing in made.objects:
            _forget(thing)
        kept = BytesIO()
        made.save(kept, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return kept.getvalue()


def _forget(thing: Any) -> None:
    if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    for key in TELLING:
        if key in thing:
            del thing[key]
    if isinstance(thing, pikepdf.Stream) and _is_photograph(thing):
        thing.write(without_notes(thing.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _is_photograph(thing: pikepdf.Stream) -> bool:
    """A JPEG as it came from the camera, place and all."""
    return thing.get("/Filter") == pikepdf.Name.DCTDecode and thing.get("/DecodeParms") is None


def without_notes(photograph: bytes) -> bytes:
    """A JPEG without its notes (APP1 to APP13, APP15, comments: place, camera, time); the pixels stay as they are.

    APP0 and APP14 say how to read the colours. What is no JPEG is returned as it is.
    """
    kept, at = [photograph[:2]], 2
    while photograph[at : at + 1] == b"\xff" and at + 4 <= len(photograph):
        marker = photograph[at + 1]
        if marker == 0xDA:  # the picture itself
            break
        end = at + 2 + int.from_bytes(photograph[at + 2 : at + 4], "big")
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            kept.append(photograph[at:end])
        at = end
    return b"".join([*kept, photograph[at:]])


def main() -> None:
    """Answers one line, the number of pages or the fault, and the new file after it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        pages, made = pages_alone(sys.stdin.buffer.read(), int(sys.argv[1]))
    except Unfit as unfit:
        sys.stdout.buffer.write(f"{unfit.fault}\n".encode())
    except MemoryError:
        sys.stdout.buffer.write(f"{Fault.HEAVY}\n".encode())
    else:
        sys.stdout.buffer.write(f"{pages}\n".encode() + made)


if __name__ == "__main__":
    main()
