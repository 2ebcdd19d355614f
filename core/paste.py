"""A block of amounts pasted from Excel or LINE: split into cells, each with its value or its own error.

Nothing here raises: whatever the clipboard holds, the person gets back a table that says what was understood.
The browser module has the same rules; the server's reading is the one that counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from core.money import AmountError, format_baht, parse_baht
from core.thai import to_arabic_digits

MAX_CHARACTERS = 500_000
MAX_ROWS = 5_000
MAX_COLUMNS = 60
AMOUNTS_AND_TOTAL = 5  # รต.๑: four channels and รวมทั้งสิ้น

_TAB_FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|\Z)')
_WIDE_GAP = re.compile("[ \u00a0\u2000-\u200a\u202f\u3000]{2,}")
_MONEY = r"(?:[0-9๐-๙][0-9๐-๙,]*\.[0-9๐-๙]{2}|-)"  # satang written out: no space within such an amount
_PDF_LINE = re.compile(rf"(?:(\S.{{0,200}}?) )?({_MONEY}(?: {_MONEY}){{3,10}})")  # fewer: a dash may be a bullet
_TICK = re.compile("[/xX✓✔√☑]")
_TICKS_AFTER = re.compile("(?: [/✓✔√])+$")
_PHONE = re.compile(r"0[0-9]{1,2}[ -]?[0-9]{3}[ -]?[0-9]{3,4}")
_NO_SALE = re.compile("ไม่มี(?:ยอด)?(?:ขาย|จำหน่าย|รายได้)?|ไม่ได้(?:ขาย|จำหน่าย)")
_YEAR = re.compile("(?:25|20)[0-9]{2}")
_SUM_OF = re.compile("รวม")
_LETTER = re.compile("[A-Za-z\u0e01-\u0e2e]")
_NOT_WORDS = re.compile("[\\s\u200b\u00a0:：.*]+")
_TOTAL = re.compile("รวม|(?:ยอด)?รวม(?:ทั้งสิ้น|ทั้งหมด|ยอด|เงิน|สุทธิ)?|total|grandtotal|sum", re.IGNORECASE)


class Kind(StrEnum):
    DATA = "data"
    HEAD = "head"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Cell:
    """One pasted cell: `value` in baht (None = blank) or `error`, a Thai sentence ('' = none)."""

    text: str
    value: Decimal | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """`labels` are leading cells of words (number, name); `cells` the amounts; `line` counts rows from 1."""

    line: int
    kind: Kind
    labels: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """`rows` in pasted order, all of one width. `sum_column`: a fifth column of row totals was left out.

    `problem`: a Thai sentence when the block as a whole cannot be taken ('' = none); `rows` is then empty.
    """

    rows: tuple[Row, ...] = ()
    sum_column: bool = False
    problem: str = ""

    @property
    def data(self) -> tuple[Row, ...]:
        """What goes into the grid: neither heads nor totals."""
        return tuple(row for row in self.rows if row.kind is Kind.DATA)

    @property
    def errors(self) -> list[tuple[int, int, str]]:
        """(line, column from 1, sentence) of every data cell that is not an amount."""
        return [(row.line, at, c.error) for row in self.data for at, c in enumerate(row.cells, 1) if c.error]


def parse_block(text: str) -> Block:
    """Read a clipboard text. Never raises."""
    if len(text) > MAX_CHARACTERS:
        return Block(problem="ข้อความที่วางยาวเกินไป ให้คัดลอกเฉพาะช่องยอดจำหน่าย")
    table = _split(text)
    if len(table) > MAX_ROWS or max(map(len, table), default=0) > MAX_COLUMNS:
        return Block(problem=f"วางได้ครั้งละไม่เกิน {MAX_ROWS:,} แถว {MAX_COLUMNS} คอลัมน์ ให้คัดลอกทีละส่วน")
    labels = _label_columns(table)
    rows = [_row(line, texts, labels) for line, texts in enumerate(table, 1)]
    rows, sum_column = _without_sum_column(_mark_total(_mark_heads(rows)))
    return Block(tuple(rows), sum_column)


def _split(text: str) -> list[list[str]]:
    """The cells as text, padded to one width."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not text:
        return []
    table = _split_tabs(text) if "\t" in text else _split_message(text.split("\n"))
    width = max(map(len, table), default=0)
    return [row + [""] * (width - len(row)) for row in table]


