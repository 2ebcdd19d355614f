"""What the workflow needs to know about sales: blockers, content, progress."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from producers.models import Producer
from sales.models import CHANNEL_LABELS, SalesRow, SalesTotal
from sales.selectors.history import histories
from sales.selectors.rows import rows_of
from sales.unusual import is_unusual
from workflow.kinds import Progress, RowContent
from workflow.models import Kind, Submission

NAMED = 5


def row_key(row: SalesRow) -> str:
    return f"{row.producer.code}/{row.category}"


def _names(rows: list[SalesRow]) -> str:
    names = ", ".join(row.producer.name for row in rows[:NAMED])
    return f"{names} และอีก {len(rows) - NAMED} ราย" if len(rows) > NAMED else names


def row_content(row: SalesRow) -> RowContent:
    """A row as it is frozen. In a draft a blank amount counts as 0 and the row says that it is not filled."""
    facts = {"category": row.category, "type": row.producer.type}
    if row.unusual_reason:
        facts["reason"] = row.unusual_reason
    if not row.is_filled:
        facts["blank"] = "1"
    amounts = tuple(amount or Decimal(0) for amount in row.amounts)
    return RowContent(row_key(row), row.producer.name, facts, amounts)


def unusual_rows(submission: Submission, rows: list[SalesRow]) -> list[SalesRow]:
    """Rows far from their history as it stands now (the stored flag is as of the last save). One query."""
    known = histories(submission, {row.producer_id for row in rows})
    return [r for r in rows if r.is_filled and is_unusual(r.total, known.get((r.producer_id, r.category)))]


class SalesKind:
    """Implements workflow.kinds.ReportKind."""

    amount_labels = tuple(CHANNEL_LABELS.values())

    def blockers(self, submission: Submission) -> list[str]:
        rows = rows_of(submission)
        if not rows and Producer.objects.filter(district=submission.district).trading_in(submission.month).exists():
            return ["ยังไม่มีรายการ กด “Sync ข้อมูล” เพื่อดึงรายชื่อผู้ผลิต"]
        blank = [row for row in rows if not row.is_filled]
        unexplained = [row for row in unusual_rows(submission, rows) if not row.unusual_reason]
        sentences = []
        if blank:
            sentences.append(f"ยังกรอกไม่ครบ {len(blank)} แถว: {_names(blank)}")
        if unexplained:
            sentences.append(f"ยอดต่างจากที่ผ่านมามากและยังไม่ระบุเหตุผล {len(unexplained)} แถว: {_names(unexplained)}")
        return sentences

    def content(self, submission: Submission) -> list[RowContent]:
        return [row_content(row) for row in rows_of(submission)]

    def progress(self, submissions: Iterable[Submission]) -> dict[int, Progress]:
        submissions = list(submissions)
        sums = self._sums([s.pk for s in submissions])
        before = self._previous_totals(submissions)
        return {
            s.pk: Progress(*sums.get(s.pk, (0, 0, Decimal(0), 0)), before.get((s.district_id, s.month)))
            for s in submissions
        }

    @staticmethod
    def _sums(ids: list[int]) -> dict[int, tuple[int, int, Decimal, int]]:
        totals = SalesTotal.objects.filter(submission__in=ids).values_list("submission_id")
        found = totals.annotate(Sum("rows"), Sum("filled"), Sum("total"), Sum("warnings"))
        return {pk: (rows, filled, total, warnings) for pk, rows, filled, total, warnings in found}

    @staticmethod
    def _previous_totals(submissions: list[Submission]) -> dict[tuple[int, object], Decimal]:
        """By (district, month): the total of the month before."""
        totals = SalesTotal.objects.filter(
            submission__kind=Kind.SALES,
            submission__district__in={s.district_id for s in submissions},
            submission__month__in={s.month - 1 for s in submissions},
        )
        found = totals.values_list("submission__district_id", "submission__month").annotate(Sum("total"))
        return {(district, month + 1): total for district, month, total in found}
