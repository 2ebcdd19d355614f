"""Month by month through a budget year: towards the target, by channel, by category, online."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from core.month import Month
from core.templatetags.numbers import count
from core.templatetags.numbers import share as unsigned
from producers.models import Category
from reports.asking import Ask
from reports.dashboard.facts import NOTHING, ONLINE, Facts, percent
from reports.document import Cells, Column, ColumnGroup, Document, RowGroup
from reports.documents.dashboard.panel import Chart, Panel
from reports.documents.dashboard.words import COMPARED, NO_FIGURES, against, document, millions
from reports.documents.parts import EMPTY, Columns
from targets import periods

MONTH = Column("เดือน", "text", 34, own=True)
TOTAL_LABEL = "รวม"


def cumulative(ask: Ask, facts: Facts) -> Panel:
    """The year so far beside the year before and the target (standard tier; locked revenue counts, as for scores)."""
    heading = "ยอดสะสมเทียบเป้าหมายและปีก่อน"
    rows = list(_cumulative_rows(facts))
    year = facts.year.number
    columns: Columns = (
        MONTH,
        Column("ล็อกแล้ว (อำเภอ)", "count", 16),
        ColumnGroup(f"ปีงบประมาณ {year} (บาท)", (Column("เดือนนี้", "baht", 30), Column("สะสม", "baht", 32))),
        ColumnGroup(f"ปีงบประมาณ {year - 1} (บาท)", (Column("เดือนนี้", "baht", 30), Column("สะสม", "baht", 32))),
        Column("เปลี่ยนแปลง ร้อยละ", "percent", 22),
        Column("ร้อยละของเป้าหมาย", "percent", 22),
    )
    goal = facts.goals.whole if len(facts.goal_parts()) == len(facts.parts) else None
    return Panel(
        heading,
        _cumulative_sentence(facts),
        document(ask, facts, heading, columns, [RowGroup(rows)], notes=(*_goal_notes(facts), COMPARED)),
        Chart("line", (3, 5), goal=goal, goal_name="เป้าหมายขั้นมาตรฐานทั้งปี"),
        help=(*_goal_notes(facts), COMPARED),
    )


def _cumulative_rows(facts: Facts) -> Iterator[Cells]:
    now = before = NOTHING
    for at, month in enumerate(facts.months):
        total, earlier = facts.total(month), facts.total(month - 12)
        now, before = now + (total or 0), before + (earlier or 0)
        locked = sum(facts.locked_districts(part, month) for part in facts.parts)
        reached = facts.locked(facts.goal_parts(), facts.months[: at + 1])
        shown = total is not None
        yield (
            month.thai,
            locked if month in facts.opened else None,
            total,
            now if shown else None,
            earlier,
            before if earlier is not None else None,
            facts.growth(facts.parts, [(month, month - 12)]),
            percent(reached, facts.goals.whole) if shown else None,
        )


def _cumulative_sentence(facts: Facts) -> str:
    seen = [month for month in facts.months if facts.has_figures(month)]
    if not seen:
        return NO_FIGURES
    total = sum((facts.total(month) or NOTHING for month in seen), NOTHING)
    said = f"ยอดสะสมถึงเดือน{seen[-1].thai} {millions(total)}"
    said += against(facts, facts.yearly_pairs(), "ช่วงเดียวกันของปีก่อน")
    if facts.goals.whole:
        reached = percent(facts.locked(facts.goal_parts(), facts.months), facts.goals.whole)
        said += f" ที่ล็อกแล้วเป็น {unsigned(reached)} ของเป้าหมายขั้นมาตรฐานทั้งปี"
    return said


def _goal_notes(facts: Facts) -> tuple[str, ...]:
    if facts.goals.whole is None:
        rounds = [periods.LABELS[period] for period in facts.goals.periods if period in periods.ROUNDS]
        alone = f" ประกาศแล้วเฉพาะ{'และ'.join(rounds)} ซึ่งเทียบที่หน้าเป้าหมายและคะแนน" if rounds else ""
        return (f"ยังไม่ประกาศเป้าหมายทั้งปีงบประมาณ {facts.year}{alone}",)
    if facts.is_national:
        told, every = len(facts.goals.parts), len(facts.parts)
        return (f"เป้าหมายเป็นผลรวมของ {count(told)}/{count(every)} จังหวัดที่ประกาศแล้ว และเทียบกับยอดที่ล็อกแล้วของจังหวัดนั้นเท่านั้น",)
    return ("ร้อยละของเป้าหมายนับเฉพาะยอดที่จังหวัดล็อกแล้ว เช่นเดียวกับคะแนน",)


def channels(ask: Ask, facts: Facts) -> Panel:
    """Month × the four amounts of a row: channels of sales, income lines of markets."""
    heading = "รายเดือน แยกตามรายการรายได้" if "line_1" in facts.channels else "รายเดือน แยกตามช่องทาง"
    names = list(facts.channels)
    heads = tuple(Column(head, "baht", 34, name, True) for name, head in facts.channels.items())
    rows: list[Any] = [(month.thai, *_by_channel(facts, month)) for month in facts.opened]
    whole = [sum((row[at] or NOTHING for row in rows), NOTHING) for at in range(1, len(names) + 1)]
    return Panel(
        heading,
        _largest(dict(zip(facts.channels.values(), whole, strict=True))),
        _summed(ask, facts, heading, heads, rows),
        Chart("stack", tuple(range(1, len(names) + 1))),
    )


def _by_channel(facts: Facts, month: Month) -> Cells:
    found = [sums for (at, _), sums in facts.mix.items() if at == month]
    if not found:
        return EMPTY * (len(facts.channels) + 1)
    parts = [sum((sums[name] for sums in found), NOTHING) for name in facts.channels]
    return (*parts, sum(parts, NOTHING))


def categories(ask: Ask, facts: Facts) -> Panel:
    """Month × category of product."""
    heading = "รายเดือน แยกตามประเภทผลิตภัณฑ์"
    heads = tuple(Column(str(c.label), "baht", 32, c.value, True) for c in Category)
    rows: list[Any] = [(month.thai, *_by_category(facts, month)) for month in facts.opened]
    whole = {str(c.label): sum((row[at] or NOTHING for row in rows), NOTHING) for at, c in enumerate(Category, 1)}
    return Panel(
        heading,
        _largest(whole),
        _summed(ask, facts, heading, heads, rows),
        Chart("stack", tuple(range(1, len(Category) + 1))),
    )


def _by_category(facts: Facts, month: Month) -> Cells:
    if not any(at == month for at, _ in facts.mix):
        return EMPTY * (len(Category) + 1)
    parts = [sum(facts.mix.get((month, c.value), {}).values(), NOTHING) for c in Category]
    return (*parts, sum(parts, NOTHING))


def _summed(ask: Ask, facts: Facts, heading: str, heads: tuple[Column, ...], rows: list[Cells]) -> Document:
    """Rows whose columns add up, to the right and below."""
    whole = Column("รวมทั้งสิ้น", "baht", 36, "total", True, tuple(column.key for column in heads))
    columns: Columns = (MONTH, ColumnGroup("ยอดจำหน่าย (บาท)", heads), whole)
    return document(ask, facts, heading, columns, [RowGroup(rows)], total_label=TOTAL_LABEL)


def _largest(whole: dict[str, Decimal]) -> str:
    """Which of them is the most, and how much of all."""
    total = sum(whole.values(), NOTHING)
    if not total:
        return NO_FIGURES
    name = max(whole, key=lambda key: whole[key])
    return f"รวม {millions(total)} มากที่สุดคือ{name} {millions(whole[name])} ({unsigned(percent(whole[name], total))})"


def mix(ask: Ask, facts: Facts) -> Panel:
    """Category × channel of the period, each with its share."""
    heading = "แยกตามประเภทผลิตภัณฑ์และช่องทาง"
    heads = tuple(Column(head, "baht", 34, name, True) for name, head in facts.channels.items())
    rows: list[Any] = [(str(c.label), *_of_category(facts, c.value)) for c in Category]
    totals = {str(row[0]): row[-1] or NOTHING for row in rows}
    whole = Column("รวมทั้งสิ้น", "baht", 36, "total", True, tuple(facts.channels))
    columns: Columns = (Column("ประเภทผลิตภัณฑ์", "text", 60), ColumnGroup("ยอดจำหน่าย (บาท)", heads), whole)
    return Panel(
        heading,
        _largest(totals),
        document(ask, facts, heading, columns, [RowGroup(rows)], total_label=TOTAL_LABEL),
        Chart("stack", tuple(range(1, len(heads) + 1))),
    )


def _of_category(facts: Facts, category: str) -> Cells:
    found = [sums for (month, of), sums in facts.mix.items() if of == category and month in facts.months]
    if not found:
        return EMPTY * (len(facts.channels) + 1)
    parts = [sum((sums[name] for sums in found), NOTHING) for name in facts.channels]
    return (*parts, sum(parts, NOTHING))


def online(ask: Ask, facts: Facts) -> Panel:
    """Sales online out of all sales, this year and the one before."""
    heading = "สัดส่วนขายออนไลน์"
    rows = []
    for month in facts.opened:
        sold, total = _online(facts, month)
        rows.append((month.thai, sold, total, _share(facts, month), _share(facts, month - 12)))
    columns: Columns = (
        MONTH,
        Column("ขายออนไลน์ (บาท)", "baht", 36, "online", True),
        Column("ขายทั้งหมด (บาท)", "baht", 38, "total", True),
        Column(f"ร้อยละ ปี {facts.year.number}", "percent", 26),
        Column(f"ร้อยละ ปี {facts.year.number - 1}", "percent", 26),
    )
    sold = sum((_online(facts, month)[0] or NOTHING for month in facts.months), NOTHING)
    total = sum((facts.total(month) or NOTHING for month in facts.months), NOTHING)
    share = percent(sold, total)
    return Panel(
        heading,
        f"ขายออนไลน์ {millions(sold)} เป็น {unsigned(share)} ของยอดทั้งหมด" if total else NO_FIGURES,
        document(
            ask, facts, heading, columns, [RowGroup(rows)],
            total_label=TOTAL_LABEL, total=(None, None, None, share, None),
        ),
        Chart("line", (3, 4), unit="ร้อยละ"),
    )  # fmt: skip


def _online(facts: Facts, month: Month) -> tuple[Decimal | None, Decimal | None]:
    found = [sums for (at, _), sums in facts.mix.items() if at == month]
    if not found:
        return None, None
    return sum((sums[name] for sums in found for name in ONLINE), NOTHING), facts.total(month)


def _share(facts: Facts, month: Month) -> Decimal | None:
    sold, total = _online(facts, month)
    return None if sold is None or total is None else percent(sold, total)
