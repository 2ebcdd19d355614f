"""A letter's table, wherever it comes from – a workbook, a CSV, pasted cells – to figures by district. Pure Python.

One reading for the command line and the pages: what one refuses the other refuses. A cell that is not understood is
refused by its line and column, never guessed; columns that no rule uses are left out and named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import zip_longest
from typing import BinaryIO

from core.money import NOISE, SATANG, AmountError, parse_baht
from core.month import Month, named_month
from core.thai import plain_area, to_arabic_digits
from core.workbook import Cell, WorkbookError, read_workbook
from core.workbook.model import row_number

TOTAL = "รวม"
TIERS = ("basic", "standard", "advanced")
TIER_NAMES = {"basic": "ขั้นต้น", "standard": "ขั้นมาตรฐาน", "advanced": "ขั้นสูง"}
YEAR = re.compile(r"fy(\d{4})")
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
DIGITS = 15  # of the whole baht of a figure on the command line: no field of the database is behind it
Row = tuple[int, list[str]]  # the line as the file counts it, its cells
Naming = Callable[[str], str | None]

_WORDS = {
    "district": "district",
    **dict.fromkeys(("อำเภอ", "ชื่ออำเภอ", "รายชื่ออำเภอ", "อำเภอ/เขต"), "district"),
    "ขั้นต้น": "basic",
    "ขั้นมาตรฐาน": "standard",
    "มาตรฐาน": "standard",
    "ขั้นสูง": "advanced",
    **dict.fromkeys(("คะแนน", "ระดับคะแนน", "ค่าคะแนน"), "score"),
    **dict.fromkeys(("รวม", "รวมทั้งสิ้น", "ยอดรวม", "ผลรวม"), "total"),
    **{name: name for name in (*TIERS, "total", "score", "revenue", *(f"score{n}" for n in range(1, 6)))},
    **{grade.lower(): grade for grade in "ABCD"},
}
_YEAR_WORD = r"(?:(?:fy|ปีงบประมาณ|ปีฐาน|ปี|พ\.ศ\.|ข้อมูลพื้นฐาน|รายได้)[-_.]?)"
_FISCAL = re.compile(rf"{_YEAR_WORD}*(25[0-9]{{2}})|fy[-_]?([0-9]{{4}})|{_YEAR_WORD}+([4-9][0-9])")
_OF_MONTH = re.compile(r"^(?:ยอดจำหน่าย(?:ที่ล็อกแล้ว)?|รายได้)")
_INPUT = re.compile(r"(?:base|products|interested)(?!.*(?:online|sold)).*")  # not what is scored beside it
_OF_SCALES = [  # heads of the letters' tables and of the portal's own, without spaces: (head, column)
    (re.compile(r".*\(([1-5])คะแนน\)"), r"score\1"),
    (re.compile(r"ข้อมูลยอดจำหน่าย.*ปี25[0-9]{2}.*|(?:ยอดจำหน่าย)?ช่วงเดียวกันของปีฐาน25[0-9]{2}"), "base"),
    (re.compile(r"(?:จำนวน)?ผลิตภัณฑ์(?:ที่ลงทะเบียน)?"), "products"),
    (re.compile(r"(?:จำนวน)?ผู้สนใจ(?:เข้าร่วม)?(?:\(ราย\))?"), "interested"),
    (re.compile(r"(?:ยอดจำหน่าย)?เพิ่มร้อยละ[0-9.]+"), "revenue"),
    (re.compile(r"(?:ลงทะเบียนshopชุมชน(?:\(ราย\))?)?([a-d])ร้อยละ[0-9.]+"), r"\1"),
]
_DATED = re.compile(r"[0-9]{4}[-/][0-9]+")
_TOTALS = re.compile(r"(?:ยอด|ผล)?รวม.*|ทั้งหมด|ทั้งสิ้น|ทั้งจังหวัด|(?:grand)?total|sum|province", re.IGNORECASE)
_PROVINCE = re.compile(r"(?:จังหวัด|จ\.).*")  # where a district should stand
_BELOW = re.compile(r"ยังไม่ถึง.*")  # the letters' words for the score below 1
_UNSCORED = re.compile(r"(?:อำเภอ|จังหวัด)?(?:ยังไม่(?!ถึง)|ไม่มี|ไม่ทราบ).*")  # of a district without a score
_LEVEL = re.compile(r"^(?:ระดับ)?(?:คะแนน)?(?:ระดับ)?(?:ที่)?")
_NOTE = re.compile(r"หมายเหตุ|ที่มา|\*|\(ลงชื่อ|ลงชื่อ")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASHES = {"", "-", "–", "—", "−"}


class Unusable(ValueError):
    """A table that cannot be recomputed: `str()` is an English sentence for the command line, `thai` for a page."""

    def __init__(self, english: str, thai: str = "") -> None:
        super().__init__(english)
        self.thai = thai or "ตารางนี้คำนวณเป้าหมายไม่ได้ ตรวจปีฐานและยอดรวมของจังหวัด"


@dataclass(frozen=True)
class Table:
    """Figures by district and column (None = blank), and the province's stated row if the table has one.

    `ignored` are the heads of columns that no rule uses, as they stand.
    """

    columns: list[str]
    rows: dict[str, dict[str, Decimal | None]]
    province: dict[str, Decimal | None] | None
    ignored: list[str] = field(default_factory=list)

    def having(self, pattern: re.Pattern[str]) -> list[str]:
        return [column for column in self.columns if pattern.fullmatch(column)]

    def need(self, *columns: str) -> None:
        if missing := [column for column in columns if column not in self.columns]:
            raise Unusable(f"the table has no column {', '.join(missing)}")


def rows_in(file: BinaryIO, name: str) -> list[Row]:
    """The first sheet shown that holds a table's head, formulas as Excel last showed them. Raises Unusable.

    A .csv row keeps its width as written.
    """
    try:
        sheets = read_workbook(file, name=name, as_shown=True)
    except WorkbookError as error:
        raise Unusable(f"no table can be read: {error.message}", error.message) from error
    for sheet in sheets:
        rows = [list(map(_text, row)) for row in sheet.rows]
        if sheet.hidden or not any(map(_is_head, rows)):
            continue
        widths = sheet.widths or [max(map(len, rows))] * len(rows)
        numbers = map(row_number, sheet.rows)
        return [(n, row + [""] * (width - len(row))) for n, row, width in zip(numbers, rows, widths, strict=True)]
    raise _no_head()


def _text(cell: Cell) -> str:
    """As typed; of a formula, and of what a float adds to a typed amount, no more than satang."""
    if not isinstance(cell.value, Decimal):
        return cell.text
    satang = cell.value.quantize(SATANG, ROUND_HALF_UP)
    return f"{plain(satang):f}" if cell.formula or abs(cell.value - satang) <= NOISE else cell.text


def read(rows: Sequence[Row], naming: Naming = str, digits: int = DIGITS) -> Table:
    """The table below the head row. `naming` gives a district's name, None for one that is not known.

    Raises Unusable: no head, a column or district twice, a row with too few or too many cells, no amount, no district.
    """
    head, columns, first = _head(rows)
    width = 1 + max(at for at, cell in enumerate(head) if cell.strip())
    found: dict[str, dict[str, Decimal | None]] = {}
    seen: set[str] = set()
    for line, cells in _without_notes(rows[first:], columns):
        name = _name(cells, columns["district"])
        _check_width(line, cells, width, len(head))
        known = name if name == TOTAL else naming(name)
        _check_name(line, name, known, seen)
        found[str(known)] = {c: _figure(cells[at], line, c, digits) for c, at in columns.items() if c != "district"}
    province = found.pop(TOTAL, None)
    if not found:
        raise Unusable("the table has no district", "ตารางไม่มีอำเภอ")
    used = set(columns.values())
    ignored = [cell.strip() for at, cell in enumerate(head) if cell.strip() and at not in used]
    return Table([column for column in columns if column != "district"], found, province, ignored)


def _without_notes(rows: Sequence[Row], columns: dict[str, int]) -> list[Row]:
    """Rows of districts and of the province: no blank lines, no head said again, no notes below a closing total.

    A name without a figure is a new district's, wherever else it stands. Nameless words below the total are a note or
    a place to sign.
    """
    named = [(_name(cells, columns["district"]), (line, cells)) for line, cells in rows]
    figures = [at for column, at in columns.items() if column != "district"]
    total = next((at for at, (name, _) in enumerate(named) if name == TOTAL), len(named))
    filled = [_is_filled(cells, figures, bool(name) or at < total) for at, (name, (_, cells)) in enumerate(named)]
    last = max((at for at, is_filled in enumerate(filled) if is_filled), default=-1)
    end = last + 1 if last >= 0 and named[last][0] == TOTAL else len(named)
    return [row for at, (name, row) in enumerate(named) if filled[at] or (at < end and _is_district(name))]


def _is_filled(cells: Sequence[str], figures: Sequence[int], any_words: bool) -> bool:
    """Whether something stands in a column of figures: an amount or, to be refused, `any_words`."""
    stated = (cells[at] for at in figures if at < len(cells) and cells[at].strip())
    return any(any_words or _is_amount(text) for text in stated)


def _is_district(name: str) -> bool:
    return name not in ("", TOTAL) and not _is_note(name)


def _is_note(name: str) -> bool:
    return bool(_NOTE.match(name)) or column_name(name) == "district"


def _no_head() -> Unusable:
    return Unusable(
        "no line names the columns: one of them must be 'district'",
        "ไม่พบแถวหัวตารางที่มีคำว่า “อำเภอ” ให้รวมแถวหัวตารางด้วย",
    )


def _is_head(cells: Sequence[str]) -> bool:
    return any(column_name(cell) == "district" for cell in cells)


def _head(rows: Sequence[Row]) -> tuple[list[str], dict[str, int], int]:
    """The head's cells, where its columns stand, and the first row below; it may take two rows."""
    at = next((n for n, (_, cells) in enumerate(rows) if _is_head(cells)), None)
    if at is None:
        raise _no_head()
    line, head = rows[at]
    columns = _columns(line, head)
    line, second = rows[at + 1] if at + 1 < len(rows) else (line, [])
    below = {} if _name(second, columns["district"]) else _columns(line, second)
    if not below:
        return head, columns, at + 1
    both = [upper.strip() or lower for upper, lower in zip_longest(head, second, fillvalue="")]
    return both, {**below, **columns}, at + 2


