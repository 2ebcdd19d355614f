"""Insert many plain tuples fast: COPY on PostgreSQL, one prepared statement on SQLite. No signals, no save()."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def insert(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows whose values stand in the order of `fields` and are in the database's own types (`db_value`)."""
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = ", ".join(quote(_column(model, name)) for name in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            # The driver's own cursor: Django's rewrites the placeholders of every row.
            marks = ", ".join("?" * len(fields))
            connection.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608


def _column(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr]


def db_value(model: type[models.Model], name: str, value: Any) -> Any:
    """The value as this database stores it in the field (dates and moments differ between the engines)."""
    field: Any = model._meta.get_field(name)
    return field.get_db_prep_save(value, connection)
