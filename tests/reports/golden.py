"""First and last pages as they were approved; `python -m tests.reports.approve` draws them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pymupdf
from PIL import Image, ImageChops

GOLDEN = Path(__file__).parents[1] / "golden"
DPI = 60
TOLERANCE = 0.004  # share of pixels that may differ by more than a shade; a moved line is far above it


def pictures(content: bytes) -> list[Image.Image]:
    with pymupdf.open(stream=content) as opened:
        maps = [page.get_pixmap(dpi=DPI, colorspace="gray") for page in opened]
        return [Image.frombytes("L", (found.width, found.height), found.samples) for found in maps]


def difference(left: Image.Image, right: Image.Image) -> float:
    if left.size != right.size:
        return 1.0
    histogram = ImageChops.difference(left, right).histogram()
    return sum(histogram[48:]) / sum(histogram)


def assert_looks_as_approved(name: str, content: bytes) -> None:
    found = pictures(content)
    parts = {"first": found[0]} | ({"last": found[-1]} if len(found) > 1 else {})
    for part, page in parts.items():
        file = GOLDEN / f"{name}-{part}.png"
        if os.environ.get("OTOP_APPROVE"):
            page.quantize(16).save(file, optimize=True)
        assert difference(page, Image.open(file).convert("L")) < TOLERANCE, file.name
