"""The administrator's accounts: the area fits the role, and every change is in the trail."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import services
from accounts.models import District, Province, User
from core import audit


@pytest.mark.parametrize(
    ("role", "area"),
    [
        ("district", {}), ("district", {"province": "24"}), ("province", {}), ("province", {"district": "2401"}),
        ("department", {"province": "24"}), ("admin", {"district": "2401"}),
        ("district", {"district": "2401", "province": "24"}),
    ],
)  # fmt: skip
def test_an_area_that_does_not_fit_the_role_is_refused(cast, role, area):
    area = {name: (Province if name == "province" else District).objects.get(code=code) for name, code in area.items()}
    with pytest.raises(ValidationError):
        services.create_user(actor=cast.teera, username="mai", display_name="ใหม่", role=role, **area)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(username="mai", display_name="ใหม่", role=role, **area)])


def test_what_each_sees(cast):
    def codes(model, name):
        return set(model.objects.visible_to(getattr(cast, name)).values_list("code", flat=True))

    chachoengsao, sakaeo = {"2401", "2402", "2404"}, {"2701", "2706"}
    assert codes(District, "somsri") == {"2401"}
    assert codes(District, "wichai") == chachoengsao
    assert codes(District, "malee") == sakaeo
    assert codes(District, "orathai") == codes(District, "teera") == chachoengsao | sakaeo
    assert codes(District, "suspended") == codes(District, "stranger") == set()
    assert codes(Province, "somsri") == codes(Province, "wichai") == {"24"}
    assert codes(Province, "suspended") == codes(Province, "stranger") == set()


def test_a_new_account_is_shown_its_password_once(cast, signed_in):
    client = signed_in(cast.teera)
    form = {"username": "mai", "display_name": "ใหม่ มาแทน", "role": "district", "district": cast.mueang.pk}
    page = client.post("/users/new/", form).content.decode()
    person = User.objects.get(username="mai")
    assert person.must_change_password
    assert any(person.check_password(word) for word in page.replace("<", " ").replace(">", " ").split())
    again = client.get(f"/users/{person.pk}/").content.decode()
    assert not any(person.check_password(word) for word in again.replace("<", " ").replace(">", " ").split())


def test_a_change_of_area_is_in_the_trail_with_what_it_was(cast, signed_in):
    form = {"username": "somsri", "display_name": "สมศรี ใจดี", "role": "district", "district": cast.bangkhla.pk}
    signed_in(cast.teera).post(f"/users/{cast.somsri.pk}/", form)
    entry = audit.trail(cast.somsri).get()
    assert (entry.action, entry.actor) == ("user.changed", cast.teera)
    assert entry.details["district"] == ["เมืองฉะเชิงเทรา", "บางคล้า"]


def test_the_administrator_neither_suspends_nor_demotes_themselves(cast, signed_in):
    """Nobody would be left to undo it."""
    client = signed_in(cast.teera)
    client.post(f"/users/{cast.teera.pk}/active/", {"active": "0"})
    form = {"username": "teera", "display_name": "ธีระ", "role": "district", "district": cast.mueang.pk}
    client.post(f"/users/{cast.teera.pk}/", form)
    now = User.objects.get(pk=cast.teera.pk)
    assert (now.is_active, now.role, now.district) == (True, "admin", None)


def test_suspending_twice_is_one_line_in_the_trail(cast):
    for _ in range(2):
        services.set_active(actor=cast.teera, user=cast.somsri, active=False)
    services.set_active(actor=cast.teera, user=cast.somsri, active=True)
    assert list(audit.trail(cast.somsri).values_list("action", flat=True)) == ["user.restored", "user.suspended"]


def test_the_list_finds_people_by_any_part(cast, signed_in):
    client = signed_in(cast.teera)
    for query, found in (("สมศรี", "somsri"), ("บางคล้า", "pranee"), ("สระแก้ว มาลี", "malee")):
        page = client.get("/users/", {"q": query}).content.decode()
        assert found in page
        assert "orathai" not in page


def test_demo_accounts_are_named_on_the_login_page_of_a_demo_only(cast, client, settings):
    settings.DEMO = False
    cast.somsri.is_demo = True
    cast.somsri.save()
    assert "somsri" not in client.get("/login/").content.decode()
