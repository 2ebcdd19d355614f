"""`manage.py check_targets FILE [--minus ROUND1.csv]`: recompute a letter's table of targets from its base years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.management.base import CommandParser

from targets.letters import (
    Difference,
    Recomputed,
    looks_like_total,
    partial_years,
    recompute_round2,
    recompute_targets,
)
from targets.management.letter_command import LetterCommand, read_file
from targets.reading import TIERS, TOTAL, Table


class Command(LetterCommand):
    help = "Recompute basic, standard, advanced from the base years and list what the table states otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--minus", metavar="ROUND1", help="FILE is the annual table: print round 2 = annual − this")

    def recompute(self, table: Table, options: dict[str, Any]) -> tuple[Iterable[Sequence[object]], list[Difference]]:
        minus = read_file(options["minus"]) if options["minus"] else None
        result = recompute_round2(table, minus) if minus else recompute_targets(table)
        self.notes = list(_notes(table, result))
        rows = [*result.tiers.items(), (TOTAL, result.province)]
        lines = [[name, *(getattr(tiers, tier) for tier in TIERS)] for name, tiers in rows]
        return [["district", *TIERS], *lines], result.differences


def _notes(table: Table, result: Recomputed) -> Iterator[str]:
    for name, tiers in result.tiers.items():
        if not tiers.history:
            yield f"{name} has no base year: its targets are 0 until somebody sets them"
    for year, names in partial_years(table).items():
        yield f"{year} is summed without {', '.join(names)}"
    if name := looks_like_total(table):
        yield f"{name} looks like the sum of the other rows, but is read as a district: name a total {TOTAL}"
    for name in result.over:
        yield f"{name}: round 1 is more than the year, so nothing is left of that target"
