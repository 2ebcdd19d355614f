"""What reports keep of a month when the workflow freezes, locks or unlocks it; and hourly, what was missed."""

from __future__ import annotations

from collections.abc import Sequence

from reports import frozen, locked
from workflow.models import Revision, Submission


class Keeping:
    """Implements workflow.keepers.Keeper."""

    def keep(self, revisions: Sequence[Revision]) -> None:
        frozen.keep(revisions)

    def locked_or_unlocked(self, submission: Submission) -> None:
        locked.refresh_soon(submission)


def make_good() -> None:
    """Keep what is not there. Safe to repeat."""
    frozen.keep_all()
    locked.refresh_all()
