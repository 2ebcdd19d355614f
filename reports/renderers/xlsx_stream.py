"""A workbook of very many rows, made while it is sent: constant memory, whatever the rows.

Plain cells under one line of heads, a live SUM beside its cached value below, heads frozen and repeated, set up for
A4 across. Written by hand because no writer streams with print set-up and cached sums (docs/decisions/080-*.md).
Text is only ever an inline string, so none of it is a formula.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any
from xml.sax.saxutils import escape

from core.month import Month
from reports.document import Cells, Column, Digits, plain_text
from reports.renderers.xlsx import FONT, FORMATS, MM_PER_CHARACTER, SIZE, THAI_DIGITS, THAI_MONTH

MOST_ROWS = 1_048_576 - 3  # of a sheet, without its title, heads and sum
FIRST_ROW = 3
AT_ONCE = 1000  # rows between two pieces
EPOCH = date(1899, 12, 30)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


@dataclass(frozen=True)
class Sheet:
    """What the workbook is called and holds; `columns` with `total` are summed."""

    name: str
    title: str
    columns: tuple[Column, ...]
    digits: Digits = "thai"


class _Sink(io.RawIOBase):
    """Takes what zipfile writes, to be sent on. It cannot be wound back, so zipfile writes sizes behind the data."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        pieces, self.pieces = self.pieces, []
        return b"".join(pieces)


def xlsx_pieces(sheet: Sheet, rows: Iterable[Cells]) -> Iterator[bytes]:
    """The file in pieces; rows beyond what a sheet takes go on to the next."""
    sink, found, number = _Sink(), iter(rows), 0
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        more = True
        while more:
            number += 1
            with book.open(f"xl/worksheets/sheet{number}.xml", "w") as out:
                writer = _Writer(sheet, islice(found, MOST_ROWS))
                for text in writer.parts():
                    out.write(text.encode())
                    if piece := sink.take():
                        yield piece
            more = writer.count == MOST_ROWS
        for name, text in _frame(sheet, number):
            book.writestr(name, text)
    yield sink.take()


class _Writer:
    """One sheet's XML in parts of AT_ONCE rows."""

    def __init__(self, sheet: Sheet, rows: Iterator[Cells]) -> None:
        self.sheet, self.rows, self.count = sheet, rows, 0
        self.cells: list[Callable[[Any], str]] = [_cell(column) for column in sheet.columns]
        self.summed = [at for at, column in enumerate(sheet.columns) if column.total]
        self.sums: dict[int, Decimal] = dict.fromkeys(self.summed, Decimal(0))

    def parts(self) -> Iterator[str]:
        yield _head(self.sheet)
        while some := list(islice(self.rows, AT_ONCE)):
            for at in self.summed:
                self.sums[at] += sum(row[at] for row in some if row[at] is not None)  # type: ignore[misc]
            self.count += len(some)
            yield "".join([f"<row>{''.join([c(v) for c, v in zip(self.cells, r, strict=True)])}</row>" for r in some])
        yield self._sum_row() + _tail(self.sheet)

    def _sum_row(self) -> str:
        cells = [_text_cell("รวม", HEAD)]
        for at in range(1, len(self.sheet.columns)):
            letter = column_letter(at)
            formula = f"SUM({letter}{FIRST_ROW}:{letter}{FIRST_ROW + self.count - 1})"
            if at in self.sums and self.count:
                cells.append(f'<c s="{SUM}"><f>{formula}</f><v>{self.sums[at]}</v></c>')
            else:
                cells.append(f'<c s="{HEAD}"/>')
        return f"<row>{''.join(cells)}</row>"


PLAIN, HEAD, BAHT, SUM, MONTH, COUNT, TITLE = range(7)  # styles, in the order of _styles


def _cell(column: Column) -> Callable[[Any], str]:
    """What writes a value of a column."""
    if column.kind == "month":
        return _month_cell
    if column.kind in ("baht", "count", "ordinal"):
        style = BAHT if column.kind == "baht" else COUNT
        return lambda value: f'<c s="{style}"/>' if value is None else f'<c s="{style}"><v>{value}</v></c>'
    return _text_cell


def _text_cell(value: Any, style: int = PLAIN) -> str:
    text = escape(plain_text(value or ""))
    if not text.isprintable():
        text = _NOT_XML.sub("\ufffd", text)
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _month_cell(value: Month | None) -> str:
    return "<c/>" if value is None else f'<c s="{MONTH}"><v>{(value.first_day - EPOCH).days}</v></c>'


def column_letter(at: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _head(sheet: Sheet) -> str:
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{max(column.width / MM_PER_CHARACTER, 6):.1f}" customWidth="1"/>'
        for at, column in enumerate(sheet.columns, 1)
    )
    pane = '<pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/>'
    heads = "".join(_text_cell(column.head, HEAD) for column in sheet.columns)
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews><cols>{widths}</cols><sheetData>'
        f"<row>{_text_cell(sheet.title, TITLE)}</row><row>{heads}</row>"
    )


def _tail(sheet: Sheet) -> str:
    return (
        '</sheetData><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;Rหน้า &amp;P/&amp;N</oddFooter></headerFooter></worksheet>"
    )


def _frame(sheet: Sheet, sheets: int) -> Iterator[tuple[str, str]]:
    """The parts of the package beside its sheets."""
    numbers = range(1, sheets + 1)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n in numbers
    )
    yield (
        "[Content_Types].xml",
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{parts}</Types>',
    )
    yield "_rels/.rels", _relationships([("officeDocument", "xl/workbook.xml")])
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield "xl/_rels/workbook.xml.rels", _relationships([*targets, ("styles", "styles.xml")])
    yield "xl/workbook.xml", _workbook(sheet, numbers)
    yield "xl/styles.xml", _styles(sheet.digits)


def _relationships(targets: list[tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'


def _workbook(sheet: Sheet, numbers: range) -> str:
    names = {n: escape(sheet.name if n == 1 else f"{sheet.name} ({n})", {'"': "&quot;", "'": ""}) for n in numbers}
    sheets = "".join(f'<sheet name="{names[n]}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{n - 1}">\'{names[n]}\'!$1:$2</definedName>'
        for n in numbers
    )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
        f"<definedNames>{titles}</definedNames></workbook>"
    )


def _styles(digits: Digits) -> str:
    baht, count = (THAI_DIGITS[digits] + FORMATS[kind] for kind in ("baht", "count"))
    formats = {164: baht, 165: THAI_MONTH[digits], 166: count}
    numbers = "".join(f'<numFmt numFmtId="{at}" formatCode="{escape(code)}"/>' for at, code in formats.items())
    font = f'<sz val="{SIZE}"/><name val="{FONT}"/>'
    looks = ((0, 0), (0, 1), (164, 0), (164, 1), (165, 0), (166, 0), (0, 1))  # number format, font
    cells = "".join(
        f'<xf numFmtId="{number}" fontId="{bold}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" '
        f'applyFont="1"/>'
        for number, bold in looks
    )
    return (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="{len(formats)}">{numbers}</numFmts>'
        f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
        '</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(looks)}">{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
