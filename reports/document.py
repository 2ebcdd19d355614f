"""A document without a domain: titles, columns under spanning heads, groups of rows, totals, signatures.

One `Document` feeds the page, the PDF, the workbook and the CSV, so their figures cannot differ. A file under
`reports/documents/` builds one from its selector; the renderers know nothing else.

Units: baht and percent values are `Decimal` (percent as 5.25 for 5.25 %), counts are `int`, dates `date`.
`None` prints as nothing and means "not filled"; 0 prints as 0. Text cells are printed as they are, whatever
the digits; everything the document itself says (titles, heads, notes, numbers) follows `digits`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from core.month import Month
from core.percent import printed
from core.thai import thai_date, to_thai_digits

Digits = Literal["thai", "arabic"]
Kind = Literal["text", "ordinal", "tick", "count", "baht", "percent", "date", "month"]
Value = str | bool | int | Decimal | date | Month | None
Cells = tuple[Value, ...]

_SPLIT_AM = re.compile("([่้๊๋]?)(?:\u0e4d([่้๊๋]?)\u0e32|\u0e33)([่้๊๋]?)")  # the tone anywhere, ำ in two
_CONTROL = re.compile("[\x00-\x1f\x7f\u00a0\u2000-\u200a\u202f\u3000\ufffe\uffff\ud800-\udfff]")  # and odd spaces
TICK = "/"  # Sarabun has no check mark; the department's own forms ask for "/"


@dataclass(frozen=True)
class Column:
    """One leaf column. `width` is millimetres for a text column, the least millimetres for any other."""

    head: str
    kind: Kind = "text"
    width: float = 20
    key: str = ""
    total: bool = False  # summed in subtotals and the total
    sum_of: tuple[str, ...] = ()  # keys of the columns that this one adds up, row by row
    own: bool = False  # a text column of the document's own words (months), printed in its digits


@dataclass(frozen=True)
class ColumnGroup:
    """A head that spans the columns beneath it."""

    head: str
    columns: tuple[Column | ColumnGroup, ...]


@dataclass(frozen=True)
class RowGroup:
    """Rows that belong together, under an optional head and above an optional subtotal.

    `subtotal` gives cells that a sum of rows cannot (producers counted once, a percentage of totals). A `recap`
    says again what the groups above it say (the province below its districts), instead of a total.
    """

    rows: Iterable[Cells] = ()
    head: str = ""
    subtotal_label: str = ""
    subtotal: Cells | None = None
    recap: bool = False


@dataclass(frozen=True)
class Signature:
    """A place to sign: who signs (printed after the dotted line), the position, the name when it is known."""

    position: str
    signs_as: str = ""
    name: str = ""


@dataclass(frozen=True)
class Stamp:
    """What ties the paper to a revision: the short code on every page, the QR and the facts at the end."""

    code: str
    url: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    code: str  # รต.2, printed at the head and in the foot
    title: tuple[str, ...]
    columns: tuple[Column | ColumnGroup, ...]
    groups: Sequence[RowGroup]
    subtitle: tuple[str, ...] = ()
    total_label: str = ""
    total: Cells | None = None  # as RowGroup.subtotal
    own_total: bool = False  # the total is no sum of the rows (thresholds of a province): the CSV has it too
    notes: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    stamp: Stamp | None = None
    mark: str = ""  # "ร่าง – ยังไม่ยืนยัน", across every page and in plain words
    foot: str = ""
    sheet: str = ""  # the workbook's sheet name; the code when empty
    landscape: bool = True
    row_height: float = 0  # millimetres, for forms that are filled by hand
    digits: Digits = "thai"
    leaves: tuple[Column, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "leaves", tuple(leaf_columns(self.columns)))
        if len({bool(group.subtotal_label) for group in self.groups}) > 1:
            raise ValueError("either every group of rows has a subtotal or none has")
        if self.total_label and any(group.recap for group in self.groups):
            raise ValueError("a recapitulation stands instead of a total")

    def say(self, text: str) -> str:
        """The document's own words in its digits."""
        return to_thai_digits(text) if self.digits == "thai" else text

    def show(self, column: Column, value: Value) -> str:
        """One cell as people read it."""
        text = format_value(column.kind, value)
        return text if column.kind == "text" and not column.own else self.say(text)

    def lines(self) -> Iterator[Line]:
        """Everything between the heads and the notes, in order; sums are made on the way."""
        grand = Sums(self.leaves)
        for group in self.groups:
            yield from self._group_lines(group, grand)
        if self.total_label:
            yield Line("total", grand.cells(self.total), self.total_label)

    def _group_lines(self, group: RowGroup, grand: Sums) -> Iterator[Line]:
        sums = Sums(self.leaves)
        if group.head:
            yield Line("group", (), group.head)
        for cells in group.rows:
            sums.add(cells)
            yield Line("row", cells)
        grand.merge(sums)
        if group.subtotal_label:
            yield Line("subtotal", sums.cells(group.subtotal), group.subtotal_label)


