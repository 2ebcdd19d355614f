"""What a kind of report (sales, market sales) tells the workflow about its rows. The apps above register theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from workflow.models import Submission


@dataclass(frozen=True)
class RowContent:
    """One row as it is frozen: `key` identifies it across revisions, `facts` are words, `amounts` baht in order."""

    key: str
    label: str
    facts: dict[str, str]
    amounts: tuple[Decimal, ...]

    @property
    def unit(self) -> str:
        """The code of the producer or market: a key is '24010001/food', or the code alone."""
        return self.key.rpartition("/")[0] or self.key

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, Decimal(0))


@dataclass(frozen=True)
class Progress:
    """How far a submission is: rows, rows filled, total in baht, rows far from their own history."""

    rows: int = 0
    filled: int = 0
    total: Decimal = Decimal(0)
    warnings: int = 0
    previous_total: Decimal | None = None

    @property
    def percent(self) -> int:
        return 100 * self.filled // self.rows if self.rows else 0

    @property
    def change(self) -> Decimal | None:
        """Change against the month before, per cent."""
        if not self.previous_total:
            return None
        return (self.total - self.previous_total) / self.previous_total * 100


Columns = Sequence[tuple[int, str]]  # places in RowContent.amounts, with their heads


class KindWords(Protocol):
    """What pages call things of a kind: `unit` is what a row is of, `paper` what the district signs."""

    @property
    def unit(self) -> str: ...
    @property
    def paper(self) -> str: ...
    @property
    def paper_code(self) -> str: ...


class ReportKind(Protocol):
    @property
    def words(self) -> KindWords:
        """Its words."""

    @property
    def columns(self) -> Columns:
        """Which of RowContent.amounts are shown, from left to right, with their heads."""

    @property
    def frozen_labels(self) -> Sequence[str]:
        """The heads of RowContent.amounts in order, where they can be renamed and so are frozen too; else none."""

    def hold(self, submission: Submission) -> None:
        """Hold what `blockers` are read from beside the rows, until the transaction of a confirmation ends."""

    def blockers(self, submission: Submission) -> list[str]:
        """Sentences that say what still hinders confirming; empty = may confirm."""

    def content(self, submission: Submission) -> list[RowContent]:
        """All rows, in the order of the printed form."""

    def describe(self, facts: Mapping[str, str]) -> str:
        """What a frozen row says of itself beside its name, for a reader."""

    def units(self, submissions: Iterable[Submission]) -> dict[int, int]:
        """How many producers (markets) have rows, by submission id; those without rows are left out. One query."""

    def progress(self, submissions: Iterable[Submission]) -> dict[int, Progress]:
        """By submission id, in a constant number of queries."""


_kinds: dict[str, ReportKind] = {}


def register(kind: str, report: ReportKind) -> None:
    _kinds[kind] = report


def of(submission: Submission) -> ReportKind:
    return _kinds[submission.kind]


def get(kind: str) -> ReportKind:
    return _kinds[kind]
