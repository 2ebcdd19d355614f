"""ภาพรวม and รายเดือน: page = file = database, locked figures only for the department, ranks that are fair."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import geothai
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from core import clock
from core.month import Month
from core.percent import printed
from core.period import Period
from reports.asking import Ask
from reports.dashboard.facts import Facts, Part
from reports.dashboard.thailand import LAKE, OUTLINES
from reports.documents import DOWNLOADS
from reports.documents.dashboard import MONTH, YEAR, panels, tiles
from reports.documents.dashboard.league import ranks, tones
from reports.documents.dashboard.panel import OnMap
from reports.documents.dashboard.words import COMPARED
from sales.models import CHANNELS, SalesTotal
from targets.models import SetState, Target, TargetSet
from tests.cast import fill
from tests.reports.test_csv import read
from tests.reports.test_xlsx import opened
from tests.targets.scene import make_indicator
from workflow import services
from workflow.models import Kind, State, Submission

OCTOBER, NOVEMBER = Month.parse("2566-10"), Month.parse("2566-11")
FISCAL = Period.year(2567)
MAP = Path(__file__).parents[2] / "node_modules" / "@svg-maps" / "thailand" / "thailand.svg"


def locked(district, month, amount):
    Submission.objects.filter(pk=fill(district, month, amount).pk).update(state=State.LOCKED, revision_number=1)


@pytest.fixture
def sold(cast, at):
    """Chachoengsao's October, this year and last, of two districts; November locked in one, a draft in the other."""
    at("2566-11-15 10:00")
    for district, amount in ((cast.mueang, 100), (cast.bangkhla, 10)):
        locked(district, OCTOBER - 12, str(amount))
        locked(district, OCTOBER, str(amount + 10))
    locked(cast.mueang, OCTOBER - 1, "90")
    locked(cast.mueang, NOVEMBER, "200")
    fill(cast.bangkhla, NOVEMBER, "7777.77")
    locked(cast.aranyaprathet, OCTOBER, "3")
    return cast


def targets(cast, province, tiers, period="annual"):
    """Published targets by district: the standard tier, whole baht."""
    total = sum(tiers.values())
    made = TargetSet.objects.create(
        province=province, indicator=make_indicator(cast, period), year=2567, period=period, basic=total,
        advanced=total, status=SetState.PUBLISHED, computed_at=clock.now(),
    )  # fmt: skip
    Target.objects.bulk_create(
        Target(target_set=made, district=d, basic=t, standard=t, advanced=t) for d, t in tiers.items()
    )
    return made


def facts_of(user, area, period=FISCAL, kind=Kind.SALES):
    return Facts(user, area, period, kind)


def panel_of(code, user, area, period=FISCAL, kind=Kind.SALES):
    (found,) = [p for p in panels(user, facts_of(user, area, period, kind), {**YEAR, **MONTH}) if p.code.endswith(code)]
    return found


def rows_of(panel):
    return {line.cells[0]: line.cells[1:] for line in panel.document.lines() if line.kind == "row"}


def total_of(panel):
    (line,) = [line for line in panel.document.lines() if line.kind == "total"]
    return line.cells


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


# Growth, targets, ranks


def test_growth_is_of_months_that_are_whole_both_times(sold):
    rows = rows_of(panel_of("overview-league", sold.wichai, sold.chachoengsao))
    assert [rows["เมืองฉะเชิงเทรา"][3], rows["บางคล้า"][3], rows["บางปะกง"][3]] == [Decimal(10), Decimal(100), None]
    province = rows_of(panel_of("overview-league", sold.orathai, None))["ฉะเชิงเทรา"]
    assert province[3] is None, "one of its districts has locked no October"
    assert province[4] == Decimal("110") * 12 + Decimal("20") * 4 + Decimal("200") * 12


