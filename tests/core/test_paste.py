"""A block pasted from Excel or LINE is understood, or says cell by cell why not."""

from __future__ import annotations

import time
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.money import MAX_BAHT, format_baht
from core.paste import MAX_CHARACTERS, MAX_ROWS, Kind, parse_block
from core.thai import to_thai_digits

AMOUNTS = st.decimals(0, MAX_BAHT, places=2)
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(AMOUNTS | st.none(), min_size=width, max_size=width), min_size=1, max_size=12)
)


def values(block):
    return [[cell.value for cell in row.cells] for row in block.data]


def baht(*amounts):
    return [None if amount is None else Decimal(amount) for amount in amounts]


def show(amount):
    return "" if amount is None else format_baht(amount)


@given(TABLES)
def test_a_table_round_trips(table):
    block = parse_block("\n".join("\t".join(map(show, row)) for row in table))
    assert [[cell.value for cell in row.cells] for row in block.rows] == table
    assert not block.errors


@given(st.text(max_size=300) | st.text('0123456789๐.,-\t\n"|  รวมกบาท', max_size=300))
def test_it_never_raises_and_rows_are_of_one_width(text):
    block = parse_block(text)
    assert len({len(row.cells) for row in block.rows}) <= 1
    assert len({len(row.labels) for row in block.rows}) <= 1
    assert all(not (cell.error and cell.value is not None) for row in block.rows for cell in row.cells)


def test_excel_with_names_heads_and_a_total_row():
    block = parse_block(
        "ที่\tชื่อกลุ่ม\tออฟไลน์\tออนไลน์\r\n"
        "๑\tกลุ่มทอผ้าบ้านหนอง\t1,500.50\t-\r\n"
        "๒\tวิสาหกิจชุมชนน้ำพริก\t๒,๐๐๐ บาท\t\r\n"
        "\tรวมทั้งสิ้น\t3,500.50\t0\r\n"
    )
    assert [row.kind for row in block.rows] == [Kind.HEAD, Kind.DATA, Kind.DATA, Kind.TOTAL]
    assert values(block) == [baht("1500.50", "0.00"), baht("2000.00", None)]
    assert block.data[0].labels == ("๑", "กลุ่มทอผ้าบ้านหนอง")
    assert not block.errors


def test_line_message_with_pipes_and_wide_gaps():
    assert values(parse_block("กลุ่มก | 1,000 | 200\n\nกลุ่มข | 300 | -")) == [
        baht("1000", "200"),
        baht("300", "0"),
    ]
    assert values(parse_block("กลุ่มก   1,000   200\nกลุ่มข   300   -")) == [
        baht("1000", "200"),
        baht("300", "0"),
    ]


def test_a_single_column_keeps_its_blanks():
    assert values(parse_block("100\n\n300\n")) == [baht("100"), baht(None), baht("300")]


def test_an_error_stays_in_its_cell():
    block = parse_block("100\tห้าร้อย\n-5\t7")
    assert [(line, column) for line, column, _ in block.errors] == [(1, 2), (2, 1)]
    assert values(block) == [baht("100", None), baht(None, "7")]


def test_one_word_alone_is_an_error_and_no_head():
    block = parse_block("ห้าร้อย")
    assert len(block.data) == len(block.errors) == 1


def test_a_last_row_that_is_the_sum_is_a_total():
    block = parse_block("100\t1\n200\t2\n300\t3")
    assert [row.kind for row in block.rows] == [Kind.DATA, Kind.DATA, Kind.TOTAL]


def test_equal_amounts_by_chance_are_no_total():
    assert len(parse_block("0\n500\n500").data) == 3
    assert len(parse_block("200\n300\n500").data) == 3
    assert len(parse_block("500\t500\n500\t500").data) == 2
    assert len(parse_block("0\t0\n0\t0\n0\t0").data) == 3


def test_every_way_to_say_total():
    for word in ("รวม", "รวมทั้งสิ้น", "รวมทั้งหมด", "ยอดรวม", "รวม :", "Total", "รวม ทั้งสิ้น"):
        block = parse_block(f"กลุ่มก\t5\t6\n{word}\t5\t7")
        assert [row.kind for row in block.rows] == [Kind.DATA, Kind.TOTAL], word


def test_a_producer_whose_name_begins_with_total_is_no_total():
    assert len(parse_block("รวมใจพัฒนา\t5\t6\nกลุ่มก\t1\t2").data) == 2


