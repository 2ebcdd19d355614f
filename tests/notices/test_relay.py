"""From the trail to the people: exactly the right ones, nothing twice, nothing lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core import audit
from core.models import AuditEntry
from core.month import Month
from notices import relay as trail
from notices.models import Cursor, Notice, Told, Way, Wish
from notices.relay import relay
from notices.selectors import unread_count
from tests.cast import fill
from tests.notices.scene import make_notice, told
from workflow import services
from workflow.models import Kind

NOVEMBER = Month.parse("2566-11")
REASON = "ยอด 98,765.43 บาทไม่ตรงกับสมุดบัญชี"


@pytest.fixture
def confirmed(cast, at):
    at("2566-11-15 10:00")
    relay()
    submission = fill(cast.mueang, NOVEMBER)
    services.confirm(submission, actor=cast.somsri)
    return submission


def test_officers_of_the_district_alone_hear_of_a_return(cast, confirmed):
    services.return_to_district(confirmed, actor=cast.wichai, reason=REASON)
    assert relay() == 2
    assert told() == [("newcomer", "returned"), ("somsri", "returned")]
    notice = Notice.objects.get(person=cast.somsri)
    assert notice.title == "จังหวัดส่งคืนให้แก้ไข: ยอดจำหน่าย OTOP เดือนพฤศจิกายน 2566"
    assert notice.todo == "แก้ไขตามเหตุผลแล้วยืนยันใหม่ภายในสิ้นวันที่ 25 พฤศจิกายน 2566 (24:00 น.)"
    assert (notice.said, notice.url) == (REASON, "/entry/2401/2566-11/")


def test_locking_and_unlocking_are_told_and_confirming_is_not(cast, confirmed, at):
    services.lock(confirmed, actor=cast.wichai)
    at("2566-11-27 10:00")
    services.unlock(confirmed, actor=cast.wichai, reason="แก้ยอด")
    relay()
    assert {topic for _, topic in told()} == {"locked", "unlocked"}
    unlocked = Notice.objects.get(person=cast.somsri, topic="unlocked")
    assert "ภายในสิ้นวันที่ 5 ธันวาคม 2566" in unlocked.todo, "the district's day is over, the window is not"


@pytest.mark.parametrize(
    ("area", "people"),
    [
        ("district", ["newcomer", "somsri", "wichai"]),
        ("province", ["newcomer", "pranee", "somsri", "wichai"]),
    ],
)
def test_an_extension_is_told_to_its_area_and_its_office(cast, at, area, people):
    at("2566-12-20 10:00")
    relay()
    where = {"district": cast.mueang} if area == "district" else {"province": cast.chachoengsao}
    until = at("2566-12-20 10:00") + timedelta(days=5)
    extension = services.grant_extension(actor=cast.teera, month=NOVEMBER, until=until, reason="น้ำท่วม", **where)
    relay()
    assert [name for name, _ in told("extended")] == people
    assert Notice.objects.get(person=cast.wichai).url == "/board/24/2566-11/"
    services.revoke_extension(extension, actor=cast.teera)
    relay()
    assert Notice.objects.filter(topic="extended").count() == 2 * len(people)


def test_market_sales_lead_to_their_own_page(cast, confirmed):
    markets = fill(cast.mueang, NOVEMBER, kind=Kind.MARKETS)
    audit.record(cast.wichai, "month.unlocked", markets, reason="แก้")
    relay()
    assert Notice.objects.get(person=cast.somsri).url == "/markets/entry/2401/2566-11/"


def test_nothing_is_told_twice(cast, confirmed):
    services.lock(confirmed, actor=cast.wichai)
    assert (relay(), relay()) == (2, 0)
    Told.objects.all().delete()  # as if a worker had been killed before it could say so
    relay()
    assert len(told()) == 2


def test_a_worker_killed_between_its_steps_leaves_nothing_half_done(cast, confirmed, monkeypatch):
    services.lock(confirmed, actor=cast.wichai)
    with monkeypatch.context() as killed:
        killed.setattr(trail.Notice.objects, "bulk_create", lambda *_, **__: 1 / 0)
        assert relay() == 0
    assert not Told.objects.exists()
    assert relay() == 2


def test_an_entry_that_cannot_be_told_keeps_no_other_back_and_is_not_passed(cast, confirmed, monkeypatch, clock):
    services.lock(confirmed, actor=cast.wichai)
    services.unlock(confirmed, actor=cast.wichai, reason="แก้")
    locked = AuditEntry.objects.get(action="month.locked")
    read = trail.events.read
    with monkeypatch.context() as broken:
        broken.setattr(trail.events, "read", lambda entry: 1 / 0 if entry.pk == locked.pk else read(entry))
        clock.at(locked.at + timedelta(hours=3))
        assert relay() == 2
        assert Cursor.objects.get().entry == locked.pk - 1
    assert relay() == 2
    assert Cursor.objects.get().entry > locked.pk


def test_an_entry_that_commits_late_is_not_lost(cast, confirmed, clock):
    """An earlier id becomes visible after a later one was told, up to the horizon behind the clock."""
    submission = confirmed
    services.lock(submission, actor=cast.wichai)
    late = AuditEntry.objects.latest("pk")
    facts = {name: getattr(late, name) for name in ("at", "actor", "actor_name", "target_type", "target_id")}
    AuditEntry.objects.create(pk=late.pk + 8, action="month.unlocked", details={"reason": "ก"}, **facts)
    clock.at(late.at + timedelta(minutes=1))
    relay()
    clock.at(late.at + trail.HORIZON - timedelta(seconds=1))
    relay()
    AuditEntry.objects.create(pk=late.pk + 3, action="month.returned", details={"reason": "ข"}, **facts)
    assert relay() == 2
    assert {topic for _, topic in told()} == {"locked", "unlocked", "returned"}
    clock.at(late.at + trail.HORIZON + timedelta(seconds=1))
    relay()
    assert Cursor.objects.get().entry == late.pk + 8


def test_what_a_person_has_silenced_is_not_told_and_a_reminder_cannot_be(cast, confirmed):
    for topic in ("locked", "reminded"):
        Wish.objects.create(person=cast.somsri, topic=topic, way=Way.NONE)
    services.lock(confirmed, actor=cast.wichai)
    relay()
    assert told() == [("newcomer", "locked")]
    confirmed_at = AuditEntry.objects.get(action="month.confirmed").at
    event = trail.Event("test:9", "district.reminded", confirmed_at, "sales", NOVEMBER, cast.mueang)
    trail.tell(event, lambda: [cast.somsri], event.at)
    assert ("somsri", "reminded") in told()


def test_an_officer_who_has_moved_leaves_the_old_districts_notices_behind(cast, at, signed_in):
    at("2566-11-15 10:00")
    make_notice(cast.somsri, cast.mueang)
    make_notice(cast.somsri, event="test:2")
    assert unread_count(cast.somsri) == 2
    cast.somsri.district = cast.bangkhla
    cast.somsri.save()
    assert unread_count(cast.somsri) == 1
    assert unread_count(cast.suspended) == 0


def test_whoever_goes_to_the_department_leaves_the_provinces_notices_behind(cast, at):
    at("2566-11-15 10:00")
    Notice.objects.filter(pk=make_notice(cast.wichai).pk).update(province=cast.chachoengsao)
    assert unread_count(cast.wichai) == 1
    cast.wichai.role, cast.wichai.province = "department", None
    cast.wichai.save()
    assert unread_count(cast.wichai) == 0


def test_a_finished_file_is_told_to_the_person_who_asked(cast, at):
    at("2566-11-15 10:00")
    relay()
    audit.record(cast.orathai, "export.made", cast.orathai, document="รต.๓\nรวม", format="pdf")
    relay()
    assert told() == [("orathai", "export")]
    assert Notice.objects.get().title == "ไฟล์พร้อมแล้ว: รต.๓ รวม"


def test_the_relay_asks_little_when_there_is_nothing_to_tell(cast, confirmed, django_assert_max_num_queries):
    relay()
    with django_assert_max_num_queries(5):
        relay()
