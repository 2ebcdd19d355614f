"""ภาพรวม and รายเดือน: page = file = database, locked figures only for the department, ranks that are fair."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import geothai
import pytest

from core.percent import printed
from core.period import Period
from reports.asking import Ask
from reports.dashboard.thailand import LAKE, OUTLINES
from reports.documents import DOWNLOADS
from reports.documents.dashboard import MONTH, YEAR, panels
from sales.models import CHANNELS, SalesTotal
from tests.cast import fill
from tests.reports.overview import (
    FISCAL,
    NOVEMBER,
    OCTOBER,
    facts_of,
    locked,
    make_sold,
    panel_of,
    rows_of,
    targets,
    total_of,
)
from tests.reports.test_csv import read
from tests.reports.test_xlsx import opened
from workflow import services
from workflow.models import State

MAP = Path(__file__).parents[2] / "node_modules" / "@svg-maps" / "thailand" / "thailand.svg"


@pytest.fixture
def sold(cast, at):
    return make_sold(cast, at)


# One selector: the page, its chart, its files


@pytest.mark.parametrize(
    ("person", "place", "period", "makers"),
    [("wichai", "24", "2567", YEAR), ("orathai", "nation", "2567", YEAR), ("somsri", "2401", "2566-11", MONTH),
     ("orathai", "nation", "2566-10", MONTH)],
)  # fmt: skip
def test_page_chart_excel_and_csv_have_the_same_figures(sold, signed_in, person, place, period, makers):
    user = getattr(sold, person)
    client = signed_in(user)
    areas = {"24": sold.chachoengsao, "nation": None, "2401": sold.mueang}
    path = "/overview/" if makers is YEAR else f"/overview/{period}/"
    html = client.get(f"{path}?year={period[:4]}&area={place}&kind=sales").content.decode()
    shown = panels(user, facts_of(user, areas[place], Period.parse(period)), makers)
    assert len(shown) >= 4
    for panel in shown:
        address = f"/downloads/{panel.code}/{place}/{period}"
        assert f"{address}.xlsx" in html
        exact = [line.cells for line in panel.document.lines() if line.kind == "row"]
        kinds = [column.kind for column in panel.document.leaves]
        rows = [  # a per cent is kept as it is printed
            [printed(Decimal(value)) if kind == "percent" and value is not None else value for kind, value in pairs]
            for pairs in (zip(kinds, row, strict=True) for row in exact)
        ]
        csv = read(client.get(f"{address}.csv").content)[1:]
        assert [[number_or_text(cell) for cell in line[-panel.width :]] for line in csv] == rows
        sheet = opened(client.get(f"{address}.xlsx").content, cached=True).active
        cells = {cell.value for line in sheet.iter_rows() for cell in line if isinstance(cell.value, (int, float))}
        figures = [  # Excel keeps a per cent as a part of one
            float(value) / (100 if kind == "percent" else 1)
            for row in rows
            for kind, value in zip(kinds, row, strict=True)
            if isinstance(value, (int, Decimal))
        ]
        assert [n for n in figures if not any(abs(n - cell) < 1e-9 for cell in cells)] == [], panel.code
        for row in panel.rows:
            assert all(f">{cell.text}<" in html for cell in row.cells if cell.kind in ("baht", "count"))
        for one in panel.data.get("series", []):
            drawn = {str(value) for row in exact for value in row}
            assert {value for value in one["values"] if value is not None} <= drawn
        assert panel.sentence in html


def number_or_text(cell):
    """A cell of the CSV as the table has it."""
    if re.fullmatch(r"-?[0-9.]+", cell):
        return Decimal(cell)
    return cell or None


def test_the_months_add_up_to_what_the_database_keeps(sold):
    panel = panel_of("overview-channels", sold.wichai, sold.chachoengsao)
    kept = SalesTotal.objects.filter(submission__district__province=sold.chachoengsao, submission__month__gte=OCTOBER)
    for at, channel in enumerate(CHANNELS, 1):
        assert total_of(panel)[at] == sum(getattr(total, channel) for total in kept)
    by_category = panel_of("overview-categories", sold.wichai, sold.chachoengsao)
    assert total_of(by_category)[-1] == total_of(panel)[-1] == sum(total.total for total in kept)


@pytest.mark.parametrize("code", ["months-channels", "months-categories"])
def test_the_page_agrees_with_the_documents_made_of_frozen_reports(cast, at, code):
    at("2566-10-20 09:00")
    services.lock(confirmed(cast), actor=cast.wichai)
    ask = Ask(cast.orathai, None, FISCAL)
    paper = list(DOWNLOADS[code].make(ask).lines())[-1].cells
    page = total_of(panel_of(code.replace("months", "overview"), cast.orathai, None))
    assert page[-1] == paper[-1] == Decimal("1203.00")


def confirmed(cast):
    submission = fill(cast.mueang, OCTOBER)
    services.confirm(submission, actor=cast.somsri)
    submission.refresh_from_db()
    return submission


# The department sees what is locked


def page(client, path):
    """What is on it, but for the token of the form that signs out."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", client.get(path).content)


