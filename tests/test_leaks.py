"""What pages must never carry: phone numbers, people's markup. Others' figures, and not locked ones to the department:
the walk of tests/test_access_matrix.py."""

from __future__ import annotations

import re
from copy import deepcopy

import pymupdf
import pytest

from core.month import Month
from producers.models import Producer, Product
from reports.documents import DOWNLOADS
from sales.models import SalesRow
from tests import pages
from tests.access import COLUMNS
from tests.cast import PEOPLE, make_cast
from tests.conftest import frozen
from tests.scene import make_scene, pages_for
from workflow import services
from workflow.models import Revision

pytestmark = pytest.mark.one_engine
EVIL = """=1+1<img src=x onerror=alert(1)>"><script>alert(1)</script></script>'"""


@pytest.fixture(scope="module")
def made(once):
    with once(), frozen() as clock:
        return make_scene(make_cast(), clock, pages.AMOUNT)


@pytest.fixture
def scene(made, db, at):
    at("2566-11-15 10:00")
    return deepcopy(made)


def seen_by(client, scene):
    for path in pages_for(scene):
        answer = client.get(path)
        yield path, answer, pages.text_of(answer)


def test_once_locked_the_department_sees_the_month_and_no_other(scene, signed_in, at):
    at("2566-11-01 10:00")
    services.lock(scene.october, actor=scene.cast.wichai)
    at("2566-11-15 10:00")
    client = signed_in(scene.cast.orathai)
    assert client.get("/entry/2401/2566-10/").status_code == 200
    assert client.get("/entry/2401/2566-11/").status_code == 403
    assert "1,185,185.16" in pages.text_of(client.get("/national/2567/"))


PERSONAL = re.compile("[0๐][8๘][9๙].?[7๗][6๖][5๕]|[7๗][7๗]/[7๗] หมู่")  # not the template's example


@pytest.fixture
def known(scene, at):
    """Every producer has a phone number and an address to be found by; October is locked, so the department sees it."""
    Producer.objects.update(phone="0897654321", address="77/7 หมู่ 77")
    at("2566-11-01 10:00")
    services.lock(scene.october, actor=scene.cast.wichai)
    at("2566-11-15 10:00")
    return scene


def test_no_national_download_in_any_form_holds_one(known, signed_in):
    """Every document that there is, for the department, read as a reader does."""
    client, had = signed_in(known.cast.orathai), set()
    for code, level in ((code, level) for code, download in DOWNLOADS.items() for level in download.levels):
        area = {"nation": "nation", "province": "24", "district": "2401"}[level]
        for ending in ("csv", "xlsx", *(["pdf"] if level == "nation" else [])):
            answer = client.get(f"/downloads/{code}/{area}/2566-10.{ending}")
            if answer.status_code == 200:
                had.add(code)
                text = read_pdf(answer) if ending == "pdf" else pages.text_of(answer)
                assert not PERSONAL.search(text), (code, area, ending)
    assert len(had) > 5


def read_pdf(answer) -> str:
    with pymupdf.open(stream=b"".join(answer)) as document:
        return "".join(page.get_text() for page in document)


@pytest.fixture
def poisoned(known, at):
    """Every word that a person can write into the portal is an attack."""
    scene, cast = known, known.cast
    Producer.objects.filter(district=cast.mueang).update(name=EVIL, address="77/7 หมู่ 77 " + EVIL)
    Product.objects.update(name=EVIL, standards=EVIL)
    for name in PEOPLE:
        person = getattr(cast, name)
        person.display_name = person.position = EVIL
        person.save()
    SalesRow.objects.update(unusual_reason=EVIL, unusual=True)
    keys = [row.key for row in services.kinds.of(scene.november).content(scene.november)]
    services.confirm(scene.november, actor=cast.somsri)
    services.return_to_district(scene.november, actor=cast.wichai, reason=EVIL, row_reasons=dict.fromkeys(keys, EVIL))
    services.grant_extension(
        actor=cast.teera, month=Month.parse("2566-10"), until=at("2566-11-15 10:00").replace(year=2024),
        reason=EVIL, province=cast.chachoengsao,
    )  # fmt: skip
    return scene


@pytest.mark.parametrize("name", [*COLUMNS, "stranger"])
def test_what_people_wrote_is_never_markup_and_no_phone_or_address_is_there_unasked(poisoned, signed_in, name):
    met = 0
    for path, answer, text in seen_by(signed_in(getattr(poisoned.cast, name)), poisoned):
        pages.assert_sound(answer, person="")
        assert not PERSONAL.search(text), path
        if "html" in answer.headers.get("Content-Type", ""):
            met += "onerror" in text
            assert "<img src=x" not in text, path
            assert "<script>alert" not in text, path
            assert "</script>'" not in text, path
    assert met > 3 or name == "stranger"


def test_no_download_holds_a_formula_that_a_person_wrote(poisoned, signed_in):
    client = signed_in(poisoned.cast.somsri)
    csv = pages.text_of(client.get("/documents/rt1/2401/2566-11.csv"))
    cells = [cell.strip('"\ufeff ') for line in csv.splitlines() for cell in line.split(",")]
    assert [cell for cell in cells if cell[:1] in ("=", "+", "@")] == []
    for path in ("/documents/rt1/2401/2566-11.xlsx", "/entry/2401/2566-11/workbook.xlsx"):
        content = pages.text_of(client.get(path))
        assert "<f>1+1" not in content, path
        assert "<hyperlink " not in content, path


def test_a_reason_that_looks_like_a_formula_is_frozen_as_it_was_written(poisoned):
    revision = Revision.objects.order_by("pk").last()
    assert "onerror" in revision.content
