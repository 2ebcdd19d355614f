"""A form's number is named again only where the portal itself has answered the person who sent it."""

from __future__ import annotations

import pytest

from core.sent import COOKIE

FORECAST = "/targets/forecast/2401/2567/"
NUMBER = "m5abc123xyz"


@pytest.mark.parametrize(
    ("number", "status", "named"),
    [(NUMBER, 302, True), (NUMBER, 422, True), ("x; Path=/", 302, False), ("", 302, False)],
)
def test_an_answered_form_is_named(cast, at, signed_in, number, status, named):
    at("2566-11-15 10:00")
    data = {"_sent": number, "act": "save", "version": "0", "c-1-domestic_offline": "ก" if status == 422 else "5"}
    answer = signed_in(cast.somsri).post(FORECAST, data)
    assert answer.status_code == status
    assert (COOKIE in answer.cookies) is named


def test_a_form_that_was_not_taken_is_not_named(cast, client, signed_in):
    assert COOKIE not in client.post(FORECAST, {"_sent": NUMBER}).cookies
    somsri = signed_in(cast.somsri)
    assert COOKIE not in somsri.post("/targets/forecast/2701/2567/", {"_sent": NUMBER}).cookies
    assert COOKIE not in signed_in(cast.somsri, enforce_csrf_checks=True).post(FORECAST, {"_sent": NUMBER}).cookies


def test_a_refusal_told_on_another_page_is_not_named_and_still_told(cast, at, signed_in):
    at("2566-11-15 10:00")
    wichai = signed_in(cast.wichai)
    answer = wichai.post("/board/24/2566-11/2401/return/", {"_sent": NUMBER, "reason": "ตรวจใบเสร็จ"}, follow=True)
    assert COOKIE not in answer.client.cookies
    assert "ส่งคืนไม่ได้" in answer.content.decode()
