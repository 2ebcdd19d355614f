"""What the board and the review say of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from core.templatetags.numbers import count
from evidence import selectors
from workflow import kinds
from workflow.marks import Mark
from workflow.models import Kind, Submission


class EvidenceMarker:
    """Implements workflow.marks.Marker."""

    def of_months(self, user: Any, submissions: Sequence[Submission]) -> dict[int, Mark]:
        """'มีหลักฐาน 3/12 ราย', of sales that have rows."""
        of_sales = [s for s in submissions if s.kind == Kind.SALES]
        if not of_sales:
            return {}
        with_some = selectors.producers_with_evidence(of_sales)
        units = kinds.get(Kind.SALES).units(of_sales)
        return {
            s.pk: Mark(f"มีหลักฐาน {count(with_some.get(s.pk, 0))}/{count(units[s.pk])} ราย")
            for s in of_sales
            if units.get(s.pk)
        }

    def of_units(self, user: Any, submission: Submission) -> dict[str, Mark]:
        """'หลักฐาน 2 ไฟล์' for the province, that may open them."""
        if user.is_national or submission.kind != Kind.SALES:
            return {}
        return {
            code: Mark(f"หลักฐาน {count(files)} ไฟล์", gallery_url(submission, pk))
            for pk, code, files in selectors.files_by_producer(submission)
        }


def gallery_url(submission: Submission, producer_pk: int) -> str:
    return reverse("evidence:gallery", args=[submission.district.code, submission.month, producer_pk])
