"""Keys that searches compare, made anew where `core.thai.search_key` has learned to spell."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from core.thai import search_key


def renewed(app: str, model: str) -> migrations.RunPython:
    """For a migration: of each record of the model the `search_key` of its `name`. Going back keeps them."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        records = apps.get_model(app, model).objects
        for pk, name, kept in list(records.values_list("pk", "name", "search_key")):
            if (key := search_key(name)[:320]) != kept:
                records.filter(pk=pk).update(search_key=key)

    return migrations.RunPython(forwards, migrations.RunPython.noop)
