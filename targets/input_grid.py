"""The grid in which districts' counts are typed: one row a district, all in one plain form, or pasted from Excel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import District, User
from core.money import AmountError, parse_baht
from core.paste import parse_block
from core.templatetags.numbers import baht, cell
from targets import periods
from targets.models import Indicator, IndicatorKind
from targets.selectors.standings import Standing
from targets.services.bases import Amounts
from targets.services.scales import MORE_ONLINE, Values, unreasoned

MOST = 9_999_999
REASON_LENGTH = 255
NOT_WHOLE = "พิมพ์เป็นจำนวนเต็ม เช่น 12"
BASE = "base"


@dataclass(frozen=True)
class Field:
    """A column: its `kind` is baht, count, check or text."""

    name: str
    label: str
    kind: str = "count"
    help: str = ""


SURVEY = Field("survey", "สำรวจความพร้อมแล้ว", "check")
REASON = Field("products_reason", "เหตุผลที่ไม่ใช้ทะเบียน", "text")
PRODUCTS = Field("products", "จำนวนที่ใช้แทนทะเบียน", help="เว้นว่าง = ใช้จำนวนในทะเบียน")
FIELDS: dict[str, tuple[Field, ...]] = {
    IndicatorKind.GROWTH: (),
    IndicatorKind.ONLINE: (
        Field("online", "ผลิตภัณฑ์ที่ขายออนไลน์"),
        SURVEY,
        PRODUCTS,
        REASON,
    ),
    IndicatorKind.GRADE: (
        Field("interested", "ผู้ผลิตที่สนใจ (ราย)"),
        Field("shop", "ลงทะเบียน Shop ชุมชน (ราย)"),
    ),
}

OF_ROUND = (  # of the online share: a round has the online report
    Field("online", "ขายออนไลน์ที่ใช้แทนรายงาน", help="เว้นว่าง = ใช้รายงานตลาดออนไลน์"),
    SURVEY,
    Field("online_reason", "เหตุผลที่ไม่ใช้รายงาน", "text"),
    PRODUCTS,
    REASON,
)


@dataclass
class Cell:
    """One box. `fixed`: what is shown instead of a box, since the portal's own months or the province say it."""

    field: Field
    name: str
    text: str = ""
    error: str = ""
    fixed: str = ""
    note: str = ""


@dataclass
class Row:
    standing: Standing
    cells: list[Cell]

    @property
    def district(self) -> District:
        return self.standing.area


@dataclass
class InputGrid:
    """The rows as stored, or as typed. `values` and `base` are what the service takes, once nothing is wrong."""

    fields: list[Field]
    rows: list[Row]
    values: dict[District, Values] = field(default_factory=dict)
    base: Amounts = field(default_factory=dict)
    problem: str = ""

    @property
    def has_errors(self) -> bool:
        return any(cell.error for row in self.rows for cell in row.cells)


def stored_grid(indicator: Indicator, standings: list[Standing], stored: Mapping[int, Any], user: User) -> InputGrid:
    """`stored`: the districts' ScaleInput by district id."""
    fields = fields_of(indicator)
    rows = [Row(s, [_stored(f, s, stored.get(s.area.pk), user) for f in fields]) for s in standings]
    return InputGrid(fields, rows)


def fields_of(indicator: Indicator) -> list[Field]:
    by_report = indicator.kind == IndicatorKind.ONLINE and periods.round_number(indicator.period)
    fields = list(OF_ROUND if by_report else FIELDS[indicator.kind])
    if not indicator.base_years:
        return fields
    return [Field(BASE, f"รายได้ปีฐาน {indicator.base_years[-1]} (บาท)", "baht"), *fields]


