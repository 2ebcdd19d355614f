"""Passwords: the first one is somebody else's, the next one is one's own."""

import pytest

from accounts import services
from accounts.models import User
from tests.cast import PASSWORD

NEW = "มะพร้าวน้ำหอม-๒๕๖๗"


def change(client, new=NEW, again=None, old=PASSWORD):
    return client.post("/password/", {"old_password": old, "new_password1": new, "new_password2": again or new})


def test_a_newcomer_changes_it_and_is_let_in(cast, signed_in):
    client = signed_in(cast.newcomer)
    assert client.get("/producers/").url == "/password/"
    assert change(client).url == "/"
    assert client.get("/producers/").status_code == 200
    assert User.objects.get(pk=cast.newcomer.pk).check_password(NEW)


def test_the_administrators_one_time_password_cannot_be_kept(cast, signed_in):
    client = signed_in(cast.newcomer)
    answer = change(client, PASSWORD)
    assert answer.status_code == 200
    assert "ซ้ำ" in answer.content.decode()
    assert User.objects.get(pk=cast.newcomer.pk).must_change_password


@pytest.mark.parametrize("weak", ["1234567890", "password123", "สั้นไป", "somsri2567"])
def test_a_weak_one_is_refused(cast, signed_in, weak):
    assert change(signed_in(cast.somsri), weak).status_code == 200
    assert User.objects.get(pk=cast.somsri.pk).check_password(PASSWORD)


def test_the_old_one_must_be_known(cast, signed_in):
    page = change(signed_in(cast.somsri), old="ผิด").content.decode()
    assert "รหัสผ่านเดิมไม่ถูกต้อง" in page


def test_both_must_be_the_same(cast, signed_in):
    assert "ไม่ตรงกัน" in change(signed_in(cast.somsri), again=NEW + "1").content.decode()


def test_changing_it_ends_the_other_sessions_and_keeps_this_one(cast, signed_in):
    mine, other = signed_in(cast.somsri), signed_in(cast.somsri)
    change(mine)
    assert mine.get("/producers/").status_code == 200
    assert other.get("/producers/").status_code == 302


def test_no_password_is_ever_in_the_trail(cast):
    from core.models import AuditEntry

    _, first = services.create_user(
        actor=cast.teera, username="mai", display_name="ใหม่", role="district", district=cast.mueang
    )
    second = services.reset_password(actor=cast.teera, user=cast.somsri)
    trail = str(list(AuditEntry.objects.values()))
    assert first not in trail
    assert second not in trail
    assert len(first) >= 12
