"""What apps above the workflow keep of months: told in the transaction that freezes, locks or unlocks them.

They register a keeper; so nothing here imports upward.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from workflow.models import Revision, Submission


class Keeper(Protocol):
    def keep(self, revisions: Sequence[Revision]) -> None:
        """Revisions that have just been written, with their submissions."""

    def locked_or_unlocked(self, submission: Submission) -> None:
        """The department sees the figures from now on, or no longer. What may wait is done on commit."""


_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    _keepers.append(keeper)


def keep(revisions: Sequence[Revision]) -> None:
    for keeper in _keepers:
        keeper.keep(revisions)


def locked_or_unlocked(submission: Submission) -> None:
    for keeper in _keepers:
        keeper.locked_or_unlocked(submission)
