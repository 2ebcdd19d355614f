"""Months reopened or kept open for one province or district: from the grant, until the moment, unless revoked."""

import pytest
from django.core.exceptions import PermissionDenied

from core.month import Month
from tests.conftest import moment
from workflow import calendar, services
from workflow.calendar import Act, may_change
from workflow.models import Extension

OCTOBER = Month.parse("2566-10")
REASON = "แก้ไขยอดตามหนังสือจังหวัด"


@pytest.fixture
def grant(cast, at):
    """Grant an extension at a moment; the letter of 13 March 2567 unless told otherwise."""

    def grant(when="2567-03-13 09:00", until="2567-03-16 00:00", month=OCTOBER, **area):
        at(when)
        area = area or {"province": cast.chachoengsao}
        return services.grant_extension(actor=cast.teera, month=month, until=moment(until), reason=REASON, **area)

    return grant


@pytest.fixture
def code(cast, at):
    def code(when, person=None, district=None, month=OCTOBER):
        at(when)
        person, district = person or cast.somsri, district or cast.mueang
        return may_change(person, district, month, submission=None).code

    return code


def test_a_closed_month_opens_from_the_grant_until_its_end(grant, code):
    grant()
    moments = ("2567-03-13 08:59:59.999999", "2567-03-13 09:00", "2567-03-15 23:59:59.999999", "2567-03-16 00:00")
    assert [code(when) for when in moments] == ["closed", "open", "open", "closed"]


def test_it_says_until_when_and_why(cast, grant):
    grant()
    verdict = may_change(cast.somsri, cast.mueang, OCTOBER, submission=None)
    assert verdict.sentence == f"ขยายเวลาถึง สิ้นวันที่ 15 มีนาคม 2567 (24:00 น.) เหตุผล: {REASON}"
    assert verdict.until == moment("2567-03-16 00:00")


def test_once_it_has_ended_the_refusal_names_its_end_and_not_the_windows(cast, grant, at):
    grant()
    at("2567-03-16 00:00")
    sentence = may_change(cast.somsri, cast.mueang, OCTOBER, submission=None).sentence
    assert sentence == "เดือนตุลาคม 2566 ปิดรับข้อมูลแล้วเมื่อ 16 มีนาคม 2567 เวลา 00:00 น."


def test_a_province_extension_covers_its_districts_and_no_other(cast, grant, code):
    grant()
    assert code("2567-03-14 09:00", cast.pranee, cast.bangkhla) == "open"
    assert code("2567-03-14 09:00", cast.kanya, cast.aranyaprathet) == "closed"


def test_a_district_extension_covers_that_district_alone(cast, grant, code):
    grant(district=cast.bangkhla)
    assert code("2567-03-14 09:00", cast.pranee, cast.bangkhla) == "open"
    assert code("2567-03-14 09:00", cast.somsri, cast.mueang) == "closed"


def test_it_opens_one_month_alone(grant, code):
    grant()
    assert code("2567-03-14 09:00", month=OCTOBER + 1) == "closed"
    assert code("2567-03-14 09:00", month=OCTOBER - 1) == "closed"


def test_the_province_may_lock_in_it_too(cast, grant):
    grant()
    verdict = may_change(cast.wichai, cast.mueang, OCTOBER, Act.LOCK, submission=None)
    assert verdict.code == "not-confirmed"  # the state's reason, not the window's


def test_an_extension_is_never_for_a_stranger(cast, grant, code):
    grant()
    for person in (cast.pranee, cast.malee, cast.orathai, cast.teera, cast.suspended):
        assert code("2567-03-14 09:00", person) == "role"


def test_revoked_is_closed_from_that_instant(cast, grant, code, at):
    extension = grant()
    at("2567-03-14 12:00")
    services.revoke_extension(extension, actor=cast.teera)
    assert [code(when) for when in ("2567-03-14 11:59:59", "2567-03-14 12:00")] == ["open", "closed"]


def test_revoking_twice_keeps_the_first(cast, grant, at):
    extension = grant()
    for when in ("2567-03-14 12:00", "2567-03-15 12:00"):
        at(when)
        services.revoke_extension(extension, actor=cast.teera)
    extension.refresh_from_db()
    assert extension.revoked_at == moment("2567-03-14 12:00")


def test_the_longest_of_several_counts_and_revoking_it_leaves_the_other(cast, grant, code, at):
    grant(until="2567-03-15 00:00")
    longest = grant(when="2567-03-13 10:00", until="2567-03-20 00:00", district=cast.mueang)
    assert code("2567-03-19 23:59:59") == "open"
    at("2567-03-14 00:00")
    services.revoke_extension(longest, actor=cast.teera)
    assert [code(when) for when in ("2567-03-14 23:59:59", "2567-03-15 00:00")] == ["open", "closed"]


