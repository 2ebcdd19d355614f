"""Files of a registry, as people send them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from producers.importing.sheet import COLUMNS
from producers.importing.template import template_workbook
from producers.models import Producer
from tests.cast import Cast

HEADS = {column.field: column.head for column in COLUMNS}
NEW = {
    "name": "กลุ่มจักสานบ้านใหม่",
    "type": "กลุ่มผู้ผลิตชุมชน",
    "district": "เมืองฉะเชิงเทรา",
    "subdistrict": "หน้าเมือง",
    "registered_on": "13/3/2567",
    "categories": "อาหาร",
}


def new(**also: Any) -> dict[str, Any]:
    """A row of a new producer in เมืองฉะเชิงเทรา, with these cells otherwise."""
    return {**NEW, **also}


def registry_file(*rows: dict[str, Any], name: str = "ทะเบียน.xlsx") -> SimpleUploadedFile:
    """The template filled with rows from row 2, as an upload."""
    book: Workbook = load_workbook(BytesIO(template_workbook([])))
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, 2):
        for at, field in enumerate(HEADS, 1):
            sheet.cell(number, at).value = row.get(field)
    stored = BytesIO()
    book.save(stored)
    return SimpleUploadedFile(name, stored.getvalue())


@pytest.fixture
def field_of():
    """The address of a field's cell in a row: field_of('phone', 3) → 'G3'."""
    return lambda field, row: f"{'ABCDEFGHIJKLMNOP'[list(HEADS).index(field)]}{row}"


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The cast, every producer with the phone number and address that these tests look for."""
    Producer.objects.update(phone="0812345678", address="12 หมู่ 3")
    return cast
