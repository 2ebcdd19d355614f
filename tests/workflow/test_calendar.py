"""When a month may change: every boundary to the second, under a frozen clock, in Bangkok time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.clock import BANGKOK
from core.month import BudgetYear, Month
from core.thai import thai_date
from tests.conftest import moment
from workflow import calendar, services
from workflow.calendar import Act, may_change
from workflow.models import ConfirmDeadline

NOVEMBER = Month.parse("2566-11")
TWO_YEARS = [*BudgetYear(2567).months, *BudgetYear(2568).months]  # with 29 February 2567
SECOND = timedelta(seconds=1)


def verdict(person, district, month=NOVEMBER, act=Act.EDIT):
    return may_change(person, district, month, act, submission=None)


def code_at(at, when, cast, month=NOVEMBER):
    at(when)
    return verdict(cast.somsri, cast.mueang, month).code


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ("2566-10-10 00:00", "not-yet-open"),
        ("2566-11-06 00:00", "not-yet-open"),
        ("2566-11-09 23:59:59", "not-yet-open"),
        ("2566-11-09 23:59:59.999999", "not-yet-open"),
        ("2566-11-10 00:00:00", "open"),
        ("2566-11-25 23:59:59", "open"),
        ("2566-11-26 00:00:00", "open"),
        ("2566-11-30 23:59:59", "open"),
        ("2566-12-01 00:00:00", "open"),
        ("2566-12-05 23:59:59.999999", "open"),
        ("2566-12-06 00:00:00", "closed"),
        ("2566-12-10 00:00:00", "closed"),
        ("2567-11-15 00:00:00", "closed"),
    ],
)
def test_a_month_is_open_from_its_day_10_until_day_6_of_the_next(cast, at, when, code):
    assert code_at(at, when, cast) == code


@pytest.mark.parametrize("month", TWO_YEARS, ids=str)
def test_every_month_of_two_budget_years_opens_and_closes_to_the_second(cast, at, month):
    opens = moment(f"{month}-10 00:00")
    closes = moment(f"{month + 1}-06 00:00")
    seen = [code_at(at, when, cast, month) for when in (opens - SECOND, opens, closes - SECOND, closes)]
    assert seen == ["not-yet-open", "open", "open", "closed"]


@pytest.mark.parametrize("day", range(1, 29))
def test_days_belong_to_one_month_or_to_none(day):
    """1–5 to the month before, 6–9 to nobody, from 10 to the present one."""
    noon = moment(f"2567-03-{day:02d} 12:00")
    march = Month.parse("2567-03")
    open_months = [m for m in (march - 2, march - 1, march, march + 1) if calendar.default_window(m).is_open(noon)]
    assert open_months == ([march - 1] if day < 6 else [] if day < 10 else [march])


def test_a_verdict_says_why_what_to_do_and_until_when(cast, at):
    at("2566-11-09 23:59:59")
    assert verdict(cast.somsri, cast.mueang).sentence == (
        "เดือนพฤศจิกายน 2566 ยังไม่เปิดให้บันทึก จะเปิดวันที่ 10 พฤศจิกายน 2566 เวลา 00:00 น."
    )
    at("2566-11-10 00:00")
    opened = verdict(cast.somsri, cast.mueang)
    assert (opened.sentence, opened.until) == ("บันทึกได้ถึง สิ้นวันที่ 5 ธันวาคม 2566 (24:00 น.)", moment("2566-12-06 00:00"))
    at("2566-12-06 00:00")
    closed = verdict(cast.somsri, cast.mueang)
    assert closed.sentence == "เดือนพฤศจิกายน 2566 ปิดรับข้อมูลแล้วเมื่อ 6 ธันวาคม 2566 เวลา 00:00 น."
    assert "ขยายเวลา" in closed.remedy
    assert closed.as_dict() == {
        "allowed": False, "code": "closed", "message": f"{closed.sentence} {closed.remedy}", "until": None,
    }  # fmt: skip


# Roles, before anything else


def test_only_the_districts_own_active_officer_edits(cast, at):
    at("2566-11-15 12:00")
    people = vars(cast)
    may = [name for name in people if hasattr(people[name], "role") and verdict(people[name], cast.mueang).allowed]
    assert may == ["somsri", "newcomer"]


@pytest.mark.parametrize("act", [Act.LOCK, Act.UNLOCK, Act.RETURN])
def test_only_the_districts_own_province_locks(cast, at, act):
    at("2566-11-15 12:00")
    people = {n: p for n, p in vars(cast).items() if hasattr(p, "role")}
    refused = [n for n, p in people.items() if verdict(p, cast.mueang, act=act).code == "role"]
    assert refused == [n for n in people if n != "wichai"]


def test_an_officer_moved_to_another_district_edits_only_there(cast, at):
    at("2566-11-15 12:00")
    services_user = cast.somsri
    services_user.district = cast.bangkhla
    services_user.save()
    assert not verdict(cast.somsri, cast.mueang).allowed
    assert verdict(cast.somsri, cast.bangkhla).allowed


# Overrides: other dates than day 10 – day 6


def override(cast, opens, closes, month=NOVEMBER):
    return services.set_window(
        actor=cast.teera, month=month, opens_at=moment(opens), closes_at=moment(closes), reason="กำหนดพิเศษ"
    )


def test_an_override_replaces_both_ends(cast, at):
    override(cast, "2566-11-15 08:30", "2566-11-27 16:30")
    seen = [
        code_at(at, when, cast)
        for when in (
            "2566-11-10 00:00", "2566-11-15 08:29:59", "2566-11-15 08:30", "2566-11-27 16:29:59", "2566-11-27 16:30",
            "2566-12-05 00:00",
        )
    ]  # fmt: skip
    assert seen == ["not-yet-open", "not-yet-open", "open", "open", "closed", "closed"]


def test_an_override_of_one_month_leaves_its_neighbours(cast, at):
    override(cast, "2566-11-15 08:30", "2566-11-27 16:30")
    assert code_at(at, "2566-11-05 23:59:59", cast, NOVEMBER - 1) == "open"
    assert code_at(at, "2566-12-10 00:00", cast, NOVEMBER + 1) == "open"


def test_a_cleared_override_gives_the_default_days_back(cast, at):
    services.clear_window(override(cast, "2566-11-15 08:30", "2566-11-27 16:30"), actor=cast.teera)
    assert code_at(at, "2566-11-10 00:00", cast) == "open"


def test_a_second_override_replaces_the_first(cast, at):
    override(cast, "2566-11-15 08:30", "2566-11-27 16:30")
    override(cast, "2566-11-12 00:00", "2566-12-06 00:00")
    assert code_at(at, "2566-11-12 00:00", cast) == "open"


def test_a_window_that_closes_before_it_opens_cannot_be_stored(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        override(cast, "2566-11-27 16:30", "2566-11-27 16:30")


# Deadlines inside the window


@pytest.mark.parametrize(
    ("month", "day", "end"),
    [
        ("2566-11", None, "2566-11-26 00:00"),
        ("2566-11", 15, "2566-11-16 00:00"),
        ("2566-11", 31, "2566-12-01 00:00"),
        ("2567-02", 31, "2567-03-01 00:00"),
        ("2567-02", 29, "2567-03-01 00:00"),
        ("2568-02", 29, "2568-03-01 00:00"),
        ("2566-12", 31, "2567-01-01 00:00"),
    ],
)
def test_a_confirm_deadline_is_the_end_of_its_day_or_of_a_shorter_month(cast, month, day, end):
    month = Month.parse(month)
    if day:
        services.set_confirm_deadline(actor=cast.wichai, province=cast.chachoengsao, from_month=month, day=day)
    assert calendar.confirm_deadline(cast.chachoengsao, month) == moment(end)


def test_a_provinces_deadline_holds_from_its_month_on_and_for_no_other_province(cast):
    for month, day in (("2566-11", 20), ("2567-01", 15)):
        services.set_confirm_deadline(
            actor=cast.wichai, province=cast.chachoengsao, from_month=Month.parse(month), day=day
        )
    ends = {m: calendar.confirm_deadline(cast.chachoengsao, Month.parse(m)) for m in ("2566-10", "2566-12", "2567-05")}
    assert ends == {
        "2566-10": moment("2566-10-26 00:00"),
        "2566-12": moment("2566-12-21 00:00"),
        "2567-05": moment("2567-05-16 00:00"),
    }
    assert calendar.confirm_deadline(cast.sakaeo, Month.parse("2566-12")) == moment("2566-12-26 00:00")


@pytest.mark.parametrize("day", [-1, 0, 9, 32, 99])
def test_a_deadline_outside_the_month_is_refused_before_it_is_stored(cast, day):
    """A day 0 in the table would break every page that shows the calendar."""
    with pytest.raises(ValueError, match="day"):
        services.set_confirm_deadline(actor=cast.wichai, province=cast.chachoengsao, from_month=NOVEMBER, day=day)
    assert not ConfirmDeadline.objects.exists()


@pytest.mark.parametrize("month", TWO_YEARS, ids=str)
def test_the_province_locks_until_the_window_closes(month):
    window = calendar.default_window(month)
    assert calendar.lock_deadline(window) == moment(f"{month + 1}-06 00:00") == window.closes_at


@pytest.mark.parametrize(
    ("opens", "closes", "confirm", "lock"),
    [
        ("2566-11-10 00:00", "2566-11-28 00:00", "25 พฤศจิกายน 2566", "27 พฤศจิกายน 2566"),
        ("2566-11-01 00:00", "2566-11-20 16:30", "20 พฤศจิกายน 2566", "20 พฤศจิกายน 2566"),
        ("2566-12-01 00:00", "2566-12-20 00:00", "19 ธันวาคม 2566", "19 ธันวาคม 2566"),
        ("2566-12-08 00:00", "2566-12-20 00:00", "19 ธันวาคม 2566", "19 ธันวาคม 2566"),
    ],
)
def test_a_deadline_is_never_a_day_on_which_the_month_is_not_open(cast, at, signed_in, opens, closes, confirm, lock):
    """September 2564 was due on the 27th: whoever reads "ล็อกภายใน 5" then comes too late."""
    at("2566-11-01 09:00")
    dates = {"opens_at": moment(opens), "closes_at": moment(closes)}
    services.set_window(actor=cast.teera, month=NOVEMBER, reason="ปิดปีงบประมาณ", **dates)
    at(dates["opens_at"])
    board = signed_in(cast.wichai).get("/board/24/2566-11/").content.decode()
    assert f"อำเภอยืนยันภายใน {confirm} · จังหวัดล็อกภายใน {lock}" in board
    entry = signed_in(cast.somsri).get("/entry/2401/2566-11/").context["page"]
    assert thai_date(entry.confirm_until.astimezone(BANGKOK).date()) == confirm
    line = signed_in(cast.somsri).get("/calendar/2567/").context["calendars"][0].months[1]
    assert [thai_date(day) for day in (line.confirm_by, line.lock_by)] == [confirm, lock]
    cells = signed_in(cast.orathai).get("/national/2567/").context["board"].lines[0].cells
    assert [cell.is_ahead for cell in cells[1:3]] == [False, dates["opens_at"] < moment("2566-12-10 00:00")]


@pytest.mark.parametrize(
    ("now", "month"),
    [
        ("2566-11-26 23:59:59", "2566-11"),
        ("2566-11-27 00:00", "2566-11"),
        ("2566-12-09 23:59:59", "2566-11"),
        ("2566-12-10 00:00", "2566-12"),
    ],
)
def test_after_a_month_was_closed_early_people_land_in_it_and_not_in_the_one_before(cast, at, signed_in, now, month):
    at("2566-11-10 00:00")
    closes = moment("2566-11-27 00:00")
    services.set_window(
        actor=cast.teera, month=NOVEMBER, opens_at=at("2566-11-10 00:00"), closes_at=closes, reason="ปิดงบ"
    )
    at(now)
    assert signed_in(cast.somsri).get("/entry/").url == f"/entry/2401/{month}/"
    assert signed_in(cast.wichai).get("/board/").url == f"/board/24/{month}/"
