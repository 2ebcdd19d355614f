"""Areas beside one another: ranks that are fair, a month's totals, the largest rises and falls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.models import District
from core.month import Month
from core.templatetags.numbers import percent as signed
from core.templatetags.numbers import share as unsigned
from reports.asking import Ask
from reports.dashboard import units
from reports.dashboard.facts import NOTHING, Facts, Part, percent
from reports.document import Cells, Column, ColumnGroup, RowGroup
from reports.documents.dashboard.panel import Chart, OnMap, Panel
from reports.documents.dashboard.words import (
    BY_RATE,
    COMPARED,
    NO_FIGURES,
    against,
    changed,
    document,
    millions,
    parts_word,
)
from reports.documents.parts import Columns

MOVERS = 10  # rises, and as many falls


def ranks(values: dict[Any, Decimal | None]) -> dict[Any, int]:
    """From 1 for the greatest; equal values share a rank, what is not known has none."""
    known = sorted((value for value in values.values() if value is not None), reverse=True)
    return {key: known.index(value) + 1 for key, value in values.items() if value is not None}


def league(ask: Ask, facts: Facts) -> Panel:
    """Parts by their share of the target, then by growth over what both years have whole."""
    shares = {
        part: percent(facts.locked([part], facts.months), facts.goals.parts.get(part.area.pk)) for part in facts.parts
    }
    growths = {part: facts.yearly_growth(part) for part in facts.parts}
    by_share, by_growth = ranks(shares), ranks(growths)
    last = len(facts.parts) + 1
    order = sorted(facts.parts, key=lambda part: (by_share.get(part, last), by_growth.get(part, last)))
    rows = [_league_row(facts, part, by_share, shares[part], by_growth, growths[part]) for part in order]
    word = parts_word(facts)
    heading = f"อันดับราย{word}"
    columns: Columns = (
        Column(word, "text", 40),
        ColumnGroup("เทียบเป้าหมายขั้นมาตรฐาน", (Column("อันดับ", "count", 12), Column("ร้อยละของเป้าหมาย", "percent", 18))),
        ColumnGroup("เทียบปีก่อน", (Column("อันดับ", "count", 12), Column("เติบโตจากปีก่อน ร้อยละ", "percent", 20))),
        Column("ยอดจำหน่าย (บาท)", "baht", 34, "total", True),
        Column("เป้าหมาย (บาท)", "baht", 34),
        Column("ขายออนไลน์ ร้อยละ", "percent", 18),
        Column("เดือนที่ล็อกครบ", "count", 16),
    )
    return Panel(
        heading,
        _league_sentence(by_share, shares, by_growth, growths),
        document(
            ask, facts, heading, columns, [RowGroup(rows)], notes=(BY_RATE, COMPARED), total_label="รวม",
            total=(None,) * 5 + (None, facts.goals.whole, None, None),
        ),
        None if facts.is_national else Chart("across", (2, 4), unit="ร้อยละ"),
        on_map=tuple(
            OnMap(p, shares[p], unsigned(shares[p])) if facts.goals.parts else OnMap(p, growths[p], signed(growths[p]))
            for p in facts.parts
        ),
        map_words="สีตามร้อยละของเป้าหมาย" if facts.goals.parts else "สีตามการเติบโตจากปีก่อน",
        help=(BY_RATE, COMPARED),
    )  # fmt: skip


def _league_row(
    facts: Facts,
    part: Part,
    by_share: dict[Part, int],
    share: Decimal | None,
    by_growth: dict[Part, int],
    growth: Decimal | None,
) -> Cells:
    amounts = [facts.amount(part, month) for month in facts.months]
    total = sum((amount.total for amount in amounts), NOTHING)
    online = percent(sum((amount.online for amount in amounts), NOTHING), total)
    locked = sum(facts.locked_districts(part, month) >= part.districts for month in facts.months)
    seen = any((part.area.pk, month) in facts.amounts for month in facts.months)
    return (
        part.name,
        by_share.get(part),
        share,
        by_growth.get(part),
        growth,
        total if seen else None,
        facts.goals.parts.get(part.area.pk),
        online if facts.channels.get("domestic_online") else None,
        locked,
    )


def _league_sentence(
    by_share: dict[Part, int],
    shares: dict[Part, Decimal | None],
    by_growth: dict[Part, int],
    growths: dict[Part, Decimal | None],
) -> str:
    said = []
    if first := _first(by_share):
        said.append(f"ใกล้เป้าหมายที่สุดคือ{first.name} ({unsigned(shares[first])})")
    if first := _first(by_growth):
        said.append(f"เติบโตสูงสุดคือ{first.name} ({changed(growths[first])})")
    return " ".join(said) or NO_FIGURES


def _first(places: dict[Part, int]) -> Part | None:
    return next((part for part, place in places.items() if place == 1), None)


def of_month(ask: Ask, facts: Facts) -> Panel:
    """One month of every part, beside the month before and the same month of last year."""
    month = facts.months[0]
    whole = facts.total(month)
    order = sorted(facts.parts, key=lambda part: -facts.amount(part, month).total)
    rows = [_month_row(facts, part, month, whole) for part in order]
    word = parts_word(facts)
    heading = f"ยอดจำหน่ายราย{word}"
    before, last_year = month - 1, month - 12
    columns: Columns = (
        Column(word, "text", 40),
        Column("ล็อกแล้ว (อำเภอ)", "count", 16, "locked", True),
        Column("ยอดเดือนนี้ (บาท)", "baht", 34, "total", True),
        Column("สัดส่วน ร้อยละ", "percent", 18),
        ColumnGroup(before.thai, (Column("บาท", "baht", 32), Column("เปลี่ยนแปลง ร้อยละ", "percent", 20))),
        ColumnGroup(last_year.thai, (Column("บาท", "baht", 32), Column("เปลี่ยนแปลง ร้อยละ", "percent", 20))),
        Column("ขายออนไลน์ ร้อยละ", "percent", 18),
    )
    return Panel(
        heading,
        _month_sentence(facts, order, month),
        document(ask, facts, heading, columns, [RowGroup(rows)], notes=(COMPARED,), total_label="รวม"),
        None if facts.is_national else Chart("across", (2,)),
        on_map=tuple(OnMap(p, seen := _seen(facts, p, month), millions(seen)) for p in facts.parts),
        map_words="สีตามยอดจำหน่ายของเดือน",
        help=(COMPARED,),
    )


def _seen(facts: Facts, part: Part, month: Month) -> Decimal | None:
    found = facts.amounts.get((part.area.pk, month))
    return found.total if found else None


def _month_row(facts: Facts, part: Part, month: Month, whole: Decimal | None) -> Cells:
    now = facts.amounts.get((part.area.pk, month))
    compared = [
        cell
        for earlier in (month - 1, month - 12)
        for cell in (_seen(facts, part, earlier), facts.growth([part], [(month, earlier)]))
    ]
    online = percent(now.online, now.total) if now and facts.channels.get("domestic_online") else None
    locked = facts.locked_districts(part, month)
    share = percent(now.total, whole) if now else None
    return (part.name, locked, now.total if now else None, share, *compared, online)


def _month_sentence(facts: Facts, order: list[Part], month: Month) -> str:
    total = facts.total(month)
    if not total:
        return NO_FIGURES
    said = f"เดือน{month.thai} รวม {millions(total)}"
    if len(order) > 1:
        first = order[0]
        said += f" มากที่สุดคือ{first.name} {millions(facts.amount(first, month).total)}"
    for earlier, words in ((month - 1, "เดือนก่อน"), (month - 12, "เดือนเดียวกันปีก่อน")):
        said += against(facts, [(month, earlier)], words)
    return said


@dataclass(frozen=True)
class Move:
    """Baht of one part, or of one producer or market, in a month and in the month it is compared with."""

    name: str
    now: Decimal
    before: Decimal
    link: str = ""

    @property
    def change(self) -> Decimal:
        return self.now - self.before


def movers(months_back: int, words: str) -> Callable[[Ask, Facts], Panel]:
    """A panel of the largest rises and falls of a month against that many months before."""

    def make(ask: Ask, facts: Facts) -> Panel:
        month = facts.months[0]
        earlier = month - months_back
        moves = list(_moves(facts, month, earlier))
        rises = sorted((m for m in moves if m.change > 0), key=lambda m: (-m.change, m.name))[:MOVERS]
        falls = sorted((m for m in moves if m.change < 0), key=lambda m: (m.change, m.name))[:MOVERS]
        heading = f"เพิ่มและลดมากที่สุด เทียบ{words}"
        columns: Columns = (
            Column(_unit_word(facts), "text", 60),
            Column(f"{month.thai} (บาท)", "baht", 36),
            Column(f"{earlier.thai} (บาท)", "baht", 36),
            Column("เปลี่ยนแปลง (บาท)", "baht", 36),
            Column("เปลี่ยนแปลง ร้อยละ", "percent", 24),
        )
        groups = [
            RowGroup([_move_row(move) for move in some], head)
            for some, head in ((rises, "เพิ่มขึ้น"), (falls, "ลดลง"))
            if some
        ]
        return Panel(
            heading,
            _movers_sentence(rises, falls),
            document(ask, facts, heading, columns, groups, notes=(COMPARED,)),
            Chart("across", (3,)),
            links={move.name: move.link for move in (*rises, *falls) if move.link},
            help=(COMPARED,),
        )

    return make


def _unit_word(facts: Facts) -> str:
    return parts_word(facts) if len(facts.parts) > 1 else units.word(facts.kind)


def _moves(facts: Facts, month: Month, earlier: Month) -> Iterable[Move]:
    """Of parts that are whole both times; within a district of its producers or markets."""
    parts = [p for p in facts.parts if facts.is_whole(p, month) and facts.is_whole(p, earlier)]
    if isinstance(facts.area, District):
        for unit in units.totals(facts.user, facts.area, facts.kind, month, earlier) if parts else ():
            yield Move(unit.name, unit.now, unit.before, unit.link)
        return
    for part in parts:
        yield Move(part.name, facts.amount(part, month).total, facts.amount(part, earlier).total)


def _move_row(move: Move) -> Cells:
    return (move.name, move.now, move.before, move.change, percent(move.change, move.before))


def _movers_sentence(rises: list[Move], falls: list[Move]) -> str:
    said = [
        f"{word}มากที่สุดคือ{some[0].name} ({millions(abs(some[0].change))})"
        for some, word in ((rises, "เพิ่มขึ้น"), (falls, "ลดลง"))
        if some
    ]
    return " ".join(said) or "ยังเทียบไม่ได้ ต้องมีข้อมูลครบทั้งสองเดือน"


def tones(values: Iterable[OnMap], steps: int = 5) -> dict[Part, int]:
    """A tone from 1 (least) to `steps` for each part whose figure is known: as many parts in each as can be."""
    known = sorted(
        ((value, part.area.code, part) for part, value, _ in values if value is not None), key=lambda k: k[:2]
    )
    lowest: dict[Decimal, int] = {}
    for at, (value, _, _) in enumerate(known):
        lowest.setdefault(value, at)
    return {part: lowest[value] * steps // len(known) + 1 for value, _, part in known}
