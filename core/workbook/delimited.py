"""Reading a .csv: the encodings and separators that Thai Excel, Google Sheets and old systems write."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO

from core.workbook.model import Cell, Limits, Sheet, WorkbookError, check_size, column_letter, formula_refused

SHEET_NAME = "csv"
DELIMITERS = ",;\t"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1b\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_FAMILIAR = re.compile("[\t\r\n -~\u0e01-\u0e5b]")
_HINT = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


def read_delimited(data: bytes, name: str, limits: Limits, *, keep_formulas: bool = False) -> Sheet:
    """The one sheet of a .csv; every value is text. Rows count as Excel shows them. Raises WorkbookError."""
    text = _decode(data, name)
    rows: list[tuple[Cell, ...]] = []
    widths: list[int] = []
    try:
        for number, texts in _filled_rows(text):
            row = _row(number, texts, keep_formulas)
            check_size(SHEET_NAME, row, len(rows), limits)
            rows.append(row)
            widths.append(len(texts))
    except csv.Error as error:
        raise WorkbookError(f"ไฟล์ {name} อ่านเป็นตารางไม่ได้ ให้บันทึกเป็น .xlsx แล้วส่งใหม่") from error
    return Sheet(SHEET_NAME, tuple(rows), widths=tuple(widths))


def _filled_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, without Excel's `sep=` line, but counting it."""
    hinted = bool(_HINT.fullmatch(text.split("\n", 1)[0]))
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    for number, texts in enumerate(reader, 1):
        if any(cell.strip() for cell in texts) and not (hinted and number == 1):
            yield number, texts


def _row(number: int, texts: list[str], keep_formulas: bool) -> tuple[Cell, ...]:
    last = max(i for i, text in enumerate(texts, 1) if text.strip())
    return tuple(_cell(f"{column_letter(i)}{number}", text, keep_formulas) for i, text in enumerate(texts[:last], 1))


def _cell(ref: str, text: str, keep_formulas: bool) -> Cell:
    """What Excel would take for a formula is one: `=1+1`, but not the `="0812345678"` of some exporters."""
    if quoted := re.fullmatch(r'="([^"]*)"', text.strip()):
        return Cell(quoted[1] or None, ref)
    if text.lstrip().startswith("="):
        if not keep_formulas:
            raise formula_refused(SHEET_NAME, ref)
        return Cell(None, ref, formula=True)
    return Cell(text if text.strip() else None, ref)


def _decode(data: bytes, name: str) -> str:
    """UTF-8, UTF-16 with or without its mark, or the Thai code page (cp874, of which TIS-620 is a part)."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _BINARY.search(text):
            return text
    raise WorkbookError(f"ไฟล์ {name} ไม่ใช่ Excel (.xlsx) หรือ .csv ที่อ่านได้ ให้เปิดใน Excel แล้วบันทึกเป็น .xlsx")


def _encodings(data: bytes) -> list[str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return [encoding]
    if b"\0" in data:
        return [encoding for encoding in ("utf-16-le", "utf-16-be") if _mostly_familiar(data, encoding)]
    return ["utf-8", "cp874"]


def _mostly_familiar(data: bytes, encoding: str) -> bool:
    """Whether bytes read as 16-bit text are Thai and ASCII; the wrong byte order reads as Chinese."""
    text = data[:2_000].decode(encoding, errors="replace")
    return len(_FAMILIAR.findall(text)) > 0.9 * len(text)


def _delimiter(text: str) -> str:
    """The separator that Excel's `sep=` line names, else the one that splits the first lines most evenly."""
    lines = [line for line in text.splitlines()[:40] if line.strip()][:20]
    if lines and (hint := _HINT.fullmatch(lines[0])) and hint[1] in DELIMITERS:
        return hint[1]
    return max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many lines share the commonest number of columns above one, and that number."""
    widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))