def _columns(line: int, cells: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        name = column_name(cell)
        if name in found:
            raise Unusable(
                f"line {line}: the column {cell.strip()} stands twice", f"แถวที่ {line}: คอลัมน์ “{cell.strip()[:40]}” ซ้ำ"
            )
        if name:
            found[name] = at
        elif _DATED.match(_bare(cell)):
            raise Unusable(
                f"line {line}: {cell.strip()!r} is no month (such as 2566-10)",
                f"แถวที่ {line}: “{cell.strip()[:40]}” ไม่ใช่เดือน (เช่น 2566-10)",
            )
    return found


def column_name(cell: str) -> str:
    """A head's column: 'district', 'fy2563', 'basic', '2566-10', 'base_2563' …; '' for one that no rule uses."""
    text = _bare(cell)
    if year := _FISCAL.fullmatch(text):
        return f"fy{year[1] or year[2] or '25' + year[3]}"
    if (month := named_month(_OF_MONTH.sub("", text))) and month[1]:
        return str(Month(month[1], month[0]))
    text = re.sub(r"^(?:ค่า)?เป้าหมาย(?=ขั้น)", "", text)
    for head, column in _OF_SCALES:
        if found := head.fullmatch(text):
            text = found.expand(column)
            break
    return text if MONTH.fullmatch(text) or _INPUT.fullmatch(text) else _WORDS.get(text, "")


def _bare(cell: str) -> str:
    text = re.sub(r"\s+", "", _INVISIBLE.sub("", to_arabic_digits(cell))).lower().replace("(บาท)", "")
    return text.replace("ํา", "ำ")


def _name(cells: Sequence[str], column: int) -> str:
    """The district's name as written, or รวม wherever it stands in the row's first cells."""
    texts = [" ".join(_INVISIBLE.sub("", cell).split()) for cell in cells[: column + 1]]
    name = texts[column] if column < len(texts) else ""
    if _PROVINCE.fullmatch(name) or any(_TOTALS.fullmatch(text.replace(" ", "").rstrip(":.")) for text in texts):
        return TOTAL
    return name


def _is_amount(text: str) -> bool:
    try:
        return parse_baht(text, DIGITS) is not None
    except AmountError:
        return False


def _check_width(line: int, cells: Sequence[str], width: int, most: int) -> None:
    if len(cells) < width or any(cell.strip() for cell in cells[most:]):
        raise Unusable(
            f"line {line} has not as many cells as the head",
            f"แถวที่ {line}: จำนวนช่องไม่เท่ากับหัวตาราง ตรวจตัวเลขที่มีจุลภาคและช่องว่าง",
        )


def _check_name(line: int, name: str, known: str | None, seen: set[str]) -> None:
    """Raise Unusable for a district without a name, not known, or seen before, with or without อำเภอ."""
    if not name:
        raise Unusable(f"line {line}: the district's name is missing", f"แถวที่ {line}: ไม่มีชื่ออำเภอ")
    if known is None:
        raise Unusable(f"line {line}: there is no district {name!r}", f"แถวที่ {line}: ไม่มีอำเภอ “{name[:40]}” ในจังหวัดนี้")
    if (bare := plain_area(known)) in seen:
        raise Unusable(f"line {line}: {name} stands twice", f"แถวที่ {line}: {name[:40]} ซ้ำ")
    seen.add(bare)


def _figure(text: str, line: int, column: str, digits: int) -> Decimal | None:
    """A dash is no figure, as in the letters' tables: the year is not known, which differs from 0 baht."""
    if text.strip() in _DASHES:
        return None
    if column == "score":
        text = _LEVEL.sub("", _BELOW.sub("0", _UNSCORED.sub("", _bare(text))))
        if not text:
            return None
    try:
        amount = parse_baht(text, digits)
    except AmountError as error:
        raise Unusable(
            f"line {line}, column {column}: {text.strip()[:40]!r} is not an amount of baht (0 or more, two decimals)",
            f"แถวที่ {line} คอลัมน์{thai_column(column)}: {error.message}",
        ) from error
    return None if amount is None else plain(amount)


def thai_column(column: str) -> str:
    """As pages name it: 'ปีฐาน 2563', 'ขั้นต้น'."""
    return TIER_NAMES.get(column) or (f"ปีฐาน {column.removeprefix('fy')}" if YEAR.fullmatch(column) else f" {column}")


def plain(amount: Decimal) -> Decimal:
    """Without decimals where it has no satang."""
    return amount.to_integral_value() if amount == amount.to_integral_value() else amount
