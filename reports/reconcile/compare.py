"""A published table beside the portal's figures, cell by cell, with likely reasons. It only reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.models import District, Province
from core.month import Month
from core.period import LONGEST, Period
from reports.figures import Area, Figure, figures, together
from reports.reconcile import words
from reports.reconcile.sheet import Key, Stated, Table, Unreadable
from reports.reconcile.words import TOTAL
from reports.standing import Standing, standing
from sales.models import CHANNELS
from targets import reasons
from targets.explaining import off_by_a_digit

BAHT = Decimal(1)
ADDED = "ผลรวมของตัวเลขในตารางเองคือ {:,.2f}"
NOTHING = "ในระบบยังไม่มีข้อมูล"
FOLLOWS = "ตามช่องที่ต่างกัน หรือที่ไม่มีในตาราง"
UNLOCKED = "เดือนนี้ยังล็อกไม่ครบ ({:,d} รายงาน)"
SWAPPED = "สลับกับ{}"
MOVED = "เท่ากับยอดของ{} น่าจะเลื่อนแถวหรือคอลัมน์"


@dataclass(frozen=True)
class Compared:
    """One figure of the table and what it is in the portal; None: nothing stands there, or nothing is reported."""

    row: str
    column: str
    stated: Decimal | None
    portal: Decimal | None
    reason: str = ""
    is_total: bool = False

    @property
    def apart(self) -> Decimal:
        return (self.stated or Decimal(0)) - (self.portal or Decimal(0))

    @property
    def differs(self) -> bool:
        return bool(self.apart)


@dataclass(frozen=True)
class Reconciled:
    """`cells` are all that were compared; `absent` what the table leaves out and the portal has baht of."""

    table: Table
    area: Area
    period: Period
    cells: list[Compared]
    absent: list[tuple[str, Decimal]]
    standing: Standing

    @property
    def differences(self) -> list[Compared]:
        return [cell for cell in self.cells if cell.differs]

    @property
    def equal_count(self) -> int:
        return len(self.cells) - len(self.differences)

    @property
    def stated_total(self) -> Decimal:
        """Of the cells that are no sums."""
        return sum((c.stated or Decimal(0) for c in self.cells if not c.is_total), Decimal(0))

    @property
    def portal_total(self) -> Decimal:
        return sum((c.portal or Decimal(0) for c in self.cells if not c.is_total), Decimal(0))


def area_names(user: Any, area: Area) -> dict[str, Any]:
    """Provinces, or a province's districts, by name as it is compared."""
    if area is None:
        seen: Iterable[Any] = Province.objects.visible_to(user).filter(reports=True).in_thai_order()
    else:
        seen = District.objects.visible_to(user).filter(province_id=area.pk).in_thai_order()
    return {words.area_key(of.name): of for of in seen}


def reconcile(user: Any, area: Area, table: Table) -> Reconciled:
    """`area` is a province, or None for the nation. Raises Unreadable for more months than are reported at once."""
    months = table.months
    if not months:
        raise Unreadable("ไม่พบเดือนในตาราง")
    if (months[-1].year - months[0].year) * 12 + months[-1].number - months[0].number >= LONGEST:
        raise Unreadable(f"เทียบได้ครั้งละไม่เกิน {LONGEST} เดือน")
    period = Period(months[0], months[-1])
    portal = _Portal(user, area, table, period)
    cells = [portal.compared(cell) for cell in table.cells]
    return Reconciled(table, area, period, cells, portal.absent(period), portal.standing)


