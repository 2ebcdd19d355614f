"""What apps above the workflow keep of frozen revisions: told in the transaction that freezes them, so never too late.

They register a keeper; so nothing here imports upward.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workflow.models import Revision

Keeper = Callable[[Sequence[Revision]], object]
_keepers: list[Keeper] = []


def register(keeper: Keeper) -> None:
    _keepers.append(keeper)


def keep(revisions: Sequence[Revision]) -> None:
    """Revisions that have just been written, with their submissions."""
    for keeper in _keepers:
        keeper(revisions)