class Line(NamedTuple):
    """One line of the table body. `label` is the head of a group, or what a sum is called."""

    kind: Literal["group", "row", "subtotal", "total"]
    cells: Cells
    label: str = ""


class Sums:
    """Running totals of the columns that have one; nothing filled sums to nothing, not to 0."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.width = len(columns)
        self.values: dict[int, Decimal | int | None] = {at: None for at, column in enumerate(columns) if column.total}

    def add(self, cells: Cells) -> None:
        for at in self.values:
            value = cells[at]
            if isinstance(value, (int, Decimal)):
                self.values[at] = (self.values[at] or 0) + value

    def merge(self, other: Sums) -> None:
        for at, value in other.values.items():
            if value is not None:
                self.values[at] = (self.values[at] or 0) + value

    def cells(self, given: Cells | None) -> Cells:
        """The sums, and what was given for the columns that have none. UnequalSum where both disagree."""
        given = given or (None,) * self.width
        for at, value in self.values.items():
            if given[at] is not None and given[at] != (value or 0):
                raise UnequalSum(f"column {at + 1}: {given[at]} was given, the rows sum to {value}")
        return tuple(cell if self.values.get(at) is None else self.values[at] for at, cell in enumerate(given))


class Head(NamedTuple):
    """One cell of the heads, at a level and a first column, with how far it spans."""

    text: str
    level: int
    column: int
    levels: int
    columns: int


class UnequalSum(ValueError):
    """A figure was given that its own rows contradict."""


def leaf_columns(columns: Iterable[Column | ColumnGroup]) -> Iterator[Column]:
    for column in columns:
        if isinstance(column, Column):
            yield column
        else:
            yield from leaf_columns(column.columns)


def head_depth(columns: Iterable[Column | ColumnGroup]) -> int:
    return max((1 if isinstance(c, Column) else 1 + head_depth(c.columns) for c in columns), default=0)


def head_cells(
    columns: Sequence[Column | ColumnGroup], *, level: int = 0, first: int = 0, depth: int = 0
) -> Iterator[Head]:
    """The heads of a tree of columns, level by level within each branch."""
    depth = depth or head_depth(columns)
    for column in columns:
        if isinstance(column, Column):
            yield Head(column.head, level, first, depth - level, 1)
            first += 1
            continue
        span = len(tuple(leaf_columns(column.columns)))
        yield Head(column.head, level, first, 1, span)
        yield from head_cells(column.columns, level=level + 1, first=first, depth=depth)
        first += span


def head_paths(columns: Iterable[Column | ColumnGroup], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """For each leaf column the heads above it and its own, outermost first."""
    for column in columns:
        path = (*above, column.head)
        if isinstance(column, Column):
            yield path
        else:
            yield from head_paths(column.columns, path)


def format_value(kind: Kind, value: Value) -> str:
    """A value in Arabic digits: 1,234 · 1,234.50 · 5.25 · 13 มี.ค. 67."""
    if value is None:
        return ""
    if kind == "tick":
        return TICK if value else ""
    if kind == "count":
        return f"{value:,d}"
    if kind == "baht":
        return f"{value:,.2f}"
    if kind == "percent":
        return str(printed(Decimal(str(value))))
    if kind == "date" and isinstance(value, date):
        return thai_date(value, short=True)
    if isinstance(value, Month):
        return value.thai
    return plain_text(str(value))


def plain_text(text: str) -> str:
    """Text as it can be set and found again: one spelling of ำ, one of the space, no control characters."""
    if "\u0e33" in text or "\u0e4d" in text:
        text = _SPLIT_AM.sub("\\1\\2\\3\u0e33", text)
    return text if text.isprintable() else _CONTROL.sub(" ", text)
