"""/verify/: anyone with a paper learns whether it stands; figures only for those entitled to them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from core.thai import to_thai_digits
from reports.documents.signed import spaced
from sales.models import SalesRow
from tests.cast import Cast
from workflow import services
from workflow.models import Revision

TOTAL = "1,203.00"


def test_anyone_learns_that_the_paper_is_current(cast: Cast, confirmed: Revision, client) -> None:
    page = client.get(f"/verify/{confirmed.code}")
    text = page.content.decode()
    assert page.status_code == 200
    for said in ("เป็นฉบับปัจจุบัน", "เมืองฉะเชิงเทรา", "ตุลาคม 2566", "สมศรี ใจดี", "20 ตุลาคม 2566", "อำเภอยืนยันแล้ว"):
        assert said in text
    assert TOTAL not in text
    assert confirmed.sha256 not in text
    assert page["Cache-Control"] == "no-store, private"
    assert page["X-Robots-Tag"] == "noindex"


def test_a_replaced_paper_says_which_replaced_it(cast: Cast, confirmed: Revision, client) -> None:
    services.withdraw(confirmed.submission, actor=cast.somsri)
    text = client.get(f"/verify/{confirmed.code}").content.decode()
    assert "กำลังแก้ไข" in text
    SalesRow.objects.update(domestic_offline=Decimal(7))
    newer = services.confirm(confirmed.submission, actor=cast.somsri)
    assert "ถูกแทนที่แล้วด้วยฉบับที่ 2" in client.get(f"/verify/{confirmed.code}").content.decode()
    assert "<b>เป็นฉบับปัจจุบัน</b>" in client.get(f"/verify/{newer.code}").content.decode()


@pytest.mark.parametrize(
    ("person", "seen"),
    [("somsri", True), ("pranee", False), ("wichai", True), ("malee", False), ("orathai", False), ("teera", False)],
)
def test_who_sees_the_total(person: str, seen: bool, cast: Cast, confirmed: Revision, signed_in: Callable) -> None:
    page = signed_in(getattr(cast, person)).get(f"/verify/{confirmed.code}")
    assert page.status_code == 200
    assert (TOTAL in page.content.decode()) is seen


def test_the_department_sees_the_locked_total_but_not_one_that_was_replaced(
    cast: Cast, confirmed: Revision, signed_in: Callable
) -> None:
    services.withdraw(confirmed.submission, actor=cast.somsri)
    SalesRow.objects.update(domestic_offline=Decimal(7))
    newer = services.confirm(confirmed.submission, actor=cast.somsri)
    services.lock(newer.submission, actor=cast.wichai)
    client = signed_in(cast.orathai)
    assert f"{newer.total:,.2f}" in client.get(f"/verify/{newer.code}").content.decode()
    assert TOTAL not in client.get(f"/verify/{confirmed.code}").content.decode()


def test_a_code_may_be_typed_as_it_is_printed_or_in_thai_digits(cast: Cast, confirmed: Revision, client) -> None:
    for typed in (spaced(confirmed.code), to_thai_digits(confirmed.code), f" {confirmed.code.lower()} "):
        page = client.get("/verify/", {"code": typed})
        assert page.status_code == 302
        assert page["Location"] == f"/verify/{confirmed.code}"
    assert client.get(f"/verify/{spaced(confirmed.code)}")["Location"] == f"/verify/{confirmed.code}"


@pytest.mark.parametrize("code", ["AAAAAAAAAA", "2", "ไม่มี", "A" * 60])
def test_an_unknown_code_is_told_plainly(code: str, db: None, client) -> None:
    page = client.get(f"/verify/{code}", follow=True)
    assert page.status_code == 404
    assert "alert-danger" in page.content.decode()
    assert 'name="code"' in page.content.decode()


def test_the_form_alone_asks_for_a_code(db: None, client) -> None:
    page = client.get("/verify/")
    assert page.status_code == 200
    assert "alert" not in page.content.decode()
    assert client.get("/verify/", {"code": "  "}).status_code == 404


def test_nothing_leads_from_one_code_to_another(cast: Cast, confirmed: Revision) -> None:
    services.withdraw(confirmed.submission, actor=cast.somsri)
    SalesRow.objects.update(domestic_offline=Decimal(7))
    newer = services.confirm(confirmed.submission, actor=cast.somsri)
    assert len(newer.code) == len(confirmed.code) == 10
    assert sum(a == b for a, b in zip(newer.code, confirmed.code, strict=True)) < 6
