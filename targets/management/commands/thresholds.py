"""`manage.py thresholds {growth,online,grade} FILE`: the target columns of a scale from its bases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.base import CommandParser

from targets.letter_scores import SCALES, thresholds
from targets.letters import Difference
from targets.management.letter_command import LetterCommand
from targets.reading import Table


class Command(LetterCommand):
    help = "Print the target columns of the growth scale, the online share or the grades, from their bases."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=list(SCALES))
        super().add_arguments(parser)

    def recompute(self, table: Table, options: dict[str, Any]) -> tuple[Iterable[Sequence[object]], list[Difference]]:
        rows, differences = thresholds(options["kind"], table)
        return [["district", *SCALES[options["kind"]].columns], *([n, *row] for n, row in rows.items())], differences
