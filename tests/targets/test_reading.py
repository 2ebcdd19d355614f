"""Tables of letters in every shape that offices save them: read alike, or refused with a sentence."""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from core.thai import to_thai_digits
from targets import reasons
from targets.letter_scores import check_scores, thresholds
from targets.letters import read_table, recompute_round2, recompute_targets
from targets.reading import Unusable, plain, read, rows_in
from targets.tables import pasted_rows, table_of

LETTER = (Path(__file__).parents[2] / "fixtures" / "chachoengsao-2566-targets-round1.csv").read_text(encoding="utf-8")
ROWS = [line.split(",") for line in LETTER.splitlines()]
DISTRICTS = [row[0] for row in ROWS[1:-1]]


def joined(rows: list[list[str]], mark: str = ",") -> str:
    return "".join(mark.join(row) + "\n" for row in rows)


def each(write: Callable[[int], str]) -> str:
    return joined([ROWS[0], *([row[0], *(write(int(cell)) for cell in row[1:])] for row in ROWS[1:])])


SHAPES = {
    "thai digits": to_thai_digits(LETTER),
    "windows": "\ufeff" + LETTER.replace("\n", "\r\n"),
    "semicolons": LETTER.replace(",", ";"),
    "tabs": LETTER.replace(",", "\t"),
    "thousands": each(lambda n: f'"{n:,}"'),
    "decimals": each(lambda n: f"{n}.0"),
    "baht": each(lambda n: f'"{n:,}.00 บาท"'),
    "blank lines": LETTER.replace("\n", "\n\n,,,,,,\n"),
    "a title above": "ทะเบียนเป้าหมาย, รอบที่ ๑\nจังหวัดฉะเชิงเทรา\n" + LETTER,
    "a note below": LETTER + "หมายเหตุ: ตามหนังสือจังหวัด\n",
    "the total on top": joined([ROWS[0], ROWS[-1], *ROWS[1:-1]]),
    "the total in other words": LETTER.replace("รวม", "รวมทั้งสิ้น"),
    "columns moved": joined([[row[at] for at in (6, 1, 0, 4, 3, 2, 5)] for row in ROWS]),
    "columns more": joined([[str(n), *row, "ครบ"] for n, row in enumerate(ROWS)]).replace("0,", "ที่,", 1),
    "thai heads": LETTER.replace(",".join(ROWS[0]), "อำเภอ,ปี 2563,๒๕๖๔,พ.ศ. 2565,ขั้นต้น,ขั้นมาตรฐาน,ขั้นสูง (บาท)"),
    "years in other words": LETTER.replace(
        ",".join(ROWS[0]), "อําเภอ,รายได้ปีฐาน 2563,FY-2564,ปี ๖๕,เป้าหมายขั้นต้น,มาตรฐาน,ขั้นสูง"
    ),
    "the total is the province's": LETTER.replace("รวม", "จังหวัดฉะเชิงเทรา"),
    "the total with a colon": LETTER.replace("รวม", "ผลรวม:"),
    "two heads": LETTER.replace(",".join(ROWS[0]), "อำเภอ,ปีฐาน,,,เป้าหมาย,,\n,2563,2564,2565,ขั้นต้น,ขั้นมาตรฐาน,ขั้นสูง"),
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_a_table_reads_alike_in_every_shape(text: str) -> None:
    plain, table = read_table(LETTER), read_table(text)
    assert table.province == plain.province
    assert table.rows == plain.rows


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp874", "tis-620"])
def test_a_table_reads_alike_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    file, out = tmp_path / "ตาราง.csv", io.StringIO()
    file.write_bytes(LETTER.encode(encoding))
    with pytest.raises(SystemExit):
        call_command("check_targets", str(file), "--format", "csv", stdout=out, stderr=io.StringIO())
    assert out.getvalue().startswith("district,basic,standard,advanced\nเมืองฉะเชิงเทรา,97510310,127218173,156926037\n")
    assert out.getvalue().endswith("รวม,515180000,1536170000,2557160000\n")


def test_a_workbook_is_read_by_the_command(tmp_path: Path) -> None:
    book, out = openpyxl.Workbook(), io.StringIO()
    for row in (["ตารางเป้าหมาย"], [], ["district", "fy2563", "basic", "advanced"], ["ก", 10.0, 10, 10], ["รวม", "๑๐"]):
        book.active.append(row)
    book.save(tmp_path / "table.xlsx")
    call_command("check_targets", str(tmp_path / "table.xlsx"), "--format", "csv", stdout=out, stderr=io.StringIO())
    assert out.getvalue() == "district,basic,standard,advanced\nก,10,10,10\nรวม,10,10,10\n"


def workbook(path: Path, rows: list[list[object]], shown: str) -> Path:
    """With formulas as Excel saves them: beside each the value it last showed ('' = none, as other programs save)."""
    book, made = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"</f><v ?/>|</f><v></v>", f"</f><v>{shown}</v>".encode(), old.read(name)))
    return path


