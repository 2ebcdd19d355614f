"""The forecast's 48 inputs: shown as stored, read as typed, merged with what a colleague saved meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from core.money import AmountError, format_baht, parse_baht
from core.month import Month
from core.templatetags.numbers import cell as cell_text
from sales.models import CHANNEL_LABELS, CHANNELS
from targets.forecasting import Amounts, raised, total_of
from targets.selectors.forecasts import ForecastPage, MonthRow, Summed

MAX_TEXT = 100
SEPARATOR = "|"


@dataclass
class Cell:
    """One input. `theirs` is what the portal holds where it differs from what was typed after somebody else saved;
    `typed` is what was typed where nothing may be saved any more."""

    name: str
    channel: str
    month: Month
    text: str
    stored: str
    before: str = ""
    error: str = ""
    theirs: str = ""
    typed: str = ""
    conflict: bool = False

    @property
    def label(self) -> str:
        return f"{self.month.thai} {CHANNEL_LABELS[self.channel]}"

    @property
    def channel_label(self) -> str:
        return CHANNEL_LABELS[self.channel]

    def value(self) -> Decimal | None:
        """The amount; None is blank, and so is what is no amount (`error` then says why)."""
        try:
            return parse_baht(self.text)
        except AmountError as error:
            self.error = error.message
            return None


@dataclass
class GridRow:
    row: MonthRow
    cells: list[Cell]

    @property
    def amounts(self) -> Amounts:
        return tuple(cell.value() for cell in self.cells)

    @property
    def total(self) -> Decimal | None:
        return total_of(self.amounts)


@dataclass
class Grid(Summed):
    """All rows, as they stand in the page."""

    rows: list[GridRow]
    version: int
    notes: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Cell]:
        return (cell for row in self.rows for cell in row.cells)

    @property
    def amounts(self) -> dict[Month, Amounts]:
        return {row.row.month: row.amounts for row in self.rows}

    @property
    def seen(self) -> str:
        """What the portal holds, to be posted back: tells a colleague's later change from one's own."""
        return SEPARATOR.join(cell.stored for cell in self)

    @property
    def wrong(self) -> int:
        return sum(cell.value() is None and bool(cell.error) for cell in self)

    @property
    def conflicts(self) -> int:
        return sum(cell.conflict for cell in self)

    @property
    def unsaved(self) -> int:
        return sum(cell.text != cell.stored for cell in self)


def name_of(number: int, channel: str) -> str:
    """As static/js/entry/grid.js takes a cell: 'c-1-domestic_offline' is October's."""
    return f"c-{number}-{channel}"


def stored_grid(page: ForecastPage) -> Grid:
    rows = [GridRow(row, [_cell(row, at) for at in range(len(CHANNELS))]) for row in page.rows]
    return Grid(rows, page.forecast.version if page.forecast else 0)


def _cell(row: MonthRow, at: int) -> Cell:
    text = cell_text(row.amounts[at])
    before = cell_text(row.before.amounts[at]) if row.before else ""
    return Cell(name_of(row.number, CHANNELS[at]), CHANNELS[at], row.month, text, text, before)


def typed_grid(page: ForecastPage, posted: Mapping[str, str]) -> Grid:
    """What the person typed over what is stored. A cell that was not posted stays as stored."""
    grid = stored_grid(page)
    for cell in grid:
        cell.text = posted.get(cell.name, cell.text)[: MAX_TEXT + 1].strip()
    version = posted.get("version", "")
    grid.version = int(version) if version.isascii() and version.isdecimal() and len(version) < 9 else 0
    return grid


def refused_grid(page: ForecastPage, posted: Mapping[str, str]) -> Grid:
    """What is stored, with what the person typed beside it where that differs."""
    grid = typed_grid(page, posted)
    for cell in grid:
        if not _same(cell.text, cell.stored):
            cell.typed = cell.text or "ว่าง"
        cell.text = cell.stored
    return grid


def merged_grid(page: ForecastPage, posted: Mapping[str, str]) -> Grid:
    """After somebody else saved: both kept. What only they changed is theirs, what only the person changed is the
    person's, and where both did, the person's stands in the cell with theirs beside it."""
    grid = typed_grid(page, posted)
    seen = posted.get("seen", "").split(SEPARATOR)
    known = seen if len(seen) == len(list(grid)) else [""] * len(list(grid))
    for cell, was in zip(grid, known, strict=True):
        if _same(cell.text, cell.stored) or _same(cell.text, was):
            cell.text = cell.stored
        elif not _same(cell.stored, was):
            cell.conflict, cell.theirs = True, cell.stored or "ว่าง"
    grid.version = page.forecast.version if page.forecast else 0
    return grid


def _same(one: str, other: str) -> bool:
    try:
        return parse_baht(one) == parse_baht(other)
    except AmountError:
        return one == other


def fill_from_last_year(grid: Grid, percent: Decimal, *, replace: bool) -> int:
    """Last year's locked figures and x per cent into blank cells, or into all. Returns how many; nothing is saved."""
    filled = 0
    for row in grid.rows:
        before = row.row.before
        if before is None:
            continue
        for cell, amount in zip(row.cells, before.amounts, strict=True):
            if replace or not cell.text:
                cell.text = format_baht(raised(amount, percent)).removesuffix(".00")
                filled += 1
    return filled


def fill_with_zero(grid: Grid) -> int:
    """0 into every blank cell. Returns how many."""
    blank = [cell for cell in grid if not cell.text]
    for cell in blank:
        cell.text = "0"
    return len(blank)
