"""Locking, unlocking and returning: one district, and the whole province."""

import pytest

from core import audit
from core.month import Month
from sales.models import SalesRow, SalesTotal
from tests.workflow.conftest import REASON
from workflow import services
from workflow.models import State, Submission


def states():
    return dict(Submission.objects.values_list("district__code", "state"))


def figures_of(person):
    return set(Submission.objects.figures_visible_to(person).values_list("district__code", flat=True))


def test_only_at_the_lock_does_the_department_see_the_figures(cast, put):
    submission = put(State.CONFIRMED)
    for person in (cast.orathai, cast.teera):
        assert figures_of(person) == set()
        assert not SalesRow.objects.visible_to(person).exists()
        assert not SalesTotal.objects.visible_to(person).exists()
        assert Submission.objects.visible_to(person).count() == 1  # that it is confirmed, they know
    services.lock(submission, actor=cast.wichai)
    for person in (cast.orathai, cast.teera):
        assert SalesRow.objects.visible_to(person).count() == 3
    services.unlock(submission, actor=cast.wichai, reason=REASON)
    assert figures_of(cast.orathai) == set()


def test_the_province_sees_drafts_its_own_only_and_a_stranger_nothing(cast, put):
    put(State.DRAFT)
    seen = {
        name: figures_of(getattr(cast, name))
        for name in ("somsri", "pranee", "wichai", "malee", "suspended", "stranger")
    }
    assert seen == {
        "somsri": {"2401"}, "pranee": set(), "wichai": {"2401"}, "malee": set(), "suspended": set(), "stranger": set(),
    }  # fmt: skip


def test_a_lock_says_who_and_when_and_what_to_do_now(cast, put):
    from workflow.calendar import Act, may_change

    submission = put(State.LOCKED)
    verdict = may_change(cast.somsri, cast.mueang, submission.month, Act.EDIT, submission=submission)
    assert verdict.sentence == "วิชัย แปดริ้ว ล็อกข้อมูลแล้วเมื่อ 15 พฤศจิกายน 2566 เวลา 10:00 น."
    assert verdict.remedy == "หากต้องแก้ไข ให้จังหวัดปลดล็อกพร้อมเหตุผล"


def test_the_province_locks_its_confirmed_districts_and_leaves_the_rest(cast, put):
    put(State.CONFIRMED)
    put(State.DRAFT, cast.bangkhla)
    locked = services.lock_province(cast.chachoengsao, Month.parse("2566-11"), actor=cast.wichai)
    assert [s.district for s in locked] == [cast.mueang]
    assert states() == {"2401": State.LOCKED, "2402": State.DRAFT}


def test_locking_the_province_twice_locks_nothing_more(cast, put):
    submission = put(State.CONFIRMED)
    for _ in range(2):
        locked = services.lock_province(cast.chachoengsao, submission.month, actor=cast.wichai)
    assert locked == []
    assert audit.trail(submission).filter(action="month.locked").count() == 1


def test_a_province_never_locks_another_provinces_districts(cast, put):
    put(State.CONFIRMED)
    with pytest.raises(services.Refused):
        services.lock_province(cast.chachoengsao, Month.parse("2566-11"), actor=cast.malee)
    assert services.lock_province(cast.sakaeo, Month.parse("2566-11"), actor=cast.malee) == []
    assert states() == {"2401": State.CONFIRMED}


def test_unlocking_the_province_unlocks_every_locked_district_with_the_reason(cast, put):
    for district in (cast.mueang, cast.bangkhla):
        put(State.LOCKED, district)
    done = services.unlock_province(cast.chachoengsao, Month.parse("2566-11"), actor=cast.wichai, reason=f" {REASON} ")
    assert {s.district for s in done} == {cast.mueang, cast.bangkhla}
    assert {s.reopen_reason for s in Submission.objects.all()} == {REASON}
    assert states() == {"2401": State.DRAFT, "2402": State.DRAFT}


def test_one_refusal_undoes_the_whole_provinces_act(cast, put, monkeypatch):
    """Half a province locked would be told as none."""
    for district in (cast.mueang, cast.bangkhla):
        put(State.CONFIRMED, district)
    guard = services.guard

    def refuse_the_second(actor, submission, act):
        if submission.district == cast.bangkhla:
            raise services.Refused(services.Verdict(False, "closed", "ปิดแล้ว"))
        guard(actor, submission, act)

    monkeypatch.setattr(services, "guard", refuse_the_second)
    with pytest.raises(services.Refused):
        services.lock_province(cast.chachoengsao, Month.parse("2566-11"), actor=cast.wichai)
    assert set(states().values()) == {State.CONFIRMED}


def test_a_return_carries_its_reason_and_who_said_it(cast, put, midmonth):
    submission = put(State.RETURNED)
    assert (submission.reopen_reason, submission.reopened_by, submission.reopened_at) == (REASON, cast.wichai, midmonth)


def test_a_long_reason_is_cut_not_refused_by_the_database(cast, put):
    submission = put(State.LOCKED)
    services.unlock(submission, actor=cast.wichai, reason="ก" * 5000)
    submission.refresh_from_db()
    assert submission.reopen_reason == "ก" * 500


def test_a_second_return_replaces_the_row_reasons_of_the_first(cast, put):
    submission = put(State.CONFIRMED)
    keys = [row.key for row in services.kinds.of(submission).content(submission)]
    for key in keys[:2]:
        services.return_to_district(
            submission, actor=cast.wichai, reason=REASON, row_reasons={key: "แก้", keys[2]: "  "}
        )
        assert list(submission.return_notes.values_list("row_key", flat=True)) == [key]
        services.confirm(submission, actor=cast.somsri)
