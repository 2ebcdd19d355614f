"""The few figures above the panels, from the same reading: (what it is, figure, unit)."""

from __future__ import annotations

from typing import NamedTuple

from core.month import Month
from core.templatetags.numbers import baht, count
from core.templatetags.numbers import percent as signed
from core.templatetags.numbers import share as unsigned
from reports.dashboard.facts import NOTHING, Facts, percent
from reports.documents.dashboard.words import ONLY_WHOLE
from workflow.models import Kind


class Tile(NamedTuple):
    name: str
    figure: str
    unit: str = ""


def of_year(facts: Facts) -> list[Tile]:
    tiles = [_total(facts, "ยอดสะสม"), _compared(facts, "เทียบช่วงเดียวกันของปีก่อน", facts.yearly_pairs())]
    if facts.goals.whole:
        reached = percent(facts.locked(facts.goal_parts(), facts.months), facts.goals.whole)
        tiles.append(Tile("ที่ล็อกแล้วเทียบเป้าหมายทั้งปี", unsigned(reached)))
    return [*tiles, *_online(facts), _locked(facts)]


def of_month(facts: Facts) -> list[Tile]:
    month = facts.months[0]
    compared = [
        _compared(facts, name, [(month, earlier)])
        for name, earlier in (("เทียบเดือนก่อน", month - 1), ("เทียบเดือนเดียวกันปีก่อน", month - 12))
    ]
    return [_total(facts, "ยอดเดือนนี้"), *compared, *_online(facts), _locked(facts)]


def _compared(facts: Facts, name: str, pairs: list[tuple[Month, Month]]) -> Tile:
    growth = facts.growth(facts.parts, pairs)
    some = growth is not None and facts.leaves_out(facts.parts, pairs)
    return Tile(f"{name} {ONLY_WHOLE}" if some else name, signed(growth))


def _total(facts: Facts, name: str) -> Tile:
    found = [total for month in facts.months if (total := facts.total(month)) is not None]
    return Tile(name, baht(sum(found, NOTHING) if found else None), "บาท")


def _online(facts: Facts) -> list[Tile]:
    if facts.kind != Kind.SALES:
        return []
    seen = [amount for (_, month), amount in facts.amounts.items() if month in facts.months]
    sold, total = sum((a.online for a in seen), NOTHING), sum((a.total for a in seen), NOTHING)
    return [Tile("ขายออนไลน์", unsigned(percent(sold, total)))]


def _locked(facts: Facts) -> Tile:
    now = facts.standing
    unit = "อำเภอ" if len(now.months) == 1 else "รายงาน"
    return Tile("ล็อกแล้ว", f"{count(now.locked)}/{count(now.expected)}", unit)