def _split_tabs(text: str) -> list[list[str]]:
    """Excel's clipboard: a cell that holds a line break or a quote is quoted, with quotes doubled."""
    table: list[list[str]] = [[]]
    at = 0
    while found := _TAB_FIELD.match(text, at):
        table[-1].append(found[2] if found[1] is None else found[1].replace('""', '"'))
        at = found.end()
        if not found[3]:
            break
        if found[3] == "\n":
            table.append([])
    return table


def _split_message(lines: list[str]) -> list[list[str]]:
    """LINE: columns stand apart by | or wide gaps. A single column keeps its blank lines: blank cells."""
    table = [_split_line(line) for line in lines]
    if any(len(row) > 1 for row in table):
        return [row for row in table if any(row)]
    return table


def _split_line(line: str) -> list[str]:
    if "|" in line:
        return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
    cells = _WIDE_GAP.split(line.strip())
    if len(cells) == 1 and (found := _PDF_LINE.fullmatch(cells[0])):
        return [_TICKS_AFTER.sub("", found[1] or ""), *found[2].split(" ")]
    return cells


def _is_words(text: str) -> bool:
    return bool(_LETTER.search(text)) and bool(_cell(text).error)


def _is_tick(text: str) -> bool:
    return bool(_TICK.fullmatch(text.strip()))


def _names_row(text: str) -> bool:
    """Is this what a row is told by: a name, a tick of รต.๑, a telephone? 'ไม่มี' stands where an amount does."""
    plain = to_arabic_digits(text).strip()
    return (_is_words(plain) and not _NO_SALE.fullmatch(plain)) or _is_tick(plain) or bool(_PHONE.fullmatch(plain))


def _label_columns(table: list[list[str]]) -> int:
    """How many leading columns are names: up to the last one of mostly names with amounts to its right.

    After the ticks of รต.๑ also its columns that nobody ticked.
    """
    columns = list(zip(*table, strict=True))
    for column in range(len(columns) - 2, -1, -1):
        if _mostly_names(columns[column]) and _has_amounts(table, column + 1):
            ticked = any(map(_is_tick, columns[column]))
            return column + 1 + (_blank_columns(columns[column + 1 :]) if ticked else 0)
    return 0


def _mostly_names(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text.strip()]
    return sum(map(_names_row, filled)) * 2 > len(filled)


def _blank_columns(columns: Sequence[Sequence[str]]) -> int:
    return next((at for at, texts in enumerate(columns) if any(text.strip() for text in texts)), 0)


def _has_amounts(table: list[list[str]], first: int) -> bool:
    return any(_cell(text).value is not None for row in table for text in row[first:])


def _row(line: int, texts: list[str], labels: int) -> Row:
    return Row(line, Kind.DATA, tuple(texts[:labels]), tuple(map(_cell, texts[labels:])))


def _cell(text: str) -> Cell:
    try:
        return Cell(text, parse_baht(text))
    except AmountError as error:
        return Cell(text, None, error.message)


def _mark_heads(rows: list[Row]) -> list[Row]:
    """Leading rows of words with no amount, when amounts follow."""
    first = next((i for i, row in enumerate(rows) if any(c.value is not None for c in row.cells)), 0)
    return [replace(row, kind=Kind.HEAD) if i < first and _is_head(row) else row for i, row in enumerate(rows)]


def _is_head(row: Row) -> bool:
    texts = [*row.labels, *(cell.text for cell in row.cells if cell.text.strip())]
    return any(map(_is_words, texts)) and not any(_counts_something(cell.text) for cell in row.cells)


def _counts_something(text: str) -> bool:
    """Has it a number beside years ('ออฟไลน์ 2567') and forms ('รต.๑')?"""
    return bool(re.search("[0-9]", _YEAR.sub("", to_arabic_digits(text)).replace("รต.1", "")))