@pytest.mark.parametrize(
    "path",
    ["/overview/?area=nation", "/overview/?area=24", "/overview/?area=2402", "/overview/2566-11/?area=nation",
     "/overview/2566-11/?area=24", "/overview/2566-11/?area=2402"],
)  # fmt: skip
def test_nothing_that_the_department_reads_depends_on_a_draft(sold, signed_in, path):
    """Not a figure, nor a percentage, a rank, an order, a tone of the map or a sentence."""
    targets(sold, sold.chachoengsao, {sold.mueang: 5000, sold.bangkhla: 500})
    client = signed_in(sold.orathai)
    before = page(client, path)
    drafts = SalesTotal.objects.filter(submission__state=State.DRAFT)
    assert drafts.update(total=1, domestic_offline=1, domestic_online=0) == 1
    assert page(client, path) == before
    assert b"7777" not in before
    draft_of_last_year = fill(sold.bangpakong, OCTOBER - 12, "5555.55")
    with_another = page(client, path)
    draft_of_last_year.sales_totals.update(total=2)
    assert page(client, path) == with_another


def test_a_lock_shows_and_an_unlock_takes_away(cast, at):
    at("2566-10-20 09:00")
    submission = confirmed(cast)
    assert panel_of("overview-league", cast.orathai, None).sentence == "ยังไม่มีตัวเลขที่แสดงได้ในช่วงนี้"
    services.lock(submission, actor=cast.wichai)
    assert rows_of(panel_of("overview-league", cast.orathai, None))["ฉะเชิงเทรา"][4] == Decimal("1203.00")
    services.unlock(submission, actor=cast.wichai, reason="แก้ไข")
    assert rows_of(panel_of("overview-league", cast.orathai, None))["ฉะเชิงเทรา"][4] is None


def test_every_page_says_of_which_day_it_is_and_what_is_not_locked(sold, signed_in):
    text = signed_in(sold.orathai).get("/overview/2566-11/").content.decode()
    assert "ข้อมูล ณ วันที่ 15 พฤศจิกายน 2566 เวลา 10:00 น. จังหวัดล็อกแล้ว 1 จาก 5 อำเภอ" in text
    assert "ฉะเชิงเทรา (2), สระแก้ว (2)" in text
    assert "เฉพาะข้อมูลที่จังหวัดล็อกแล้ว" in text


def test_where_everything_is_locked_nobody_is_asked_what_is_not(sold, signed_in):
    text = signed_in(sold.orathai).get("/overview/?year=2567&area=2401").content.decode()
    assert "จังหวัดล็อกแล้วครบทั้ง 2 รายงาน" in text
    assert "มีที่ใดบ้าง" not in text
    assert "<p>ยังไม่ถึงกำหนดบันทึก: ธ.ค. 66 – ก.ย. 67</p>" in text


