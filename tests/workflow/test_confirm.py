"""Confirming: what hinders it, and what it freezes."""

import hashlib
import json
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from producers.models import Producer
from sales.models import SalesRow
from tests.workflow.conftest import REASON
from workflow import canonical, services
from workflow.models import Revision, State
from workflow.services import CODE_ALPHABET, CODE_LENGTH


def rows(submission):
    return SalesRow.objects.filter(submission=submission).order_by("pk")


def confirm_again(cast, submission, change=None):
    """Lock, unlock, change a row, confirm."""
    services.lock(submission, actor=cast.wichai)
    services.unlock(submission, actor=cast.wichai, reason=REASON)
    if change is not None:
        rows(submission).filter(pk=rows(submission).first().pk).update(domestic_offline=change)
    return services.confirm(submission, actor=cast.somsri)


def test_a_blank_amount_hinders_confirming_and_is_named(cast, put):
    submission = put()
    row = rows(submission).first()
    row.foreign_online = None
    row.save(update_fields=["foreign_online"])
    with pytest.raises(services.Incomplete) as incomplete:
        services.confirm(submission, actor=cast.somsri)
    assert any(row.producer.name in sentence for sentence in incomplete.value.blockers)
    submission.refresh_from_db()
    assert (submission.state, Revision.objects.count()) == (State.DRAFT, 0)


def test_no_sales_at_all_is_no_blank(cast, put):
    assert services.confirm(put(amount="0"), actor=cast.somsri).total == 0


def test_a_district_with_producers_and_no_rows_cannot_confirm(cast, midmonth):
    from core.month import Month

    submission = services.submission_of(cast.mueang, Month.parse("2566-11"))
    with pytest.raises(services.Incomplete):
        services.confirm(submission, actor=cast.somsri)


def test_a_revision_freezes_the_canonical_rows_with_their_sum(cast, put):
    submission = put(amount="100.25")
    revision = services.confirm(submission, actor=cast.somsri)
    document = json.loads(revision.content)
    assert revision.sha256 == hashlib.sha256(revision.content.encode()).hexdigest()
    assert (document["form"], document["district"], document["month"]) == ("otop-portal/1", "2401", "2566-11")
    assert (revision.number, revision.row_count, revision.total) == (1, 3, Decimal("1203.00"))
    assert document["total"] == "1203.00"
    assert [row["amounts"] for row in document["rows"]] == [["100.25"] * 4] * 3
    assert canonical.rows_of(revision) == [
        canonical.RowContent(r["key"], r["label"], r["facts"], tuple(map(Decimal, r["amounts"])))
        for r in document["rows"]
    ]


def test_its_text_is_the_documented_one_byte_for_byte(cast, put):
    """docs/canonical-form.md: keys sorted, no spaces, letters unescaped; the same on both engines."""
    content = services.confirm(put(), actor=cast.somsri).content
    again = json.dumps(json.loads(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert content == again
    assert "กลุ่มแม่บ้านเกษตรกรหน้าเมือง" in content


def test_its_code_is_long_and_has_no_letter_that_is_read_for_another(cast, put):
    code = services.confirm(put(), actor=cast.somsri).code
    assert len(code) == CODE_LENGTH >= 10
    assert set(code) <= set(CODE_ALPHABET)
    assert not set(CODE_ALPHABET) & set("01OIL")


def test_the_submission_knows_who_and_when(cast, put, midmonth):
    submission = put(State.CONFIRMED)
    assert (submission.confirmed_at, submission.confirmed_by, submission.revision_number) == (midmonth, cast.somsri, 1)


def test_unchanged_after_an_unlock_it_keeps_number_and_code(cast, put):
    submission = put(State.CONFIRMED)
    first = submission.revisions.get()
    again = confirm_again(cast, submission)
    assert (again.pk, again.number, Revision.objects.count()) == (first.pk, 1, 1)


def test_changed_after_an_unlock_it_gets_the_next_number(cast, put):
    submission = put(State.CONFIRMED)
    second = confirm_again(cast, submission, Decimal("200.25"))
    first = submission.revisions.first()
    assert (second.number, second.total - first.total) == (2, Decimal("100.00"))
    assert second.code != first.code
    assert second.sha256 != first.sha256
    changes = canonical.changes(canonical.rows_of(first), canonical.rows_of(second), str)
    assert [change.difference for change in changes] == [Decimal("100.00")]


def test_changed_back_it_gets_a_number_again(cast, put):
    """Number 1 was superseded by 2: its paper must not come to life again."""
    submission = put(State.CONFIRMED)
    confirm_again(cast, submission, Decimal("200.25"))
    third = confirm_again(cast, submission, Decimal("100.25"))
    assert third.number == 3
    assert third.sha256 == submission.revisions.first().sha256


def test_a_producer_renamed_afterwards_changes_no_revision(cast, put):
    submission = put(State.CONFIRMED)
    before = submission.revisions.get().content
    for producer in Producer.objects.filter(district=cast.mueang):
        producer.name = "ชื่อใหม่"
        producer.save(update_fields=["name"])
    revision = submission.revisions.get()
    assert revision.content == before
    assert canonical.sha256(revision.content) == revision.sha256


def test_confirming_clears_the_reasons_of_the_return(cast, put):
    submission = put(State.CONFIRMED)
    key = canonical.rows_of(submission.revisions.get())[0].key
    services.return_to_district(
        submission, actor=cast.wichai, reason=REASON, row_reasons={key: "ยอดสูงผิดปกติ", "ไม่มีแถวนี้": "x"}
    )
    assert [(note.row_key, note.reason) for note in submission.return_notes.all()] == [(key, "ยอดสูงผิดปกติ")]
    services.confirm(submission, actor=cast.somsri)
    assert not submission.return_notes.exists()


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_a_revision(cast, put, act):
    revision = put(State.CONFIRMED).revisions.get()
    one = Revision.objects.filter(pk=revision.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        one.update(total=0) if act == "update" else one._raw_delete("default")
    assert one.get().sha256 == revision.sha256


def test_a_confirmed_month_without_a_revision_cannot_be_stored(cast, put):
    submission = put()
    with pytest.raises(DatabaseError), transaction.atomic():
        type(submission).objects.filter(pk=submission.pk).update(state=State.CONFIRMED)


def test_changes_names_rows_added_altered_and_removed():
    def row(key, amount):
        return canonical.RowContent(key, f"ราย {key}", {}, (Decimal(amount),))

    before = [row("a", 1), row("b", 2), row("c", 3)]
    after = [row("b", 5), row("c", 3), row("d", 4)]
    found = canonical.changes(before, after, str)
    assert [(c.key, c.difference) for c in found] == [("b", 3), ("d", 4), ("a", -1)]
    assert canonical.changes(before, before, str) == []