def test_a_change_beside_a_total_that_holds_more_says_what_it_compares(sold):
    only = "(เฉพาะที่ข้อมูลครบ)"
    user, province = sold.wichai, sold.chachoengsao
    assert f"เพิ่มขึ้น 12.9% จากช่วงเดียวกันของปีก่อน {only}" in panel_of("overview-cumulative", user, province).sentence
    assert panel_of("overview-cumulative", user, province).help[-1] == COMPARED
    assert tiles.of_year(facts_of(user, province))[1].name == "เทียบช่วงเดียวกันของปีก่อน (เฉพาะที่ข้อมูลครบ)"
    november = panel_of("overview-areas", user, province, Period.month(NOVEMBER))
    assert f"เพิ่มขึ้น 81.8% จากเดือนก่อน {only}" in november.sentence
    october = Period.month(OCTOBER)
    assert panel_of("overview-areas", user, province, october).sentence.endswith(
        f" จากเดือนก่อน {only} เพิ่มขึ้น 12.9% จากเดือนเดียวกันปีก่อน"
    )
    assert "(" not in "".join(tile.name for tile in tiles.of_month(facts_of(user, sold.mueang, october)))


def test_a_small_district_may_lead_a_large_one(sold):
    targets(sold, sold.chachoengsao, {sold.mueang: 10_000, sold.bangkhla: 80})
    panel = panel_of("overview-league", sold.wichai, sold.chachoengsao)
    rows = rows_of(panel)
    assert next(iter(rows)) == "บางคล้า"
    assert rows["บางคล้า"][:2] == (1, Decimal(100)), "its draft of November counts towards no target"
    assert rows["เมืองฉะเชิงเทรา"][:2] == (2, Decimal("37.2"))
    assert panel.sentence.startswith("ใกล้เป้าหมายที่สุดคือบางคล้า (100.00%) เติบโตสูงสุดคือบางคล้า (เพิ่มขึ้น 100.0%)")


def test_the_nation_is_measured_against_the_provinces_that_have_targets(sold):
    targets(sold, sold.chachoengsao, {sold.mueang: 3000, sold.bangkhla: 800})
    panel = panel_of("overview-cumulative", sold.orathai, None)
    assert rows_of(panel)[OCTOBER.thai][-1] == (Decimal(1320) + 80) / 3800 * 100
    assert "1/2 จังหวัด" in panel.help[0]
    assert panel.chart.goal is None, "a target of some is no line beside the sales of all"


def test_targets_of_both_rounds_are_the_years(sold):
    targets(sold, sold.chachoengsao, {sold.mueang: 1000}, "round1")
    assert facts_of(sold.wichai, sold.chachoengsao).goals.whole is None
    note = "ยังไม่ประกาศเป้าหมายทั้งปีงบประมาณ 2567 ประกาศแล้วเฉพาะรอบที่ 1 ซึ่งเทียบที่หน้าเป้าหมายและคะแนน"
    assert panel_of("overview-cumulative", sold.wichai, sold.chachoengsao).help[0] == note
    made = targets(sold, sold.chachoengsao, {sold.mueang: 500}, "round2")
    assert facts_of(sold.somsri, sold.mueang).goals.whole == 1500
    made.status = SetState.DRAFT
    made.save()
    assert facts_of(sold.wichai, sold.chachoengsao).goals.whole is None


@given(st.dictionaries(st.integers(0, 40), st.none() | st.integers(0, 9).map(Decimal), max_size=30))
@examples(max_examples=60)
def test_ranks_and_tones_follow_the_figures(values):
    places = ranks(values)
    assert {key for key, value in values.items() if value is None}.isdisjoint(places)
    for one, place in places.items():
        assert place == 1 + sum(value > values[one] for value in values.values() if value is not None)
    area = {key: type("Area", (), {"code": str(key)})() for key in values}
    toned = tones(OnMap(Part(area[key]), value, "") for key, value in values.items())
    by_key = {int(part.area.code): tone for part, tone in toned.items()}
    assert by_key.keys() == places.keys()
    assert set(by_key.values()) <= {1, 2, 3, 4, 5}
    assert all((by_key[a] <= by_key[b]) for a in by_key for b in by_key if values[a] <= values[b])


