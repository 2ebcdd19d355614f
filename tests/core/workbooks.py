"""Workbooks for the tests: honest ones, and ones bent by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"


def workbook(
    rows: Iterable[Iterable[Any]] = (("ชื่อ", "ยอด"), ("กลุ่มก", 5)), title: str = "รต.๑", **also: Any
) -> Workbook:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    return book


def saved(book: Workbook) -> BytesIO:
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def xlsx(rows: Iterable[Iterable[Any]] = (("ชื่อ", "ยอด"), ("กลุ่มก", 5))) -> BytesIO:
    return saved(workbook(rows))


def bent(*, change: dict[str, Callable[[bytes], bytes]] | None = None, add: dict[str, bytes] | None = None) -> BytesIO:
    """A plain workbook with some entries of its zip changed or added."""
    out = BytesIO()
    with zipfile.ZipFile(xlsx()) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            keep = (change or {}).get(entry.filename, bytes)
            target.writestr(entry.filename, keep(source.read(entry)))
        for name, data in (add or {}).items():
            target.writestr(name, data)
    out.seek(0)
    return out


def sheet_xml(body: str, after: str = "") -> BytesIO:
    """A workbook whose first sheet holds these rows of XML."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{body}</sheetData>{after}</worksheet>'
    return bent(change={SHEET: lambda _: xml.encode()})