def test_formulas_of_a_workbook_are_read_as_shown_to_the_satang(tmp_path: Path) -> None:
    """A province's own sheet holds its targets and sums as formulas, with more decimals than it shows."""
    rows = [["อำเภอ", "ปี 2563", "ขั้นต้น"], ["ก", 0.1 + 0.2, "=B2*1"], ["ข", 7, 7.3], ["รวม", 7.3, 7.3]]
    with workbook(tmp_path / "table.xlsx", rows, "0.29999999999999716").open("rb") as file:
        table = read(rows_in(file, "table.xlsx"))
    assert table.rows["ก"] == {"fy2563": Decimal("0.30"), "basic": Decimal("0.30")}
    with workbook(tmp_path / "new.xlsx", rows, "").open("rb") as file, pytest.raises(Unusable):
        rows_in(file, "new.xlsx")  # Excel never calculated it: neither 0 nor blank


def test_scores_are_read_in_the_words_of_the_letters() -> None:
    """ระดับคะแนน is the letter's head; a score that contradicts its figures must not hide behind it."""
    heads = "อำเภอ,ขั้นต้น,ขั้นมาตรฐาน,ขั้นสูง,ต.ค. 66,พฤศจิกายน 2566,รวมทั้งสิ้น,ระดับคะแนน\n"
    scores, differences = check_scores(
        read_table(heads + "ก,10,20,30,5,6,11,ระดับ ๓\nข,10,20,30,1,2,4,ยังไม่ถึงค่าคะแนนระดับ 1\n")
    )
    assert scores == {"ก": (11, 2), "ข": (3, 0)}
    assert [(d.district, d.column, d.stated) for d in differences] == [("ก", "score", 3), ("ข", "total", 4)]


def test_the_heads_of_the_letters_of_scales_and_of_the_portals_own_are_read() -> None:
    """Sa Kaeo, 11 May 2564, as its letter writes it; grades and the online share as the portal prints them."""
    base = "ข้อมูลยอดจำหน่าย สินค้า OTOP ปี 2563 (1 เม.ย. - 30 ก.ย. 63) (บาท)"
    levels = [f"ฐานข้อมูลยอดจำหน่าย สินค้า OTOP ปี 2564 ไม่น้อยกว่าร้อยละ {n + 5} ({n} คะแนน)" for n in range(1, 6)]
    row = "18,113,128\t19,199,916\t19,381,047\t19,562,178\t19,743,310\t19,924,442"  # its last digit is one too high
    growth = read_table("\t".join(["ที่", "อำเภอ", base, *levels]) + f"\n7\tเขาฉกรรจ์\t{row}\n")
    assert [(d.column, d.recomputed) for d in thresholds("growth", growth)[1]] == [("score5", 19_924_441)]
    online = read_table("อำเภอ,ผลิตภัณฑ์ที่ลงทะเบียน,ร้อยละ 7 (1 คะแนน),คะแนน\nก,150,12,ระดับ 1\nข,57,4,อำเภอยังไม่เริ่มรายงาน\n")
    assert [(d.district, d.stated) for d in thresholds("online", online)[1]] == [("ก", 12)]
    heads = "อำเภอ,ช่วงเดียวกันของปีฐาน 2566,เพิ่มร้อยละ 2,ผู้สนใจเข้าร่วม (ราย),A ร้อยละ 100,D ร้อยละ 25"
    grade = read_table(f"{heads}\nก,100.00,102.00,7,7,3\n")
    assert [(d.column, d.stated, d.recomputed) for d in thresholds("grade", grade)[1]] == [("D", 3, 2)]


def test_a_scale_takes_the_only_base_year_and_does_not_choose_among_several() -> None:
    assert thresholds("growth", read_table("อำเภอ,ปี 2563\nก,100\n"))[0]["ก"] == (106, 107, 108, 109, 110)
    with pytest.raises(Unusable, match="several columns base: base_2562, base_2563"):
        thresholds("growth", read_table("district,base_2562,base_2563\nก,1,2\n"))
    sold = read_table("district,products_sold_online,products_registered\nก,9,100\n")
    assert thresholds("online", sold)[0]["ก"] == (7, 8, 9, 10, 11)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 90, b"%PDF-1.7", b"PK\x03\x04 broken", None])