def test_a_paste_of_names_that_begin_like_sums_takes_no_longer_than_another():
    begun = time.process_time()
    block = parse_block("\n".join(f"รวมใจ {n}\t{n + 1}\t2\t3\t4" for n in range(MAX_ROWS)))
    assert len(block.data) == MAX_ROWS
    assert time.process_time() - begun < 2, "each row was added up anew: five seconds"


def test_sums_within_are_told_by_their_amounts_and_their_name():
    block = parse_block("ก\t1\t2\nข\t3\t4\nรวมอาหาร\t4\t6\nรวมใจ\t4\t6\nรวมพลัง\t0\t0\nรวมเป็นเงิน\t4\t6\n")
    assert [row.labels[0] for row in block.rows if row.kind is Kind.TOTAL] == ["รวมอาหาร", "รวมเป็นเงิน"]


def test_no_sale_in_the_first_column_moves_no_amount():
    for nothing in ("ไม่มี", "ไม่มียอดขาย", "ไม่ได้ขาย"):
        block = parse_block(f"{nothing}\t-\t250\t0\n")
        assert [cell.value for cell in block.data[0].cells] == baht(None, "0", "250", "0")
        assert [column for _, column, _ in block.errors] == [1]


def test_ticks_and_telephones_beside_a_name_are_no_amounts():
    block = parse_block("๑\tกลุ่ม ก\t/\t\t\t\t\t✓\t\t\t1\t2\t3\t4\t10\n๒\tกลุ่ม ข\t\t/\t\t\t\t\t/\t\t5\t\t\t\t5\n")
    assert values(block) == [baht("1", "2", "3", "4"), baht("5", None, None, None)]
    for phone in ("0812345678", "081-234-5678", "038 511 234", "๐๘๑-๒๓๔๕๖๗๘"):
        assert values(parse_block(f"กลุ่ม ก\t{phone}\t700\t8\n")) == [baht("700", "8")]


def test_a_head_that_names_a_year_is_no_row():
    block = parse_block("รต.๑ ออฟไลน์ ๒๕๖๗\tออนไลน์ 2567\n5\t6\n")
    assert values(block) == [baht("5", "6")]
    assert len(parse_block("ราว 500\tราว 600\n5\t6\n").data) == 2


def test_a_row_copied_from_a_pdf_has_single_spaces():
    block = parse_block("๑ กลุ่มทอผ้า บ้านหนอง ๑,๐๐๐.๐๐ - 0.50 0.00 1,000.50\n2 ข 20.00 1.00 - - 21.00\n")
    assert values(block) == [baht("1000", "0", "0.50", "0"), baht("20", "1", "0", "0")]
    assert block.data[0].labels == ("๑ กลุ่มทอผ้า บ้านหนอง",)
    ticked = parse_block("1 กลุ่มขนมไทย / / 235,170.00 0.00 0.00 0.00 235,170.00\n")
    assert (ticked.data[0].labels, values(ticked)) == (("1 กลุ่มขนมไทย",), [baht("235170", "0", "0", "0")])
    assert parse_block("- 1,000.00\n- 2,000.00\n").errors


def test_the_forms_fifth_column_of_totals_is_left_out():
    block = parse_block("กลุ่มก\t1\t2\t3\t4\t10\nกลุ่มข\t5\t-\t\t\t5")
    assert block.sum_column
    assert values(block) == [baht("1", "2", "3", "4"), baht("5", "0", None, None)]
    assert not parse_block("0\t500\t0\t500").sum_column


def test_excel_quotes_a_cell_with_a_line_break():
    block = parse_block('"กลุ่ม ""ก""\nบ้านหนอง"\t5\t6\nกลุ่มข\t"1,000"\t7')
    assert block.data[0].labels == ('กลุ่ม "ก"\nบ้านหนอง',)
    assert values(block) == [baht("5", "6"), baht("1000", "7")]


def test_thai_digits_read_the_same():
    text = "1,234.50\t20\n3\t4"
    assert values(parse_block(to_thai_digits(text))) == values(parse_block(text))


def test_too_much_is_refused_with_a_sentence():
    assert parse_block("1" * (MAX_CHARACTERS + 1)).problem
    assert parse_block("1\n" * 6_000).problem
    assert not parse_block('\t"' * 100_000).rows
