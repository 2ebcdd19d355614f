"""The jobs of days 10 and 6: each month once, whether they run late, twice or never; they open and close nothing."""

from core.month import Month
from tests.cast import fill
from workflow import announcements, services, tasks
from workflow.models import Kind, MonthEvent

OCTOBER, NOVEMBER, DECEMBER = Month(2023, 10), Month(2023, 11), Month(2023, 12)
OPENED, CLOSED = MonthEvent.Event.OPENED, MonthEvent.Event.CLOSED


def months(event, kind=Kind.SALES):
    return set(MonthEvent.objects.filter(kind=kind, event=event).values_list("month", flat=True))


def test_a_month_is_announced_at_the_instant_it_opens_and_not_before(cast, at):
    at("2566-11-09 23:59:59")
    tasks.open_months()
    assert NOVEMBER not in months(OPENED)
    at("2566-11-10 00:00")
    tasks.open_months()
    assert NOVEMBER in months(OPENED)


def test_a_month_is_closed_at_the_instant_it_closes_and_not_before(cast, at):
    at("2566-12-05 23:59:59")
    tasks.close_months()
    assert NOVEMBER not in months(CLOSED)
    at("2566-12-06 00:00")
    tasks.close_months()
    assert NOVEMBER in months(CLOSED)


def test_twice_is_once(cast, at):
    at("2566-11-10 00:00")
    assert announcements.announce_openings()
    before = list(MonthEvent.objects.values())
    at("2566-11-10 01:00")
    assert announcements.announce_openings() == []
    assert list(MonthEvent.objects.values()) == before


def test_runs_that_never_were_are_made_good_by_the_next(cast, at):
    at("2566-12-20 12:00")
    tasks.open_months()
    tasks.close_months()
    assert months(OPENED) == {Month(2023, 9), OCTOBER, NOVEMBER, DECEMBER}
    assert months(CLOSED) == {Month(2023, 9), OCTOBER, NOVEMBER}


def test_the_departments_other_dates_are_followed(cast, at):
    closes = at("2566-12-20 00:00")
    opens = at("2566-11-10 00:00")
    services.set_window(actor=cast.teera, month=NOVEMBER, opens_at=opens, closes_at=closes, reason="น้ำท่วม")
    at("2566-12-19 23:00")
    tasks.close_months()
    assert NOVEMBER not in months(CLOSED)
    assert NOVEMBER in months(CLOSED, Kind.MARKETS), "each kind has dates of its own"
    at("2566-12-20 00:00")
    tasks.close_months()
    assert NOVEMBER in months(CLOSED)


def test_the_closing_keeps_how_many_districts_stood_in_which_state(cast, at):
    at("2566-11-15 10:00")
    services.confirm(fill(cast.mueang, NOVEMBER), actor=cast.somsri)
    services.confirm(fill(cast.bangkhla, NOVEMBER), actor=cast.pranee)
    services.lock(cast.mueang.submissions.get(), actor=cast.wichai)
    at("2566-12-06 00:00")
    tasks.close_months()
    kept = MonthEvent.objects.get(kind=Kind.SALES, month=NOVEMBER, event=CLOSED).snapshot
    expected = {"districts": 3, "locked": 1, "confirmed": 1, "returned": 0, "draft": 1}
    assert kept["provinces"]["24"] == expected
    assert kept["total"] == {"districts": 5, "locked": 1, "confirmed": 1, "returned": 0, "draft": 3}


def test_provinces_that_do_not_report_are_not_counted(cast, at):
    at("2566-12-06 00:00")
    cast.sakaeo.reports = False
    cast.sakaeo.save()
    assert announcements.snapshot(NOVEMBER)["total"]["districts"] == 3


def test_the_calendar_page_shows_the_last_announcement(cast, at, signed_in):
    at("2566-12-06 00:00")
    tasks.close_months()
    page = signed_in(cast.somsri).get("/calendar/").content.decode()
    assert "ปิดรับข้อมูลเดือนพฤศจิกายน 2566 ล็อกแล้ว 0/5 อำเภอทั่วประเทศ" in page


def test_a_closing_that_was_put_off_is_none_and_the_real_one_is_kept(cast, at, signed_in):
    """The job of day 6 has run; then the department keeps the month open until the 20th."""
    opens = at("2566-11-10 00:00")
    at("2566-12-06 00:00")
    tasks.close_months()
    closes = at("2566-12-20 00:00")
    at("2566-12-07 09:00")
    services.set_window(actor=cast.teera, month=NOVEMBER, opens_at=opens, closes_at=closes, reason="น้ำท่วม")

    def shown():
        return signed_in(cast.orathai).get("/calendar/2567/").context["calendars"][0].months[1].closing

    assert shown() is None, "before any job has run again"
    tasks.close_months()
    assert NOVEMBER not in months(CLOSED)
    services.lock(confirmed(cast), actor=cast.wichai)
    at("2566-12-20 00:00")
    tasks.close_months()
    assert shown().snapshot["total"]["locked"] == 1


def confirmed(cast):
    submission = fill(cast.mueang, NOVEMBER)
    services.confirm(submission, actor=cast.somsri)
    return submission
