"""`manage.py retention [--dry-run]`: let go what has been kept long enough. Safe to repeat and to interrupt."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core import retention


class Command(BaseCommand):
    help = "Apply the rules of retention; with --dry-run only say what would be done."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="write nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        done = retention.run(dry_run=dry_run, say=lambda line: self.stdout.write(f"{line.rule}: {line.words}"))
        self.stdout.write(f"{len(done)} {'would go; nothing was written' if dry_run else 'gone'}")
