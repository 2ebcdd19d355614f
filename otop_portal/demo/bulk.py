"""Insert many plain tuples fast: COPY on PostgreSQL, one prepared statement on SQLite. No signals, no save()."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def insert(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows whose values stand in the order of `fields` and are in the database's own types (`db_value`).

    Fields not named get their model's default, as an object of it would.
    """
    rest = _defaults(model, fields)
    fields, rows = [*fields, *rest], ((*row, *rest.values()) for row in rows)
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


def _defaults(model: type[models.Model], named: Sequence[str]) -> dict[str, Any]:
    concrete = [field for field in model._meta.concrete_fields if field.name not in named and not field.primary_key]
    wanted = [field for field in concrete if not field.null and not field.generated]
    return {field.name: db_value(model, field.name, field.get_default()) for field in wanted}


def _column(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr]


def db_value(model: type[models.Model], name: str, value: Any) -> Any:
    """The value as this database stores it in the field (dates and moments differ between the engines)."""
    field: Any = model._meta.get_field(name)
    return field.get_db_prep_save(value, connection)
