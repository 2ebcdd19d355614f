"""Rows of producer × category × month, streamed: 100,000 and more, in constant memory, without personal data.

PostgreSQL writes the CSV itself (`reports.copying`); anywhere else the rows pass through Python. Both give the same
bytes, which a test holds them to. Names are those of the registry today; the code identifies the producer.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import connection

from reports.asking import Ask
from reports.copying import CATEGORY_LABELS, STATE_LABELS, copied
from reports.document import Cells, Column
from reports.figures import reported
from reports.renderers.csv import BOM, safe_text
from reports.renderers.xlsx_stream import Sheet, xlsx_pieces
from sales.models import CHANNEL_LABELS, CHANNELS, SalesRow

AT_ONCE = 2000
COLUMNS = (
    Column("เดือน", "month", 14),
    Column("จังหวัด", "text", 32),
    Column("อำเภอ", "text", 36),
    Column("รหัสผู้ผลิต", "text", 28),
    Column("ชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ OTOP", "text", 90),
    Column("ประเภทผลิตภัณฑ์", "text", 50),
    *(Column(f"{label} (บาท)", "baht", 32, channel, True) for channel, label in CHANNEL_LABELS.items()),
    Column("รวมทั้งสิ้น (บาท)", "baht", 34, "total", True),
    Column("สถานะ", "text", 30),
)
PATHS = (
    "submission__month",
    "submission__district__province__name",
    "submission__district__name",
    "producer__code",
    "producer__name",
    "category",
    *CHANNELS,
    "total",
    "submission__state",
)
ORDER = (
    "submission__month",
    "submission__district__province__sort_key",
    "submission__district__sort_key",
    "submission_id",
    "producer_id",
    "category",
)
HEADS = [column.head for column in COLUMNS]


def csv_pieces(ask: Ask) -> Iterator[bytes]:
    """The file in pieces; the heads at once, before the database is asked."""
    yield (BOM + _lines([HEADS])).encode()
    yield from copied(ask) if connection.vendor == "postgresql" else written(ask)


def xlsx_file(ask: Ask) -> Iterator[bytes]:
    """A workbook made row by row while it is sent."""
    title = f"ยอดจำหน่ายรายผู้ผลิต {ask.place} {ask.period.thai}"
    return xlsx_pieces(Sheet("รายผู้ผลิต", title, COLUMNS, ask.digits), rows(ask))


def rows(ask: Ask) -> Iterator[Cells]:
    """Cells of COLUMNS in the order of the forms, through a server-side cursor."""
    seen = SalesRow.objects.filter(submission__in=reported(ask.user, ask.period, ask.area))
    number = 0
    for number, row in enumerate(seen.order_by(*ORDER).values_list(*PATHS).iterator(AT_ONCE), 1):
        yield (*row[:5], CATEGORY_LABELS[row[5]], *row[6:-1], STATE_LABELS[row[-1]])
        if number % AT_ONCE == 0:
            ask.on_rows(number)
    ask.on_rows(number)


def written(ask: Ask) -> Iterator[bytes]:
    """The lines below the heads, made here."""
    found = rows(ask)
    while some := list(islice(found, AT_ONCE)):
        yield _lines(map(_plain, some)).encode()


def _plain(row: Cells) -> list[str]:
    month, *texts = row
    plain = [str(month), *map(safe_text, texts[:5])]  # type: ignore[arg-type]
    return [*plain, *("" if amount is None else f"{amount:.2f}" for amount in texts[5:-1]), str(texts[-1])]


def _lines(rows: Any) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
