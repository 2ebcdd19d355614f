"""Requests that no page of ours sends: a plain answer, nothing written, never a fault of the server."""

from __future__ import annotations

import time
from copy import deepcopy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from producers.importing.sheet import COLUMNS
from producers.models import Producer
from sales.models import SalesRow
from tests.cast import make_cast
from tests.conftest import frozen
from tests.stolen import TODAY, begin_months, change, figures, post_json
from workflow import services
from workflow.models import Submission

MINE = "/entry/2401/2566-11/"
NUL, SURROGATE, LONG_NUMBER = "ก\x00ข", "\ud800", "9" * 5000


@pytest.fixture(scope="module")
def made(once):
    with once(), frozen(TODAY):
        cast = make_cast()
        return cast, begin_months(cast)


@pytest.fixture
def both(made, db, at):
    at(TODAY)
    return deepcopy(made)


@pytest.fixture
def cast(both):
    return both[0]


@pytest.fixture
def months(both):
    return both[1]


@pytest.mark.parametrize(
    "body",
    [
        "", "x", "[]", "null", '{"changes": 1}', '{"changes": [1]}', '{"changes": [{}]}', "[" * 100_000,
        '{"changes": [{"row": 1, "field": "total", "value": "1", "version": 1}]}',
        '{"changes": [{"row": -1, "field": "domestic_offline", "value": "1", "version": 1}]}',
        '{"changes": [{"row": 1e400, "field": "domestic_offline", "value": "1", "version": NaN}]}',
        '{"changes": [{"row": ' + LONG_NUMBER + ', "field": "domestic_offline", "value": "1", "version": 1}]}',
        '{"changes": [{"row": 1, "field": ["a"], "value": "1", "version": 1}]}',
        '{"changes": [{"row": 1, "field": "domestic_offline", "value": {"a": 1}, "version": 1}]}',
    ],
    ids=lambda body: body[:30] or "empty",
)  # fmt: skip
def test_a_request_that_no_page_sends_is_malformed(officer, body):
    before = figures()
    for path in ("cells", "paste-check"):
        answer = post_json(officer, MINE + path, body)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed"), path
    assert figures() == before


@pytest.mark.parametrize(
    "text", [NUL, SURROGATE, "<b>", LONG_NUMBER[:90], "١٢", "1\n2", "\u202e12", "1e5", "0x10", "NaN"]
)
def test_odd_text_in_a_cell_is_told_and_not_saved(officer, months, text):
    row = SalesRow.objects.filter(submission=months[0]).first()
    answer = post_json(officer, MINE + "cells", {"changes": [change(row.pk, text), change(row.pk, "7", seen=text)]})
    assert answer.status_code == 200
    assert answer.json()["results"][0]["status"] in ("error", "saved")
    row.refresh_from_db()
    assert row.domestic_offline is None or row.domestic_offline >= 0


@pytest.mark.parametrize(
    ("path", "data"),
    [
        (MINE, {"action": f"zero-row:{LONG_NUMBER}"}),
        (MINE, {"action": f"remove-row:{LONG_NUMBER}"}),
        (MINE + "zero", {"row": LONG_NUMBER}),
        (MINE + "zero", {"row": "²"}),
        (MINE + "reason", {"row": LONG_NUMBER, "reason": "ท"}),
        (MINE + "reason", {"row": "{row}", "reason": NUL}),
        (MINE + "rows/add", {"producer": LONG_NUMBER, "category": "food"}),
        (MINE + "rows/add", {"producer": "{producer}", "category": NUL}),
        (MINE, {"c-{row}-domestic_offline": "5", "v-{row}": LONG_NUMBER}),
        (MINE, {"c-{row}-domestic_offline": NUL, "v-{row}": "1"}),
        ("/login/", {"username": NUL, "password": NUL}),
        ("/producers/add/", {"name": NUL, "type": "group"}),
        ("/producers/{producer}/edit/", {"name": NUL, "version": LONG_NUMBER, "subdistrict": LONG_NUMBER}),
        ("/producers/{producer}/deregister/", {"deregistered_on": NUL, "reason": NUL}),
    ],
)
def test_odd_values_in_a_form_are_no_fault_of_the_server(officer, cast, months, path, data):
    names = {"row": SalesRow.objects.filter(submission=months[0]).first().pk, "producer": Producer.objects.first().pk}
    filled = {key.format(**names): value.format(**names) for key, value in data.items()}
    assert officer.post(path.format(**names), filled).status_code < 500


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("lock/", {"district": NUL}),
        ("lock/", {"district": ["2401", NUL]}),
        ("lock/", {"district": "๒๔๐๑", "back": "review"}),
        ("lock/", {"district": "²²²²", "back": "review"}),
        ("unlock/", {"district": "2401", "reason": NUL}),
        ("unlock-all/", {"reason": NUL}),
        ("2401/return/", {"reason": "ท", "row-24010001/food": NUL}),
        ("2401/return/", {"reason": NUL}),
        ("2401/return/", {"reason": "ท", "row-" + NUL: "ท"}),
    ],
)
def test_odd_values_on_the_board_are_no_fault_of_the_server(office, cast, months, path, data):
    services.confirm(months[0], actor=cast.somsri)
    assert office.post("/board/24/2566-11/" + path, data).status_code < 500


