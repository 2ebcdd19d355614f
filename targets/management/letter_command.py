"""What the commands on a letter's table share: reading the file, printing, exit codes."""

from __future__ import annotations

import csv
import sys
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from targets.letters import Difference
from targets.reading import Table, Unusable, read, rows_in

DIFFERS = 1
UNUSABLE = 2


def read_file(path: str) -> Table:
    """The table in a .csv (of any encoding and separator that Thai Excel writes) or an .xlsx. Raises Unusable."""
    try:
        with open(path, "rb") as file:
            return read(rows_in(file, Path(path).name))
    except OSError as error:
        raise Unusable(f"{path} cannot be read: {error.strerror}") from error
    except Unusable as error:
        raise Unusable(f"{path}: {error}") from error


class LetterCommand(BaseCommand):
    """Recompute a table and compare. Exit 0: nothing differs, 1: something does, 2: unusable input."""

    notes: Sequence[str] = ()  # what the reader should know that is no difference
    requires_system_checks: list[str] = []  # a file is read, nothing of the portal

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a .csv or .xlsx with a column district or อำเภอ")
        parser.add_argument(
            "--format", choices=["text", "csv"], default="text", help="csv: the table alone on standard output"
        )

    @abstractmethod
    def recompute(self, table: Table, options: dict[str, Any]) -> tuple[Iterable[Sequence[object]], list[Difference]]:
        """The rows to print, head first, and the differences."""

    def handle(self, *args: Any, **options: Any) -> None:
        for stream in (sys.stdout, sys.stderr):  # names are Thai, whatever the terminal's locale
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(encoding="utf-8")
        try:
            table = read_file(options["file"])
            rows, differences = self.recompute(table, options)
        except Unusable as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        csv.writer(self.stdout, lineterminator="\n").writerows(rows)
        out = self.stderr if options["format"] == "csv" else self.stdout
        out.write("")
        many = f"{len(differences)} figure{'s differ' if len(differences) > 1 else ' differs'} from what is stated"
        out.write(many if differences else "nothing differs")
        for difference in differences:
            out.write(f"- {difference}")
        for note in self.notes:
            out.write(note)
        if table.ignored:
            out.write(f"columns that were not read: {', '.join(table.ignored)}")
        if differences:
            sys.exit(DIFFERS)