def test_one_given_inside_the_window_prolongs_it_without_a_gap(grant, code):
    grant(when="2566-11-01 09:00", until="2566-11-08 16:30")
    moments = ("2566-11-05 23:59:59", "2566-11-06 00:00", "2566-11-08 16:29:59", "2566-11-08 16:30")
    assert [code(when) for when in moments] == ["open", "open", "open", "closed"]


def test_one_that_ends_inside_the_window_shortens_nothing(grant, code):
    grant(when="2566-10-12 09:00", until="2566-10-20 00:00")
    assert [code(when) for when in ("2566-10-20 00:00", "2566-11-05 23:59:59")] == ["open", "open"]


def test_one_for_a_month_to_come_opens_nothing_early(grant, code):
    """An extension prolongs; only an override opens a month before its day 10."""
    grant(when="2566-10-01 09:00", until="2566-12-01 00:00")
    assert code("2566-10-09 23:59:59") == "not-yet-open"


def test_the_working_month_is_the_one_that_is_open(cast, at):
    for when, month in (
        ("2566-11-05 23:59:59", "2566-10"),
        ("2566-11-06 00:00", "2566-10"),  # closed: the month just closed
        ("2566-11-09 23:59:59", "2566-10"),
        ("2566-11-10 00:00", "2566-11"),
        ("2567-01-05 12:00", "2566-12"),
    ):
        at(when)
        assert str(calendar.working_month(cast.mueang)) == month, when


def test_between_days_6_and_10_a_reopened_month_is_the_working_one(cast, grant, at):
    grant(when="2567-03-06 09:00")
    at("2567-03-07 12:00")
    assert calendar.working_month(cast.mueang) == OCTOBER
    assert calendar.working_month(cast.aranyaprathet) == Month.parse("2567-02")
    at("2567-03-10 00:00")
    assert calendar.working_month(cast.mueang) == Month.parse("2567-03")


def test_a_month_that_an_override_keeps_open_for_long_is_a_working_month(cast, at):
    """August may still be due in November: between days 6 and 10 officers stand in it, not in a closed October."""
    services.set_window(
        actor=cast.teera, month=Month.parse("2566-08"), opens_at=moment("2566-08-10 00:00"),
        closes_at=moment("2566-11-30 00:00"), reason="ระบบขัดข้อง",
    )  # fmt: skip
    at("2566-11-07 12:00")
    assert calendar.working_month(cast.mueang) == Month.parse("2566-08")
    at("2566-11-10 00:00")
    assert calendar.working_month(cast.mueang) == Month.parse("2566-11")


def test_windows_of_a_province_agree_with_those_of_its_districts(cast, grant, at, django_assert_num_queries):
    grant(until="2567-03-15 00:00")
    grant(until="2567-03-18 00:00", district=cast.bangkhla)
    grant(until="2567-03-14 00:00", district=cast.mueang)
    grant(until="2567-03-30 00:00", district=cast.aranyaprathet)
    instant = at("2567-03-13 12:00")
    with django_assert_num_queries(3):
        windows = calendar.windows_in(cast.chachoengsao, OCTOBER, at=instant)
    districts = (cast.mueang, cast.bangkhla, cast.bangpakong)
    assert windows == {d.pk: calendar.window_for(d, OCTOBER, at=instant) for d in districts}


# Who may give them, and the records they leave


@pytest.mark.parametrize("name", ["somsri", "wichai", "orathai", "suspended"])
def test_only_the_administrator_changes_the_calendar(cast, name):
    person, ends = getattr(cast, name), moment("2600-01-01 00:00")
    extension = Extension.objects.create(
        month=OCTOBER, province=cast.chachoengsao, granted_at=moment("2567-03-01 00:00"), until=ends, reason=REASON
    )
    opens = {"opens_at": moment("2566-10-01 00:00"), "closes_at": ends}
    for act in (
        lambda: services.grant_extension(actor=person, month=OCTOBER, until=ends, reason=REASON, district=cast.mueang),
        lambda: services.revoke_extension(extension, actor=person),
        lambda: services.set_window(actor=person, month=OCTOBER, reason=REASON, **opens),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert list(Extension.objects.filter(revoked_at=None)) == [extension]


@pytest.mark.parametrize("name", ["somsri", "malee", "orathai", "teera"])
def test_a_deadline_is_set_by_its_own_province(cast, name):
    with pytest.raises(PermissionDenied):
        services.set_confirm_deadline(actor=getattr(cast, name), province=cast.chachoengsao, from_month=OCTOBER, day=15)


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_no_extension_without_its_reason(cast, reason):
    with pytest.raises(services.NothingSaid):
        services.grant_extension(
            actor=cast.teera, month=OCTOBER, until=moment("2600-01-01 00:00"), reason=reason, province=cast.sakaeo
        )
    assert not Extension.objects.exists()