@pytest.mark.parametrize(
    "month", ["2943-12", "2443-01", "2443-02", "2566-13", "0000-00", "๒๕๖๖-๑๑", "²²²²-²²", "٢٥٦٦-١١"]
)
@pytest.mark.parametrize(
    "path", ["/entry/2401/{}/", "/documents/rt1/2401/{}.csv", "/entry/2401/{}/workbook.xlsx", "/entry/2401/{}/confirm"]
)
def test_a_month_beyond_the_calendar_is_not_found_or_harmless(officer, path, month):
    assert officer.get(path.format(month)).status_code in (200, 404)
    assert Submission.objects.count() == 2


@pytest.mark.parametrize(
    "path",
    ["/producers/?q={}", "/producers/?page={}", "/producers/?district={}", "/producers/add/?district={}", "/verify/{}",
     "/verify/?code={}", "/entry/{}/2566-11/", "/documents/{}/2401/2566-11", "/documents/rt1/2401/2566-11?form={}",
     "/producers/{}/", "/entry/producer/{}/", "/producers/?type={}&category={}&status={}&sort={}",
     "/producers/import/{}/"],
)  # fmt: skip
@pytest.mark.parametrize(
    "value", ["%00", "%ED%A0%80", LONG_NUMBER[:400], "%F0%9F%98%80", "' OR 1=1 --", "..%2f..%2fetc%2fpasswd"]
)
def test_odd_values_in_an_address_are_no_fault_of_the_server(officer, path, value):
    assert officer.get(path.replace("{}", value)).status_code in (200, 302, 400, 404)


@pytest.mark.parametrize(
    "path", ["/users/?q=%00", "/users/?page=%00", "/users/" + "9" * 30 + "/", "/users/?q=" + "ก " * 500]
)
def test_odd_values_in_the_list_of_accounts_are_no_fault_of_the_server(cast, signed_in, path):
    assert signed_in(cast.teera).get(path).status_code in (200, 400, 404)


# Sizes


def test_a_pasted_megabyte_is_answered_quickly(officer, months):
    row = SalesRow.objects.filter(submission=months[0]).first().pk
    started = time.perf_counter()
    body = {"text": "1,234.50\t" * 120_000, "row": row, "field": "domestic_offline"}
    assert post_json(officer, MINE + "paste-check", body).status_code in (200, 400)
    assert time.perf_counter() - started < 5


def test_too_many_changes_at_once_are_refused(officer):
    body = {"changes": [change(1)] * 4001}
    assert post_json(officer, MINE + "cells", body).status_code == 400


def test_a_request_too_large_is_told_plainly(officer, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    for answer in (
        officer.post(MINE, {"x": "y" * 2000}),
        post_json(officer, MINE + "cells", "x" * 2000),
    ):
        assert answer.status_code in (400, 413)
        assert "บันทึก" in (answer.content.decode() if b"<" in answer.content[:9] else answer.json()["message"])


@pytest.mark.parametrize(
    ("name", "content"),
    [("รต1.xlsx", b"PK\x03\x04" + b"\x00" * 1000), ("a.xlsx", b"MZ\x90\x00"), ("a.csv", b"\xff\xfe\x00\x00"),
     ("../../etc/passwd", b"x"), ("a.xlsx", b""), ("a.xlsm", b"PK\x05\x06" + b"\x00" * 18), ("a\x00.csv", b"1,2")],
)  # fmt: skip
def test_a_file_that_is_no_workbook_changes_nothing(officer, months, name, content):
    before = figures()
    for path in (MINE + "upload", "/producers/import/"):
        answer = officer.post(path, {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code in (200, 302, 400), path
    assert figures() == before


@pytest.mark.parametrize("odd", ["\x00", "\x0b", "\ud800", "\uffff", "\u202e", "\x1b[31m"])
def test_odd_letters_inside_a_file_are_no_fault_of_the_server(officer, cast, months, odd):
    """PostgreSQL holds no NUL, in text or in JSON; a file may."""
    values = {"name": "กลุ่มทอผ้า", "type": "กลุ่มผู้ผลิตชุมชน", "subdistrict": "หน้าเมือง", "registered_on": "1/1/2563"}
    lines = [[c.head for c in COLUMNS], [values.get(c.field, "") + odd for c in COLUMNS]]
    text = "\r\n".join(",".join(line) for line in lines)
    content = text.encode("utf-8", errors="surrogatepass")
    for path in (MINE + "upload", "/producers/import/"):
        answer = officer.post(path, {"file": SimpleUploadedFile("a.csv", content)})
        assert answer.status_code in (200, 302, 400), path
        if answer.status_code == 302:
            assert officer.get(answer.url).status_code == 200
