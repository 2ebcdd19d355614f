"""A published table, whatever is above, beside and between its figures: heads recognised, cells read. Pure Python."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.money import AmountError, parse_baht
from core.month import Month
from reports.reconcile import words
from reports.reconcile.words import TOTAL

Key = Month | str  # a month, or the code of a channel or category, or an area's name; TOTAL for a sum
Texts = Sequence[Sequence[str]]
HEAD_ROWS = 4
LABEL_COLUMNS = 4
MOST = 5_000  # figures of one table: 77 provinces × 60 months, with their sums
MOST_NOTES = 20
LONGEST_CELL = 300  # characters of a cell that are read: a title has fewer, and patterns stay quick
UNCALCULATED = "="  # a formula whose value no program has left: what a sum would be, were it there
UNCOUNTED = "ไม่ได้เทียบ {:,} ช่องที่เป็นสูตรซึ่งยังไม่ได้คำนวณ ถ้าต้องการเทียบด้วย ให้เปิดไฟล์ใน Excel บันทึก แล้วส่งใหม่"
LEAST = 2  # heads of a kind, to know a table by
DIMENSIONS = {"month": "เดือน", "area": "พื้นที่", "channel": "ช่องทาง", "category": "ประเภทผลิตภัณฑ์"}
_FIGURE = re.compile("[\\d,.%()\\s=–-]+(?:บาท)?\\s*")
_WORD = re.compile("[^\\W\\d_]")
_UNIT = re.compile("(ล้าน|แสน|หมื่น|พัน)บาท")


class Unreadable(ValueError):
    """Why the table cannot be compared; a Thai sentence that says what to do."""


class Ambiguous(Unreadable):
    """What has to be said first: `ask` is 'year' or 'columns'."""

    def __init__(self, ask: str, message: str) -> None:
        super().__init__(message)
        self.ask = ask


@dataclass(frozen=True)
class Stated:
    """One figure of the table. `amount` None: nothing stands there. `where` counts rows and columns from 1."""

    row: Key
    column: Key
    amount: Decimal | None
    where: tuple[int, int]


@dataclass(frozen=True)
class Table:
    """`rows` and `columns` say what the heads are ('area', 'month', 'channel', 'category'), `cells` in their order.

    `named` are all heads, also those of which no cell can be compared.
    """

    rows: str
    columns: str
    cells: list[Stated]
    named: frozenset[Key]
    notes: list[str]

    @property
    def months(self) -> list[Month]:
        return sorted({key for cell in self.cells for key in (cell.row, cell.column) if isinstance(key, Month)})

    @property
    def shape(self) -> str:
        """'จังหวัด/อำเภอ × เดือน' and the like."""
        return f"{DIMENSIONS[self.rows]} × {DIMENSIONS[self.columns]}"


def read(texts: Texts, areas: Collection[str], year: int | None = None, columns: str = "") -> Table:
    """The table among `texts`. `areas` are names as `words.area_key` gives them; `year` (Buddhist, budget) is of months
    that say none; `columns` the kind of heads to take where there are several. Raises Unreadable, Ambiguous.
    """
    rows = [[" ".join(cell.split())[:LONGEST_CELL] for cell in row] for row in texts]
    if any(_UNIT.search(words.tight(cell)) for row in rows for cell in row):
        raise Unreadable("ตารางนี้ไม่ได้ใช้หน่วยบาท (เช่น ล้านบาท) จึงเทียบทุกบาทไม่ได้ ให้ใช้ตารางหน่วยบาท")
    return _Reader(rows, areas, year).table(columns)


class _Reader:
    def __init__(self, texts: list[list[str]], areas: Collection[str], year: int | None) -> None:
        self.texts, self.areas = texts, areas
        self.width = max(map(len, texts), default=0)
        self.year = year or words.budget_year([cell for row in texts for cell in row if len(cell) > 12])
        self.notes: list[str] = []
        self.named: set[Key] = set()
        self.uncalculated = 0

    def table(self, wanted: str) -> Table:
        label, rows = self._label_column()
        first = next(at for at in range(len(self.texts)) if self._row_key(rows, self._at(at, label)) is not None)
        while first and self._has_figures(first - 1, label):  # a sum, or an area that is none of ours, leads the rows
            first -= 1
        heads = self._heads(first)
        columns = self._columns(heads, label, rows, wanted)
        kind = next(iter(columns.values()))[0]
        if "month" not in (rows, kind):
            raise Unreadable("ตารางต้องมีเดือนที่หัวแถวหรือหัวคอลัมน์ เช่น จังหวัด × เดือน, เดือน × ช่องทาง, เดือน × ประเภท")
        cells = self._cells(first, label, rows, {at: key for at, (_, key) in columns.items()})
        self._check_twice(cells)
        if self.uncalculated and not cells:
            raise Unreadable(self._told()[0])
        return Table(rows, kind, cells, frozenset(self.named), self._told())

    def _told(self) -> list[str]:
        """What was not compared, as many notes as one reads."""
        notes = self.notes
        if self.uncalculated:
            notes = [UNCOUNTED.format(self.uncalculated), *notes]
        more = len(notes) - MOST_NOTES
        return notes[:MOST_NOTES] + ([f"และอีก {more:,} แห่ง"] if more > 0 else [])

    def _at(self, row: int, column: int) -> str:
        return self.texts[row][column] if column < len(self.texts[row]) else ""

    def _label_column(self) -> tuple[int, str]:
        """The column of the rows' names and what they are: the one with most areas or months that figures follow."""
        found: Counter[tuple[int, str]] = Counter()
        for row in range(len(self.texts)):
            for column in range(min(LABEL_COLUMNS, self.width)):
                kind = self._row_kind(self._at(row, column))
                if kind:
                    found[column, kind] += self._leads_figures(row, column)
        best = found.most_common(1)
        if not best or not best[0][1]:
            raise Unreadable("ไม่พบชื่อจังหวัด อำเภอ หรือเดือนที่หัวแถว ให้วางทั้งตารางพร้อมหัวตาราง และเลือกพื้นที่ของตารางให้ตรง")
        return best[0][0]

    def _leads_figures(self, row: int, column: int) -> int:
        """2 where a figure follows, 1 for what is no further head: months side by side are heads of columns."""
        following = next((cell for cell in self.texts[row][column + 1 :] if cell.strip()), "")
        if not following or self._row_kind(following) or words.is_total(following):
            return 0
        return 2 if _FIGURE.fullmatch(following) else 1

    def _has_figures(self, row: int, label: int) -> bool:
        """Whether it is a row of the table, whatever its name: words, then nothing but figures. Months are heads."""
        names, following = self.texts[row][: label + 1], self.texts[row][label + 1 :]
        filled = [cell for cell in following if cell.strip()]
        figures = all(_FIGURE.fullmatch(cell) and not words.month_number(cell) for cell in filled)
        return bool(filled) and figures and any(_WORD.search(name) for name in names)

    def _row_kind(self, text: str) -> str:
        if words.month_number(text):
            return "month"
        return "area" if words.area_key(text) in self.areas else ""

    def _row_key(self, kind: str, text: str) -> Key | None:
        if kind == "month":
            if (month := words.month_of(text, self.year)) is None and words.month_number(text):
                raise Ambiguous("year", "เดือนในตารางไม่มีปี เลือกปีงบประมาณของตารางก่อน")
            return month
        key = words.area_key(text)
        return key if key in self.areas else None

    def _heads(self, first: int) -> list[list[str]]:
        """The rows of heads above the first row, spread over what they span; titles (one cell alone) are none."""
        above = [row for row in self.texts[:first] if sum(bool(cell.strip()) for cell in row) > 1][-HEAD_ROWS:]
        if not above:
            raise Unreadable("ไม่พบหัวตาราง ให้คัดลอกหัวตารางมาด้วย")
        padded = [row + [""] * (self.width - len(row)) for row in above]
        return [_spread(row) for row in padded[:-1]] + padded[-1:]

    def _columns(self, heads: list[list[str]], label: int, rows: str, wanted: str) -> dict[int, tuple[str, Key]]:
        """{column: (kind, key)} of the one kind of heads that is compared, sums included."""
        found: dict[int, tuple[str, Key]] = {}
        totals: list[int] = []
        for column in range(label + 1, self.width):
            path = [row[column].strip() for row in heads if row[column].strip()]
            if key := self._column_key(path, rows):
                found[column] = key
            elif path and (words.is_total(words.bare(path[-1])) or words.is_total(path[0])):
                totals.append(column)
            elif path:
                self.notes.append(f"ไม่ได้เทียบคอลัมน์ “{' '.join(dict.fromkeys(path))[:60]}”")
        kinds = Counter(kind for kind, _ in found.values())
        chosen = self._chosen(kinds, wanted)
        kept = {at: key for at, key in found.items() if key[0] == chosen}
        return kept | dict.fromkeys(totals[-1:], (chosen, TOTAL))

    def _chosen(self, kinds: Counter[str], wanted: str) -> str:
        if not kinds:
            raise Unreadable("ไม่รู้จักหัวคอลัมน์ ใช้ชื่อเดือน ช่องทาง (ในประเทศ/ต่างประเทศ ออฟไลน์/ออนไลน์) หรือประเภทผลิตภัณฑ์ 5 ประเภท")
        if wanted in kinds:
            return wanted
        several = [kind for kind, count in kinds.items() if count >= LEAST]
        if len(several) > 1:
            names = " และ".join(DIMENSIONS[kind] for kind in several)
            raise Ambiguous("columns", f"ตารางมีทั้ง{names} เลือกว่าจะเทียบส่วนใด")
        return kinds.most_common(1)[0][0]

    def _column_key(self, path: list[str], rows: str) -> tuple[str, Key] | None:
        """What a column is of, from its own head and those that span it."""
        if not path:
            return None
        own, whole = words.bare(path[-1]), " ".join(path)
        if rows != "month" and (month := self._row_key("month", own)):
            return "month", month
        if channel := words.channel_of(whole):
            return "channel", channel
        if category := words.category_of(own):
            return "category", category
        return ("area", words.area_key(own)) if rows != "area" and words.area_key(own) in self.areas else None

    def _cells(self, first: int, label: int, rows: str, columns: dict[int, Key]) -> list[Stated]:
        cells: list[Stated] = []
        for at in range(first, len(self.texts)):
            if (key := self._key_of_row(at, label, rows)) is None:
                continue
            if len(cells) + len(columns) > MOST:
                raise Unreadable(f"ตารางใหญ่เกินไป เทียบได้ครั้งละไม่เกิน {MOST:,} ตัวเลข ให้แบ่งเป็นหลายตาราง")
            self.named |= {key, *columns.values()}
            stated = {column: of for column, of in columns.items() if self._at(at, column) != UNCALCULATED}
            self.uncalculated += len(columns) - len(stated)
            cells += [Stated(key, of, self._amount(at, column), (at + 1, column + 1)) for column, of in stated.items()]
        return cells

    def _key_of_row(self, at: int, label: int, rows: str) -> Key | None:
        """A row's key, TOTAL where any of its first cells says รวม; None for a row that is not compared."""
        names = [self._at(at, column) for column in range(label + 1)]
        if any(map(words.is_total, names)):
            return TOTAL
        key = self._row_key(rows, names[label])
        if key is None and names[label].strip():
            self.notes.append(f"ไม่ได้เทียบแถวที่ {at + 1} “{names[label].strip()[:60]}”")
        return key

    def _amount(self, at: int, column: int) -> Decimal | None:
        try:
            return parse_baht(self._at(at, column))
        except AmountError as error:
            raise Unreadable(f"แถวที่ {at + 1} คอลัมน์ที่ {column + 1}: {error.message}") from error

    def _check_twice(self, cells: list[Stated]) -> None:
        """The same row or column twice would be compared twice; sums of parts (รวมภาค) are left to the last."""
        seen: dict[tuple[Key, Key], tuple[int, int]] = {}
        for cell in cells:
            before = seen.setdefault((cell.row, cell.column), cell.where)
            if before == cell.where or cell.row == TOTAL:
                continue
            of, axis, key = (0, "แถว", cell.row) if before[0] != cell.where[0] else (1, "คอลัมน์", cell.column)
            name = words.name_of(key)
            raise Unreadable(f"{axis}ที่ {before[of]} และ {cell.where[of]} เป็น “{name}” เหมือนกัน ให้เหลือ{axis}เดียว")


def _spread(row: list[str]) -> list[str]:
    """A head that spans columns stands in the first of them only."""
    spread, last = [], ""
    for cell in row:
        last = cell.strip() or last
        spread.append(last)
    return spread


def as_text(texts: Texts) -> str:
    """The table as cells parted by tabs: what a form keeps while it asks."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in texts)
