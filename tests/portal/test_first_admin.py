"""A new installation gets its first administrator from the command line, and only the first."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Role, User

pytestmark = pytest.mark.django_db


def first_admin() -> str:
    output = StringIO()
    call_command("first_admin", "root.admin", "--name", "ผู้ดูแลคนแรก", stdout=output)
    return output.getvalue()


def test_the_first_administrator_gets_a_password_to_change():
    username, password, *_ = first_admin().split()
    user = User.objects.get(username=username)
    assert user.role == Role.ADMIN
    assert user.check_password(password)
    assert user.must_change_password


def test_there_is_no_second_one():
    first_admin()
    with pytest.raises(CommandError, match="already"):
        first_admin()
