"""An act that is refused before it is read: whoever sent it learns that it is not done, and how to go back."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

LOCK = "/board/24/2567-03/lock/"
BOARD = "/board/24/2567-03/"


def test_an_act_after_the_session_ended_leads_back_to_the_page_with_its_button(cast, client, signed_in):
    answer = client.post(LOCK, {"district": "2401"}, headers={"referer": f"http://testserver{BOARD}?show=open"})
    assert answer.url == f"{reverse('accounts:login')}?next={BOARD}%3Fshow%3Dopen"
    assert "รายการที่เพิ่งส่งยังไม่ถูกบันทึก" in client.get(answer.url).content.decode()
    for elsewhere in ({}, {"referer": "https://evil.example/board/"}):
        assert client.post(LOCK, headers=elsewhere).url == f"{reverse('accounts:login')}?next=/"


def test_a_stale_form_leads_back_to_its_page(cast):
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(LOCK, headers={"referer": f"http://testserver{BOARD}"})
    assert page.status_code == 403
    assert f'href="{BOARD}"' in page.content.decode()
    page = strict.post(LOCK, headers={"referer": "http://testserver//evil.example/"})
    assert 'href="//' not in page.content.decode()


def test_the_address_of_a_button_is_no_blank_page(cast, signed_in):
    wichai = signed_in(cast.wichai)
    page = wichai.get(LOCK)
    assert page.status_code == 405
    assert page.headers["Allow"] == "POST"
    assert "กดปุ่มอีกครั้ง" in page.content.decode()
    asked = wichai.get(LOCK, headers={"accept": "application/json"})
    assert asked.json()["code"] == "http-405"
