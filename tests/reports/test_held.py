"""What is held on a person: all of it, masked on the page, whole on the paper that they are given, on record."""

from __future__ import annotations

import pymupdf
import pytest

from core import audit
from core.month import Month
from evidence import services as evidence
from producers.models import Producer
from producers.services import personal
from tests.cast import fill
from tests.evidence.files import photograph
from workflow import services

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(cast, clock, settings, tmp_path):
    """A sole owner with two months, one of them confirmed, a photograph, and a telephone number once looked at."""
    settings.EVIDENCE_DIR = tmp_path
    clock.at("2566-10-15 10:00")
    found = Producer.objects.get(code="24010002")
    services.confirm(fill(cast.mueang, Month.parse("2566-10")), actor=cast.somsri)
    clock.at("2566-11-15 10:00")
    fill(cast.mueang, Month.parse("2566-11"))
    evidence.add(cast.mueang, Month.parse("2566-11"), found, photograph(), title="สมุดบัญชี.jpg", actor=cast.somsri)
    personal.reveal(actor=cast.wichai, producer=found, what="phone", purpose="visit")
    return found


def words(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf) as document:
        return " ".join("".join(page.get_text() for page in document).split())


def test_the_page_holds_everything_and_masks_what_is_personal(owner, cast, signed_in):
    page = signed_in(cast.somsri).get(f"/producers/{owner.pk}/held/").content.decode()
    for said in (
        owner.name, "08x-xxx-5678", "ปกปิดไว้", "สินค้าผ้าและเครื่องแต่งกาย", "ปีงบประมาณ 2567", "2 เดือน",
        "1 ฉบับที่มีแถว", "สมุดบัญชี.jpg", "เปิดดูหมายเลขโทรศัพท์ · เพื่อลงพื้นที่เยี่ยมหรือตรวจ โดย วิชัย แปดริ้ว", "ครบ 10 ปี",
    ):  # fmt: skip
        assert said in page, said
    assert "081-234" not in page
    assert "12 หมู่ 3" not in page
    assert audit.trail(owner).count() == 1  # looking at the page is not looking at the number


def test_the_paper_is_whole_given_on_a_request_and_on_record(owner, cast, signed_in):
    client, url = signed_in(cast.wichai), f"/producers/{owner.pk}/held/"
    assert "กรุณากรอกช่องนี้" in client.post(url).content.decode()
    assert audit.trail(owner).count() == 1
    answer = client.post(url, {"reference": "รับที่ 12/2567"})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    text = words(answer.content)
    for said in ("๐๘๑-๒๓๔-๕๖๗๘", "081-234-5678"):
        if said in text:
            break
    else:
        pytest.fail(text)
    assert "12 หมู่ 3" in text
    entry = audit.trail(owner).first()
    assert (entry.action, entry.details) == ("producer.held_given", {"reference": "รับที่ 12/2567"})


def test_it_takes_the_same_queries_however_much_is_held(owner, cast, signed_in, django_assert_max_num_queries):
    for purpose in personal.PURPOSES:
        personal.reveal(actor=cast.wichai, producer=owner, what="address", purpose=purpose)
    client = signed_in(cast.somsri)
    with django_assert_max_num_queries(16):
        client.get(f"/producers/{owner.pk}/held/")
