"""The commands an operator runs on a letter's table: what is printed, what differs, how they exit."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from targets.letter_scores import check_scores, thresholds
from targets.letters import Difference, read_table, recompute_targets
from targets.reading import Unusable

FIXTURES = Path(__file__).parents[2] / "fixtures"
ANNUAL = FIXTURES / "chachoengsao-2566-targets-annual.csv"
ROUND1 = FIXTURES / "chachoengsao-2566-targets-round1.csv"


def run(*args: object) -> tuple[list[dict[str, str]], str, int]:
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command(*map(str, args), "--format", "csv", stdout=out, stderr=err)
    except SystemExit as stop:
        code = int(stop.code or 0)
    return list(csv.DictReader(io.StringIO(out.getvalue()))), err.getvalue(), code


def said(difference: Difference) -> str:
    return difference.reason.english if difference.reason else ""


def reasons_of(table: str) -> dict[tuple[str, str], str]:
    return {(d.district, d.column): said(d) for d in recompute_targets(read_table(table)).differences}


def test_the_annual_table_sums_and_says_what_is_off() -> None:
    rows, said, code = run("check_targets", ANNUAL)
    assert code == 1
    assert rows[-1] == {"district": "รวม", "basic": "925670000", "standard": "2701445000", "advanced": "4477220000"}
    for tier in ("basic", "standard", "advanced"):
        assert sum(int(row[tier]) for row in rows[:-1]) == int(rows[-1][tier])
    assert "59,475,884 stands +40 baht" in said
    assert "the column does not sum" in said


def test_round_two_is_printed_as_csv() -> None:
    rows, _, _ = run("check_targets", ANNUAL, "--minus", ROUND1)
    assert rows[-1]["basic"] == str(925670000 - 515180000)
    assert all(int(row["basic"]) <= int(row["standard"]) <= int(row["advanced"]) for row in rows)


def test_scores_of_the_letter() -> None:
    rows, _, code = run("check_scores", FIXTURES / "chachoengsao-2567-round1-results.csv")
    scores = {row["district"]: row["score"] for row in rows}
    assert code == 0
    assert (scores["เมืองฉะเชิงเทรา"], scores["บางคล้า"], scores["บางปะกง"]) == ("2", "0", "5")


def test_the_growth_table_of_sa_kaeo_comes_out_exactly() -> None:
    rows, said, code = run("thresholds", "growth", FIXTURES / "sakaeo-2564-round2-revenue.csv")
    assert (code, said.strip()) == (0, "nothing differs")
    assert rows[-1]["score5"] == "2797470103"


def test_a_score_that_contradicts_its_figures_is_told() -> None:
    table = read_table('district,basic,standard,advanced,2566-10,total,score\nก,๑๐,15,20,"๑,๕๐๐",1500,2\n')
    scores, differences = check_scores(table)
    assert scores["ก"] == (1500, 5)
    assert [(d.column, d.stated, d.recomputed) for d in differences] == [("score", 2, 5)]


def test_a_slipped_digit_is_named_in_results_and_scales_too() -> None:
    results = read_table("district,basic,standard,advanced,2566-10,total,score\nก,10,15,20,15000,15900,2\n")
    assert list(map(said, check_scores(results)[1])) == ["off by a digit", "its own figures say otherwise"]
    scale = read_table("district,base,score1,score5\nก,100000,106000,101000\nข,100000,99999,110001\n")
    reasons = {(d.district, said(d)) for d in thresholds("growth", scale)[1]}
    assert reasons == {("ก", "off by a digit"), ("ข", "its base says otherwise")}


def test_inverted_tiers_are_told_and_put_in_order() -> None:
    table = read_table("district,basic,standard,advanced,2566-10\nก,20,15,10,12\n")
    scores, differences = check_scores(table)
    assert scores["ก"][1] == 2
    assert {said(d) for d in differences} == {"tiers inverted"}


def test_a_digit_off_is_named() -> None:
    rows = "district,fy2563,fy2564,basic,standard,advanced\nก,100000,200000,100000,150000,207000\nข,900,900,900,900,900"
    (difference, *_) = recompute_targets(read_table(rows)).differences
    assert (difference.column, said(difference)) == ("advanced", "off by a digit")


def test_a_digit_off_is_named_where_the_letter_rounds_otherwise_too() -> None:
    """Its cells stand a baht or two, with บางปะกง 38, from the rule: that is no second digit."""
    for stated, wrong, cell in (
        ("280795608", "280895608", ("เมืองฉะเชิงเทรา", "advanced")),
        ("77637363", "87637363", ("บ้านโพธิ์", "basic")),
        ("57755856", "57775856", ("บางปะกง", "advanced")),
        ("51144209", "51142409", ("แปลงยาว", "advanced")),
    ):
        assert reasons_of(ANNUAL.read_text().replace(stated, wrong))[cell] == "off by a digit", cell


def test_online_thresholds_of_the_province_are_not_summed() -> None:
    rows, _ = thresholds("online", read_table("district,products\nก,150\nข,57\n"))
    assert rows["รวม"] == (14, 17, 19, 21, 23)
    assert rows["ก"][4] + rows["ข"][4] == 23
    assert rows["ก"][0] + rows["ข"][0] == 15


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name,fy2563\nก,1",
        "district,fy2563\n",
        "district,fy2563\nก,หนึ่ง",
        "district,fy2563\nก,-5",
        "district,fy2563\nก,1e999",
        "district,fy2563\nก,NaN",
        "district,fy2563\nก,1\nก,2",
        "district,fy2563\nก",
        "district,fy2563\nก,1,2",
        "district,fy2563,fy2563\nก,1,2",
        "district,basic\nก,1",
        "district,fy2563\nก,-",
        "district,fy2563\nก,1\nอำเภอก,2",
        "district,fy2563\nก,1\nรวม,1\nรวมทั้งสิ้น,1",
        "district,fy2563,fy2564\nก,1,500,2",
        "district;fy2563\nก;1234,5",
        "district,fy2563\n,1",
        "district,fy2563\nก,1_000",
        "district,fy2563\nก,1e5",
        "district,fy2563\nก,(5)",
    ],
)
def test_unusable_tables_are_refused_with_a_sentence(text: str, tmp_path: Path) -> None:
    with pytest.raises(Unusable):
        recompute_targets(read_table(text))
    file = tmp_path / "table.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as error:
        call_command("check_targets", str(file))
    assert error.value.returncode == 2


def test_a_baht_or_three_is_rounding_and_a_wrong_base_explains_both_its_tiers() -> None:
    reasons = reasons_of(ANNUAL.read_text())
    assert reasons["บางคล้า", "advanced"] == "rounding"
    assert "+40 baht" in reasons["บางปะกง", "advanced"]
    assert reasons["บางปะกง", "standard"] == reasons["บางปะกง", "advanced"]


def test_what_follows_from_one_wrong_base_is_said_to_follow_from_it() -> None:
    reasons = reasons_of(ROUND1.read_text().replace("8889600", "8889700"))
    assert reasons["คลองเขื่อน", "basic"].startswith("the base fy2563 8,889,700 stands +100 baht")
    assert reasons["บางคล้า", "basic"].startswith("the base fy2563 of คลองเขื่อน stands +100 baht")
    assert all(reasons.values())


def test_a_wrong_total_of_a_base_year_explains_the_column_it_shifts() -> None:
    reasons = reasons_of(ROUND1.read_text().replace("515180000,515180000", "516180000,515180000"))
    assert reasons["แปลงยาว", "basic"] == "the stated total of fy2565 stands +1,000,000 baht from its column's sum"
    assert reasons["รวม", "basic"] == "the stated total is not the province's figure"


def test_targets_for_other_figures_of_the_province_are_told_so_though_no_total_is_stated() -> None:
    table = ANNUAL.read_text().replace("59475884", "59475844").rpartition("รวม")[0]  # as its 2565 does not sum
    reasons = {reason for reason in reasons_of(table).values() if reason != "rounding"}
    assert reasons == {"the table's own province figures are 925,670,001 and 4,477,220,000"}


def test_figures_on_the_wrong_row_are_told() -> None:
    rows = ROUND1.read_text().splitlines()
    (_, *one), (_, *other) = rows[3].split(",")[3:], rows[4].split(",")[3:]
    swapped = [*rows[:3], ",".join([*rows[3].split(",")[:4], *other]), ",".join([*rows[4].split(",")[:4], *one])]
    reasons = reasons_of("\n".join([*swapped, *rows[5:]]))
    assert reasons["บางปะกง", "advanced"] == "this is the figure of บางน้ำเปรี้ยว"


def test_what_a_district_without_history_was_given_is_no_slip_of_a_digit() -> None:
    reasons = reasons_of("district,fy2563,basic,advanced\nเก่า,100,100,100\nใหม่,-,10,10\n")
    assert reasons["ใหม่", "basic"] == "a district without a base year: somebody set it"


def test_a_total_by_another_name_is_told_rather_than_counted_in_silence(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("district,fy2563,fy2564\nก,1,9\nข,2,8\nค,3,7\nสระแก้ว,6,24\n", encoding="utf-8")
    assert "สระแก้ว looks like the sum of the other rows" in run("check_targets", file)[1]


def test_a_round_one_above_the_year_is_told(tmp_path: Path) -> None:
    for name, rows in {"year": "ก,100,200\nข,1000,3000", "first": "ก,900,1190\nข,100,300"}.items():
        (tmp_path / name).write_text(f"district,fy2563,fy2564\n{rows}\n", encoding="utf-8")
    rows, said, code = run("check_targets", tmp_path / "year", "--minus", tmp_path / "first")
    assert (code, rows[0]["advanced"]) == (0, "0")
    assert "ก: round 1 is more than the year" in said
    with pytest.raises(CommandError, match="round 1 is more than the year: the province's basic is 925,670,000"):
        call_command("check_targets", str(ROUND1), "--minus", str(ANNUAL))
