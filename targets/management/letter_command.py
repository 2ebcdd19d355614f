"""What the commands on a letter's table share: reading the file, printing, exit codes."""

from __future__ import annotations

import csv
import sys
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from targets.letters import Difference, Table, Unusable, read_table

DIFFERS = 1
UNUSABLE = 2
MAX_BYTES = 5 * 1024 * 1024


def read_file(path: str) -> Table:
    """The table in a CSV file (UTF-8). Raises Unusable."""
    try:
        if Path(path).stat().st_size > MAX_BYTES:
            raise Unusable(f"{path} is larger than {MAX_BYTES:,} bytes")
        return read_table(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{path} cannot be read as a UTF-8 CSV file: {error}") from error
    except (csv.Error, Unusable) as error:
        raise Unusable(f"{path}: {error}") from error


class LetterCommand(BaseCommand):
    """Recompute a table and compare. Exit 0: nothing differs, 1: something does, 2: unusable input."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a CSV with a 'district' column")
        parser.add_argument(
            "--format", choices=["text", "csv"], default="text", help="csv: the table alone on standard output"
        )

    @abstractmethod
    def recompute(self, table: Table, options: dict[str, Any]) -> tuple[Iterable[Sequence[object]], list[Difference]]:
        """The rows to print, head first, and the differences."""

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows, differences = self.recompute(read_file(options["file"]), options)
        except Unusable as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        csv.writer(self.stdout, lineterminator="\n").writerows(rows)
        out = self.stderr if options["format"] == "csv" else self.stdout
        out.write("")
        out.write(f"{len(differences)} figures differ from what is stated" if differences else "nothing differs")
        for difference in differences:
            out.write(f"- {difference}")
        if differences:
            sys.exit(DIFFERS)
