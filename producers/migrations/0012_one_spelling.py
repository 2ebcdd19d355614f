"""Names are found however they were typed: the key that a search compares has letters in one spelling."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from core.thai import search_key


def forwards(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("producers", "Producer")
    rows = model.objects.values_list("pk", "name", "search_key")
    changed = [(pk, key) for pk, name, kept in rows if (key := search_key(name)[:320]) != kept]
    for pk, key in changed:
        model.objects.filter(pk=pk).update(search_key=key)


class Migration(migrations.Migration):
    dependencies = [("producers", "0011_sole_owners_leave_the_trail")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
