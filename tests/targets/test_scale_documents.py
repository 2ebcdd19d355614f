"""The letters' target tables through the portal: typed, shown on the page, printed; and who gets them."""

import csv
import io
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import District
from core.thai import sort_key
from otop_portal.demo.figures import FIXTURES
from reports.documents import scales as documents
from targets.selectors import scales
from targets.selectors.overview import overview
from targets.services.scales import At, save_inputs
from tests.targets.scene import make_scale

WHOLE = "รวม (จ.สระแก้ว)"


def letter():
    with (FIXTURES / "sakaeo-2564-round2-revenue.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def download(client, code, area, period, format="csv"):
    return client.get(reverse("reports:download-file", args=[code, area, period, format]))


def read(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def sakaeo(cast, at, signed_in):
    """The letter's nine districts, their base typed by the province in the grid."""
    at("2564-05-11 10:00")
    make_scale(cast, "growth", period="round2", year=2564, base=2563)
    codes = {"เมืองสระแก้ว": "2701", "อรัญประเทศ": "2706"}
    rows = letter()
    for number, row in enumerate(rows[:-1]):
        if row["district"] not in codes:
            code = codes[row["district"]] = f"27{number + 20}"
            name = row["district"]
            District.objects.create(code=code, name=name, sort_key=sort_key(name), province=cast.sakaeo)
    data = {f"base-{codes[row['district']]}": row["base_2563_apr_sep"] for row in rows[:-1]}
    answer = signed_in(cast.malee).post(reverse("targets:inputs", args=["27", 2564, "round2", "growth"]), data)
    assert answer.status_code == 302
    return cast


def test_the_growth_table_of_sa_kaeo_comes_out_exactly(sakaeo, signed_in):
    client = signed_in(sakaeo.malee)
    printed = {row[1]: row[2:] for row in read(download(client, "growth-table", "27", "2564-r2"))[1:]}
    page = client.get(reverse("targets:scale", args=[2564, "round2", "growth"])).content.decode()
    for row in letter():
        name, stated = row["district"], [int(value) for key, value in row.items() if key != "district"]
        cells = printed.get(name) or next(v for k, v in printed.items() if name == "รวม" and "รวม" in k)
        assert [int(Decimal(cell.replace(",", ""))) for cell in cells] == stated, name
        assert all(f"{value:,}" in page for value in stated[1:]), name


def test_the_table_says_what_the_letter_says(sakaeo):
    indicator = scales.scale_indicator(sakaeo.malee, 2564, "round2", "growth")
    document = documents.growth(sakaeo.sakaeo, scales.province_page(sakaeo.malee, sakaeo.sakaeo, indicator))
    heads = [column.head for column in document.leaves]
    assert "1 เม.ย. 63 - 30 ก.ย. 63" in heads[2]
    assert heads[3:5] == ["น้อยกว่าร้อยละ 7 (1 คะแนน)", "ไม่น้อยกว่าร้อยละ 7 (2 คะแนน)"]
    assert document.total_label == WHOLE
    assert document.notes[0] == "ข้อมูล ณ วันที่ 11 พฤษภาคม 2564 เวลา 10:00 น."
    assert "ฉบับที่ 1" in document.notes[1]


def test_the_grade_table_has_chiang_rais_thresholds_and_the_provinces_own_row(cast, at):
    """Half up in each row, and in the province's from its total: 30 + 7 + 1 = 38 → 28.5 → 29, not 23 + 5 + 1."""
    at("2567-02-05 10:00")
    make_scale(cast, "grade", period="q2")
    rows = {cast.mueang: 30, cast.bangkhla: 7, cast.bangpakong: 1}
    save_inputs(
        At(cast.chachoengsao, 2567, "q2"),
        {district: {"interested": number} for district, number in rows.items()},
        base={(district, 2566): Decimal("1000.25") for district in rows},
        actor=cast.wichai,
    )
    page = scales.province_page(
        cast.wichai, cast.chachoengsao, scales.scale_indicator(cast.wichai, 2567, "q2", "grade")
    )
    lines = [line.cells for line in documents.grade(cast.chachoengsao, page).lines()]
    by_name = {cells[1]: cells[2:] for cells in lines[:-1]}
    assert by_name["เมืองฉะเชิงเทรา"] == (1, Decimal("1000.25"), Decimal("1020.26"), 30, 30, 23, 15, 8)
    assert by_name["บางคล้า"][-5:] == (7, 7, 5, 4, 2)
    assert lines[-1][2:] == (1, Decimal("3000.75"), Decimal("3060.77"), 38, 38, 29, 19, 10)


def test_the_online_table_does_not_sum_its_targets(cast, at):
    at("2566-11-15 10:00")
    make_scale(cast, "online")
    typed = {"products_reason": "ตามหนังสือ"}
    save_inputs(
        At(cast.chachoengsao, 2567, "round1"),
        {
            cast.mueang: {"products": 150, **typed},
            cast.bangkhla: {"products": 57, **typed, "online": 5, "online_reason": "กระดาษ"},
        },
        actor=cast.wichai,
    )
    page = scales.province_page(
        cast.wichai, cast.chachoengsao, scales.scale_indicator(cast.wichai, 2567, "round1", "online")
    )
    *rows, total = [line.cells for line in documents.online(cast.chachoengsao, page).lines()]
    assert next(cells for cells in rows if cells[1] == "บางคล้า")[2:8] == (57, 4, 5, 5, 6, 6)
    assert total[2:8] == (208, 15, 17, 19, 21, 23)


@pytest.mark.parametrize("format", ["pdf", "xlsx", "csv"])
def test_every_format_is_made_for_those_who_may(sakaeo, signed_in, format):
    assert len(download(signed_in(sakaeo.malee), "growth-table", "27", "2564-r2", format).content) > 200
    assert download(signed_in(sakaeo.wichai), "growth-table", "27", "2564-r2", format).status_code == 404
    nation = download(signed_in(sakaeo.orathai), "scores", "nation", "2564-r2", format)
    assert nation.status_code == 200
    assert download(signed_in(sakaeo.malee), "scores", "nation", "2564-r2", format).status_code == 403


def test_the_national_report_is_the_page(sakaeo):
    page = overview(sakaeo.orathai, 2564, "round2")
    lines = [line.cells for line in documents.scores(page).lines()]
    assert [cells[1] for cells in lines] == [row.area.name for row in page.rows]
    assert lines[1][2] == "จังหวัดยังไม่ยืนยันตัวเลข"


def test_levels_are_told_in_the_digits_of_the_paper(sakaeo):
    """“ระดับ 1” between Thai digits looked like another paper's."""
    page = overview(sakaeo.orathai, 2564, "round2")
    for digits, level in (("thai", "ระดับ ๑"), ("arabic", "ระดับ 1")):
        paper = documents.scores(page, digits=digits)
        assert {paper.show(leaf, "ระดับ 1") for leaf in paper.leaves if leaf.head == "ผล"} == {level}


def test_the_operator_exports_the_same_table(sakaeo, signed_in, tmp_path):
    out = tmp_path / "table.csv"
    call_command("export", "growth-table", period="2564-r2", province="27", format="csv", out=out, stdout=io.StringIO())
    assert out.read_bytes() == download(signed_in(sakaeo.malee), "growth-table", "27", "2564-r2").content
    call_command("export", "scores", period="2564-r2", format="csv", out=out, stdout=io.StringIO())
    assert out.read_bytes() == download(signed_in(sakaeo.orathai), "scores", "nation", "2564-r2").content
    for wrong in ({"period": "2564-r3", "province": "27"}, {"period": "2564-r1", "province": "27"}):
        with pytest.raises(CommandError) as refused:
            call_command("export", "growth-table", format="csv", out=out, **wrong)
        assert refused.value.returncode == 2