def _mark_total(rows: list[Row]) -> list[Row]:
    """Rows that say รวม or begin so and are the sum of those above; else a last row that is the sum of the others."""
    marked = _mark_sums_within([replace(row, kind=Kind.TOTAL) if _says_total(row) else row for row in rows])
    data = [row for row in marked if row.kind is Kind.DATA]
    if marked == rows and data and data[-1] is rows[-1] and _is_sum(data[-1], data[:-1]):
        marked[-1] = replace(rows[-1], kind=Kind.TOTAL)
    return marked


def _mark_sums_within(rows: list[Row]) -> list[Row]:
    """รวมอาหาร, รวมเป็นเงิน: a producer may be called so too, so its amounts must be the sum since the last one."""
    marked: list[Row] = []
    since: list[Decimal] = []  # each column's sum; none before the first row
    for row in rows:
        begins = row.kind is Kind.DATA and any(_SUM_OF.match(label.strip()) for label in row.labels)
        amounts = [cell.value or Decimal(0) for cell in row.cells]
        is_sum = begins and any(amounts) and since == amounts
        marked.append(replace(row, kind=Kind.TOTAL) if is_sum else row)
        if is_sum:
            since = []
        elif row.kind is Kind.DATA:
            since = [before + amount for before, amount in zip_longest(since, amounts, fillvalue=Decimal(0))]
    return marked


def _column_sums(rows: Sequence[Row]) -> list[Decimal]:
    return [
        sum((cell.value or Decimal(0) for cell in column), Decimal(0))
        for column in zip(*(row.cells for row in rows), strict=True)
    ]


def _says_total(row: Row) -> bool:
    texts = [*row.labels, *(cell.text for cell in row.cells)]
    return any(_TOTAL.fullmatch(_NOT_WORDS.sub("", text)) for text in texts)


def _is_sum(last: Row, others: list[Row]) -> bool:
    """Sure enough a total: two columns of two rows add up, or three rows. (0, 500, 500 is no total.)"""
    if any(cell.error for row in [last, *others] for cell in row.cells):
        return False
    contributing = [row for row in others if any(cell.value for cell in row.cells)]
    sums = _column_sums(others)
    if sums != [cell.value or Decimal(0) for cell in last.cells]:
        return False
    return len(contributing) >= (2 if sum(map(bool, sums)) >= 2 else 3)


def _without_sum_column(rows: list[Row]) -> tuple[list[Row], bool]:
    """Leave out a fifth column that is the sum of the four before it, in every row that has amounts."""
    filled = [row for row in rows if row.kind is not Kind.HEAD and any(c.value is not None for c in row.cells)]
    if not filled or len(filled[0].cells) != AMOUNTS_AND_TOTAL or not all(map(_row_adds_up, filled)):
        return rows, False
    return [replace(row, cells=row.cells[:-1]) for row in rows], True


def _row_adds_up(row: Row) -> bool:
    *amounts, total = row.cells
    return total.value is not None and total.value == sum((c.value or Decimal(0) for c in amounts), Decimal(0))


def placed(block: Block, rows: Sequence[int], fields: Sequence[str]) -> dict[str, Any]:
    """Where each pasted cell would go: `rows` and `fields` from the one pasted into. For static/js/entry/paste.js."""
    data = block.data
    cells = [
        {"row": row, "field": field, "text": cell.text, "value": _shown(cell.value), "error": cell.error}
        for row, line in zip(rows, data, strict=False)
        for field, cell in zip(fields, line.cells, strict=False)
    ]
    reasons = {Kind.TOTAL: "แถวรวม ไม่นำมาวาง", Kind.HEAD: "หัวตาราง ไม่นำมาวาง"}
    width = max((len(row.cells) for row in data), default=0)
    return {
        "cells": cells,
        "labels": {row: " ".join(line.labels) for row, line in zip(rows, data, strict=False) if line.labels},
        "skipped": [{"line": row.line, "reason": reasons[row.kind]} for row in block.rows if row.kind in reasons],
        "sum_column": block.sum_column,
        "overflow": max(0, len(data) - len(rows)),
        "overflow_columns": max(0, width - len(fields)),
        "problem": block.problem,
    }


def _shown(value: Decimal | None) -> str:
    """As an entry cell shows it: no needless decimals."""
    return "" if value is None else format_baht(value).removesuffix(".00")
