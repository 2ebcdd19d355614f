"""แบบประมาณการรายได้: typed, kept, confirmed, reopened, compared; who sees what."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.models import AuditEntry
from core.month import BudgetYear
from core.period import Period
from reports.asking import Ask
from reports.documents.forecast import make
from sales.models import CHANNELS
from targets.forecast_grid import merged_grid, name_of
from targets.models import Forecast, ForecastMonth
from targets.selectors.forecasts import forecast_page, overview
from targets.services import forecasts as services
from targets.services.guards import Refused
from tests.cast import fill
from workflow.models import State, Submission

PAGE = reverse("targets:forecast", args=["2401", 2567])
CONFIRM = reverse("targets:forecast-confirm", args=["2401", 2567])
REOPEN = reverse("targets:forecast-reopen", args=["2401", 2567])
MONTHS = BudgetYear(2567).months
NAMES = [name_of(n, channel) for n in range(1, 13) for channel in CHANNELS]


@pytest.fixture
def year(cast, at):
    """The cast in November of budget year 2567."""
    at("2566-11-15 10:00")
    return cast


def rows(amount="10", months=MONTHS):
    return {month: (Decimal(amount),) * 4 for month in months}


def saved(cast, amount="10", months=MONTHS, district=None, actor=None):
    district, actor = district or cast.mueang, actor or cast.somsri
    return services.save_forecast(district, 2567, rows(amount, months), actor=actor, version=0)


def confirmed(cast, **options):
    made = saved(cast, **options)
    return services.confirm_forecast(made, actor=options.get("actor") or cast.somsri, version=made.version)


def typed(text="1,000", **changes):
    cells = dict.fromkeys(NAMES, text) | changes
    return {"version": "0", "seen": "|" * 47, "act": "save", **cells}


def text(response):
    return response.content.decode()


def test_typed_amounts_are_kept_in_any_digits_and_blank_is_not_zero(year, signed_in):
    data = typed(**{"c-1-domestic_offline": "๑,๒๐๐.๕๐ บาท", "c-2-foreign_online": "", "c-3-foreign_online": "-"})
    assert signed_in(year.somsri).post(PAGE, data).status_code == 302
    amounts = {m.month: m.amounts for m in ForecastMonth.objects.all()}
    assert amounts[MONTHS[0]][0] == Decimal("1200.50")
    assert amounts[MONTHS[1]][3] is None
    assert amounts[MONTHS[2]][3] == 0
    assert AuditEntry.objects.get(action="forecast.saved").details["figures"] == 47


def test_an_error_stands_beside_its_cell_and_nothing_typed_is_lost(year, signed_in):
    answer = signed_in(year.somsri).post(PAGE, typed(**{"c-5-domestic_online": "ห้าร้อย"}))
    page = text(answer)
    assert answer.status_code == 422
    assert 'value="ห้าร้อย"' in page
    assert "ไม่ใช่จำนวนเงิน" in page
    assert page.count('value="1,000"') == 47
    assert not Forecast.objects.exists()


def test_saving_the_same_again_is_nothing(year):
    made = saved(year)
    again = services.save_forecast(year.mueang, 2567, rows(), actor=year.somsri, version=0)
    assert (again.version, AuditEntry.objects.filter(action="forecast.saved").count()) == (made.version, 1)


def test_a_stale_save_is_refused_and_both_figures_are_shown(year, signed_in):
    saved(year, "500")
    data = typed("500", **{"c-1-domestic_offline": "700", "c-2-domestic_offline": "", "seen": "|".join(["500"] * 48)})
    data["seen"] = data["seen"].replace("500", "400", 1)  # seen before a colleague changed October
    answer = signed_in(year.somsri).post(PAGE, data)
    page = text(answer)
    assert answer.status_code == 409
    assert 'value="700"' in page
    assert "ในระบบ 500 (สมศรี ใจดี)" in page
    assert page.count("ในระบบ") == 1
    assert ForecastMonth.objects.get(month=MONTHS[0]).domestic_offline == 500
    data["version"] = "1"
    assert signed_in(year.somsri).post(PAGE, data).status_code == 302
    october, november = ForecastMonth.objects.order_by("month")[:2]
    assert (october.domestic_offline, november.domestic_offline) == (700, None)


def test_a_merge_keeps_what_only_one_of_the_two_changed(year):
    saved(year, "500")
    page = forecast_page(year.somsri, year.mueang, 2567)
    seen = ["500"] * 48
    seen[1] = "300"  # a colleague has changed this one, the person has not
    data = dict.fromkeys(NAMES, "500") | {NAMES[0]: "900", NAMES[1]: "300", "seen": "|".join(seen), "version": "0"}
    cells = list(merged_grid(page, data))
    assert [cells[0].text, cells[1].text] == ["900", "500"]
    assert not any(cell.conflict for cell in cells)


def test_last_years_locked_months_fill_blank_cells_without_saving(year, signed_in):
    fill(year.mueang, MONTHS[0] - 12, "1000.50")
    Submission.objects.update(state=State.LOCKED, revision_number=1)
    fill(year.mueang, MONTHS[1] - 12, "7777")
    client = signed_in(year.somsri)
    data = {"act": "prefill", "percent": "๕", "c-1-foreign_online": "9"}
    page = text(client.post(PAGE, data))
    assert 'value="3,152"' in page  # 3 rows × 1000.50 × 1.05, to the baht
    assert 'value="9"' in page
    assert "23,33" not in page
    assert "ปีก่อนยังไม่ล็อก จึงไม่เติม: พ.ย. 66" in page
    assert not Forecast.objects.exists()
    assert 'value="9"' not in text(client.post(PAGE, data | {"replace": "on"}))
    wrong = client.post(PAGE, data | {"percent": "ห้า"})
    assert wrong.status_code == 422
    assert 'value="9"' in text(wrong)


def test_zeros_go_into_blank_cells_only(year, signed_in):
    page = text(signed_in(year.somsri).post(PAGE, {"act": "zeros", NAMES[0]: "5"}))
    assert page.count('value="0" aria-label') == 47
    assert "เติม 0 ในช่องว่าง 47 ช่อง" in page


def test_a_forecast_with_blanks_is_not_confirmed(year, signed_in):
    made = saved(year, months=MONTHS[:-1])
    with pytest.raises(Refused, match=r"ก\.ย\. 67"):
        services.confirm_forecast(made, actor=year.somsri, version=made.version)
    assert "ยังยืนยันไม่ได้" in text(signed_in(year.somsri).get(CONFIRM))


def test_what_is_confirmed_is_what_was_read(year, signed_in):
    made = saved(year)
    assert signed_in(year.somsri).post(CONFIRM, {"version": "0"}).status_code == 302
    made.refresh_from_db()
    assert not made.is_confirmed
    signed_in(year.somsri).post(CONFIRM, {"version": made.version})
    made.refresh_from_db()
    assert made.is_confirmed
    assert AuditEntry.objects.get(action="forecast.confirmed").details["total"] == "480.00"


def test_a_confirmed_forecast_changes_only_after_the_province_has_reopened_it(year, signed_in):
    made = confirmed(year)
    refused = signed_in(year.somsri).post(PAGE, typed(version="1"))
    assert refused.status_code == 409
    assert "ท่านพิมพ์ 1,000" in text(refused)
    assert "หากต้องแก้ไขให้แจ้งจังหวัด" in text(refused)
    wichai = signed_in(year.wichai)
    assert wichai.post(REOPEN, {"reason": " "}).status_code == 422
    assert "เปิดแบบประมาณการอำเภอ" in text(wichai.post(REOPEN, {"reason": "ยอดธันวาคมสูงไป"}, follow=True))
    made.refresh_from_db()
    assert "ยอดธันวาคมสูงไป" in text(signed_in(year.somsri).get(PAGE))
    services.save_forecast(year.mueang, 2567, rows("11"), actor=year.somsri, version=made.version)


def test_nothing_changes_after_the_budget_year(year, at):
    made = confirmed(year)
    draft = saved(year, district=year.bangkhla, actor=year.pranee)
    at("2567-10-01 00:00")
    with pytest.raises(Refused, match="สิ้นสุดแล้ว"):
        services.reopen_forecast(made, actor=year.wichai, reason="ก")
    with pytest.raises(Refused, match="สิ้นสุดแล้ว"):
        services.save_forecast(year.bangkhla, 2567, rows("1"), actor=year.pranee, version=draft.version)


@pytest.mark.parametrize("name", ["pranee", "wichai", "teera", "suspended"])
def test_only_the_districts_own_officer_writes(year, name):
    with pytest.raises(PermissionDenied):
        services.save_forecast(year.mueang, 2567, rows(), actor=getattr(year, name), version=0)


@pytest.mark.parametrize("name", ["somsri", "malee", "teera"])
def test_only_its_own_province_reopens(year, name):
    made = confirmed(year)
    with pytest.raises(PermissionDenied):
        services.reopen_forecast(made, actor=getattr(year, name), reason="ก")


def test_the_department_sees_what_is_confirmed_and_locked(year, signed_in):
    saved(year, "12345", district=year.bangkhla, actor=year.pranee)
    confirmed(year, amount="54321")
    fill(year.mueang, MONTHS[0], "60000")
    october = Submission.objects.get()
    client = signed_in(year.orathai)
    pages = [PAGE, PAGE.replace("2401", "2402"), reverse("targets:forecasts-of", args=[2567])]
    pages += [reverse("targets:forecasts-province", args=[2567, "24"])]
    seen = "".join(text(client.get(page)) for page in pages)
    assert "217,284.00" in seen  # 4 × 54,321
    assert "12,345" not in seen
    assert "720,000.00" not in seen
    Submission.objects.filter(pk=october.pk).update(state=State.LOCKED, revision_number=1)
    assert "720,000.00" in text(client.get(PAGE))


def test_an_unlocked_month_is_shown_to_its_own_and_counts_in_no_sum(year, signed_in):
    confirmed(year)
    fill(year.mueang, MONTHS[0], "100")
    page = forecast_page(year.somsri, year.mueang, 2567)
    assert page.rows[0].actual.total == 1200
    assert page.so_far.actual is None
    assert "ยังไม่ล็อก" in text(signed_in(year.somsri).get(PAGE))
    Submission.objects.update(state=State.LOCKED, revision_number=1)
    page = forecast_page(year.somsri, year.mueang, 2567)
    assert (page.so_far.difference, page.so_far.forecast) == (1160, 40)


def test_the_overviews_sum_what_their_districts_say_in_constant_queries(year, django_assert_max_num_queries):
    confirmed(year)
    saved(year, "20", district=year.bangkhla, actor=year.pranee)
    with django_assert_max_num_queries(5):
        page = overview(year.wichai, 2567, year.chachoengsao)
    assert (page.whole.confirmed, page.whole.districts, page.whole.total) == (1, 3, 480 + 960)
    assert page.months[0][1] == (30, 30, 30, 30)
    with django_assert_max_num_queries(5):
        nation = overview(year.orathai, 2567)
    assert [(row.area.name, row.total, row.confirmed) for row in nation.rows] == [
        ("ฉะเชิงเทรา", 480, 1),
        ("สระแก้ว", None, 0),
    ]


def test_a_pasted_block_is_placed_from_its_month_and_channel_on(year, signed_in):
    url = reverse("targets:forecast-paste", args=["2401", 2567])
    body = {"text": "พ.ย.\t1,000\t๒๐๐\nธ.ค.\tห้า\t-\n", "row": 2, "field": "foreign_offline"}
    client = signed_in(year.somsri)
    answer = client.post(url, body, content_type="application/json").json()
    assert [(c["row"], c["field"], c["value"]) for c in answer["cells"]] == [
        (2, "foreign_offline", "1,000"),
        (2, "foreign_online", "200"),
        (3, "foreign_offline", ""),
        (3, "foreign_online", "0"),
    ]
    assert answer["labels"] == {}  # พ.ย. and ธ.ค. are where they belong
    form = "1 ตุลาคม ๒๕๖๖\t1\n2 ตุลาคม ๒๕๖๗\t2\n3 ธันวาคม\t3\n"
    answer = client.post(url, {**body, "text": form, "row": 1}, content_type="application/json").json()
    assert list(answer["labels"]) == ["2"]
    assert client.post(url, {**body, "row": 13}, content_type="application/json").status_code == 400


def paper(area, format):
    return reverse("reports:download-file", args=["forecast", area, 2567, format])


@pytest.mark.parametrize("format", ["pdf", "xlsx", "csv"])
def test_the_papers_are_made_for_a_district_a_province_and_the_nation(year, signed_in, format):
    confirmed(year)
    for person, area in ((year.wichai, "2401"), (year.wichai, "24"), (year.orathai, "nation")):
        answer = signed_in(person).get(paper(area, format))
        assert (answer.status_code, len(b"".join(answer)) > 200) == (200, True)


def test_the_department_gets_no_paper_of_a_draft(year, signed_in):
    saved(year, "54321")
    client = signed_in(year.orathai)
    assert client.get(paper("2401", "csv")).status_code == 422
    assert b"651852" not in b"".join(client.get(paper("24", "csv"))) + b"".join(client.get(paper("nation", "csv")))
    assert b"651852" in b"".join(signed_in(year.wichai).get(paper("24", "csv")))


def test_the_paper_holds_the_pages_figures(year):
    saved(year, "54321")
    page = forecast_page(year.somsri, year.mueang, 2567)
    document = make(Ask(year.somsri, year.mueang, Period.year(2567)))
    assert document.mark
    assert list(document.lines())[-1].cells[2:] == (*page.columns, page.total) == (651_852,) * 4 + (2_607_408,)
