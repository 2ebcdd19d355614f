"""The audit trail: what it keeps, and that nothing changes it afterwards."""

import pytest
from django.db import DatabaseError, transaction

from core import audit
from core.models import AuditEntry


def test_an_act_keeps_who_what_and_when(cast, at):
    moment = at("2566-11-10 09:30")
    audit.record(cast.teera, "user.suspended", cast.suspended, reason="ย้าย")
    entry = audit.trail(cast.suspended).get()
    assert (entry.actor, entry.actor_name, entry.action) == (cast.teera, "ธีระ ดูแลระบบ", "user.suspended")
    assert (entry.at, entry.details) == (moment, {"reason": "ย้าย"})


def test_an_actor_keeps_the_name_of_then(cast):
    audit.record(cast.teera, "test", cast.mueang)
    cast.teera.display_name = "ชื่อใหม่"
    cast.teera.save()
    assert audit.trail(cast.mueang).get().actor_name == "ธีระ ดูแลระบบ"


def test_the_system_acts_under_its_own_name(cast):
    assert audit.record(None, "month.closed", cast.mueang).actor_name == "ระบบ"


def test_the_trail_of_one_record_holds_nothing_of_another_with_the_same_number(cast):
    province = cast.chachoengsao
    province.pk = cast.mueang.pk
    audit.record(cast.teera, "test", cast.mueang)
    assert not audit.trail(province).exists()


def test_the_newest_act_comes_first(cast, at):
    for when in ("2566-11-10 09:30", "2566-11-11 09:30", "2566-11-11 09:30"):
        at(when)
        audit.record(cast.teera, when, cast.mueang)
    entries = list(audit.trail(cast.mueang))
    assert entries == sorted(entries, key=lambda e: (e.at, e.pk), reverse=True)


@pytest.mark.parametrize("act", ["update", "delete", "save", "instance delete"])
def test_the_database_refuses_to_change_an_entry(cast, act):
    entry = audit.record(cast.teera, "user.suspended", cast.suspended)
    one = AuditEntry.objects.filter(pk=entry.pk)
    acts = {
        "update": lambda: one.update(actor=cast.somsri),
        "delete": lambda: one._raw_delete("default"),
        "save": lambda: entry.save(),
        "instance delete": lambda: entry.delete(),
    }
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        acts[act]()
    assert audit.trail(cast.suspended).get().actor == cast.teera
