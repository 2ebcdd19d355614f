"""The tests' own foundation: the cast fits the rules it tests, the clock stands where it is told."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from core import audit
from core import clock as portal_clock
from core.models import AuditEntry
from core.month import Month
from producers.models import Producer
from sales.models import SalesRow
from tests.cast import PEOPLE, fill


def test_everyone_in_the_cast_is_a_valid_account(cast):
    for name in PEOPLE:
        try:
            getattr(cast, name).full_clean(exclude=["password"])
        except ValidationError as error:
            pytest.fail(f"{name}: {error}")


def test_the_keys_of_bulk_created_records_are_those_that_saving_makes(cast):
    for producer in Producer.objects.all():
        before = (producer.sort_key, producer.search_key)
        producer.save()
        assert (producer.sort_key, producer.search_key) == before


def test_a_filled_month_has_one_row_for_each_producer_and_category(cast):
    submission = fill(cast.mueang, Month.parse("2566-10"))
    assert SalesRow.objects.filter(submission=submission).count() == 3


def test_the_clock_stands_in_bangkok_in_a_buddhist_year(at):
    at("2566-11-10 00:00")
    assert portal_clock.now().isoformat() == "2023-11-10T00:00:00+07:00"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_the_append_only_triggers_stand_again_after_a_transactional_test(time):
    entry = audit.record(None, "test", AuditEntry(pk=1))
    for statement in (
        "UPDATE core_auditentry SET action = 'x' WHERE id = %s",
        "DELETE FROM core_auditentry WHERE id = %s",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [entry.pk])
    assert AuditEntry.objects.count() == 1
