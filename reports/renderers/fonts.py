"""Sarabun for documents, with figures that stand under each other.

Sarabun's Thai figures are 660 to 793 units wide and its bold Arabic ones wider than its regular ones, so a
column set flush right does not align on the decimal, least of all above a bold total. Mending that in the
layout costs a box a cell; here every figure, comma and full stop gets one width in both weights, once per
process. Units are those of the font, 1,000 to the em.
"""

from __future__ import annotations

import base64
import io
from functools import cache
from typing import TYPE_CHECKING

from fontpkg_sarabun import ROOT
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from fontTools.ttLib.tables._g_l_y_f import Glyph

FAMILY = "Sarabun"
WEIGHTS = {400: "Sarabun-Regular.ttf", 700: "Sarabun-Bold.ttf"}
EM = 1000
WIDTHS = {**dict.fromkeys("๐๑๒๓๔๕๖๗๘๙", 710), **dict.fromkeys("0123456789", 550), ",": 252, ".": 252}
LEAST_BEARINGS = 36  # both sides together; what is inked wider is narrowed (bold ๗ only)


def text_width(text: str) -> int:
    """Font units of a printed number; signs and spaces count as an Arabic figure."""
    return sum(WIDTHS.get(char, 550) for char in text)


@cache
def font_face_css() -> str:
    """@font-face rules with both weights inside, so that nothing depends on fonts of the machine."""
    return "".join(
        f"@font-face{{font-family:{FAMILY};font-weight:{weight};src:url({_data_url(_tabular(file))})}}"
        for weight, file in WEIGHTS.items()
    )


@cache
def glyph_names() -> tuple[str, ...]:
    """Glyph names by glyph id; both weights have the same order (a test holds them to it)."""
    return tuple(_open(WEIGHTS[400]).getGlyphOrder())


@cache
def cmap() -> dict[int, str]:
    return dict(_open(WEIGHTS[400]).getBestCmap())


def _open(file: str) -> TTFont:
    return TTFont(ROOT / "files" / file)


def _data_url(font: bytes) -> str:
    return "data:font/ttf;base64," + base64.b64encode(font).decode()


def _tabular(file: str) -> bytes:
    font = _open(file)
    names = font.getBestCmap()
    for char, width in WIDTHS.items():
        _set_width(font, names[ord(char)], width)
    stored = io.BytesIO()
    font.save(stored)
    return stored.getvalue()


def _set_width(font: TTFont, name: str, width: int) -> None:
    """Centre a glyph in a width, narrowing it when it is inked too wide."""
    glyphs = font["glyf"]
    glyph: Glyph = glyphs[name]
    ink = glyph.xMax - glyph.xMin
    if ink > width - LEAST_BEARINGS:
        glyph.coordinates.scale(((width - LEAST_BEARINGS) / ink, 1))
    glyph.recalcBounds(glyphs)
    glyph.coordinates.translate(((width - glyph.xMax - glyph.xMin) / 2, 0))
    glyph.coordinates.toInt()
    glyph.recalcBounds(glyphs)
    font["hmtx"][name] = (width, glyph.xMin)
