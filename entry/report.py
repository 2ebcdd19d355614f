"""What the workflow needs to know of a kind: blockers, content, progress. Read from its grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from entry import grids
from entry.grids import Grid, Words
from entry.models import Row
from entry.selectors.rows import rows_of
from entry.selectors.unusual import unusual_rows
from workflow import kinds
from workflow.kinds import Progress, RowContent
from workflow.models import Submission

NAMED = 5


class GridReport:
    """Implements workflow.kinds.ReportKind."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid

    @property
    def words(self) -> Words:
        return self.grid.words

    @property
    def columns(self) -> Sequence[tuple[int, str]]:
        place = {name: at for at, name in enumerate(self.grid.row.AMOUNTS)}
        return [(place[name], label) for name, label in self.grid.labels().items()]

    @property
    def frozen_labels(self) -> Sequence[str]:
        return [label for _, label in sorted(self.columns)] if self.grid.labels_are_data else []

    def hold(self, submission: Submission) -> None:
        self.grid.hold(submission)

    def blockers(self, submission: Submission) -> list[str]:
        rows, words = rows_of(submission), self.grid.words
        obstacles = self.grid.obstacles(submission.district, submission.month)
        sentences = [f"{o.label}: {o.sentence}" for o in obstacles if o.hinders]
        if not rows and self.grid.trading(submission.district, submission.month).exists():
            return sentences or [f"ยังไม่มีรายการ กด “Sync ข้อมูล” เพื่อดึงรายชื่อ{words.unit}"]
        blank = [row for row in rows if not row.is_filled]
        unexplained = [row for row in unusual_rows(submission, rows) if not row.unusual_reason]
        if gone := self.grid.gone(submission, rows):
            sentences.append(f"ย้ายออก รวม หรือยกเลิกแล้ว ให้นำแถวออก {len(gone)} แถว: {self._names(gone)}")
        if blank:
            sentences.append(f"ยังกรอกไม่ครบ {len(blank)} แถว: {self._names(blank)}")
        if unexplained:
            names = self._names(unexplained)
            sentences.append(f"ยอดต่างจากที่ผ่านมามากและยังไม่ระบุเหตุผล {len(unexplained)} แถว: {names}")
        return sentences

    def _names(self, rows: Sequence[Row]) -> str:
        names = ", ".join(self.grid.unit_of(row).name for row in rows[:NAMED])
        return f"{names} และอีก {len(rows) - NAMED} ราย" if len(rows) > NAMED else names

    def content(self, submission: Submission) -> list[RowContent]:
        return [self._content(row) for row in rows_of(submission)]

    def _content(self, row: Row) -> RowContent:
        """A row as it is frozen. In a draft a blank amount counts as 0 and the row says that it is not filled."""
        facts = self.grid.facts(row)
        if row.unusual_reason:
            facts["reason"] = row.unusual_reason
        if not row.is_filled:
            facts["blank"] = "1"
        amounts = tuple(amount or Decimal(0) for amount in row.amounts)
        return RowContent(self.grid.row_key(row), self.grid.unit_of(row).name, facts, amounts)

    def describe(self, facts: Mapping[str, str]) -> str:
        return self.grid.fact_words(facts)

    def units(self, submissions: Iterable[Submission]) -> dict[int, int]:
        rows = self.grid.row.objects.filter(submission__in=[s.pk for s in submissions])
        return dict(rows.values_list("submission_id").annotate(Count(self.grid.unit, distinct=True)).order_by())

    def progress(self, submissions: Iterable[Submission]) -> dict[int, Progress]:
        submissions = list(submissions)
        sums = self._sums([s.pk for s in submissions])
        before = self._previous_totals(submissions)
        return {
            s.pk: Progress(*sums.get(s.pk, (0, 0, Decimal(0), 0)), before.get((s.district_id, s.month)))
            for s in submissions
        }

    def _sums(self, ids: list[int]) -> dict[int, tuple[int, int, Decimal, int]]:
        totals = self.grid.total.objects.filter(submission__in=ids).values_list("submission_id")
        found = totals.annotate(Sum("rows"), Sum("filled"), Sum("total"), Sum("warnings"))
        return {pk: (rows, filled, total, warnings) for pk, rows, filled, total, warnings in found}

    def _previous_totals(self, submissions: list[Submission]) -> dict[tuple[int, Any], Decimal]:
        """By (district, month): the total of the month before."""
        totals = self.grid.total.objects.filter(
            submission__kind=self.grid.kind,
            submission__district__in={s.district_id for s in submissions},
            submission__month__in={s.month - 1 for s in submissions},
        )
        found = totals.values_list("submission__district_id", "submission__month").annotate(Sum("total"))
        return {(district, month + 1): total for district, month, total in found}


def register(grid: Grid) -> None:
    """Tell the entry and the workflow of a kind."""
    grids.register(grid)
    kinds.register(grid.kind, GridReport(grid))
