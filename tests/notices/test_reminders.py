"""The office reminds those who have not confirmed: once a day, on record, and only its own."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from core.models import AuditEntry
from core.month import Month
from notices.models import Notice, Reminder
from notices.relay import relay
from notices.reminders import remind, waiting_in
from tests.cast import fill
from tests.notices.scene import told
from workflow import services

NOVEMBER = Month.parse("2566-11")
PAGE = "/board/24/2566-11/remind/"


@pytest.fixture
def province(cast, at):
    at("2566-11-20 10:00")
    relay()
    services.confirm(fill(cast.mueang, NOVEMBER), actor=cast.somsri)
    fill(cast.bangkhla, NOVEMBER)
    return cast.chachoengsao


def test_who_has_not_confirmed_is_shown_with_the_days_left(cast, province):
    waiting = waiting_in(province, NOVEMBER)
    assert [(w.district.name, w.shown_state, w.days, w.officers) for w in waiting] == [
        ("บางคล้า", "draft", 5, 1),
        ("บางปะกง", "none", 5, 0),
    ]
    assert [w.may_be_reminded for w in waiting] == [True, False]


def test_one_act_reminds_them_all_once_a_day(cast, province, clock):
    assert remind(province, NOVEMBER, actor=cast.wichai, message=" ส่งก่อนเที่ยง ") == [cast.bangkhla]
    assert remind(province, NOVEMBER, actor=cast.wichai) == []
    relay()
    assert told() == [("pranee", "reminded")]
    notice = Notice.objects.get()
    assert (notice.said, notice.url) == ("ส่งก่อนเที่ยง", "/entry/2402/2566-11/")
    assert notice.todo == "กรอกให้ครบแล้วยืนยันภายในสิ้นวันที่ 25 พฤศจิกายน 2566 (24:00 น.)"
    entry = AuditEntry.objects.get(action="district.reminded")
    assert (entry.actor, entry.details["area"]) == (cast.wichai, "บางคล้า")
    clock.at("2566-11-21 00:00")
    assert remind(province, NOVEMBER, actor=cast.wichai) == [cast.bangkhla]


def test_nobody_is_reminded_of_what_they_cannot_do(cast, province, clock):
    clock.at("2566-12-06 00:00")
    assert remind(province, NOVEMBER, actor=cast.wichai) == []
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("name", ["malee", "somsri", "orathai", "teera"])
def test_nobody_else_reminds(cast, province, name):
    with pytest.raises(PermissionDenied):
        remind(province, NOVEMBER, actor=getattr(cast, name))


def test_the_page_names_them_and_the_board_leads_to_it(cast, province, signed_in, at):
    office = signed_in(cast.wichai)
    assert PAGE in office.get("/board/24/2566-11/").content.decode()
    page = office.get(PAGE).content.decode()
    assert "บางคล้า" in page
    assert "เตือน 1 อำเภอ" in page
    assert "ต้องยืนยันภายใน" in page
    assert "เลยกำหนดแล้ว" not in page
    at("2566-11-28 09:00")
    office = signed_in(cast.wichai)
    late = office.get(PAGE).content.decode()
    assert "เลยกำหนดแล้ว" in late
    assert "ระบบปิดรับ" in late
    answer = office.post(PAGE, {"message": "ก" * 301})
    assert answer.status_code == 422
    answer = office.post(PAGE, {"message": ""}, follow=True)
    assert "เตือนแล้ว 1 อำเภอ: อำเภอบางคล้า" in answer.content.decode()
    assert PAGE not in signed_in(cast.orathai).get("/board/24/2566-11/").content.decode()
