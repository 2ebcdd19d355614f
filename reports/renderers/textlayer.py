"""Repair of the text behind the glyphs of a WeasyPrint PDF, so that Thai copies and searches exactly.

WeasyPrint maps each glyph to the text of the cluster where it was first drawn, so า drawn first as a part of
ำ makes every "นางสาว" copy as "นำงสำว" (Kozea/WeasyPrint#2841, open). Two things are put right:

1. each Sarabun ToUnicode map is built anew from the names of its glyphs;
2. two kinds of clusters are marked with their ActualText: ำ, which is drawn as ํ and า with a tone mark in
   between or within ํ's glyph, so that no map of single glyphs can undo it; and marks that are set higher or
   aside (the tones of "ที่ปั้น"), which poppler takes for lines or words of their own.

Nothing drawn changes. Used as `write_pdf(finisher=repair)`; reaches into pydyf objects, hence the extraction
tests against poppler and PyMuPDF. Revisit when the upstream issue is closed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any, NamedTuple

import pydyf  # type: ignore[import-untyped]

from reports.renderers import fonts

NIKHAHIT, SARA_AA, SARA_AM = "\u0e4d", "\u0e32", "\u0e33"
NO_GAP = 20  # thousandths of the type size; poppler takes 100 for a space
FOREIGN = "\ufffd"  # stands for the glyphs of any other font
MARKS = frozenset("ัิีึืฺุู็่้๊๋์ํ๎")
QUIET = "0123456789๐๑๒๓๔๕๖๗๘๙,./-"  # never part of a cluster that needs marking
# Glyphs whose names say what they look like rather than which character they are.
FRIENDLY_NAMES = {
    "yoYingthai": "ญ", "doChadathai": "ฎ", "toPatakthai": "ฏ", "thoThanthai": "ฐ", "loChulathai": "ฬ",
}  # fmt: skip
LIGATURES = {"\ufb01": "fi", "\ufb02": "fl"}  # letters that the font joins: "Coffee Office", "Offline"
ACCENTS = {
    "breve": 0x306, "acute": 0x301, "grave": 0x300, "hookabove": 0x309, "tilde": 0x303, "circumflex": 0x302,
    "dieresis": 0x308, "caron": 0x30C, "macron": 0x304,
}  # fmt: skip

Marked = tuple[bytes, Sequence[Any]]  # the font at the end of a line, and its items

_SPLIT_AM = re.compile(NIKHAHIT + "([็-๎]*)" + SARA_AA)
_MAPPING = re.compile(rb"<([0-9a-f]{4})> <[0-9a-f]*>")
_FONT = re.compile(rb"/(\S+) \S+ Tf")
_SHOW = re.compile(rb"\[(.*)\] TJ", re.DOTALL)
_PIECE = re.compile(rb"<([0-9a-f]+)>|([-+.\de]+)")


def repair(document: Any, pdf: pydyf.PDF) -> None:
    """The finisher: both repairs, for every font and every stream of the file."""
    ours = {font.name: font.hash.encode() for font in document.fonts.values() if font.family == fonts.FAMILY}
    mark = cache(partial(_marked_line, frozenset(ours.values())))  # heads are the same on every page
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream):
            thing.stream[:] = _marked(thing.stream, mark)
        elif isinstance(thing, pydyf.Dictionary) and thing.get("BaseFont") in ours and "ToUnicode" in thing:
            _rebuild_map(_target(pdf, thing["ToUnicode"]).stream)


@cache
def glyph_texts() -> tuple[str, ...]:
    """The text of every glyph of Sarabun by glyph id; '' where a name says nothing."""
    characters: dict[str, str] = {}
    for code, name in fonts.cmap().items():
        characters.setdefault(name, LIGATURES.get(chr(code), chr(code)))
    return tuple(characters.get(name) or _text_of_name(name) for name in fonts.glyph_names())


def _text_of_name(name: str) -> str:
    """'uni0E4D0E49.narrow' → ํ้, 'yoYingthai.less' → ญ, 'R.ss01' → R, 'breve_acute' → two accents."""
    base = name.split(".")[0]
    if base in FRIENDLY_NAMES:
        return FRIENDLY_NAMES[base]
    if re.fullmatch(r"uni([0-9A-F]{4})+", base):
        return "".join(chr(int(base[at : at + 4], 16)) for at in range(3, len(base), 4))
    if all(part in ACCENTS for part in base.split("_")):
        return "".join(chr(ACCENTS[part]) for part in base.split("_"))
    return base if len(base) == 1 else ""


def _target(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _rebuild_map(lines: list[bytes]) -> None:
    for at, line in enumerate(lines):
        found = _MAPPING.fullmatch(line)
        text = _text_of(int(found[1], 16)) if found else ""
        if found and text:
            lines[at] = b"<%s> <%s>" % (found[1], _hex(text))


def _text_of(glyph: int) -> str:
    texts = glyph_texts()
    return texts[glyph] if glyph < len(texts) else ""  # beyond the font: stand-ins for missing ones


def _hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()


class Piece(NamedTuple):
    """A glyph with its text, or anything else of a text object as it was written."""

    raw: bytes
    text: str | None = None  # None: an adjustment or an operator
    shown: bool = False  # stands inside [ ] TJ


def _marked(items: Sequence[Any], mark: Callable[[tuple[Any, ...], bytes], Marked]) -> list[Any]:
    """A content stream with ActualText around its ำ clusters; untouched where there are none."""
    out: list[Any] = []
    line: list[Any] = []
    font = b""
    for item in items:
        starts = isinstance(item, bytes) and item.endswith(b" Tm")
        if line and (starts or item == b"ET"):
            place, *shown = line
            font, marked = mark(tuple(shown), font)
            out.append(place)
            out.extend(marked)
            line = []
        (line if starts or line else out).append(item)
    return out


def _marked_line(ours: frozenset[bytes], line: tuple[Any, ...], font: bytes) -> Marked:
    """One line of text, and the font in use at its end."""
    if all(_is_quiet(item) for item in line):
        return _font_after(line, font), line
    pieces: list[Piece] = []
    for item in line:
        if isinstance(item, bytes) and (found := _FONT.fullmatch(item)):
            font = found[1]
        pieces.extend(_pieces(item, font in ours))
    spans = dict(_spans(pieces))
    return font, _written(pieces, spans) if spans else line


def _is_quiet(item: Any) -> bool:
    """Nothing to mark: no glyphs, or figures and signs alone (in another font they are not ours to mark)."""
    found = _SHOW.fullmatch(item) if isinstance(item, bytes) else None
    return not found or not _quiet_run().sub(b"", found[1])


@cache
def _quiet_run() -> re.Pattern[bytes]:
    """A run of glyphs that are all figures, commas, full stops, strokes; or an adjustment between two."""
    quiet = [b"%04x" % at for at, text in enumerate(glyph_texts()) if text and text in QUIET]
    return re.compile(rb"<(?:" + b"|".join(quiet) + rb")+>|[-+.\de\s]+")


def _font_after(line: Sequence[Any], font: bytes) -> bytes:
    for item in line:
        if isinstance(item, bytes) and (found := _FONT.fullmatch(item)):
            font = found[1]
    return font


def _pieces(item: Any, ours: bool) -> Iterator[Piece]:
    found = _SHOW.fullmatch(item) if isinstance(item, bytes) else None
    if not found:
        yield Piece(item)
        return
    for glyphs, adjustment in _PIECE.findall(found[1]):
        if adjustment:
            yield Piece(adjustment, shown=True)
        for at in range(0, len(glyphs), 4):
            glyph = glyphs[at : at + 4]
            yield Piece(glyph, _text_of(int(glyph, 16)) if ours else FOREIGN, True)


def _spans(pieces: Sequence[Piece]) -> Iterator[tuple[int, tuple[int, str]]]:
    """(first piece, (last piece, text)) of every stretch that needs its ActualText.

    Poppler ends a stretch where its last glyph ends. After a mark that is set aside it would see a gap there
    and print a space, so such a stretch takes in the next cluster.
    """
    stretch: list[int] = []
    aside = False
    for glyphs in _clusters(pieces):
        text = _text(pieces, glyphs)
        known = FOREIGN not in text and not text.isspace()
        follows = aside and known
        if stretch and not follows:
            yield stretch[0], (stretch[-1], _with_am(_text(pieces, stretch)))
            stretch = []
        if follows or (known and (_moved(pieces, glyphs) or _with_am(text) != text)):
            stretch += glyphs
        aside = known and _drift(pieces, glyphs) > NO_GAP
    if stretch:
        yield stretch[0], (stretch[-1], _with_am(_text(pieces, stretch)))


def _text(pieces: Sequence[Piece], glyphs: Sequence[int]) -> str:
    return "".join(pieces[at].text or "" for at in glyphs)


def _between(pieces: Sequence[Piece], glyphs: Sequence[int]) -> list[Piece]:
    """Adjustments and operators among the glyphs of a cluster."""
    return [pieces[at] for at in range(glyphs[0], glyphs[-1]) if pieces[at].text is None]


def _moved(pieces: Sequence[Piece], glyphs: Sequence[int]) -> bool:
    """Whether a mark stands anywhere but where the glyph before it ends, on its line."""
    return any(piece.raw.strip(b"-0.") for piece in _between(pieces, glyphs))


def _drift(pieces: Sequence[Piece], glyphs: Sequence[int]) -> float:
    """How far from its place the last glyph of a cluster is drawn, in thousandths of the type size."""
    return abs(sum(float(piece.raw) for piece in _between(pieces, glyphs) if piece.shown))


def _with_am(text: str) -> str:
    return _SPLIT_AM.sub(r"\1" + SARA_AM, text)


def _clusters(pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """Places of the glyphs of each consonant with its marks, and with า where ํ stands before it."""
    cluster: list[int] = []
    text = ""
    for at, piece in enumerate(pieces):
        if piece.text is None:
            continue
        if cluster and not (piece.text and _joins(piece.text, text)):
            yield cluster
            cluster, text = [], ""
        cluster.append(at)
        text += piece.text
    if cluster:
        yield cluster


def _joins(glyph: str, cluster: str) -> bool:
    return glyph[0] in MARKS or (glyph == SARA_AA and NIKHAHIT in cluster)


def _written(pieces: Sequence[Piece], spans: dict[int, tuple[int, str]]) -> list[Any]:
    out: list[Any] = []
    shown: list[Piece] = []
    end = -1

    def flush() -> None:
        if shown:
            parts = (piece.raw if piece.text is None else b"<%s>" % piece.raw for piece in shown)
            out.append(b"[%s] TJ" % b" ".join(parts))
            shown.clear()

    for at, piece in enumerate(pieces):
        if at in spans:
            flush()
            end, text = spans[at]
            out.append(b"/Span <</ActualText <FEFF%s>>> BDC" % _hex(text).upper())
        if piece.shown:
            shown.append(piece)
        else:
            flush()
            out.append(piece.raw)
        if at == end:
            flush()
            out.append(b"EMC")
    flush()
    return out
