"""The bell, the list and the choice."""

from __future__ import annotations

import pytest

from notices.models import Notice, Wish
from tests.notices.scene import make_notice


@pytest.fixture
def officer(cast, at, signed_in):
    at("2566-11-15 10:00")
    make_notice(cast.somsri, cast.mueang)
    return signed_in(cast.somsri)


def test_the_bell_counts_and_following_a_notice_reads_it(cast, officer):
    page = officer.get("/notices/").content.decode()
    assert '<span class="visually-hidden">ยังไม่อ่าน</span> 1</b>' in page
    address = f"/notices/{Notice.objects.get().pk}/"
    assert f'action="{address}"' in page
    assert f'action="{address}"' in officer.get(address).content.decode(), (
        "a letter leads here, and reading it is no act"
    )
    assert Notice.objects.get().read_at is None
    answer = officer.post(address)
    assert (answer.status_code, answer.url) == (302, "/entry/")
    page = officer.get("/notices/").content.decode()
    assert "bell-count" not in page
    assert '<a href="/entry/">' in page, "what was read leads there at once"
    assert "อ่านครบแล้ว" in officer.get("/notices/?show=unread").content.decode()


def test_reading_all_reads_what_the_page_showed_and_only_ones_own(cast, officer):
    shown = Notice.objects.get()
    make_notice(cast.pranee, cast.bangkhla)
    officer.post("/notices/read/", {"up_to": shown.pk})
    assert list(Notice.objects.unread().values_list("person__username", flat=True)) == ["pranee"]
    assert officer.post("/notices/read/", {"up_to": "ก"}).status_code == 302


def test_a_person_chooses_topic_by_topic(cast, officer, signed_in):
    page = officer.get("/notices/settings/").content.decode()
    assert "ปิดไม่ได้" in page
    topics = ("opened", "days-left", "reminded", "returned", "unlocked", "locked", "extended", "export")
    chosen = dict.fromkeys(topics, "app") | {"locked": "none"}
    assert officer.post("/notices/settings/", chosen).status_code == 302
    assert Wish.objects.get(person=cast.somsri, topic="locked").way == "none"
    assert officer.post("/notices/settings/", chosen | {"reminded": "none"}).status_code == 422
    office = signed_in(cast.orathai).get("/notices/settings/").content.decode()
    assert "ไฟล์ที่ขอ" in office
    assert "ส่งคืน" not in office


def test_a_page_costs_one_query_for_the_bell(cast, officer, django_assert_max_num_queries):
    for number in range(40):
        make_notice(cast.somsri, cast.mueang, event=f"test:n{number}")
    with django_assert_max_num_queries(8):
        officer.get("/notices/")
