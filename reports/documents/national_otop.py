"""แบบรายงานผลการจำหน่ายสินค้าในโครงการหนึ่งตำบล หนึ่งผลิตภัณฑ์: against the year before, and against the targets."""

from __future__ import annotations

from decimal import Decimal

from core.month import Month
from core.period import Period
from reports.areas import provinces
from reports.asking import NATION, Ask, Download
from reports.dashboard.facts import Facts
from reports.document import Cells, Column, ColumnGroup, Document, RowGroup
from reports.documents.parts import EMPTY, numbered, share, summary
from reports.figures import Figure, figures, together
from reports.sums import Key
from targets import periods
from targets.selectors.scores import national_scores

TITLE = ("แบบรายงานผลการจำหน่ายสินค้า", "ในโครงการหนึ่งตำบล หนึ่งผลิตภัณฑ์ (OTOP)")
NOTE = "ช่วงเดียวกันของปีก่อนและเป้าหมาย (ขั้นมาตรฐาน) นับเฉพาะที่จังหวัดล็อกและประกาศแล้ว"

COMPARED = "เพิ่ม/ลดคิดจาก {:,} จังหวัด เฉพาะเดือนที่ทุกอำเภอของจังหวัดล็อกแล้วทั้งปีนี้และปีก่อน จึงอาจไม่เท่าผลต่างของสองช่อง"
Both = tuple[Decimal, ...]  # baht now and a year before


def make(ask: Ask) -> Document:
    now = figures(ask.user, ask.period, "province", counted=True)
    before = figures(ask.user, ask.period.back(12), "province")
    compared, targets = _compared(ask), _targets(ask)
    rows = []
    for province in provinces(ask.user):
        at, key = province.pk, (province.pk,)
        rows.append((province.name, *_cells(now.get(key), before.get(key), compared.get(at), targets.get(at))))
    columns = (
        Column("ที่", "ordinal", 8),
        Column("จังหวัด", "text", 36),
        Column("ผู้ผลิต (ราย)", "count", 16),
        Column("ยอดจำหน่าย (บาท)", "baht", 32, "now", True),
        ColumnGroup(
            "ช่วงเดียวกันของปีก่อน",
            (
                Column("บาท", "baht", 32, "before", True),
                Column("เพิ่ม/ลด (บาท)", "baht", 32),
                Column("เพิ่ม/ลด ร้อยละ", "percent", 18),
            ),
        ),
        ColumnGroup(
            "เป้าหมาย", (Column("บาท", "count", 30, "target", True), Column("ผลต่อเป้าหมาย ร้อยละ", "percent", 18))
        ),
    )
    whole, past = together(now.values()) if now else None, together(before.values()) if before else None
    both = (sum(baht, Decimal(0)) for baht in zip(*compared.values(), strict=True))
    total = (None, None, *_cells(whole, past, tuple(both) or None, sum(targets.values()) if targets else None))
    return summary(
        ask, "ผลโครงการ OTOP", TITLE, columns, [RowGroup(numbered(rows))],
        total_label="รวมทั้งประเทศ", total=total, notes=(NOTE, COMPARED.format(len(compared))),
    )  # fmt: skip


def _compared(ask: Ask) -> dict[int, Both]:
    """By province id, of the months that all its districts have locked both times; as ภาพรวม compares.

    Otherwise a district not yet locked would be a fall of sales, on a paper that is signed. The months are those of
    ภาพรวม, the baht are frozen ones, as everywhere on paper.
    """
    facts = Facts(ask.user, None, ask.period)
    now, before = (figures(ask.user, period, "province", "month") for period in (ask.period, ask.period.back(12)))
    found: dict[int, Both] = {}
    for part in facts.parts:
        months = [month for month in facts.months if facts.is_whole(part, month) and facts.is_whole(part, month - 12)]
        if months:
            at = part.area.pk
            found[at] = _sum(now, at, months), _sum(before, at, [month - 12 for month in months])
    return found


def _sum(found: dict[Key, Figure], province: int, months: list[Month]) -> Decimal:
    return sum((found[province, month].total for month in months if (province, month) in found), Decimal(0))


def _targets(ask: Ask) -> dict[int, int]:
    """Published standard targets by province id; there are some for budget years and rounds only."""
    year = ask.period.first.budget_year.number
    names = {
        Period.year(year): periods.ANNUAL,
        Period.round(year, 1): periods.ROUND1,
        Period.round(year, 2): periods.ROUND2,
    }
    if ask.period not in names:
        return {}
    page = national_scores(ask.user, year, names[ask.period])
    return {row.area.pk: int(row.tiers.standard) for row in page.rows if row.tiers}


def _cells(now: Figure | None, before: Figure | None, both: Both | None, target: int | None) -> Cells:
    change, growth = (both[0] - both[1], share(both[0] - both[1], both[1])) if both else (None, None)
    against = share(now.total, Decimal(target)) if now and target else None
    counted: Cells = (now.count, now.total) if now else EMPTY * 2
    return (*counted, before.total if before else None, change, growth, target, against)


DOWNLOAD = Download("otop-results", "ผลการจำหน่ายในโครงการ OTOP เทียบปีก่อนและเป้าหมาย", (NATION,), make)
