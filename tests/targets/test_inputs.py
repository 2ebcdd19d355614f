"""Typing what the scales count: one form, by the right people, while the province has not closed the period."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core import audit
from targets.models import BaseRevenue, ScaleClosing, ScaleInput
from targets.services.bases import save_bases
from targets.services.guards import Refused
from targets.services.scales import At, close, reopen, save_inputs
from tests.targets.scene import make_indicator, make_scale


@pytest.fixture
def begun(cast, at):
    at("2566-11-15 10:00")
    make_scale(cast, "growth")
    make_scale(cast, "online")
    make_scale(cast, "grade", period="q1")
    return cast


def url(kind, period="round1"):
    return reverse("targets:inputs", args=["24", 2567, period, kind])


def text(response):
    return response.content.decode()


def test_the_province_types_all_districts_in_one_form(begun, signed_in):
    data = {"interested-2401": "๓๐", "shop-2401": "20", "interested-2402": "", "base-2402": "1,000.50"}
    answer = signed_in(begun.wichai).post(url("grade", "q1"), data, follow=True)
    assert "เปลี่ยน 2 รายการ" in text(answer)
    row = ScaleInput.objects.get()
    assert (row.district, row.interested, row.shop, row.updated_by) == (begun.mueang, 30, 20, begun.wichai)
    assert BaseRevenue.objects.get().amount == Decimal("1000.50")
    entry = audit.trail(row).get()
    assert entry.details["changes"] == {"ผู้ผลิตที่สนใจ": ["–", "30"], "ลงทะเบียน Shop ชุมชน": ["–", "20"]}
    signed_in(begun.wichai).post(url("grade", "q1"), data)
    assert audit.trail(row).count() == 1


def test_a_district_types_its_own_and_no_base(begun, signed_in):
    data = {"interested-2401": "5", "interested-2402": "9", "base-2402": "1", "shop-2402": "2"}
    page = text(signed_in(begun.pranee).get(url("grade", "q1")))
    assert 'name="interested-2402"' in page
    assert "base-2402" not in page
    assert "2401" not in page
    signed_in(begun.pranee).post(url("grade", "q1"), data)
    assert list(ScaleInput.objects.values_list("district__code", "interested")) == [("2402", 9)]
    assert not BaseRevenue.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"online-2402": "2"}, "ขายออนไลน์มากกว่าผลิตภัณฑ์ที่ลงทะเบียน (1)"),
        ({"online-2402": "1.5"}, "พิมพ์เป็นจำนวนเต็ม"),
        ({"online-2402": "-1"}, "พิมพ์เป็นจำนวนเต็ม"),
        ({"products-2402": "10"}, "บอกเหตุผล"),
        ({"products_reason-2402": "เพราะ"}, "ใส่จำนวน"),
        ({"online-2402": "1"}, "บอกเหตุผลที่ไม่ใช้รายงานตลาดออนไลน์"),
        ({"online_reason-2402": "กระดาษ"}, "ใส่จำนวนที่ใช้แทนรายงาน"),
    ],
)
def test_a_wrong_cell_saves_nothing_and_loses_nothing(begun, signed_in, wrong, said):
    data = {"online-2401": "1", "survey-2401": "1", "online_reason-2401": "กระดาษ"} | wrong
    answer = signed_in(begun.wichai).post(url("online"), data)
    assert answer.status_code == 422
    assert said in text(answer)
    for value in wrong.values():
        assert f'value="{value}"' in text(answer)
    assert not ScaleInput.objects.exists()


def test_the_service_refuses_more_online_than_there_are_products(begun):
    with pytest.raises(Refused, match="มากกว่า"):
        save_inputs(
            At(begun.chachoengsao, 2567, "round1"),
            {begun.bangkhla: {"online": 2, "online_reason": "x"}},
            actor=begun.wichai,
        )
    with pytest.raises(Refused, match="บอกเหตุผล"):
        save_inputs(At(begun.chachoengsao, 2567, "round1"), {begun.bangkhla: {"online": 1}}, actor=begun.wichai)
    assert not ScaleInput.objects.exists()


def test_more_registered_than_interested_is_shown_and_saved(begun, signed_in):
    data = {"interested-2402": "2", "shop-2402": "3"}
    answer = signed_in(begun.pranee).post(url("grade", "q1"), data, follow=True)
    assert "ผู้ลงทะเบียนมากกว่าผู้ที่สนใจ" in text(answer)
    assert ScaleInput.objects.get().shop == 3


def test_a_pasted_table_fills_the_boxes_and_saves_nothing(begun, signed_in):
    pasted = "อำเภอ\tปีฐาน\tสนใจ\tShop\nบางปะกง\t500\t๑๒\t7\nเมืองฉะเชิงเทรา\t900.25\t40\t8\nรวม\t1,400.25\t52\t15"
    client = signed_in(begun.wichai)
    page = text(client.post(url("grade", "q1"), {"paste": "1", "text": pasted}))
    for box in ('name="base-2404"', 'value="900.25"', 'value="๑๒"', "ยังไม่มีการบันทึก"):
        assert box in page
    assert not ScaleInput.objects.exists()
    stranger = text(client.post(url("grade", "q1"), {"paste": "1", "text": "อำเภอ\tก\nอรัญประเทศ\t5\nบางคล้า\t6"}))
    assert "ไม่มีอำเภอนี้ในตาราง: อรัญประเทศ" in stranger


def test_closed_figures_are_changed_by_nobody_until_the_province_reopens(begun, signed_in):
    place = At(begun.chachoengsao, 2567, "round1")
    close(place, actor=begun.wichai)
    close(place, actor=begun.wichai)
    assert ScaleClosing.objects.count() == 1
    answer = signed_in(begun.pranee).post(url("online"), {"online-2402": "1", "online_reason-2402": "กระดาษ"})
    assert answer.status_code == 409
    assert "จังหวัดยืนยันตัวเลขของรอบนี้แล้ว" in text(answer)
    with pytest.raises(Refused):
        reopen(place, actor=begun.wichai, reason=" ")
    reopen(place, actor=begun.wichai, reason="นับใหม่")
    assert (
        signed_in(begun.pranee).post(url("online"), {"online-2402": "1", "online_reason-2402": "กระดาษ"}).status_code
        == 302
    )


def test_a_period_to_come_takes_no_figures(begun):
    with pytest.raises(Refused, match="ยังไม่เริ่ม"):
        save_inputs(At(begun.chachoengsao, 2567, "round2"), {begun.bangkhla: {"online": 1}}, actor=begun.wichai)


@pytest.mark.parametrize("person", ["somsri", "malee", "orathai", "teera"])
def test_nobody_else_writes_a_districts_figures(begun, person):
    place, actor = At(begun.chachoengsao, 2567, "round1"), getattr(begun, person)
    with pytest.raises(PermissionDenied):
        save_inputs(place, {begun.bangkhla: {"online": 1}}, actor=actor)
    with pytest.raises(PermissionDenied):
        close(place, actor=actor)
    with pytest.raises(PermissionDenied):
        reopen(place, actor=actor, reason="x")


def test_the_base_of_a_closed_scale_is_changed_by_no_other_page(begun, signed_in):
    make_indicator(begun)  # three tiers, from the same base years
    typed = {"base-2401-2566": "900", "base-2401-2565": "800"}
    address = reverse("targets:bases", args=["24", 2567, "round1"])
    office, place = signed_in(begun.wichai), At(begun.chachoengsao, 2567, "round1")
    office.post(address, typed)
    close(place, actor=begun.wichai)
    told = text(office.post(address, {**typed, "base-2401-2566": "1"}, follow=True))
    assert "เป็นฐานของตัวชี้วัดปี 2567 ที่จังหวัดยืนยันแล้ว" in told
    assert BaseRevenue.objects.get(year=2566).amount == 900
    office.post(address, {**typed, "base-2401-2565": "1"})
    assert BaseRevenue.objects.get(year=2565).amount == 1, "not of a scale"
    reopen(place, actor=begun.wichai, reason="นับใหม่")
    office.post(address, {**typed, "base-2401-2566": "1"})
    assert BaseRevenue.objects.get(year=2566).amount == 1


def test_the_province_closes_an_unfinished_period_only_knowing_who_is_missing(begun, signed_in):
    amounts = {"interested": 5, "shop": 2}
    save_inputs(At(begun.chachoengsao, 2567, "q1"), {begun.bangkhla: amounts}, actor=begun.pranee)
    save_bases(begun.chachoengsao, "q1", {(begun.bangkhla, 2566): Decimal(1000)}, actor=begun.wichai)
    client, page = signed_in(begun.wichai), reverse("targets:overview", args=[2567, "q1"])
    shown = text(client.get(page))
    assert "อำเภอเมืองฉะเชิงเทรา: ยังไม่กรอกรายได้ไตรมาสฐาน ผู้ผลิตที่สนใจ ผู้ผลิตใน Shop ชุมชน" in shown
    assert "อำเภอบางคล้า:" not in shown
    act = reverse("targets:inputs-close", args=["24", 2567, "q1"])
    assert "ตัวเลขยังไม่ครบ: อำเภอ" in text(client.post(act, follow=True))
    assert not ScaleClosing.objects.exists()
    client.post(act, {"incomplete": "1"})
    assert ScaleClosing.objects.get().closed_by == begun.wichai


def test_a_district_whose_online_report_waits_is_named(begun, signed_in):
    shown = text(signed_in(begun.wichai).get(reverse("targets:overview", args=[2567, "round1"])))
    assert "ยังไม่รายงานตลาดออนไลน์" in shown
    assert "ยังไม่มีรายได้ปีฐาน" in shown