def test_a_file_that_is_no_table_is_refused_with_a_sentence(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    if content is not None:
        file.write_bytes(content)
    for path in (file, tmp_path):
        with pytest.raises(CommandError) as error:
            call_command("check_scores", str(path))
        assert error.value.returncode == 2
        assert len(str(error.value).removeprefix(str(path))) > 10


def test_columns_that_no_rule_uses_are_named(tmp_path: Path) -> None:
    file, said = tmp_path / "table.csv", io.StringIO()
    file.write_text("ที่,district,fy2563,bassic\n1,ก,5,9\n2,ใหม่,,\n", encoding="utf-8")
    call_command("check_targets", str(file), "--format", "csv", stdout=io.StringIO(), stderr=said)
    assert "columns that were not read: ที่, bassic" in said.getvalue()
    assert "ใหม่ has no base year: its targets are 0" in said.getvalue()


def test_a_year_summed_without_a_district_is_told(tmp_path: Path) -> None:
    file, said = tmp_path / "table.csv", io.StringIO()
    file.write_text("district,fy2563,fy2564\nก,5,6\nข,,7\nค,,\n", encoding="utf-8")
    call_command("check_targets", str(file), "--format", "csv", stdout=io.StringIO(), stderr=said)
    assert "fy2563 is summed without ข\n" in said.getvalue()


def test_thai_names_are_printed_on_a_terminal_of_another_encoding(monkeypatch, tmp_path: Path) -> None:
    file, printed = tmp_path / "table.csv", io.BytesIO()
    file.write_text("district,fy2563\nก,5\n", encoding="utf-8")
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(printed, encoding="ascii"))
    call_command("check_targets", str(file))
    sys.stdout.flush()
    assert "ก,5,5,5\n" in printed.getvalue().decode()


names = st.text("กขคงจฉชซ", min_size=1, max_size=6)
amounts = st.none() | st.decimals(0, 10**12 - 1, places=2).map(plain)
tables = st.dictionaries(names, st.lists(amounts, min_size=3, max_size=3), min_size=1, max_size=12)
WRITTEN = (str, lambda n: f"{n:,}", lambda n: to_thai_digits(f"{n:,.2f}"), lambda n: f" {n} บาท ")


@given(tables, st.sampled_from(WRITTEN), st.sampled_from(",;\t"), st.permutations(range(4)), st.booleans())
@settings(max_examples=60)
def test_whatever_is_written_comes_back(
    rows: dict, written: Callable, mark: str, order: list[int], titled: bool
) -> None:
    cells = [["district", "fy2563", "fy2564", "basic"]]
    cells += [[name, *("-" if n is None else written(n) for n in row)] for name, row in rows.items()]
    file = io.StringIO("ทะเบียนเป้าหมาย\n\n" if titled else "")
    file.seek(0, io.SEEK_END)
    csv.writer(file, delimiter=mark).writerows([row[at] for at in order] for row in cells)
    table = read_table(file.getvalue())
    assert {name: [row[c] for c in cells[0][1:]] for name, row in table.rows.items()} == rows


def test_a_month_that_is_none_is_refused_and_not_left_out() -> None:
    with pytest.raises(Unusable, match="2566-13"):
        read_table("district,basic,standard,advanced,2566-13\nก,1,2,3,4\n")


def test_a_year_that_no_district_knows_is_missing_and_not_zero() -> None:
    assert recompute_targets(read_table("district,fy2563,fy2564\nก,10,\nข,20,-\n")).province.basic == 30


@pytest.mark.parametrize(
    "text",
    [
        "district,fy2563,fy2564,basic,standard,advanced\nก,0,500,9,9,9\nข,700,0,1,1,1\nรวม,701,500,5,5,9\n",
        "district,fy2563,basic,standard,advanced\nก,0,9,9,9\nข,0,1,1,1\nรวม,7,5,5,9\n",
    ],
)
def test_columns_that_are_zero_throughout_are_compared_too(text: str) -> None:
    assert recompute_targets(read_table(text)).differences


def test_a_digit_lost_is_a_digit_lost_though_it_inverts_the_row() -> None:
    differences = recompute_targets(read_table(LETTER.replace("26551470", "2655140"))).differences
    (lost,) = [d for d in differences if (d.district, d.column) == ("แปลงยาว", "advanced")]
    assert lost.reason == reasons.DIGIT


