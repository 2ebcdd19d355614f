"""Tables that only grow: database triggers refuse UPDATE and DELETE on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import migrations, transaction


def _postgresql(table: str) -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    ]


def _sqlite(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ]


def _statements(connection: Any, table: str) -> list[str]:
    return _postgresql(table) if connection.vendor == "postgresql" else _sqlite(table)


def make_append_only(table: str) -> migrations.RunPython:
    """A migration operation that makes `table` append-only."""

    def forwards(apps: Any, editor: Any) -> None:
        _execute(editor.connection, _statements(editor.connection, table))

    return migrations.RunPython(forwards, migrations.RunPython.noop)


def _execute(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)  # without parameters, or psycopg would read the % of RAISE as a placeholder


@contextmanager
def lifted(connection: Any, table: str) -> Iterator[None]:
    """Inside a transaction: without the triggers. For a migration alone, that says in the table itself what it did."""
    names = (
        [f"{table}_append_only"] if connection.vendor == "postgresql" else [f"{table}_no_update", f"{table}_no_delete"]
    )
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with transaction.atomic(using=connection.alias):
        _execute(connection, [f"DROP TRIGGER {name}{on}" for name in names])
        yield
        _execute(connection, _statements(connection, table))