def test_a_month_that_opened_on_another_day_is_among_the_others(sold, at, signed_in):
    """September 2564 was recorded before day 10: its locked figures stand in the tables as in the sum."""
    december, now = NOVEMBER + 1, at("2566-12-02 10:00")
    dates = {"opens_at": at("2566-12-01 00:00"), "closes_at": at("2566-12-27 00:00")}
    services.set_window(actor=sold.teera, month=december, reason="ปิดงบ", **dates)
    at(now)
    locked(sold.mueang, december, "4321")
    text = signed_in(sold.orathai).get("/overview/?year=2567&area=2401").content.decode()
    assert "ยังไม่ถึงกำหนดบันทึก: ม.ค. 67 – ก.ย. 67" in text
    assert december in facts_of(sold.orathai, sold.mueang).opened


# Who sees what, and the way down


@pytest.mark.parametrize(
    ("person", "leads", "not_to"),
    [("orathai", ["area=24", "area=27"], []), ("wichai", ["area=2401", "area=2402"], ["area=nation", "area=27"]),
     ("somsri", [], ["area=24&", "area=2402", "area=nation"])],
)  # fmt: skip
def test_each_role_is_led_down_its_own_area_alone(sold, signed_in, person, leads, not_to):
    text = signed_in(getattr(sold, person)).get("/overview/2566-10/").content.decode()
    assert [link for link in leads if link not in text] == []
    assert [link for link in not_to if link in text] == []


def test_a_district_leads_to_its_producers_and_back_up_for_those_above(sold, signed_in):
    path = f"/overview/{OCTOBER}/?area=2401&kind=sales"
    producer = sold.producers_of(sold.mueang)[0]
    for person, above in (("somsri", 0), ("wichai", 1), ("orathai", 2)):
        text = signed_in(getattr(sold, person)).get(path).content.decode()
        assert f'href="/entry/producer/{producer.pk}/"' in text
        crumbs = re.search(r'<nav class="crumbs".*?</nav>', text, re.DOTALL)
        assert (crumbs[0].count("<a ") if crumbs else 0) == above


@pytest.mark.parametrize("query", ["year=2466", "year=x", "year=2599", "kind=other", "area=99", "area=%F0%9F%98%80"])
def test_what_does_not_exist_is_404(sold, signed_in, query):
    assert signed_in(sold.orathai).get(f"/overview/?{query}").status_code == 404


# Cost, the map, the other kind


def test_the_nation_costs_the_same_queries_whatever_is_in_it(sold, django_assert_num_queries):
    def shown():
        return [p.rows for p in panels(sold.orathai, facts_of(sold.orathai, None), YEAR)]

    with django_assert_num_queries(10):
        shown()
    targets(sold, sold.sakaeo, {sold.aranyaprathet: 5})
    for month in FISCAL.months[2:6]:
        for district in (sold.mueang, sold.bangpakong, sold.mueang_sakaeo):
            locked(district, month, "5")
    with django_assert_num_queries(10):
        shown()


def test_every_province_has_its_outline():
    """Joined anew by English name: geothai's 77 and the map's, which also has a lake."""

    def plain(name):
        return re.sub(r"\W", "", name).casefold()

    shapes = {plain(e.get("aria-label")): e.get("id") for e in ElementTree.parse(MAP).iter() if e.get("id")}
    joined = {province.code: shapes.pop(plain(province.name_en)) for province in geothai.provinces()}
    assert joined == OUTLINES
    assert len(joined) == 77
    assert set(shapes.values()) == {LAKE}


def test_market_sales_have_the_same_pages_without_categories(sold, signed_in):
    client = signed_in(sold.wichai)
    text = client.get("/overview/?kind=markets&year=2567").content.decode()
    assert "รายเดือน แยกตามรายการรายได้" in text
    assert "แยกตามประเภทผลิตภัณฑ์" not in text
    assert client.get("/downloads/markets-overview-channels/24/2567.csv").status_code == 200
    assert client.get("/downloads/markets-overview-online/24/2567.csv").status_code == 404


def test_panels_are_not_offered_among_the_documents(sold, signed_in):
    assert "overview-cumulative" not in signed_in(sold.wichai).get("/downloads/").content.decode()
