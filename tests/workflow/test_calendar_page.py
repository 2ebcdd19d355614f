"""The calendar's pages: who reads and who changes it, and what their forms refuse."""

import pytest
from django.urls import reverse

from core.month import Month
from tests.conftest import moment
from workflow import calendar, services
from workflow.fields import parse_moment
from workflow.models import ConfirmDeadline, Extension, WindowOverride

NOVEMBER = Month(2023, 11)
GRANT = {"month": "2566-10", "province": "", "district": "", "until": "30/11/2566", "reason": "แก้ไขตัวเลข"}


@pytest.fixture
def november(cast, at):
    at("2566-11-15 10:00")
    return cast


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("person", ["somsri", "wichai", "orathai", "teera"])
def test_everyone_reads_the_calendar(november, signed_in, person):
    page = text(signed_in(getattr(november, person)).get("/calendar/"))
    assert "พฤศจิกายน 2566" in page
    assert "10 พฤศจิกายน 2566 เวลา 00:00 น." in page
    assert "เปิดอยู่" in page


@pytest.mark.parametrize("path", ["extensions/new/", "windows/2566-12/"])
@pytest.mark.parametrize(("person", "status"), [("teera", 200), ("orathai", 403), ("wichai", 403), ("somsri", 403)])
def test_only_the_administrator_changes_windows(november, signed_in, path, person, status):
    assert signed_in(getattr(november, person)).get(f"/calendar/{path}").status_code == status


@pytest.mark.parametrize(("person", "status"), [("wichai", 200), ("teera", 403), ("orathai", 403), ("somsri", 403)])
def test_only_a_province_sets_its_confirm_day(november, signed_in, person, status):
    assert signed_in(getattr(november, person)).get("/calendar/deadline/").status_code == status


def test_an_extension_to_the_end_of_a_day_lasts_until_the_midnight_after(november, signed_in):
    data = {**GRANT, "province": november.chachoengsao.pk, "district": november.bangkhla.pk}
    assert signed_in(november.teera).post("/calendar/extensions/new/", data).status_code == 302
    extension = Extension.objects.get()
    assert (extension.district, extension.province) == (november.bangkhla, None)
    assert extension.until == moment("2566-12-01 00:00")
    page = text(signed_in(november.pranee).get("/calendar/"))
    assert "มีผลอยู่" in page
    assert "แก้ไขตัวเลข" in page
    assert "แก้ไขตัวเลข" not in text(signed_in(november.somsri).get("/calendar/"))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("until", "14/11/2566", "ต้องเป็นเวลาหลังจากนี้"),
        ("until", "30/11/2023", "ปีต้องเป็น พ.ศ."),
        ("until", "31/11/2566", "ไม่มีวันหรือเวลานี้"),
        ("until", "สิ้นเดือน", "วัน/เดือน/ปี พ.ศ."),
        ("reason", " ", "กรุณาระบุเหตุผล"),
        ("province", "", "กรุณาเลือกจังหวัด"),
    ],
)
def test_a_wrong_extension_is_refused_at_its_field(november, signed_in, field, value, sentence):
    data = {**GRANT, "province": november.chachoengsao.pk, field: value}
    response = signed_in(november.teera).post("/calendar/extensions/new/", data)
    assert response.status_code == 422
    assert sentence in text(response)
    assert not Extension.objects.exists()


def test_an_extension_of_a_month_to_come_is_refused(november, signed_in):
    data = {**GRANT, "province": november.chachoengsao.pk, "month": "2566-12"}
    assert signed_in(november.teera).post("/calendar/extensions/new/", data).status_code == 422


def test_a_district_must_lie_in_the_chosen_province(november, signed_in):
    data = {**GRANT, "province": november.sakaeo.pk, "district": november.bangkhla.pk}
    page = text(signed_in(november.teera).post("/calendar/extensions/new/", data))
    assert "ไม่ได้อยู่ในจังหวัดสระแก้ว" in page
    assert not Extension.objects.exists()


def test_revoking_ends_an_extension_and_keeps_it_on_the_page(november, signed_in):
    extension = services.grant_extension(
        actor=november.teera,
        month=NOVEMBER - 1,
        until=moment("2566-12-01 00:00"),
        reason="แก้ไข",
        province=november.chachoengsao,
    )
    path = reverse("workflow:extension-revoke", args=[extension.pk])
    assert signed_in(november.wichai).post(path).status_code == 403
    assert "ยกเลิกแล้ว" in text(signed_in(november.teera).post(path, follow=True))


def test_other_dates_for_a_month_and_back(november, signed_in):
    client = signed_in(november.teera)
    data = {"opens_at": "10/11/2566", "closes_at": "๒๗/๑๒/๒๕๖๖", "reason": "น้ำท่วม"}
    assert client.post("/calendar/windows/2566-11/", data).status_code == 302
    assert calendar.national_window(NOVEMBER).closes_at == moment("2566-12-28 00:00")
    assert "น้ำท่วม" in text(signed_in(november.somsri).get("/calendar/"))
    client.post("/calendar/windows/2566-11/clear/")
    assert not WindowOverride.objects.exists()


def test_a_window_that_closes_before_it_opens_is_refused(november, signed_in):
    data = {"opens_at": "10/12/2566", "closes_at": "1/12/2566", "reason": "ผิด"}
    response = signed_in(november.teera).post("/calendar/windows/2566-11/", data)
    assert response.status_code == 422
    assert "วันปิดต้องอยู่หลังวันเปิด" in text(response)


def test_the_province_sets_its_day_from_a_month_on(november, signed_in):
    client = signed_in(november.wichai)
    client.post("/calendar/deadline/", {"from_month": "2566-11", "day": "18"})
    assert ConfirmDeadline.objects.get().province == november.chachoengsao
    assert "18 พฤศจิกายน 2566" in text(signed_in(november.somsri).get("/calendar/"))
    assert "25 พฤศจิกายน 2566" in text(signed_in(november.kanya).get("/calendar/"))
    for day in ("9", "32", "x", ""):
        assert client.post("/calendar/deadline/", {"from_month": "2566-11", "day": day}).status_code == 422


@pytest.mark.parametrize("written", ["15/3/2567 16:30", "๑๕/๓/๒๕๖๗ เวลา ๑๖.๓๐ น.", " 15-03-2567  16:30 น. "])
def test_a_moment_may_be_written_in_the_ways_people_write_it(written):
    day, at = parse_moment(written)
    assert (day.isoformat(), at.isoformat()) == ("2024-03-15", "16:30:00")
