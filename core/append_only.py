"""Tables that only grow: database triggers refuse UPDATE and DELETE on both engines."""

from __future__ import annotations

from typing import Any

from django.db import migrations


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


def make_append_only(table: str) -> migrations.RunPython:
    """A migration operation that makes `table` append-only."""

    def forwards(apps: Any, editor: Any) -> None:
        statements = _postgresql(table) if editor.connection.vendor == "postgresql" else _sqlite(table)
        for statement in statements:
            editor.execute(statement, None)  # None: psycopg would read the % of RAISE as a placeholder

    return migrations.RunPython(forwards, migrations.RunPython.noop)
