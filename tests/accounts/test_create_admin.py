"""The first administrator comes from the command line, with a password that must be changed."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from tests.cast import Cast


def create(username: str, name: str) -> str:
    out = io.StringIO()
    call_command("create_admin", username, name, stdout=out)
    return out.getvalue()


def test_the_printed_password_signs_in_and_must_be_changed(db: None, client) -> None:
    password = re.search(r"password (\S+)", create("somchai", "สมชาย ผู้ดูแล"))[1]
    assert User.objects.get(username="somchai").is_admin
    client.post("/login/", {"username": "somchai", "password": password})
    assert client.get("/users/").url == "/password/"


def test_a_name_that_is_taken_is_refused(cast: Cast) -> None:
    with pytest.raises(CommandError) as error:
        create("teera", "ธีระ")
    assert error.value.returncode == 2
