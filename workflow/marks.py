"""What apps above the workflow know of a month that the province should see beside it: a few words and where they lead.

They register a marker; the board and the review show what it says. So nothing here imports upward.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from workflow.models import Submission


@dataclass(frozen=True)
class Mark:
    words: str
    url: str = ""


class Marker(Protocol):
    def of_months(self, user: Any, submissions: Sequence[Submission]) -> dict[int, Mark]:
        """By submission id, in a constant number of queries. `user` may see the figures of all of them."""

    def of_units(self, user: Any, submission: Submission) -> dict[str, Mark]:
        """Of one month, by the code of a row's unit, in a constant number of queries."""


_markers: list[Marker] = []


def register(marker: Marker) -> None:
    _markers.append(marker)


def of_months(user: Any, submissions: Sequence[Submission]) -> dict[int, list[Mark]]:
    return _together([marker.of_months(user, submissions) for marker in _markers])


def of_units(user: Any, submission: Submission) -> dict[str, list[Mark]]:
    return _together([marker.of_units(user, submission) for marker in _markers])


def _together(found: list[dict[Any, Mark]]) -> dict[Any, list[Mark]]:
    """{key: what each marker says of it}, in the order of registering."""
    keys = {key for marks in found for key in marks}
    return {key: [marks[key] for marks in found if key in marks] for key in keys}