def test_round_two_takes_names_with_and_without_their_title_and_says_which_table_differs() -> None:
    annual = read_table("district,fy2563,fy2564,basic\nก,100,200,101\nข,10,20,10\n")
    first = read_table("district,fy2563,fy2564,basic\nอำเภอข,5,6,5\nอ.ก,30,60,31\n")
    result = recompute_round2(annual, first)
    assert list(result.tiers) == ["ก", "ข"]
    assert (result.tiers["ก"].basic, result.tiers["ข"].basic) == (70, 5)
    assert [str(d).split(":")[0] for d in result.differences] == ["annual, ก, basic", "round 1, อ.ก, basic"]


def test_what_is_left_for_round_two_may_be_inverted_for_the_province_too() -> None:
    annual, first = (
        read_table("district,fy2563,fy2564\nก,900,1000\n"),
        read_table("district,fy2563,fy2564\nก,300,500\n"),
    )
    row = recompute_round2(annual, first).province
    assert (row.basic, row.advanced) == (500, 600)


def test_round_two_of_other_districts_names_them() -> None:
    with pytest.raises(Unusable, match="different districts: ข, ค"):
        recompute_round2(read_table("district,fy2563\nก,1\nข,1\n"), read_table("district,fy2563\nก,1\nค,1\n"))


def test_a_province_row_of_results_is_held_to_its_own_figures() -> None:
    text = "district,basic,standard,advanced,2566-10,score\nก,10,20,30,25.50,4\nข,10,20,30,9.50,0\nรวม,20,40,61,35,3\n"
    scores, differences = check_scores(read_table(text))
    assert {name: (str(total), score) for name, (total, score) in scores.items()} == {
        "ก": ("25.50", 4),
        "ข": ("9.50", 0),
    }
    assert [(d.district, d.column, d.recomputed) for d in differences] == [("รวม", "advanced", 60), ("รวม", "score", 2)]


def test_whole_totals_are_printed_without_decimals() -> None:
    scores, _ = check_scores(read_table("district,basic,standard,advanced,2566-10,2566-11\nก,1,2,3,0.50,1.50\n"))
    assert str(scores["ก"][0]) == "2"


def test_half_a_product_is_refused_and_not_cut() -> None:
    with pytest.raises(Unusable, match="whole number"):
        thresholds("online", read_table("district,products\nก,50.5\n"))


def test_pasted_cells_are_read_as_the_same_file() -> None:
    plain = table_of(rows_in(io.BytesIO(LETTER.encode()), "ตาราง.csv"), DISTRICTS)
    for shape in ("tabs", "semicolons", "thousands", "windows", "a title above", "thai heads", "two heads"):
        assert table_of(pasted_rows(SHAPES[shape].removeprefix("\ufeff")), DISTRICTS).rows == plain.rows, shape


def test_small_figures_pasted_with_commas_are_not_joined_into_one() -> None:
    text = "อำเภอ,2565,2566,ขั้นต้น,ขั้นมาตรฐาน,ขั้นสูง\nก,900,100,200,300,400\n"
    assert list(table_of(pasted_rows(text), ["ก"]).rows["ก"].values()) == [900, 100, 200, 300, 400]


def test_a_row_that_lost_a_cell_is_refused_and_not_shifted() -> None:
    with pytest.raises(Unusable) as error:
        table_of(pasted_rows("อำเภอ  2565  2566  ขั้นต้น  ขั้นมาตรฐาน  ขั้นสูง\nก  900  200  300  400"), ["ก"])
    assert error.value.thai.startswith("แถวที่ 2: จำนวนช่อง")


def test_a_new_district_below_a_total_on_top_is_not_taken_for_a_note() -> None:
    assert list(read_table("district,fy2563\nรวม,5\nก,5\nใหม่,\n").rows) == ["ก", "ใหม่"]
    assert list(read_table("district,fy2563\nก,5\nใหม่,\nรวม,5\nข้อมูล ณ วันที่ ๗,\n").rows) == ["ก", "ใหม่"]


def test_lines_are_counted_as_the_file_shows_them() -> None:
    with pytest.raises(Unusable) as error:
        read_table("ทะเบียน\n\n\ndistrict,fy2563\n\nก,ร้อย\n")
    assert str(error.value).startswith("line 6, column fy2563")
    assert error.value.thai.startswith("แถวที่ 6")
