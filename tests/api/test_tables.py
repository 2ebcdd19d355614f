"""The API gives the documents' figures, within what the token's owner sees at that moment."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.cache import caches

from accounts.services import load_areas
from core.month import Month
from core.period import Period
from markets.models import IncomeLine
from markets.models.rows import DEFAULT_NAMES
from producers.models import Category
from reports.figures import figures
from tests.cast import fill
from tests.markets.making import fill_markets, make_market
from workflow import services

OCTOBER, NOVEMBER = Month.parse("2566-10"), Month.parse("2566-11")


@pytest.fixture
def year(cast, at):
    """October: เมือง locked, บางคล้า confirmed. November: เมือง a draft. สระแก้ว: October locked."""
    at("2566-10-20 10:00")
    for district, officer, office in (
        (cast.mueang, cast.somsri, cast.wichai),
        (cast.bangkhla, cast.pranee, None),
        (cast.aranyaprathet, cast.kanya, cast.malee),
    ):
        submission = fill(district, OCTOBER, "100.25")
        services.confirm(submission, actor=officer)
        if office:
            services.lock(submission, actor=office)
    at("2566-11-20 10:00")
    fill(cast.mueang, NOVEMBER, "7.50")
    return cast


def items(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


def total(rows):
    return sum(Decimal(row["total"]) for row in rows)


def test_sales_equal_the_documents_whoever_asks(year, program):
    period = Period.year(2567)
    for person in (year.somsri, year.pranee, year.wichai, year.malee, year.orathai, year.teera):
        client = program(person)
        wanted = sum((f.total for f in figures(person, period, "district").values()), Decimal(0))
        for by in ("district", "province,month", "district,month,category", "type", "category"):
            assert total(items(client, f"/api/v1/sales?period=2567&by={by}")) == wanted, (person.username, by)
    rows = items(program(year.wichai), "/api/v1/sales?period=2566-10&by=district,category")
    assert [(r["district"], r["category"], r["domestic_offline"]) for r in rows] == [
        ("บางคล้า", Category.FOOD, "100.25"),
        ("เมืองฉะเชิงเทรา", Category.FOOD, "100.25"),
        ("เมืองฉะเชิงเทรา", Category.DRINK, "100.25"),
        ("เมืองฉะเชิงเทรา", Category.TEXTILE, "100.25"),
    ]


def test_a_draft_never_reaches_the_department(year, program):
    client = program(year.orathai)
    assert {row["month"] for row in items(client, "/api/v1/sales?by=district,month")} == {"2566-10"}
    assert [row["district"] for row in items(client, "/api/v1/sales?by=district")] == ["เมืองฉะเชิงเทรา", "อรัญประเทศ"]
    assert {row["unlocked"] for row in items(client, "/api/v1/targets?area=24")} == {"0.00"}
    assert "7.50" not in client.get("/api/v1/sales.csv?by=district,month").content.decode()
    states = items(client, "/api/v1/submissions")
    assert ("2401", "2566-11", "draft") in {(s["district_code"], s["month"], s["state"]) for s in states}


def test_the_nations_districts_stand_as_in_their_provinces(year, program):
    client = program(year.orathai)
    address = "/api/v1/targets?year=2567&period=round1"
    nation = items(client, f"{address}&by=district")
    one_by_one = [row for area in ("24", "27") for row in items(client, f"{address}&area={area}")]
    kept = [row for row in one_by_one if len(row["area_code"]) == 4]
    assert nation == kept
    assert {row["revenue"] for row in nation} > {"0.00"}


@pytest.mark.parametrize("table", ["areas", "submissions", "sales", "targets", "scores", "markets"])
def test_outside_the_area_nothing_is_there(year, program, table):
    somsri, wichai = program(year.somsri), program(year.wichai)
    for client, area in ((somsri, "2402"), (somsri, "24"), (wichai, "27"), (wichai, "2706"), (wichai, "9999")):
        answer = client.get(f"/api/v1/{table}?area={area}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert wichai.get(f"/api/v1/{table}?area=2402").status_code == 200


def test_a_narrower_token_sees_its_area_alone(year, program):
    client = program(year.orathai, province=year.sakaeo)
    assert [row["district_code"] for row in items(client, "/api/v1/areas")] == ["2701", "2706"]
    assert {row["province_code"] for row in items(client, "/api/v1/sales?by=province")} == {"27"}
    assert client.get("/api/v1/sales?area=24").status_code == 404
    one = program(year.wichai, district=year.bangkhla)
    assert {row["area_code"] for row in items(one, "/api/v1/targets")} == {"2402"}
    assert one.get("/api/v1/scores?area=24").status_code == 404


def test_csv_is_the_whole_table_in_thai_heads(year, program):
    client = program(year.wichai)
    answer = client.get("/api/v1/sales.csv?by=district,month")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    rows = items(client, "/api/v1/sales?by=district,month")
    assert [line["รวมทั้งสิ้น"] for line in lines] == [row["total"] for row in rows]
    assert list(lines[0])[:5] == ["รหัสจังหวัด", "จังหวัด", "รหัสอำเภอ", "อำเภอ", "เดือน"]


def test_pages_make_up_the_whole_in_one_order(year, program):
    client = program(year.wichai)
    whole = items(client, "/api/v1/sales?by=district,month,category")
    address, seen = "/api/v1/sales?by=district,month,category&limit=2", []
    while address:
        page = client.get(address).json()
        assert page["count"] == len(whole)
        seen += page["items"]
        address = page["next"]
    assert seen == whole


def test_market_sales_are_summed_by_month(cast, at, program):
    at("2566-11-20 10:00")
    make_market(cast.mueang, "M2401-001")
    fill_markets(cast.mueang, NOVEMBER, "5.25")
    (row,) = items(program(cast.somsri), "/api/v1/markets?by=district,month")
    assert (row["district"], row["month"], row["total"]) == ("เมืองฉะเชิงเทรา", "2566-11", "21.00")
    assert (row["line_1_name"], row["line_4_name"]) == (DEFAULT_NAMES[0], DEFAULT_NAMES[3])
    IncomeLine.objects.update_or_create(slot=1, defaults={"name": "ของสด", "position": 2})
    assert items(program(cast.somsri), "/api/v1/markets")[0]["line_1_name"] == "ของสด"
    assert items(program(cast.orathai), "/api/v1/markets") == []


def test_too_many_rows_and_odd_periods_are_told(cast, program, monkeypatch):
    client = program(cast.orathai)
    monkeypatch.setattr("api.selectors.tables.MOST_ROWS", 20)
    for query in ("by=month,category,type", "period=2567-01_2566-01", "period=2560-01_2567-01", "by=soi", "limit=0"):
        answer = client.get(f"/api/v1/sales?{query}")
        assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json"), query
        assert answer.json()["detail"]


def test_questions_do_not_grow_with_the_districts(year, program, django_assert_max_num_queries):
    client = program(year.orathai)
    for query, most in (("sales?by=district,month,category", 12), ("submissions", 7), ("areas", 6)):
        client.get(f"/api/v1/{query}")
        caches["answers"].clear()
        with django_assert_max_num_queries(most):
            client.get(f"/api/v1/{query}")


def test_areas_that_are_loaded_anew_are_a_new_version(cast, program, monkeypatch):
    source = SimpleNamespace(districts=lambda code: [], subdistricts=lambda code: [])
    source.provinces = lambda: [SimpleNamespace(code="24", name_th="แปดริ้ว")]
    monkeypatch.setattr("accounts.services.geothai", source)
    client = program(cast.wichai)
    old = client.get("/api/v1/areas")
    again = {"headers": {"if-none-match": old["ETag"]}}
    assert client.get("/api/v1/areas", **again).status_code == 304
    load_areas()
    new = client.get("/api/v1/areas", **again)
    assert (new.status_code, new.json()["items"][0]["province"]) == (200, "แปดริ้ว")
    load_areas()
    assert client.get("/api/v1/areas", headers={"if-none-match": new["ETag"]}).status_code == 304


def test_a_misspelt_filter_is_told_and_not_left_out(cast, program):
    """Otherwise it would be answered with other figures than were asked for."""
    client = program(cast.wichai)
    for address in ("sales?perod=2566", "sales.csv?page=2", "areas?by=month"):
        answer = client.get(f"/api/v1/{address}")
        assert (answer.status_code, answer.json()["code"]) == (422, "parameters"), address
        assert "ไม่มีพารามิเตอร์" in answer.json()["detail"]


def test_what_breaks_is_a_problem_like_any_other(cast, program, monkeypatch):
    monkeypatch.setattr("api.selectors.tables.months", lambda *_: 1 // 0)
    client = program(cast.wichai)
    client.raise_request_exception = False
    answer = client.get("/api/v1/months")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "division" not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"
