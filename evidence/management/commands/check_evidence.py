"""`manage.py check_evidence`: after a restore, which evidence has lost its file."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evidence import services


class Command(BaseCommand):
    help = "Name the evidence whose file is not in the store; exit 1 when there is any."

    def handle(self, *args: Any, **options: Any) -> None:
        missing = services.missing()
        for evidence in missing:
            self.stdout.write(f"{evidence.pk}: {', '.join(evidence.files)}")
        if missing:
            raise CommandError(f"{len(missing)} without a file")
        self.stdout.write("every file is there")
