"""Names are found however they were typed: the key that a search compares has letters in one spelling."""

from __future__ import annotations

from django.db import migrations

from core.search_keys import renewed


class Migration(migrations.Migration):
    dependencies = [("markets", "0002_monthly")]

    operations = [renewed("markets", "Market")]
