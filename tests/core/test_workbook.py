"""Uploaded workbooks are distrusted: read exactly, or refused with a sentence that names sheet and cell."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.workbook import Limits, WorkbookError, read_workbook
from tests.core.workbooks import SHEET, bent, saved, sheet_xml, workbook, xlsx

MB = 1024 * 1024
WHOLE = xlsx().getvalue()  # once: it bears the time, so another has another length
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=30
).filter(lambda text: text.strip() and not text.lstrip().startswith("="))


def values(file, **options):
    return [[cell.value for cell in row] for row in read_workbook(file, name="ทดสอบ.xlsx", **options)[0].rows]


def refusal(file, **options):
    if isinstance(file, bytes):
        file = BytesIO(file)
    with pytest.raises(WorkbookError) as caught:
        read_workbook(file, name="ทดสอบ.xlsx", **options)
    return caught.value.message


def read_or_told(file):
    """The sheets, or the sentence that says why not; anything else raised fails the test."""
    try:
        return read_workbook(file, name="x")
    except WorkbookError as error:
        return error.message


class Endless:
    """A gigabyte that is made as it is read, and counts how much was."""

    taken = 0

    def read(self, size):
        self.taken += size
        assert 0 < size <= 10 * MB, "read without a limit"
        return b"1" * size


# What is read


def test_text_numbers_and_dates_come_exactly():
    rows = [["กลุ่มก", 1500, 0.1 + 0.2, 1e15, date(2024, 3, 13), datetime(2024, 3, 13, 9, 30)]]
    assert values(xlsx(rows)) == [
        ["กลุ่มก", Decimal(1500), Decimal("0.3"), Decimal(10**15), date(2024, 3, 13), date(2024, 3, 13)]
    ]


def test_no_float_leaves():
    for row in read_workbook(xlsx([[1.1, 2, True, None, "x", date.today()]]), name="x")[0].rows:
        assert not any(isinstance(cell.value, float) for cell in row)


def test_every_cell_knows_its_place():
    sheet = read_workbook(xlsx([[], [None, "ข"], [], [*[None] * 27, "กลาง"]]), name="x")[0]
    assert [row[-1].ref for row in sheet.rows] == ["B2", "AB4"]
    assert sheet.rows[0][0].ref == "A2"


def test_hidden_sheets_are_marked():
    book = workbook()
    book.create_sheet("ซ่อน").sheet_state = "hidden"
    assert [(s.name, s.hidden) for s in read_workbook(saved(book), name="x")] == [
        ("รต.๑", False),
        ("ซ่อน", True),
    ]


def test_a_text_that_begins_with_equals_is_no_formula():
    book = workbook([["x"]])
    book.active["A1"].value, book.active["A1"].data_type = "=ก", "s"
    assert values(saved(book)) == [["=ก"]]


def test_a_million_blank_formatted_rows_are_no_rows():
    assert values(
        sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>')
    ) == [
        [Decimal(1)],
        [Decimal(2)],
    ]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), min_size=1, max_size=5))
def test_text_round_trips(rows):
    assert values(xlsx(rows)) == rows


@settings(max_examples=30, deadline=None)
@given(st.lists(st.decimals(0, 9_999_999_999, places=2), min_size=1, max_size=20))
def test_amounts_round_trip(amounts):
    assert values(xlsx([[amount] for amount in amounts])) == [[amount] for amount in amounts]


# Comma-separated text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp874", "tis-620"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_every_encoding(encoding, delimiter):
    text = delimiter.join(["ชื่อ", "ยอด"]) + "\r\n" + delimiter.join(["กลุ่มน้ำพริก", "1500.50"]) + "\r\n"
    assert values(BytesIO(text.encode(encoding))) == [["ชื่อ", "ยอด"], ["กลุ่มน้ำพริก", "1500.50"]]


def test_csv_rows_are_numbered_as_in_excel():
    sheet = read_workbook(BytesIO('sep=;\r\n"ก\nข";1\r\n\r\nค;2'.encode()), name="x.csv")[0]
    assert [row[0].ref for row in sheet.rows] == ["A2", "A4"]
    assert sheet.rows[0][0].value == "ก\nข"


def test_csv_quoted_thousands_stay_one_cell():
    assert values(BytesIO('กลุ่มก,"1,500.50"\nกลุ่มข,"2,000"'.encode())) == [
        ["กลุ่มก", "1,500.50"],
        ["กลุ่มข", "2,000"],
    ]


def test_csv_formulas_are_refused_but_not_quoted_text():
    assert values(BytesIO(b'="0812345678",1')) == [["0812345678", "1"]]
    assert "ช่อง B2" in refusal(b"a,1\nb,=1+1\n")


@settings(max_examples=50, deadline=None)
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_give_sheets_or_a_sentence(data):
    assert read_or_told(BytesIO(data))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_workbook_gives_sheets_or_a_sentence(damages):
    damaged = bytearray(WHOLE)
    for at, byte in damages:
        damaged[at] = byte
    assert read_or_told(BytesIO(bytes(damaged))) is not None


# What is refused


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"MZ\x90\0", "โปรแกรม"),
        (b"\x89PNG\r\n", "รูปภาพ"),
        (OLE, ".xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "รหัสผ่าน"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "หน้าเว็บ"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "หน้าเว็บ"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"", "ว่าง"),
        (b" \r\n ", "ว่าง"),
        (b"\x00\x01\x02\x03\xff\xfe", "ไม่ใช่ Excel"),
        (b"abc\x01\x02,1\n", "ไม่ใช่ Excel"),
    ],
)
def test_other_files_under_an_excel_name(data, word):
    assert word in refusal(data)


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("content.xml", "OpenDocument"),
        ("photo.jpg", "zip"),
    ],
)
def test_other_zips(entry, word):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(entry, b"x")
    assert word in refusal(file.getvalue())


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ("xl/vbaProject.bin", "มาโคร"),
        ("xl/VBAPROJECT.BIN", "มาโคร"),
        ("xl/macrosheets/sheet1.xml", "มาโคร"),
        ("xl/externalLinks/externalLink1.xml", "ลิงก์"),
        ("xl/connections.xml", "ภายนอก"),
        ("xl/embeddings/oleObject1.bin", "ฝัง"),
    ],
)
def test_unwanted_parts(entry, word):
    assert word in refusal(bent(add={entry: b"x"}))


def test_a_macro_workbook_renamed():
    assert "มาโคร" in refusal(
        bent(change={"[Content_Types].xml": lambda xml: xml.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")})
    )


def test_a_formula_is_named_with_what_to_do():
    message = refusal(xlsx([["ชื่อ", "ยอด"], ["กลุ่มก", "=SUM(B1:B1)"]]))
    assert "แผ่นงาน “รต.๑” ช่อง B2" in message
    assert "วางแบบพิเศษเป็นค่า" in message


def test_formulas_may_be_kept_without_their_value():
    cell = read_workbook(xlsx([["ยอด", "=1+1"]]), name="x", keep_formulas=True)[0].rows[0][1]
    assert (cell.formula, cell.value) == (True, None)


def test_array_formulas_too():
    body = '<row r="1"><c r="A1"><f t="array" ref="A1:A2">ROW(1:2)</f><v>1</v></c></row>'
    assert "ช่อง A1" in refusal(sheet_xml(body))


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_error_cells_are_named(error):
    message = refusal(sheet_xml(f'<row r="7"><c r="B7" t="e"><v>{error}</v></c></row>'))
    assert "ช่อง B7" in message
    assert error in message


def test_merged_cells_in_the_data_are_named_and_those_of_the_title_not():
    book = workbook([["แบบ รต.๑"], ["ชื่อ", "ยอด"], ["กลุ่มก", 5], ["กลุ่มข", 6]])
    book.active.merge_cells("A1:B1")
    sheet = read_workbook(saved(book), name="x")[0]
    sheet.refuse_merged(2)
    book.active.merge_cells("A3:A4")
    with pytest.raises(WorkbookError, match="ช่อง A3:A4"):
        read_workbook(saved(book), name="x")[0].refuse_merged(2)


@pytest.mark.parametrize("value", ["NaN", "1E999", "-1E999", "9" * 5000, "abc"])
def test_numbers_out_of_this_world(value):
    assert isinstance(read_or_told(sheet_xml(f'<row r="1"><c r="A1"><v>{value}</v></c></row>')), str)


def test_a_date_out_of_range_is_an_error_cell():
    book = workbook([[date(2024, 1, 1)]])
    file = saved(book)
    with zipfile.ZipFile(file) as archive:
        xml = archive.read(SHEET)
    assert xml.count(b"<v>45292</v>") == 1
    style = xml.split(b'r="A1" s="')[1].split(b'"')[0].decode()
    with zipfile.ZipFile(file) as archive:
        styles = archive.read("xl/styles.xml")
    big = sheet_xml(f'<row r="1"><c r="A1" s="{style}"><v>99999999999</v></c></row>')
    out = BytesIO()
    with zipfile.ZipFile(big) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, styles if name == "xl/styles.xml" else source.read(name))
    assert "ช่อง A1" in refusal(out.getvalue())


# Attacks


def test_a_gigabyte_is_refused_after_five_megabytes():
    endless = Endless()
    assert "5 MB" in refusal(endless)
    assert endless.taken <= 5 * MB + 1


def test_a_zip_bomb_by_its_directory():
    bomb = bent(add={"xl/media/bomb.xml": b"\0" * (60 * MB)})
    assert len(bomb.getvalue()) < MB
    assert "ใหญ่ผิดปกติ" in refusal(bomb)


def test_a_dense_entry_within_the_size():
    assert "ใหญ่ผิดปกติ" in refusal(bent(add={"xl/media/bomb.xml": b"\0" * (20 * MB)}))


def test_a_zip_bomb_that_lies_about_its_size():
    """The directory says 10 bytes; 60 MB come out."""
    data = bytearray(bent(add={"xl/media/bomb.xml": b"\0" * (60 * MB)}).getvalue())
    true_size = (60 * MB).to_bytes(4, "little")
    assert data.count(true_size) == 2
    lying = bytes(data).replace(true_size, (10).to_bytes(4, "little"))
    started = perf_counter()
    assert refusal(lying)
    assert perf_counter() - started < 1


def test_many_entries():
    assert "ใหญ่ผิดปกติ" in refusal(bent(add={f"xl/media/{i}": b"" for i in range(300)}))


def test_two_entries_of_one_name():
    with pytest.warns(UserWarning, match="Duplicate"):
        file = bent(add={SHEET: b"<worksheet/>"})
    assert "เสียหาย" in refusal(file)


def test_an_encrypted_entry():
    data = bytearray(xlsx().getvalue())
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "รหัสผ่าน" in refusal(bytes(data))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding):
    laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><worksheet>&a;</worksheet>'
    assert "DTD" in refusal(bent(change={SHEET: lambda _: laughs.encode(encoding)}))


def test_the_parser_below_refuses_entities_as_well():
    import openpyxl

    assert openpyxl.DEFUSEDXML


def test_rows_out_of_order_and_beyond_excel():
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999999"><c r="B1"><v>1</v></c></row>'
    back = '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'
    twice = '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'
    assert all("เสียหาย" in refusal(sheet_xml(body)) for body in (far, back, twice))


def test_too_many_rows_columns_sheets_characters():
    few = Limits(rows=3, columns=3, sheets=2, characters=10)
    assert "ช่อง A4" in refusal(xlsx([["x"]] * 4), limits=few)
    assert "ช่อง D1" in refusal(xlsx([["x"] * 4]), limits=few)
    assert "ช่อง A1" in refusal(xlsx([["x" * 11]]), limits=few)
    assert "ช่อง A4" in refusal(b"x\nx\nx\nx", limits=few)
    book = workbook()
    book.create_sheet()
    book.create_sheet()
    assert "แผ่นงานเกิน 2" in refusal(saved(book), limits=few)


def test_a_wide_gap_costs_nothing():
    assert "XFD1" in refusal(sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>'))