def test_the_largest_moves_are_of_whole_months(sold):
    period = Period.month(OCTOBER)
    rows = rows_of(panel_of("overview-movers-year", sold.wichai, sold.chachoengsao, period))
    assert rows["เมืองฉะเชิงเทรา"][2:] == (Decimal(120), Decimal(10))
    assert list(rows) == ["เมืองฉะเชิงเทรา", "บางคล้า"]
    month = panel_of("overview-movers", sold.wichai, sold.chachoengsao, Period.month(NOVEMBER))
    assert list(rows_of(month)) == ["เมืองฉะเชิงเทรา"], "the draft of บางคล้า is compared with nothing"
    of_district = rows_of(panel_of("overview-movers", sold.orathai, sold.mueang, Period.month(NOVEMBER)))
    assert len(of_district) == 2
    assert sum(row[2] for row in of_district.values()) == Decimal(90) * 12


# On time


def test_the_first_confirmation_counts_against_the_deadline(cast, at):
    at("2566-10-25 23:59")
    services.confirm(fill(cast.mueang, OCTOBER), actor=cast.somsri)
    at("2566-10-26 00:00")
    services.confirm(fill(cast.bangkhla, OCTOBER), actor=cast.pranee)
    services.return_to_district(cast.mueang.submissions.get(), actor=cast.wichai, reason="ตรวจอีกครั้ง")
    services.confirm(cast.mueang.submissions.get(), actor=cast.somsri)
    panel = panel_of("overview-completeness", cast.wichai, cast.chachoengsao, Period.month(OCTOBER))
    assert {name: row[0] for name, row in rows_of(panel).items()} == {
        "เมืองฉะเชิงเทรา": "ยืนยันแล้ว ตรงเวลา", "บางคล้า": "ยืนยันแล้ว ช้า", "บางปะกง": "ยังไม่เริ่ม เลยกำหนด",
    }  # fmt: skip
    national = rows_of(panel_of("overview-completeness", cast.orathai, None, Period.month(OCTOBER)))
    assert national["ฉะเชิงเทรา"][:7] == (3, 0, 2, 1, 1, 1, Decimal(0))
    services.set_confirm_deadline(actor=cast.wichai, province=cast.chachoengsao, from_month=OCTOBER, day=26)
    panel = panel_of("overview-completeness", cast.wichai, cast.chachoengsao, Period.month(OCTOBER))
    assert rows_of(panel)["บางคล้า"][0] == "ยืนยันแล้ว ตรงเวลา"
    national = panel_of("overview-completeness", cast.orathai, None, Period.month(OCTOBER))
    assert rows_of(national)["ฉะเชิงเทรา"][4:6] == (2, 0)
    assert national.sentence == "ล็อกแล้ว 0 จาก 5 รายงาน (0.00%) ยืนยันตรงเวลา 50.00% ของที่ถึงกำหนด"  # สระแก้ว has none


def test_who_never_confirmed_is_not_on_time_once_the_deadline_is_over(cast, at):
    """One district of three confirmed: a third was on time, not all of those that came."""
    at("2566-10-25 23:58")
    services.confirm(fill(cast.mueang, OCTOBER), actor=cast.somsri)
    asked = ("overview-completeness", cast.orathai)
    assert rows_of(panel_of(*asked, None, Period.month(OCTOBER)))["ฉะเชิงเทรา"][-1] == Decimal(100)  # others may yet
    at("2566-10-26 00:00")
    national = panel_of(*asked, None, Period.month(OCTOBER))
    assert rows_of(national)["ฉะเชิงเทรา"][-1] == Decimal(1) / 3 * 100
    assert rows_of(national)["สระแก้ว"][-1] == 0
    assert national.sentence.endswith("ยืนยันตรงเวลา 20.00% ของที่ถึงกำหนด")
    assert list(national.document.lines())[-1].cells[-2:] == (0, 20)
    province = panel_of(*asked, cast.chachoengsao, Period.month(OCTOBER))
    assert {name: row[-1] for name, row in rows_of(province).items()} == {
        "เมืองฉะเชิงเทรา": 100,
        "บางคล้า": 0,
        "บางปะกง": 0,
    }
    assert province.sentence.endswith("ยืนยันตรงเวลา 33.33% ของที่ถึงกำหนด")


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
