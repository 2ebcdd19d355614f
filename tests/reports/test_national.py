"""The department's board: states of all reporting provinces, figures of locked districts only, live."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import User
from core.month import BudgetYear, Month
from reports.national import national_board
from tests.cast import fill
from workflow import services

NOVEMBER = Month(2023, 11)
YEAR = BudgetYear(2567)


@pytest.fixture
def november(cast, at):
    at("2566-11-15 10:00")
    services.confirm(fill(cast.mueang, NOVEMBER), actor=cast.somsri)
    fill(cast.bangkhla, NOVEMBER, "7.00")
    return cast


def cell_of(board, province, month=NOVEMBER):
    line = next(line for line in board.lines if line.province == province)
    return line.cells[YEAR.months.index(month)]


@pytest.mark.parametrize(("person", "status"), [("orathai", 200), ("teera", 200), ("wichai", 403), ("somsri", 403)])
def test_only_the_department_opens_the_national_board(november, signed_in, person, status):
    client = signed_in(getattr(november, person))
    assert client.get("/national/").status_code == client.get("/national/2567/").status_code == status


def test_a_total_appears_at_the_moment_of_locking_and_goes_with_the_unlock(november):
    submission = november.mueang.submissions.get()
    assert cell_of(national_board(november.orathai, YEAR), november.chachoengsao).status == "confirmed"
    services.lock(submission, actor=november.wichai)
    board = national_board(november.orathai, YEAR)
    cell = cell_of(board, november.chachoengsao)
    assert (cell.status, cell.locked, cell.districts, cell.total) == ("part", 1, 3, Decimal("1203.00"))
    assert board.total == board.months[1].total == Decimal("1203.00")
    services.unlock(submission, actor=november.wichai, reason="แก้ไข")
    assert national_board(november.orathai, YEAR).total == 0


def test_every_district_locked_makes_the_province_complete(november):
    services.confirm(november.bangkhla.submissions.get(), actor=november.pranee)
    services.lock_province(november.chachoengsao, NOVEMBER, actor=november.wichai)
    assert national_board(november.orathai, YEAR).provinces_complete == 0  # บางปะกง has not begun
    officer = User.objects.create_user("bangpakong", role="district", district=november.bangpakong, display_name="ก")
    services.confirm(fill(november.bangpakong, NOVEMBER), actor=officer)
    services.lock_province(november.chachoengsao, NOVEMBER, actor=november.wichai)
    board = national_board(november.orathai, YEAR)
    assert cell_of(board, november.chachoengsao).status == "locked"
    assert board.provinces_complete == 1


def test_months_that_have_not_opened_are_ahead_and_idle_ones_not_begun(november):
    board = national_board(november.orathai, YEAR)
    assert cell_of(board, november.sakaeo, Month(2023, 10)).status == "none"
    assert cell_of(board, november.sakaeo, Month(2023, 12)).status == "ahead"
    assert board.current.month == NOVEMBER


def test_provinces_that_do_not_report_are_neither_shown_nor_summed(november):
    services.lock(november.mueang.submissions.get(), actor=november.wichai)
    november.chachoengsao.reports = False
    november.chachoengsao.save()
    board = national_board(november.orathai, YEAR)
    assert [line.province for line in board.lines] == [november.sakaeo]
    assert board.total == 0


def test_the_page_shows_the_year_asked_for(november, signed_in):
    client = signed_in(november.orathai)
    assert "ปีงบประมาณ 2566" in client.get(reverse("reports:national-year", args=[2566])).content.decode()
    assert client.get("/national/2599/").status_code == 404


def test_the_board_costs_the_same_queries_whatever_is_locked(
    november, django_assert_max_num_queries, django_assert_num_queries
):
    with django_assert_max_num_queries(4) as few:
        national_board(november.orathai, YEAR)
    for month in YEAR.months[:6]:
        fill(november.aranyaprathet, month)
    services.lock_province(november.chachoengsao, NOVEMBER, actor=november.wichai)
    with django_assert_num_queries(len(few)):
        national_board(november.orathai, YEAR)
