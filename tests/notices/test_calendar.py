"""Notices by the clock: an opening, days that are left; once each, and true whenever the job runs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.month import Month
from notices.calendar import announce, step_of
from notices.models import Notice
from notices.relay import sweep
from tests.cast import fill
from tests.notices.scene import told
from workflow import services
from workflow.models import Extension, Kind

NOVEMBER = Month.parse("2566-11")
OFFICERS = ["kanya", "newcomer", "pranee", "somsri"]


def names(topic, kind="ยอดจำหน่าย OTOP"):
    notices = Notice.objects.filter(topic=topic, title__contains=kind)
    return sorted(notices.values_list("person__username", flat=True))


def test_an_opening_is_told_once_to_officers_and_offices(cast, at):
    at("2566-11-09 23:59")
    announce()
    assert names("opened") == []
    at("2566-11-10 06:05")
    announce()
    announce()
    assert names("opened") == sorted([*OFFICERS, "malee", "wichai"])
    assert "2566-11" in Notice.objects.filter(person=cast.somsri).first().url
    todo = Notice.objects.get(person=cast.somsri, title__contains="OTOP").todo
    assert todo == "กรอกและยืนยันภายในสิ้นวันที่ 25 พฤศจิกายน 2566 (24:00 น.)"
    assert names("days-left") == []


def test_a_job_that_was_down_for_days_tells_no_old_news(cast, at):
    at("2566-11-14 06:05")
    announce()
    assert told() == []


@pytest.mark.parametrize(("left", "step"), [(8, None), (7, 7), (4, 7), (3, 3), (2, 3), (1, 1), (0, 1), (-1, None)])
def test_days_belong_to_steps(left, step):
    assert step_of(left) == step


def test_only_those_who_have_not_confirmed_are_counted_down(cast, at):
    at("2566-11-17 09:00")
    services.confirm(fill(cast.mueang, NOVEMBER), actor=cast.somsri)
    announce()
    assert names("days-left") == [], "eight days"
    at("2566-11-18 09:00")
    announce()
    at("2566-11-19 09:00")
    announce()
    assert names("days-left") == ["kanya", "pranee"]
    notice = Notice.objects.get(person=cast.pranee)
    assert notice.title.startswith("เหลืออีก 7 วัน: ")
    assert notice.url == "/entry/2402/2566-11/"
    at("2566-11-25 23:00")
    announce()
    assert Notice.objects.filter(person=cast.pranee, title__startswith="วันนี้เป็นวันสุดท้าย: ยอดจำหน่าย OTOP").exists()
    at("2566-11-26 00:00")
    announce()
    assert names("days-left") == ["kanya", "kanya", "pranee", "pranee"]


def test_the_office_is_counted_down_to_its_own_deadline(cast, at):
    at("2566-12-04 09:00")
    announce()
    assert names("days-left") == ["malee", "wichai"]
    assert Notice.objects.filter(person=cast.wichai).first().url.endswith("/board/24/2566-11/")


def test_a_province_that_has_locked_all_is_left_in_peace(cast, at):
    at("2566-11-20 09:00")
    for district, officer in ((cast.mueang_sakaeo, None), (cast.aranyaprathet, cast.kanya)):
        submission = fill(district, NOVEMBER)
        if officer:
            services.confirm(submission, actor=officer)
        else:
            type(submission).objects.filter(pk=submission.pk).update(state="locked", revision_number=1)
    services.lock_province(cast.sakaeo, NOVEMBER, actor=cast.malee)
    at("2566-12-04 09:00")
    announce()
    assert names("days-left") == ["wichai"]


def test_the_end_of_an_extension_is_counted_down_for_those_it_was_given_to(cast, at):
    now = at("2566-12-20 09:00")
    until = now + timedelta(days=2, hours=15)
    Extension.objects.create(
        kind=Kind.SALES, month=NOVEMBER, district=cast.mueang, granted_at=now, until=until, reason="น้ำท่วม"
    )
    announce()
    assert names("days-left", "พฤศจิกายน") == ["newcomer", "somsri"]


def test_old_notices_go(cast, at):
    at("2566-11-10 06:05")
    announce()
    at("2567-11-25 06:05")
    sweep()
    assert Notice.objects.exists()
    at("2567-12-25 06:05")
    sweep()
    assert not Notice.objects.exists()
