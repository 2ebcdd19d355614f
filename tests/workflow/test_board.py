"""The province's board: what each role sees of it, the four buttons, returns, and constant queries."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.month import Month
from producers.models import ProducerType
from producers.services.registry import update_producer
from tests.cast import fill
from workflow import services
from workflow.models import ReturnNote, State, Submission
from workflow.selectors.board import board as read_board

NOVEMBER = Month(2023, 11)
CONFIRM = "/entry/2401/2566-11/confirm"
MID_NOVEMBER = "2566-11-15 10:00"
REASON = "ยอดของบางรายสูงผิดปกติ ขอให้ตรวจกับสมุดบัญชี"


def url(name, month=NOVEMBER, province="24", **parts):
    return reverse(f"workflow:{name}", kwargs={"province": province, "month": month, **parts})


@pytest.fixture
def november(cast, at):
    """Mid-November: เมือง confirmed, บางคล้า half-way, บางปะกง not begun."""
    at(MID_NOVEMBER)
    services.confirm(fill(cast.mueang, NOVEMBER), actor=cast.somsri)
    fill(cast.bangkhla, NOVEMBER)
    return cast


def state_of(district):
    return Submission.objects.get(district=district, month=NOVEMBER).state


def text(response):
    return response.content.decode()


def test_the_province_lands_on_the_board_of_the_month_that_is_open(cast, at, signed_in):
    at(MID_NOVEMBER)
    response = signed_in(cast.wichai).get(reverse("workflow:current-board"))
    assert response.url == url("board")


def test_between_day_6_and_10_the_board_is_of_the_month_just_closed(cast, at, signed_in):
    at("2566-12-08 09:00")
    assert signed_in(cast.wichai).get(reverse("workflow:current-board")).url == url("board")


def test_a_month_reopened_for_one_district_is_the_provinces_month(cast, at, signed_in):
    at("2566-12-08 09:00")
    until = at("2566-12-09 09:00")
    at("2566-12-08 09:00")
    services.grant_extension(actor=cast.teera, month=Month(2023, 9), until=until, reason="แก้ไข", district=cast.bangkhla)
    assert signed_in(cast.wichai).get(reverse("workflow:current-board")).url == url("board", Month(2023, 9))


def test_every_district_stands_on_the_board_with_its_state(november, signed_in):
    page = text(signed_in(november.wichai).get(url("board")))
    for words in ("เมืองฉะเชิงเทรา", "บางคล้า", "บางปะกง", "อำเภอยืนยันแล้ว", "กำลังบันทึก", "ยังไม่เริ่ม"):
        assert words in page
    assert "ล็อกแล้ว 0/3 อำเภอ" in page
    assert "ข้อมูล ณ วันที่" in page
    assert "ยังไม่ล็อก 3 จาก 3 อำเภอ" in page
    assert page.count('class="btn btn-primary"') == 1, "one act is the next one"
    assert "เอกสารปิดเดือน" not in page
    assert "1,203.00" in page  # three rows of 4 × 100.25 in เมือง


def test_the_department_sees_figures_of_locked_districts_only(november, signed_in):
    before = text(signed_in(november.orathai).get(url("board")))
    assert "1,203.00" not in before
    assert "802.00" not in before
    assert "อำเภอยืนยันแล้ว" in before
    services.lock_province(november.chachoengsao, NOVEMBER, actor=november.wichai)
    after = text(signed_in(november.orathai).get(url("board")))
    assert "1,203.00" in after
    closed = text(signed_in(november.wichai).get(url("board")))
    assert "ล็อกครบทุกอำเภอแล้ว" not in closed, "one district has not begun"
    assert "401.00" not in after
    assert "802.00" not in after


def test_the_department_learns_no_total_from_a_change_in_per_cent(november, at, signed_in):
    services.lock_province(november.chachoengsao, NOVEMBER, actor=november.wichai)
    fill(november.mueang, NOVEMBER - 1, "200.50")  # October was never confirmed
    assert "-50.0%" in text(signed_in(november.wichai).get(url("board")))
    assert "-50.0%" not in text(signed_in(november.orathai).get(url("board")))


@pytest.mark.parametrize(
    ("person", "status"), [("wichai", 200), ("orathai", 200), ("teera", 200), ("malee", 404), ("somsri", 404)]
)
def test_who_may_open_a_board_and_a_review(november, signed_in, person, status):
    client = signed_in(getattr(november, person))
    assert client.get(url("board")).status_code == status
    assert client.get(url("review", district="2401")).status_code == status


def test_a_district_of_another_province_is_not_on_this_board(november, signed_in):
    assert signed_in(november.orathai).get(url("review", district="2701")).status_code == 404


@pytest.mark.parametrize("name", ["lock-chosen", "unlock-chosen", "lock-all", "unlock-all"])
@pytest.mark.parametrize(("person", "status"), [("orathai", 403), ("teera", 403), ("malee", 404), ("somsri", 404)])
def test_only_the_provinces_own_office_presses_the_buttons(november, signed_in, name, person, status):
    data = {"district": "2401", "reason": REASON, "sure": "1"}
    assert signed_in(getattr(november, person)).post(url(name), data).status_code == status
    assert state_of(november.mueang) == State.CONFIRMED


@pytest.mark.parametrize("name", ["lock-chosen", "unlock-chosen", "lock-all", "unlock-all"])
def test_looking_locks_nothing(november, signed_in, name):
    assert signed_in(november.wichai).get(url(name)).status_code == 405


def test_several_ticked_districts_are_locked_at_once(november, signed_in):
    services.confirm(Submission.objects.get(district=november.bangkhla), actor=november.pranee)
    response = signed_in(november.wichai).post(url("lock-chosen"), {"district": ["2401", "2402"]}, follow=True)
    assert "ล็อกแล้ว 2 อำเภอ" in text(response)
    assert state_of(november.mueang) == state_of(november.bangkhla) == State.LOCKED


def test_a_ticked_district_that_has_not_confirmed_hinders_no_other(november, signed_in):
    data = {"district": ["2401", "2402", "2404"]}
    page = text(signed_in(november.wichai).post(url("lock-chosen"), data, follow=True))
    assert state_of(november.mueang) == State.LOCKED
    assert state_of(november.bangkhla) == State.DRAFT
    assert "อำเภอบางคล้า: อำเภอยังไม่ยืนยันข้อมูล" in page
    assert "อำเภอบางปะกง: อำเภอยังไม่เริ่มบันทึก" in page


def test_a_district_of_another_province_cannot_be_smuggled_in(november, signed_in):
    sakaeo = fill(november.mueang_sakaeo, NOVEMBER)
    signed_in(november.wichai).post(url("lock-chosen"), {"district": ["2701", "x", "2701' OR 1=1"]})
    sakaeo.refresh_from_db()
    assert sakaeo.state == State.DRAFT


def test_locking_without_a_tick_says_what_to_do(november, signed_in):
    assert "ยังไม่ได้เลือกอำเภอ" in text(signed_in(november.wichai).post(url("lock-chosen"), follow=True))


def test_locking_the_province_first_names_the_unconfirmed_districts(november, signed_in):
    client = signed_in(november.wichai)
    page = text(client.post(url("lock-all")))
    assert "อำเภอบางคล้า" in page
    assert "อำเภอบางปะกง" in page
    assert state_of(november.mueang) == State.CONFIRMED
    after = text(client.post(url("lock-all"), {"sure": "1"}, follow=True))
    assert "รวมล็อกแล้ว 1/3 อำเภอ" in after
    assert state_of(november.mueang) == State.LOCKED
    assert state_of(november.bangkhla) == State.DRAFT


def test_unlocking_asks_for_a_reason_before_anything_happens(november, signed_in):
    services.lock_province(november.chachoengsao, NOVEMBER, actor=november.wichai)
    client = signed_in(november.wichai)
    asked = client.post(url("unlock-chosen"), {"district": "2401"})
    assert asked.status_code == 200
    assert 'name="reason"' in text(asked)
    blank = client.post(url("unlock-chosen"), {"district": "2401", "reason": "  "})
    assert blank.status_code == 422
    assert "กรุณาระบุเหตุผล" in text(blank)
    assert state_of(november.mueang) == State.LOCKED
    client.post(url("unlock-chosen"), {"district": "2401", "reason": REASON})
    assert state_of(november.mueang) == State.DRAFT
    assert REASON in text(client.get(url("board")))


def test_unlocking_the_province_unlocks_every_locked_district(november, signed_in):
    services.lock_province(november.chachoengsao, NOVEMBER, actor=november.wichai)
    client = signed_in(november.wichai)
    assert state_of(november.mueang) == State.LOCKED
    assert 'name="reason"' in text(client.post(url("unlock-all")))
    client.post(url("unlock-all"), {"reason": REASON})
    assert state_of(november.mueang) == State.DRAFT


def test_a_closed_window_is_told_and_nothing_is_locked(november, at, signed_in):
    at("2566-12-06 00:00")
    client = signed_in(november.wichai)
    assert "ปิดรับข้อมูลแล้ว" in text(client.get(url("board")))
    assert "ปิดรับข้อมูลแล้ว" in text(client.post(url("lock-chosen"), {"district": "2401"}, follow=True))
    client.post(url("lock-all"), {"sure": "1"})
    assert state_of(november.mueang) == State.CONFIRMED


def test_a_button_on_the_review_page_comes_back_to_it_and_nowhere_else(november, signed_in):
    client = signed_in(november.wichai)
    data = {"district": "2401", "back": "review"}
    assert client.post(url("lock-chosen"), data).url == url("review", district="2401")
    assert client.post(url("lock-chosen"), {**data, "back": "https://evil.example"}).url == url("board")


def test_a_return_carries_its_reason_and_reasons_on_rows(november, signed_in):
    client = signed_in(november.wichai)
    page = text(client.get(url("return", district="2401")))
    assert 'name="row-24010001/food"' in page
    data = {"reason": REASON, "row-24010001/food": "กรอกเลขศูนย์เกิน", "row-99/none": "ไม่มีแถวนี้"}
    after = text(client.post(url("return", district="2401"), data, follow=True))
    assert state_of(november.mueang) == State.RETURNED
    assert list(ReturnNote.objects.values_list("row_key", "reason")) == [("24010001/food", "กรอกเลขศูนย์เกิน")]
    assert REASON in after
    assert "กรอกเลขศูนย์เกิน" in after


def test_a_return_without_a_reason_keeps_what_was_written_on_rows(november, signed_in):
    data = {"reason": "", "row-24010001/food": "กรอกเลขศูนย์เกิน"}
    response = signed_in(november.wichai).post(url("return", district="2401"), data)
    assert response.status_code == 422
    assert "กรอกเลขศูนย์เกิน" in text(response)
    assert state_of(november.mueang) == State.CONFIRMED


def test_a_draft_cannot_be_returned_and_the_page_says_why(november, signed_in):
    page = text(signed_in(november.wichai).post(url("return", district="2402"), {"reason": REASON}, follow=True))
    assert "ส่งคืนไม่ได้" in page
    assert state_of(november.bangkhla) == State.DRAFT


def test_the_review_shows_what_changed_since_the_last_revision(november, signed_in):
    submission = Submission.objects.get(district=november.mueang)
    services.return_to_district(submission, actor=november.wichai, reason=REASON)
    row = submission.sales_rows.order_by("pk").first()
    row.domestic_offline = Decimal("555.55")
    row.save()
    services.confirm(submission, actor=november.somsri)
    page = text(signed_in(november.wichai).get(url("review", district="2401")))
    assert "เปลี่ยนไปจากฉบับก่อน 1 แถว" in page
    assert "455.30" in page
    assert "ฉบับที่ 2" in page
    assert "ฉบับที่ 1" in page


def test_the_department_sees_no_revision_but_the_locked_one(november, signed_in):
    test_the_review_shows_what_changed_since_the_last_revision(november, signed_in)
    services.lock_province(november.chachoengsao, NOVEMBER, actor=november.wichai)
    page = text(signed_in(november.orathai).get(url("review", district="2401")))
    assert "1,658.30" in page
    assert "1,203.00" not in page
    assert "ฉบับที่ 1" not in page
    assert REASON not in page


def test_a_confirmed_month_is_reviewed_as_it_was_signed_and_a_new_name_is_said(november, signed_in):
    """A producer renamed and of another type since: the paper keeps both, and so does what the province locks."""
    producer = november.producers_of(november.mueang)[0]
    old, office = producer.name, signed_in(november.wichai)
    facts = {"name": "กลุ่มชื่อใหม่", "type": ProducerType.SME}
    update_producer(actor=november.wichai, producer=producer, version=producer.version, **facts)
    page = text(office.get(url("review", district="2401")))
    assert old in page
    assert "กลุ่มชื่อใหม่" not in page
    assert "SMEs" not in page
    assert "ไม่มีแถวใดเปลี่ยน" in text(signed_in(november.somsri).get(CONFIRM))
    services.return_to_district(
        Submission.objects.get(district=november.mueang), actor=november.wichai, reason="ปรับชื่อให้ตรงทะเบียน"
    )
    for reader, path in ((office, url("review", district="2401")), (signed_in(november.somsri), CONFIRM)):
        assert f"ชื่อเดิม {old} · เดิม อาหาร · กลุ่มผู้ผลิตชุมชน" in text(reader.get(path))


def test_before_the_lock_the_department_sees_no_row_of_the_review(november, signed_in):
    page = text(signed_in(november.orathai).get(url("review", district="2401")))
    assert "กลุ่มแม่บ้าน" not in page
    assert "401.00" not in page
    assert "อำเภอยืนยันแล้ว" in page


def test_the_trail_on_the_board_tells_who_did_what_where(november, signed_in):
    page = text(signed_in(november.wichai).get(url("board")))
    assert "อำเภอยืนยันข้อมูล" in page
    assert "อำเภอเมืองฉะเชิงเทรา" in page
    assert "สมศรี ใจดี" in page


@pytest.mark.parametrize("month", ["2566-13", "2443-01", "2900-01", "abcd-ef"])
def test_months_that_are_none_do_not_exist(cast, signed_in, month):
    assert signed_in(cast.wichai).get(f"/board/24/{month}/").status_code == 404


def test_the_board_costs_as_many_queries_for_three_districts_as_for_one(
    november, django_assert_max_num_queries, django_assert_num_queries
):
    with django_assert_max_num_queries(12) as few:
        read_board(november.wichai, november.chachoengsao, NOVEMBER)
    services.confirm(Submission.objects.get(district=november.bangkhla), actor=november.pranee)
    fill(november.bangpakong, NOVEMBER)
    with django_assert_num_queries(len(few)):
        read_board(november.wichai, november.chachoengsao, NOVEMBER)