def _stored(at: Field, standing: Standing, stored: Any, user: User) -> Cell:
    made = Cell(at, f"{at.name}-{standing.area.code}")
    if at.name == BASE:
        base = standing.facts.base
        made.text, made.note = cell(base.amount), base.source_label if base.source else ""
        made.fixed = baht(base.amount) if base.is_computed or not user.is_province else ""
        return made
    value = getattr(stored, at.name, None)
    made.text = "" if value in (None, False) else "1" if value is True else str(value)
    if at.name == "interested" and value is None and standing.facts.interested_from:
        made.note = f"ใช้จากไตรมาสก่อน: {standing.facts.interested:,d}"
    return made


def typed_grid(grid: InputGrid, data: Mapping[str, str]) -> InputGrid:
    """The same grid with what was typed; wrong cells say what is wrong, and nothing typed is lost."""
    for row in grid.rows:
        values: Values = {}
        for at in row.cells:
            if at.fixed:
                continue
            at.text = data.get(at.name, "").strip()
            try:
                value = _value(at)
            except ValueError as error:
                at.error = str(error)
                continue
            if at.field.name == BASE:
                grid.base[row.district, int(_base_year(row))] = value
            else:
                values[at.field.name] = value
        _check(row, values)
        if values:
            grid.values[row.district] = values
    return grid


def _base_year(row: Row) -> int:
    return row.standing.indicator.base_years[-1]


def _value(at: Cell) -> Any:
    """Raises ValueError with a Thai sentence."""
    match at.field.kind:
        case "check":
            return bool(at.text)
        case "text":
            return at.text[:REASON_LENGTH]
        case "baht":
            try:
                return parse_baht(at.text)
            except AmountError as error:
                raise ValueError(error.message) from error
    return _whole(at.text)


def _whole(text: str) -> int | None:
    try:
        amount = parse_baht(text)
    except AmountError as error:
        raise ValueError(NOT_WHOLE) from error
    if amount is None:
        return None
    if amount != amount.to_integral_value() or amount > MOST:
        raise ValueError(NOT_WHOLE)
    return int(amount)


def _check(row: Row, values: Values) -> None:
    """Rules between a row's cells."""
    cells = {at.field.name: at for at in row.cells}
    if "products" not in values or "online" not in values:
        return
    typed, facts = values["products"], row.standing.facts
    if typed is not None and not values.get("products_reason"):
        cells["products_reason"].error = "บอกเหตุผลที่ไม่ใช้จำนวนในทะเบียน"
    if typed is None and values.get("products_reason"):
        cells["products"].error = "ใส่จำนวน หรือลบเหตุผล"
    products = facts.registry_products if typed is None else typed
    online = values["online"]
    if "online_reason" in values and (wrong := unreasoned(online, values["survey"], values["online_reason"])):
        cells[wrong[0]].error = wrong[1]
    if online is not None and online > products:
        cells["online"].error = MORE_ONLINE.format(products)


def pasted_grid(grid: InputGrid, text: str) -> InputGrid:
    """Boxes filled from cells copied in Excel: rows by the district's name, else in order; columns as they stand here.

    Nothing is saved by it.
    """
    block = parse_block(text)
    data = block.data
    grid.problem = block.problem or ("" if data else "ไม่พบตัวเลขในข้อความที่วาง")
    named = any(row.labels for row in data)
    by_name = {row.district.name: row for row in grid.rows}
    strangers = []
    for index, pasted in enumerate(data):
        names = [label.strip().removeprefix("อำเภอ").strip() for label in pasted.labels]
        row = next((by_name[name] for name in names if name in by_name), None)
        if not named and index < len(grid.rows):
            row = grid.rows[index]
        if row is None:
            strangers.append(" ".join(names).strip()[:40] or f"แถวที่ {pasted.line}")
            continue
        _fill(row, [c.text.strip() for c in pasted.cells])
    if strangers and not grid.problem:
        grid.problem = "ไม่มีอำเภอนี้ในตาราง: " + ", ".join(strangers[:5])
    return grid


def _fill(row: Row, texts: list[str]) -> None:
    boxes = [at for at in row.cells if not at.fixed and at.field.kind in ("baht", "count")]
    for at, text in zip(boxes, texts, strict=False):
        at.text = text
