"""`manage.py verify_revisions` finds what was changed behind the portal's back, and says where."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from core.month import Month
from sales.models import SalesRow, SalesTotal
from tests.cast import Cast, fill
from workflow.canonical import sha256
from workflow.models import Revision, Submission
from workflow.services import confirm

MONTH = Month.parse("2569-11")


@pytest.fixture
def confirmed(cast: Cast, at: Callable[[str], Any]) -> Submission:
    at("2569-11-20 09:00")
    submission = fill(cast.mueang, MONTH)
    confirm(submission, actor=cast.somsri)
    submission.refresh_from_db()
    return submission


def faults() -> str:
    """What the command says when it fails."""
    errors = StringIO()
    with pytest.raises(CommandError, match=r"differences? in"):
        call_command("verify_revisions", stderr=errors, verbosity=0)
    return errors.getvalue()


def add_revision(submission: Submission, **changes: Any) -> None:
    """A second revision like the first, with these columns instead (the first cannot be changed)."""
    first = submission.revisions.get()
    columns = {
        **{f: getattr(first, f) for f in ("sha256", "content", "row_count", "total", "confirmed_at", "confirmed_by")},
        **changes,
    }
    Revision.objects.create(submission=submission, number=2, code="SECOND", **columns)
    Submission.objects.filter(pk=submission.pk).update(revision_number=2)


def test_all_is_right(confirmed: Submission) -> None:
    out = StringIO()

    call_command("verify_revisions", stdout=out)

    assert "1 district months: every checksum and sum is right" in out.getvalue()


def test_a_draft_with_blanks_is_right_too(cast: Cast) -> None:
    submission = fill(cast.bangkhla, MONTH)
    SalesRow.objects.filter(submission=submission).update(foreign_online=None)
    SalesTotal.objects.filter(submission=submission).update(total=Decimal("300.75"), filled=0)

    call_command("verify_revisions", stdout=StringIO())


def test_a_row_changed_after_confirming(confirmed: Submission) -> None:
    row = confirmed.sales_rows.order_by("pk").first()
    SalesRow.objects.filter(pk=row.pk).update(domestic_offline=Decimal("100.26"))

    said = faults()

    assert f"sales 2569-11 2401: row {row.producer.code}/{row.category}" in said
    assert "confirmed 100.25 100.25 100.25 100.25, stored 100.26 100.25 100.25 100.25" in said
    assert "kept totals say" in said


def test_a_row_removed_after_confirming(confirmed: Submission) -> None:
    confirmed.sales_rows.first().delete()

    assert "stored nothing" in faults()


def test_a_renamed_producer_is_no_fault(confirmed: Submission) -> None:
    producer = confirmed.sales_rows.first().producer
    producer.name = "กลุ่มชื่อใหม่"
    producer.save()

    call_command("verify_revisions", stdout=StringIO())


def test_kept_totals_that_drifted(confirmed: Submission) -> None:
    SalesTotal.objects.filter(submission=confirmed).update(total=1)

    assert "kept totals say" in faults()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sha256": "0" * 64}, "revision 2: the content does not fit its SHA-256"),
        ({"total": Decimal(1)}, "revision 2: the total is 1"),
        ({"row_count": 99}, "revision 2: the count is 99"),
        ({"content": "not json"}, "revision 2: the content cannot be read"),
    ],
)
def test_a_forged_revision(confirmed: Submission, changes: dict[str, Any], said: str) -> None:
    add_revision(confirmed, **changes)

    assert said in faults()


def test_a_revision_of_another_month(confirmed: Submission) -> None:
    content = confirmed.revisions.get().content.replace("2569-11", "2569-10")
    add_revision(confirmed, content=content, sha256=sha256(content))

    assert "revision 2: month is 2569-10, not 2569-11" in faults()


def test_a_total_inside_the_content(confirmed: Submission) -> None:
    content = confirmed.revisions.get().content.replace('"total":"', '"total":"9')
    add_revision(confirmed, content=content, sha256=sha256(content))

    assert "revision 2: total is 9" in faults()


def test_a_revision_that_is_not_there(confirmed: Submission) -> None:
    Submission.objects.filter(pk=confirmed.pk).update(revision_number=2)

    assert "the month names revision 2, there are [1]" in faults()
