"""Completeness and timeliness: which reports have come, and which of them on time. States only, no figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from accounts.models import District
from core import clock
from core.month import Month
from core.templatetags.numbers import count
from core.templatetags.numbers import share as unsigned
from reports.asking import Ask
from reports.dashboard.facts import Facts, Part, percent
from reports.document import Cells, Column, RowGroup
from reports.documents.dashboard.panel import OnMap, Panel
from reports.documents.dashboard.words import document
from reports.documents.parts import Columns
from workflow.models import State

ON_TIME, LATE = "ตรงเวลา", "ช้า"
WORDS = {State.LOCKED: "ล็อกแล้ว", State.CONFIRMED: "ยืนยันแล้ว", State.RETURNED: "ส่งคืน", State.DRAFT: "กำลังบันทึก"}
NOT_BEGUN, OVERDUE = "ยังไม่เริ่ม", "เลยกำหนด"
TONES = {
    **{f"{word} {LATE}": f"{state.value} late" for state, word in WORDS.items()},
    **{word: state.value for state, word in WORDS.items()},
    NOT_BEGUN: "none",
}
MEANING = (
    "ตรงเวลา คืออำเภอยืนยันครั้งแรกภายในกำหนดของเดือนนั้น (ตามที่จังหวัดกำหนด) ร้อยละคิดจากรายงานที่ยืนยันแล้วหรือเลยกำหนดแล้ว"
    " · แสดงเฉพาะสถานะ ไม่แสดงตัวเลข"
)


def completeness(ask: Ask, facts: Facts) -> Panel:
    """District × month; for the nation a line of counts for each province."""
    heading = "ความครบถ้วนและตรงเวลา"
    columns, rows = _provinces(facts) if facts.is_national else _grid(facts)
    return Panel(
        heading,
        _sentence(facts),
        document(ask, facts, heading, columns, [RowGroup(rows)], notes=(MEANING,), **_total(facts)),
        tones={} if facts.is_national else TONES,
        help=(MEANING,),
        on_map=_on_map(facts) if facts.is_national else (),
        map_words="สีตามร้อยละของรายงานที่ล็อกแล้ว",
    )


def is_on_time(facts: Facts, district: District, month: Month) -> bool | None:
    """Whether the first confirmation came by its deadline; None while it still may."""
    confirmed = facts.confirmed.get((district.pk, month))
    if confirmed is None:
        return False if _is_over(facts, district.province_id, month) else None
    return confirmed < facts.deadline(district.province_id, month)


def _is_over(facts: Facts, province: int, month: Month) -> bool:
    return clock.now() >= facts.deadline(province, month)


def _grid(facts: Facts) -> tuple[Columns, list[Cells]]:
    columns: Columns = (
        Column("อำเภอ", "text", 34),
        *(Column(month.thai_short, "text", 17) for month in facts.opened),
        Column("ตรงเวลา ร้อยละ", "percent", 16),
    )
    rows: list[Cells] = []
    for part in facts.parts:
        told = [is_on_time(facts, part.area, month) for month in facts.opened]
        decided = [on_time for on_time in told if on_time is not None]
        cells = (_cell(facts, part, month) for month in facts.opened)
        rows.append((part.name, *cells, _rate(sum(decided), len(decided))))
    return columns, rows


def _cell(facts: Facts, part: Part, month: Month) -> str:
    """'ล็อกแล้ว ตรงเวลา', 'กำลังบันทึก เลยกำหนด'"""
    states = facts.states.get((part.area.pk, month))
    word = WORDS[State(next(iter(states)))] if states else NOT_BEGUN
    if states and (states[State.LOCKED] or states[State.CONFIRMED]):
        told = (part.area.pk, month) in facts.confirmed
        return f"{word} {ON_TIME if is_on_time(facts, part.area, month) else LATE}" if told else word
    return f"{word} {OVERDUE}" if _is_over(facts, part.area.province_id, month) else word


def _provinces(facts: Facts) -> tuple[Columns, list[Cells]]:
    columns: Columns = (
        Column("จังหวัด", "text", 40),
        Column("รายงานที่ต้องส่ง", "count", 20, "due", True),
        Column("ล็อกแล้ว", "count", 20, "locked", True),
        Column("ยืนยันแล้ว รอล็อก", "count", 20, "confirmed", True),
        Column("ยังไม่ยืนยัน", "count", 20, "open", True),
        Column("ยืนยันตรงเวลา", "count", 20, "on_time", True),
        Column("ยืนยันช้า", "count", 20, "late", True),
        Column("ล็อกแล้ว ร้อยละ", "percent", 20),
        Column("ตรงเวลา ร้อยละ", "percent", 20),
    )
    return columns, [_province_row(facts, part) for part in facts.parts]


def _province_row(facts: Facts, part: Part) -> Cells:
    due = part.districts * len(facts.opened)
    states: Counter[str] = sum((facts.states.get((part.area.pk, m), Counter()) for m in facts.opened), Counter())
    locked, confirmed = states[State.LOCKED], states[State.CONFIRMED]
    in_time, decided = _punctual(facts, [part])
    late = sum(facts.punctual.get((part.area.pk, month), (0, 0))[1] for month in facts.opened)
    return (
        part.name, due, locked, confirmed, due - locked - confirmed, in_time, late,
        _rate(locked, due), _rate(in_time, decided),
    )  # fmt: skip


def _on_map(facts: Facts) -> tuple[OnMap, ...]:
    """Provinces by the share of their reports that are locked; none while no month has opened."""
    rates = ((part, _rate(*_locked_of(facts, part))) for part in facts.parts)
    return tuple(OnMap(part, rate, unsigned(rate)) for part, rate in rates)


def _locked_of(facts: Facts, part: Part) -> tuple[int, int]:
    return sum(facts.locked_districts(part, m) for m in facts.opened), part.districts * len(facts.opened)


def _rate(some: int, all_: int) -> Decimal | None:
    return percent(Decimal(some), Decimal(all_))


def _total(facts: Facts) -> dict[str, Any]:
    """The nation's own rates beside the sums of its counts."""
    if not facts.is_national:
        return {}
    now = facts.standing
    rates = (_rate(now.locked, now.expected), _rate(*_punctual(facts, facts.parts)))
    return {"total_label": "รวมทั้งประเทศ", "total": (None,) * 7 + rates}


def _sentence(facts: Facts) -> str:
    now = facts.standing
    if not now.expected:
        return "ยังไม่มีเดือนที่เปิดให้บันทึก"
    in_time, decided = _punctual(facts, facts.parts)
    said = f"ล็อกแล้ว {count(now.locked)} จาก {count(now.expected)} รายงาน ({unsigned(_rate(now.locked, now.expected))})"
    if decided:
        said += f" ยืนยันตรงเวลา {unsigned(_rate(in_time, decided))} ของที่ถึงกำหนด"
    return said


def _punctual(facts: Facts, parts: Iterable[Part]) -> tuple[int, int]:
    """Reports first confirmed by the deadline, and those of which it is decided: confirmed, or the deadline is over."""
    if facts.is_national:
        pairs = [_of_province(facts, part, month) for part in parts for month in facts.opened]
        return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    told = Counter(is_on_time(facts, part.area, month) for part in parts for month in facts.opened)
    return told[True], told[True] + told[False]


def _of_province(facts: Facts, part: Part, month: Month) -> tuple[int, int]:
    in_time, late = facts.punctual.get((part.area.pk, month), (0, 0))
    return in_time, part.districts if _is_over(facts, part.area.pk, month) else in_time + late
