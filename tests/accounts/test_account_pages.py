"""The pages around an account: login, the administrator's list, one-time passwords, the menu of each role."""

import pytest
from django.conf import settings as portal
from django.urls import reverse

from accounts.models import User


def text(response):
    return response.content.decode()


@pytest.fixture
def demo_officer(cast):
    return User.objects.create_user(
        "muang", portal.DEMO_PASSWORD, display_name="ก", role="district", district=cast.mueang, is_demo=True
    )


def test_the_login_page_lists_demo_accounts_with_their_password(demo_officer, client):
    page = text(client.get(reverse("accounts:login")))
    assert "muang" in page
    assert portal.DEMO_PASSWORD in page


def test_nothing_of_the_demo_is_shown_where_it_is_not_one(demo_officer, client, settings):
    settings.DEMO = False
    page = text(client.get(reverse("accounts:login")))
    assert "muang" not in page
    assert portal.DEMO_PASSWORD not in page
    assert "ระบบสาธิต" not in page


def test_demo_people_who_cannot_sign_in_are_not_offered(demo_officer, client):
    demo_officer.set_unusable_password()
    demo_officer.save()
    assert "muang" not in text(client.get(reverse("accounts:login")))


OF_EVERYONE = ["ทะเบียนผู้ผลิต", "ตลาดนัด", "ตลาดออนไลน์", "เป้าหมายและคะแนน", "ส่งออกข้อมูล", "ปฏิทิน"]
MENUS = {
    "somsri": ["บันทึกยอดจำหน่าย", "ภาพรวม", *OF_EVERYONE],
    "wichai": ["ตรวจและล็อก", "ภาพรวม", *OF_EVERYONE],
    "orathai": ["สถานะรายจังหวัด", "ภาพรวม", *OF_EVERYONE],
    "teera": ["สถานะรายจังหวัด", "ภาพรวม", *OF_EVERYONE, "ผู้ใช้"],
}


@pytest.mark.parametrize(("person", "labels"), MENUS.items())
def test_each_role_has_its_own_menu_and_every_entry_opens(cast, signed_in, person, labels):
    client = signed_in(getattr(cast, person))
    menu = client.get(reverse("workflow:calendar")).context["menu"]()
    assert [item["label"] for item in menu] == labels
    assert [item["label"] for item in menu if item["current"]] == ["ปฏิทิน"]
    assert [client.get(item["url"], follow=True).status_code for item in menu] == [200] * len(labels)


def test_a_new_account_shows_its_one_time_password_once(cast, signed_in):
    client = signed_in(cast.teera)
    data = {"username": "nok", "display_name": "นก", "role": "district", "district": cast.bangkhla.pk}
    page = text(client.post(reverse("accounts:user-create"), data))
    person = User.objects.get(username="nok")
    password = page.split('class="once">')[1].split("<")[0]
    assert person.must_change_password
    assert person.check_password(password)
    assert password not in text(client.get(reverse("accounts:user-edit", args=[person.pk])))


def test_a_role_without_its_area_is_refused_at_the_field(cast, signed_in):
    data = {"username": "nok", "display_name": "นก", "role": "province"}
    page = text(signed_in(cast.teera).post(reverse("accounts:user-create"), data))
    assert "บัญชีจังหวัดต้องระบุจังหวัด" in page


def test_whoever_has_a_one_time_password_must_change_it_first(cast, signed_in):
    response = signed_in(cast.newcomer).get(reverse("workflow:calendar"), follow=True)
    assert "ตั้งรหัสผ่านของท่านเอง" in text(response)


def test_an_empty_box_is_said_in_officials_words(cast, signed_in):
    page = text(signed_in(cast.teera).post("/users/new/", {"username": ""}))
    assert page.count("กรุณากรอกช่องนี้") == 3
    assert "ฟิลด์นี้จำเป็น" not in page
