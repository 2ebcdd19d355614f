"""Rows of producer × category × month, streamed: 100,000 and more, in constant memory, without personal data.

PostgreSQL writes the CSV itself (COPY); anywhere else the rows pass through Python. Both give the same bytes, which
a test holds them to. Names are those of the registry today; the code identifies the producer.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, Q

from accounts.models import District, Province
from core.month import Month
from producers.models import Category, Producer
from reports.asking import Ask
from reports.document import Cells, Column
from reports.figures import reported
from reports.renderers.csv import BOM, safe_text
from reports.renderers.xlsx_stream import Sheet, xlsx_pieces
from sales.models import CHANNEL_LABELS, CHANNELS, SalesRow
from workflow.models import State, Submission

AT_ONCE = 2000
SORT_MEMORY = "64MB"  # of PostgreSQL, for the rows of one month of the nation
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
DOUBTFUL = "[\u0e4d\x01-\x1f\x7f]|\u0e33[\u0e48-\u0e4b]|^\\s*[-=+@＝＋－＠]"  # what `safe_text` might change
CATEGORY_LABELS: dict[Any, str] = dict(Category.choices)
STATE_LABELS: dict[Any, str] = dict(State.choices)
HEADS = [column.head for column in COLUMNS]


def csv_pieces(ask: Ask) -> Iterator[bytes]:
    """The file in pieces; the heads at once, before the database is asked."""
    yield (BOM + _lines([HEADS])).encode()
    yield from _copied(ask) if connection.vendor == "postgresql" else written(ask)


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


def _copied(ask: Ask) -> Iterator[bytes]:
    """The lines below the heads, a month at a time, made by PostgreSQL."""
    unsafe, number = json.dumps(_unsafe()), 0
    for month in ask.period.months:
        statement, params = _copy_of(ask, month, unsafe)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL work_mem = '{SORT_MEMORY}'")
            with cursor.cursor.copy(statement, params) as copy:
                blocks = iter(copy)  # a line each
                while some := list(islice(blocks, AT_ONCE)):
                    yield b"".join(some)
                    number += len(some)
        ask.on_rows(number)  # it may ask the database, and the connection can do nothing else while it copies


def _copy_of(ask: Ask, month: Month, unsafe: str) -> tuple[str, tuple[Any, ...]]:
    """The statement, in the portal's own tables; the few names that are not safe as they stand come from here."""
    seen = reported(ask.user, ask.period, ask.area).filter(month=month).values("pk")
    chosen, params = seen.query.sql_with_params()
    statement = f"""
        COPY (
          WITH chosen AS MATERIALIZED (
            SELECT s.id, p.name AS province, d.name AS district, {_case("s.state", STATE_LABELS)} AS state,
                   row_number() OVER (ORDER BY p.sort_key, d.sort_key, s.id) AS place
            FROM {_table(Submission)} s JOIN {_table(District)} d ON d.id = s.district_id
            JOIN {_table(Province)} p ON p.id = d.province_id WHERE s.id IN ({chosen})
          ), safe AS MATERIALIZED (
            SELECT key::bigint AS id, value->>0 AS code, value->>1 AS name FROM jsonb_each(%s::jsonb)
          )
          SELECT %s, c.province, c.district, coalesce(safe.code, p.code), coalesce(safe.name, p.name),
                 {_case("r.category", CATEGORY_LABELS)}, {", ".join(f"r.{channel}" for channel in CHANNELS)},
                 r.total, c.state
          FROM {_table(SalesRow)} r JOIN chosen c ON c.id = r.submission_id
          JOIN {_table(Producer)} p ON p.id = r.producer_id LEFT JOIN safe ON safe.id = p.id
          ORDER BY c.place, r.producer_id, r.category
        ) TO STDOUT (FORMAT csv)"""  # noqa: S608  (names of tables and columns, and labels, are the portal's own)
    return statement, (*params, unsafe, str(month))


def _unsafe() -> dict[int, tuple[str, str]]:
    """Code and name as a file may hold them, of the producers where that is not as they were typed."""
    doubtful = Producer.objects.filter(Q(code__regex=DOUBTFUL) | Q(name__regex=DOUBTFUL))
    return {pk: (safe_text(code), safe_text(name)) for pk, code, name in doubtful.values_list("pk", "code", "name")}


def _table(model: type[Model]) -> str:
    return model._meta.db_table


def _case(column: str, labels: dict[Any, str]) -> str:
    whens = " ".join(f"WHEN '{value}' THEN '{label}'" for value, label in labels.items())
    return f"CASE {column} {whens} END"
