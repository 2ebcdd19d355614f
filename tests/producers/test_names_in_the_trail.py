"""What the audit trail held of sole owners' names before it called them by code: taken out once, and said so there."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from core import audit
from core.models import AuditEntry
from producers.models import Producer, ProducerRequest

withhold = import_module("producers.migrations.0011_sole_owners_leave_the_trail").withhold
LABEL = "ชื่อกลุ่ม/ผู้ผลิต ผู้ประกอบการ"


def run():
    withhold(apps, SimpleNamespace(connection=connection))


@pytest.fixture
def old_trail(cast, at):
    """As it was written before: the sole owner's name in every place where one could stand, and a group's beside it."""
    at("2566-11-15 10:00")
    sole, group = cast.producers_of(cast.mueang)
    Producer.objects.filter(pk=sole.pk).update(type="sole", name="นางสมหญิง ใจงาม")
    Producer.objects.filter(pk=group.pk).update(type="group")
    sole.refresh_from_db()
    name, both = sole.name, (f"{sole.name} ({sole.code})", f"{group.name} ({group.code})")
    asked = {
        "district": cast.mueang,
        "province": cast.chachoengsao,
        "asked_by": cast.somsri,
        "asked_at": audit.clock.now(),
    }
    about = ProducerRequest.objects.create(kind="restore", producer=sole, name=name, **asked)
    new = ProducerRequest.objects.create(kind="new", name=name, facts={"type": "sole"}, **asked)
    for target, act, details in (
        (sole, "producer.created", {"code": sole.code, "name": name}),
        (sole, "producer.changed", {"changes": {LABEL: ["นางสม", name], "ตำบล": ["ก", "ข"]}}),
        (group, "producer.merged", {"other": both[0], "products": ["ขนม"], "from_month": "2566-11", "reason": "ซ้ำ"}),
        (sole, "producer.merged_away", {"into": both[1]}),
        (group, "producer.unmerged", {"other": name}),
        (about, "request.asked", {"of": f"ขอกลับมาลงทะเบียน: {name}", "reason": "ยังขาย"}),
        (new, "request.refused", {"of": name, "reason": "ไม่ครบ"}),
        (group, "producer.created", {"code": group.code, "name": group.name}),
    ):
        audit.record(cast.wichai, act, target, **details)
    return sole, group


def details():
    return list(AuditEntry.objects.order_by("pk").values_list("details", flat=True))


def test_names_go_and_everything_else_stays(old_trail):
    sole, group = old_trail
    facts = ("pk", "at", "actor", "actor_name", "action", "target_type", "target_id")
    before = list(AuditEntry.objects.order_by("pk").values_list(*facts))
    run()
    assert details()[:-1] == [
        {"code": sole.code},
        {"changes": {LABEL: None, "ตำบล": ["ก", "ข"]}},
        {"other": sole.code, "products": ["ขนม"], "from_month": "2566-11", "reason": "ซ้ำ"},
        {"into": f"{group.name} ({group.code})"},
        {"other": "(ไม่แสดงชื่อ)"},
        {"of": f"ขอกลับมาลงทะเบียน: {sole.code}", "reason": "ยังขาย"},
        {"of": "ผู้ผลิตชุมชนที่เป็นเจ้าของรายเดียว", "reason": "ไม่ครบ"},
        {"code": group.code, "name": group.name},
    ]
    assert list(AuditEntry.objects.order_by("pk").values_list(*facts))[:-1] == before
    said = AuditEntry.objects.latest("pk")
    assert (said.action, said.actor_name, said.details) == ("trail.names_withheld", "ระบบ", {"entries": 6})


def test_once_is_enough_and_the_trail_is_append_only_again(old_trail):
    run()
    after = details()
    run()
    assert details() == after
    for change in (lambda rows: rows.update(actor_name="x"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change(AuditEntry.objects.all())


def test_what_fails_half_way_leaves_the_trail_as_it_was(old_trail, monkeypatch):
    before = details()
    monkeypatch.setattr(AuditEntry.objects.all().__class__, "bulk_update", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        run()
    monkeypatch.undo()
    assert details() == before
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()
