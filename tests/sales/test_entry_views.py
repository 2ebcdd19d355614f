"""The entry over HTTP: the right month at once, a plain form, JSON for the grid, refusals told."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.month import Month
from producers.models import Product
from sales import services
from sales.models import SalesRow
from tests.cast import Cast, fill
from tests.pages import text_of
from tests.sales.roundtrip import MARCH, URL, download, form
from workflow import services as workflow


def first_row() -> SalesRow:
    return SalesRow.objects.order_by("pk").first()


def post_json(client, path: str, body: object):
    return client.post(
        URL + path, json.dumps(body), content_type="application/json", headers={"Accept": "application/json"}
    )


@pytest.mark.parametrize(
    ("now", "month"),
    [
        ("2567-03-10 00:00", "2567-03"),
        ("2567-04-05 23:59", "2567-03"),
        ("2567-04-06 00:00", "2567-03"),
        ("2567-04-10 00:00", "2567-04"),
        ("2567-01-03 08:00", "2566-12"),
    ],
)
def test_the_officer_lands_in_the_right_month(cast: Cast, at, signed_in, now: str, month: str) -> None:
    at(now)
    client = signed_in(cast.somsri)
    assert client.get("/", follow=True).redirect_chain[-1][0] == f"/entry/2401/{month}/"


def test_the_plain_form_saves_without_a_script(officer) -> None:
    row = first_row()
    data = {f"v-{row.pk}": row.version, f"c-{row.pk}-domestic_offline": "๒,๕๐๐", f"c-{row.pk}-foreign_online": ""}
    response = officer.post(URL, data)
    row.refresh_from_db()
    assert response.status_code == 302
    assert row.amounts == (2500, None, None, None)


def test_the_plain_form_keeps_a_wrong_amount_beside_its_error_and_saves_the_rest(officer) -> None:
    row = first_row()
    data = {f"v-{row.pk}": 1, f"c-{row.pk}-domestic_offline": "สองพัน", f"c-{row.pk}-domestic_online": "10"}
    response = officer.post(URL, data)
    row.refresh_from_db()
    assert response.status_code == 422
    assert "สองพัน" in response.content.decode()
    assert row.amounts[:2] == (None, 10)


def test_a_stale_plain_form_overwrites_nothing(officer, cast: Cast) -> None:
    row = first_row()
    change = services.CellChange(row.pk, "domestic_offline", "900", 1)
    services.save_cells(row.submission, [change], actor=cast.somsri)
    response = officer.post(URL, {f"v-{row.pk}": 1, f"c-{row.pk}-domestic_offline": "700"})
    row.refresh_from_db()
    assert response.status_code == 422
    assert row.domestic_offline == 900
    page = response.context["page"]
    cell = next(c for r in page.rows if r.id == row.pk for c in r.cells if c.field == "domestic_offline")
    assert cell.conflict == {"theirs": "900", "yours": "700"}


def test_a_closed_window_keeps_what_was_typed_on_the_page(officer, cast: Cast, at) -> None:
    at("2567-04-06 00:00")
    row = first_row()
    officer.force_login(cast.somsri, backend="django.contrib.auth.backends.ModelBackend")
    response = officer.post(URL, {f"v-{row.pk}": 1, f"c-{row.pk}-domestic_offline": "777"})
    assert response.status_code == 409
    assert "777" in response.content.decode()
    assert "ปิดรับข้อมูลแล้ว" in response.content.decode()


def test_the_grid_saves_one_cell_and_learns_the_totals(officer) -> None:
    row = first_row()
    change = {"row": row.pk, "field": "domestic_online", "value": "1,200", "seen": "", "version": 1}
    answer = post_json(officer, "cells", {"changes": [change]}).json()
    assert answer["results"][0]["status"] == "saved"
    row_now = {"total": "1,200.00", "version": 2, "filled": False, "unusual": False, "remark": ""}
    assert answer["rows"][str(row.pk)] == row_now
    assert answer["grand_total"] == "1,200.00"
    assert answer["progress"] == {"rows": 3, "filled": 0, "percent": 0}


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"changes": {}},
        {"changes": [1]},
        {"changes": [{"row": "1", "field": "total", "value": "1", "version": 1}]},
        {"changes": [{"row": 1, "field": "total", "value": "1", "version": 1}]},
        {"changes": [{"row": 1, "field": "domestic_online", "value": 1, "version": 1}]},
        {"changes": [{"row": True, "field": "domestic_online", "value": "1" * 101, "version": 1}]},
        {"changes": [{"row": 10**30, "field": "domestic_online", "value": "1", "version": 1}]},
    ],
)
def test_a_malformed_request_is_refused_whole(officer, body: object) -> None:
    assert post_json(officer, "cells", body).status_code == 400


def test_the_grid_is_told_of_a_lock_in_words(officer, cast: Cast) -> None:
    row = first_row()
    services.fill_zero(row.submission, actor=cast.somsri)
    workflow.confirm(row.submission, actor=cast.somsri)
    workflow.lock(row.submission, actor=cast.wichai)
    change = {"row": row.pk, "field": "domestic_online", "value": "5", "seen": "0", "version": 2}
    response = post_json(officer, "cells", {"changes": [change]})
    assert (response.status_code, response.json()["code"]) == (409, "locked")
    assert "วิชัย" in response.json()["message"]


def test_a_session_that_ended_is_told_in_json_not_redirected(officer) -> None:
    officer.logout()
    assert post_json(officer, "cells", {"changes": []}).status_code == 401


def test_a_pasted_block_is_placed_and_its_total_row_left_out(officer) -> None:
    row = first_row()
    ids = list(SalesRow.objects.order_by("pk").values_list("pk", flat=True))
    body = {"text": "1,000\t5\n2,000\t๐\n3,000\t5", "row": row.pk, "field": "domestic_offline", "order": ids}
    answer = post_json(officer, "paste-check", body).json()
    placed = [(c["row"], c["field"], c["value"], bool(c["error"])) for c in answer["cells"]]
    assert placed == [
        (ids[0], "domestic_offline", "1,000", False),
        (ids[0], "domestic_online", "5", False),
        (ids[1], "domestic_offline", "2,000", False),
        (ids[1], "domestic_online", "0", False),
    ]
    assert answer["skipped"][-1]["line"] == 3
    wrong = post_json(officer, "paste-check", body | {"text": "1,000\tห้า"}).json()["cells"]
    assert [bool(cell["error"]) for cell in wrong] == [False, True]
    assert not SalesRow.objects.exclude(domestic_offline=None).exists()


def test_a_province_reads_the_entry_and_cannot_change_it(officer, cast: Cast, signed_in) -> None:
    province = signed_in(cast.wichai)
    assert province.get(URL).status_code == 200
    assert province.post(URL + "sync").status_code == 403
    change = {"row": first_row().pk, "field": "domestic_online", "value": "5", "seen": "", "version": 1}
    assert post_json(province, "cells", {"changes": [change]}).status_code == 403


def test_another_district_and_another_province_find_nothing(officer, cast: Cast, signed_in) -> None:
    for person in (cast.pranee, cast.malee):
        assert signed_in(person).get(URL).status_code == 404


def test_the_department_sees_the_entry_only_when_locked(officer, cast: Cast, signed_in) -> None:
    analyst = signed_in(cast.orathai)
    submission = first_row().submission
    services.fill_zero(submission, actor=cast.somsri)
    assert analyst.get(URL).status_code == 403
    workflow.confirm(submission, actor=cast.somsri)
    assert analyst.get(URL).status_code == 403
    workflow.lock(submission, actor=cast.wichai)
    assert analyst.get(URL).status_code == 200


def test_the_entry_tells_the_department_nothing_that_is_not_locked(cast: Cast, march, at, signed_in) -> None:
    """Neither the month before, nor that of last year, nor an earlier revision: on the page and in its Excel form."""
    for month, amount in (("2566-03", "111.11"), ("2567-02", "222.22"), ("2567-03", "333.33")):
        submission = fill(cast.mueang, Month.parse(month), amount) if month != "2567-03" else march
        SalesRow.objects.filter(submission=submission).update(**dict.fromkeys(SalesRow.AMOUNTS, amount))
    services.refresh_totals(march)
    workflow.confirm(march, actor=cast.somsri)
    workflow.return_to_district(march, actor=cast.wichai, reason="ยอดสูงไป")
    SalesRow.objects.filter(submission=march).update(domestic_offline="555.55")
    services.refresh_totals(march)
    workflow.confirm(march, actor=cast.somsri)
    workflow.lock(march, actor=cast.wichai)
    unlocked = ("444.44", "888.88", "2,666.64", "3,999.96", "ยอดสูงไป")  # last year, last month, what was returned
    office, analyst = signed_in(cast.wichai), signed_in(cast.orathai)
    assert [word for word in unlocked if word not in text_of(office.get(URL))] == []
    page = text_of(analyst.get(URL))
    assert "4,666.62" in page
    assert [word for word in unlocked if word in page] == []
    cells = [cell for line in form(download(analyst)).iter_rows(values_only=True) for cell in line]
    assert 555.55 in cells
    assert 888.88 not in cells


def test_what_is_missing_before_a_confirmation_names_the_way_back(officer, cast: Cast, march) -> None:
    """Blank rows are to be filled; where only reasons are missing, they are to be given."""
    for month in ("2566-11", "2566-12", "2567-01", "2567-02"):
        fill(cast.mueang, Month.parse(month), "1000")
    assert "กลับไปกรอกให้ครบ" in officer.get(f"{URL}confirm").content.decode()
    SalesRow.objects.filter(submission=march).update(**dict.fromkeys(SalesRow.AMOUNTS, 99_000))
    services.refresh_totals(march)
    page = officer.get(f"{URL}confirm").content.decode()
    assert "กลับไประบุเหตุผล" in page
    assert "กลับไปกรอกให้ครบ" not in page


def test_rows_of_the_register_that_were_not_synced_are_told_before_a_confirmation(officer, cast: Cast, march) -> None:
    services.fill_zero(march, actor=cast.somsri)
    told = "แถวที่ไม่อยู่ในเดือนนี้ และจะไม่อยู่ในยอดที่ยืนยัน"
    assert told not in officer.get(f"{URL}confirm").content.decode()
    services.remove_row(march, first_row().pk, actor=cast.somsri)
    assert f"ทะเบียนมีอีก 1 {told}" in officer.get(f"{URL}confirm").content.decode()
    assert "ครบ แต่ทะเบียนมีอีก 1 แถวที่ยังไม่ Sync" in officer.get(URL).content.decode()


def test_the_page_takes_as_many_queries_for_many_rows_as_for_few(officer, cast: Cast) -> None:
    fill(cast.mueang, MARCH - 1)
    fill(cast.mueang, MARCH - 12)
    with CaptureQueriesContext(
        connection,
    ) as few:
        officer.get(URL)
    producer = cast.producers_of(cast.mueang)[0]
    for number in range(40):
        producer.pk, producer.code = None, f"2401{number + 100:04d}"
        producer.save(force_insert=True)
        Product.objects.create(producer=producer, name="น้ำพริก", category="food", registered_on=date(2020, 1, 1))
        services.add_row(first_row().submission, producer, "food", actor=cast.somsri)
    with CaptureQueriesContext(connection) as many:
        officer.get(URL)
    assert len(many) == len(few)
    assert len(many) <= 27