class _Portal:
    """The portal's figures by the table's own rows and columns."""

    def __init__(self, user: Any, area: Area, table: Table, period: Period) -> None:
        self.table = table
        self.areas = area_names(user, area)
        self.unit = "district" if area else "province"
        dimensions = {"area": self.unit, "month": "month", "category": "category"}
        by = [dimensions[d] for d in (table.rows, table.columns) if d in dimensions]
        self.found = figures(user, period, *by, area=area)
        self.standing = standing(user, period, area)
        self.values: dict[tuple[Key, Key], Decimal | None] = {}
        self.stated = {(c.row, c.column): c.amount for c in table.cells}
        self.rows = list(dict.fromkeys(c.row for c in table.cells))
        self.columns = list(dict.fromkeys(c.column for c in table.cells))
        months = set(table.months)
        self.within = {k: f for k, f in self.found.items() if not (m := _month_in(k)) or m in months}

    def compared(self, cell: Stated) -> Compared:
        portal = self.value(cell.row, cell.column)
        differs = (cell.amount or 0) != (portal or 0)
        reason = self._reason(cell, portal) if differs else ""
        is_total = cell.row == TOTAL or cell.column in (TOTAL, *words.SUMS)
        return Compared(self.name(cell.row), self.name(cell.column), cell.amount, portal, reason, is_total)

    def absent(self, period: Period) -> list[tuple[str, Decimal]]:
        """Areas, categories and channels of the table's months that it leaves out, and months between those it has."""
        named = self.table.named
        named |= {way for way in CHANNELS if way.split("_")[0] in named}  # the sum of a market holds both its ways
        left = [(key, self._whole(key)) for key in self._possible(period) if key not in named]
        return [(self.name(key), baht) for key, baht in left if baht]

    def _possible(self, period: Period) -> list[Key]:
        kinds: dict[str, Iterable[Key]] = {
            "area": self.areas,
            "month": period.months,
            "channel": CHANNELS,
            "category": words.CATEGORY_WORDS,
        }
        return [key for kind in (self.table.rows, self.table.columns) for key in kinds[kind]]

    def _whole(self, key: Key) -> Decimal | None:
        """All that the portal has of a row or column; of a month also where it is none of the table's."""
        if isinstance(key, Month):
            return together(figure for of, figure in self.found.items() if key in of).total
        return self.value(key, TOTAL) if self.table.rows == "area" else self.value(TOTAL, key)

    def value(self, row: Key, column: Key) -> Decimal | None:
        if (row, column) not in self.values:
            self.values[row, column] = self._value(row, column)
        return self.values[row, column]

    def _value(self, row: Key, column: Key) -> Decimal | None:
        """Sums over all rows or columns of the table's months, whether or not the table has them all."""
        parts = [self._part(d, key) for d, key in ((self.table.rows, row), (self.table.columns, column))]
        figure = self._sum([part for part in parts if part is not None])
        if figure is None:
            return None
        channel = column if self.table.columns == "channel" else TOTAL
        if channel in CHANNELS:
            return figure.amounts[CHANNELS.index(str(channel))]
        return {"domestic": figure.domestic, "foreign": figure.foreign}.get(str(channel), figure.total)

    def _part(self, dimension: str, key: Key) -> Any:
        """A table's key as the sums are keyed; None where it picks nothing out."""
        if key == TOTAL or dimension == "channel":
            return None
        return self.areas[str(key)].pk if dimension == "area" else key

    def _sum(self, wanted: list[Any]) -> Figure | None:
        """Everything under these parts of a key, in the order of the key."""
        if (whole := self.within.get(tuple(wanted))) is not None:
            return whole
        parts = [figure for key, figure in self.within.items() if all(part in key for part in wanted)]
        return together(parts) if parts else None

    def name(self, key: Key) -> str:
        return self.areas[key].name if key in self.areas else words.name_of(key)

    def _reason(self, cell: Stated, portal: Decimal | None) -> str:
        """The most telling first: a sum that its own cells contradict, a slip of the pen, then what is still open."""
        stated = cell.amount
        added = self._added(cell)
        if stated is not None and added is not None and stated != added:
            return f"{reasons.COLUMN.thai} · {ADDED.format(added)}"
        if added is not None:
            return FOLLOWS
        if stated is not None and portal is not None:
            if neighbour := self._neighbour(cell, portal):
                return neighbour
            if abs(stated - portal) < BAHT:
                return reasons.ROUNDING.thai
            if off_by_a_digit(stated, portal):
                return reasons.DIGIT.thai
        if unlocked := self._unlocked(cell):
            return UNLOCKED.format(unlocked)
        return NOTHING if portal is None else ""

    def _added(self, cell: Stated) -> Decimal | None:
        """What the table's own cells come to where the cell is a sum of them; None where it is none."""
        if cell.row == TOTAL:
            parts = [self.stated.get((row, cell.column)) for row in self.rows if row != TOTAL]
        elif cell.column == TOTAL:
            parts = [self.stated.get((cell.row, c)) for c in self.columns if c not in (TOTAL, *words.SUMS)]
        elif cell.column in words.SUMS:
            ways = [c for c in self.columns if str(c).startswith(f"{cell.column}_")]
            parts = [self.stated.get((cell.row, c)) for c in ways]
        else:
            return None
        return sum((part or Decimal(0) for part in parts), Decimal(0)) if parts else None

    def _neighbour(self, cell: Stated, portal: Decimal) -> str:
        """Whether the figure is that of the cell beside, above or below, which may have taken this one's place."""
        if not cell.amount:
            return ""
        for row, column in self._beside(cell):
            if self.value(row, column) == cell.amount:
                swapped = self.stated.get((row, column)) == portal
                return (SWAPPED if swapped else MOVED).format(self.name(row if row != cell.row else column))
        return ""

    def _beside(self, cell: Stated) -> list[tuple[Key, Key]]:
        at, across = self.rows.index(cell.row), self.columns.index(cell.column)
        rows = [self.rows[n] for n in (at - 1, at + 1) if 0 <= n < len(self.rows)]
        columns = [self.columns[n] for n in (across - 1, across + 1) if 0 <= n < len(self.columns)]
        return [(row, cell.column) for row in rows] + [(cell.row, column) for column in columns]

    def _unlocked(self, cell: Stated) -> int:
        """Reports not yet locked among those that the figure adds up."""
        keys = (cell.row, cell.column)
        names = [str(k) for d, k in zip((self.table.rows, self.table.columns), keys, strict=True) if d == "area"]
        months = {key for key in keys if isinstance(key, Month)} or set(self.table.months)
        areas = {self.areas[name].pk for name in names if name != TOTAL}
        missing = self.standing.missing.items()
        return sum(month in months for area, of in missing if not areas or area.pk in areas for month in of)


def _month_in(key: tuple[Any, ...]) -> Month | None:
    return next((part for part in key if isinstance(part, Month)), None)
