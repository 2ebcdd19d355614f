"""`manage.py check_scores FILE`: each district's total and tier score from its months and targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from targets.letter_scores import check_scores
from targets.letters import Difference
from targets.management.letter_command import LetterCommand
from targets.reading import Table


class Command(LetterCommand):
    help = "Recompute totals and scores of a results table and list what it states otherwise."

    def recompute(self, table: Table, options: dict[str, Any]) -> tuple[Iterable[Sequence[object]], list[Difference]]:
        scores, differences = check_scores(table)
        return [["district", "total", "score"], *([name, *row] for name, row in scores.items())], differences
