"""What would become of every product of a filled report, against the district's round as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.models import District
from core.days import Unusable
from core.importing.plan import Fate, Plan, Planned
from core.importing.sheet import Entry
from core.money import AmountError, parse_baht
from core.records import label_of
from core.thai import search_key
from online.importing.sheet import FORMULA
from online.models import Platform, Survey
from online.rounds import RoundId
from online.selectors import Line, lines_of
from online.services.report import Found, repeated
from producers.models import Category

YES, NO = ("1", "๑", "/", "✓", "✔", "√", "x", "true"), ("0", "๐", "-", "–", "false")
Lines = dict[tuple[str, str], list[Line]]


@dataclass
class PlannedLine(Planned):
    """One product; `found` is what would be written of it."""

    line: Line | None = None
    found: Found | None = None

    @property
    def name(self) -> str:
        return self.entry.values.get("product") or "–"

    @property
    def summary(self) -> str:
        return "สำรวจใหม่"

    def has(self, name: str) -> bool:
        return name in self.entry.values


OnlinePlan = Plan[PlannedLine]


def make_plan(district: District, of: RoundId, entries: Iterable[Entry], platforms: Sequence[Platform]) -> OnlinePlan:
    """The fate of every product, in a constant number of queries."""
    lines: Lines = {}
    for line in lines_of(district, of):
        lines.setdefault((line.product.producer.code, search_key(line.product.name)), []).append(line)
    rows = [PlannedLine(entry, code=entry.values.get("code", "")) for entry in entries]
    for row in rows:
        _find(row, lines)
        if row.line:
            _read(row, row.line, platforms)
        row.sort_problems()
    return Plan(rows)


def _find(row: PlannedLine, lines: Lines) -> None:
    values = row.entry.values
    if first := values.get("repeated"):
        row.wrong("product", f"ซ้ำกับแถว {first} ให้เหลือแถวเดียวต่อผลิตภัณฑ์")
    elif not values.get("code"):
        row.wrong("code", "ไม่มีรหัสผู้ประกอบการ")
    elif not values.get("product"):
        row.wrong("product", "ไม่มีชื่อผลิตภัณฑ์")
    elif not any(code == row.code for code, _ in lines):
        row.wrong("code", f"ไม่มีผู้ผลิตรหัส {row.code[:20]} ในทะเบียนของอำเภอในรอบนี้")
    else:
        _find_product(row, lines.get((row.code, search_key(values["product"])), []))


def _find_product(row: PlannedLine, fitting: list[Line]) -> None:
    name = row.entry.values["product"][:40]
    if not fitting:
        row.wrong("product", f"ผู้ผลิตรหัส {row.code} ไม่มีผลิตภัณฑ์ “{name}” ในทะเบียน ให้เพิ่มในทะเบียนก่อน หรือแก้ชื่อให้ตรง")
    elif len(fitting) > 1:
        row.wrong("product", f"ผู้ผลิตรหัส {row.code} มีผลิตภัณฑ์ชื่อ “{name}” มากกว่าหนึ่งรายการ ให้กรอกในหน้าเว็บ")
    else:
        row.line = fitting[0]


def _read(row: PlannedLine, line: Line, platforms: Sequence[Platform]) -> None:
    for name in row.entry.values:
        if row.entry.values[name] == FORMULA:
            row.wrong(name, "เป็นสูตร ให้คัดลอกแล้ววางเป็นค่า (Paste Values)")
    if row.fate is Fate.ERROR:
        return
    _tell_registry(row, line)
    flags = _flags(row, line)
    channels, sales = _channels(row, line, platforms)
    _check(row, line, platforms, channels, sales)
    if row.fate is Fate.ERROR:
        return
    row.found = Found(flags, channels, sales if channels else None)
    _compare(row, line, platforms, _is_filled(row, platforms))


def _tell_registry(row: PlannedLine, line: Line) -> None:
    """What the file says otherwise than the registry, which stays as it is."""
    known = {"name": line.product.producer.name, "category": Category(line.product.category).label}
    for name, kept in known.items():
        said = row.entry.values.get(name)
        if said and search_key(said) != search_key(kept):
            row.notes(name, f"“{said[:40]}” ต่างจากทะเบียน ใช้ตามทะเบียน: {kept}")


def _flags(row: PlannedLine, line: Line) -> dict[str, bool]:
    """Ticks of part 1, where blank is no; without part 1 as they are."""
    before = {name: bool(line.survey and getattr(line.survey, name)) for name in Survey.FLAGS}
    if not row.has("part1"):
        return before
    return {name: bool(row.read(name, _tick)) for name in Survey.FLAGS}


def _tick(text: str) -> bool:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise Unusable("ใส่ 1 ในช่องที่มี หรือเว้นว่าง")


def _channels(row: PlannedLine, line: Line, platforms: Sequence[Platform]) -> tuple[dict[int, str], Decimal | None]:
    """Channels and sales of part 2, where blank is none; without part 2, or no longer offered, as they are."""
    if not row.has("part2"):
        listing = line.listing
        return ({c.platform_id: c.value for c in listing.channels.all()}, listing.sales) if listing else ({}, None)
    named = {p.pk: row.read(field_of(p), p.clean_value) for p in platforms}
    kept = {channel.platform_id: channel.value for channel in line.retired}
    return kept | {pk: value for pk, value in named.items() if value}, row.read("sales", _baht)


def _baht(text: str) -> Decimal | None:
    try:
        return parse_baht(text)
    except AmountError as error:
        raise Unusable(error.message) from error


def field_of(platform: Platform) -> str:
    return f"channel-{platform.pk}"


def _check(
    row: PlannedLine, line: Line, platforms: Sequence[Platform], channels: dict[int, str], sales: Decimal | None
) -> None:
    if sales and not channels:
        row.wrong("sales", "มียอดจำหน่ายแต่ไม่มีช่องทาง")
    if channels and line.elsewhere and row.has("part2"):
        first = next(platform for platform in platforms if platform.pk in channels)
        row.wrong(field_of(first), repeated(line.product, line.elsewhere).message)


def _is_filled(row: PlannedLine, platforms: Sequence[Platform]) -> bool:
    names = (*Survey.FLAGS, "sales", *(field_of(platform) for platform in platforms))
    return any(row.has(name) for name in names)


def _compare(row: PlannedLine, line: Line, platforms: Sequence[Platform], filled: bool) -> None:
    """A product not surveyed yet whose boxes are all blank still waits: nothing is written of it."""
    found: Any = row.found
    if line.survey is None and not filled:
        return
    before = {name: bool(line.survey and getattr(line.survey, name)) for name in Survey.FLAGS}
    row.changes += [
        (label_of(Survey, name), "" if line.survey is None else _yes(before[name]), _yes(found.flags[name]))
        for name in Survey.FLAGS
        if found.flags[name] != before[name]
    ]
    listed = {c.platform_id: c.value for c in line.listing.channels.all()} if line.listing else {}
    row.changes += [
        (platform.name, listed.get(platform.pk, ""), found.channels.get(platform.pk) or "ไม่มี")
        for platform in platforms
        if listed.get(platform.pk, "") != found.channels.get(platform.pk, "")
    ]
    sales = line.listing.sales if line.listing else None
    if sales != found.sales:
        row.changes.append(("ยอดจำหน่ายออนไลน์", _amount(sales), _amount(found.sales) or "ไม่ระบุ"))
    row.fate = Fate.NEW if line.survey is None else Fate.CHANGED if row.changes else Fate.SAME


def _yes(flag: bool) -> str:
    return "มี" if flag else "ไม่มี"


def _amount(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"
