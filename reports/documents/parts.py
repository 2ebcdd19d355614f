"""What the documents of a period share: amounts by channel, heads, signatures, and how complete their figures are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings

from accounts.models import District
from core import clock
from core.thai import to_thai_digits
from reports.asking import Ask
from reports.document import Cells, Column, ColumnGroup, Digits, Document, RowGroup, Signature
from reports.figures import Figure
from reports.standing import NOT_ALL_LOCKED, Standing, as_of, standing
from workflow.models import Kind

DEMO_MARK = "ข้อมูลสาธิต (สมมติ) · "
MARKETS, MEANS = {"domestic": "ในประเทศ", "foreign": "ต่างประเทศ"}, {"offline": "ขายออฟไลน์", "online": "ขายออนไลน์"}
OTOP = "หนึ่งตำบล หนึ่งผลิตภัณฑ์ (OTOP)"
OF_PROVINCE = (Signature("พัฒนาการจังหวัด", "ผู้รับรองข้อมูล"),)
OF_DEPARTMENT = (
    Signature("เจ้าหน้าที่ผู้จัดทำรายงาน", "ผู้รายงาน"),
    Signature("ผู้อำนวยการสำนักส่งเสริมภูมิปัญญาท้องถิ่นและวิสาหกิจชุมชน", "ผู้รับรองข้อมูล"),
)
EMPTY: Cells = (None,)
Columns = Sequence[Column | ColumnGroup]


def channels(market: str, width: float, *, summed: bool = False) -> ColumnGroup:
    """Offline and online sales of a market in baht; `summed` adds their sum."""
    columns = [Column(head, "baht", width, f"{market}_{way}", True) for way, head in MEANS.items()]
    if summed:
        columns.append(Column("รวม", "baht", width, market, True, tuple(f"{market}_{way}" for way in MEANS)))
    return ColumnGroup(MARKETS[market], tuple(columns))


def amount_columns(width: float, head: str = "ยอดจำหน่าย (บาท)") -> tuple[Column | ColumnGroup, ...]:
    """The four channels and what they come to."""
    parts = tuple(f"{market}_{way}" for market in MARKETS for way in MEANS)
    return (
        ColumnGroup(head, tuple(channels(market, width) for market in MARKETS)),
        Column("รวมทั้งสิ้น", "baht", width + 3, "total", True, parts),
    )


def amounts(figure: Figure | None) -> Cells:
    """Cells of `amount_columns`; empty where nothing was reported."""
    return (*figure.amounts, figure.total) if figure else EMPTY * 5


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Per cent, to two decimals when it is shown."""
    return part / whole * 100 if whole else None


def mark(standing: Standing, ask: Ask) -> str:
    """Drafts are in the figures of those who may see drafts, until everything is locked."""
    return NOT_ALL_LOCKED if standing.missing and not ask.user.is_national else ""


def said(text: str, digits: Digits) -> str:
    """Words of the portal's own in a text cell, in the document's digits."""
    return to_thai_digits(text) if digits == "thai" else text


def foot(place: str, period: str) -> str:
    """What stands at the foot of every page; made-up figures say so there."""
    return f"{DEMO_MARK if settings.DEMO else ''}{place} {period}"


def made_now() -> str:
    """The note of a paper whose figures are those of the moment it was made."""
    return as_of(clock.now())


def summary(
    ask: Ask,
    code: str,
    title: Sequence[str],
    columns: Columns,
    groups: Sequence[RowGroup],
    *,
    notes: Sequence[str] = (),
    sheet: str = "",
    kind: str = Kind.SALES,
    now: Standing | None = None,
    **more: Any,
) -> Document:
    """A document of the period and area asked for, with how complete it is (`now`) before its own `notes`."""
    now = now or standing(ask.user, ask.period, ask.area, kind)
    return Document(
        code=code,
        title=tuple(title),
        subtitle=(f"{ask.place} {ask.period.thai}",),
        columns=tuple(columns),
        groups=groups,
        notes=(*now.notes, *notes),
        signatures=_signatures(ask),
        mark=mark(now, ask),
        foot=foot(ask.place, ask.period.name),
        sheet=sheet or code,
        digits=ask.digits,
        **more,
    )


def _signatures(ask: Ask) -> tuple[Signature, ...]:
    if isinstance(ask.area, District):
        return (Signature(f"พัฒนาการอำเภอ{ask.area.name}", "ผู้รับรองข้อมูล"),)
    return OF_PROVINCE if ask.area else OF_DEPARTMENT


def numbered(rows: Iterable[Cells]) -> list[Cells]:
    return [(number, *cells) for number, cells in enumerate(rows, 1)]
