"""แบบรายงานข้อมูลตลาดนัดคนไทยยิ้มได้ (Lampang, 31 July 2567, the last enclosure): district, province, nation."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings

from core import clock
from core.thai import thai_date
from markets.models import Frequency, Market, Origin, RegisterYear, Status
from markets.selectors.register import register_on, register_year
from reports.asking import Ask, Download
from reports.document import Cells, Column, ColumnGroup, Document, RowGroup, Signature
from reports.documents.parts import DEMO_MARK

TICK = 13  # millimetres of a column of ticks
STATUS_HEADS = {
    Status.ACTIVE: "ใช้งาน",
    Status.PAUSED: "ปิดตลาดชั่วคราว",
    Status.CLOSED: "ปิดตลาดถาวร",
    Status.UNUSED: "ไม่ใช้งาน",
}
DEFINITIONS = (
    "นิยาม รายวัน หมายถึง เปิดประจำทุกวัน (30 วัน)",
    "รายสัปดาห์ หมายถึง เปิดประจำทุกสัปดาห์ (อย่างน้อย สัปดาห์ละ 1 ครั้ง)",
    "รายเดือน หมายถึง เปิดประจำทุกเดือน (อย่างน้อย เดือนละ 1 ครั้ง)",
)


def make(ask: Ask) -> Document:
    """The form's columns. Statuses are those of the month's last day, or of today; the rest is as it stands today."""
    month, today = ask.period.last, clock.today()
    day = min((month + 1).first_day - timedelta(days=1), today)
    found = register_on(ask.user, ask.area, day)
    year = register_year(month.budget_year)
    return Document(
        code="ข้อมูลตลาด",
        title=(f"แบบรายงานข้อมูลตลาดนัดคนไทยยิ้มได้ ประจำปีงบประมาณ พ.ศ. {year.year}",),
        subtitle=(ask.place, f"ประจำเดือน {month.thai}"),
        columns=_columns(year.base_year, national=ask.area is None),
        groups=[RowGroup([_row(number, *pair, national=ask.area is None) for number, pair in enumerate(found, 1)])],
        total_label="รวม",
        notes=_notes([market for market, _ in found], year, day),
        signatures=(Signature("", "ผู้รายงาน"),),
        foot=f"{DEMO_MARK if settings.DEMO else ''}{ask.place} {month.thai}",
        sheet="ข้อมูลตลาด",
        digits=ask.digits,
    )


def _columns(base_year: int, *, national: bool) -> tuple[Column | ColumnGroup, ...]:
    existing = tuple(Column(head, "tick", TICK) for head in STATUS_HEADS.values())
    return (
        Column("ที่", "ordinal", 8),
        Column("ชื่อตลาด", "text", 58),
        Column("ตำบล", "text", 22),
        Column("อำเภอ", "text", 24),
        *((Column("จังหวัด", "text", 24),) if national else ()),
        Column("ผู้ประกอบการ ทั้งหมด", "count", 20, "sellers", True),
        ColumnGroup(
            "สถานะของตลาด (ใส่เครื่องหมาย /)",
            (ColumnGroup(f"ตลาดเดิมตามฐานตลาดนัดปี {base_year}", existing), Column("ตลาดใหม่", "tick", TICK)),
        ),
        ColumnGroup(
            "รูปแบบการจัดตลาด (ใส่เครื่องหมาย /)",
            (Column("ตลาด Offline", "tick", TICK), Column("ตลาด Online", "tick", TICK)),
        ),
        ColumnGroup("ลักษณะการจัดตลาด (ใส่เครื่องหมาย /)", tuple(Column(label, "tick", TICK) for label in Frequency.labels)),
    )


def _row(number: int, market: Market, status: str, *, national: bool) -> Cells:
    """A new market in use is ticked as new alone; a new one that is closed is ticked as closed too."""
    is_new = market.origin == Origin.NEW
    ticked = None if is_new and status == Status.ACTIVE else status
    return (
        number,
        market.name,
        market.subdistrict.name,
        market.district.name,
        *((market.district.province.name,) if national else ()),
        market.sellers,
        *(value == ticked for value in STATUS_HEADS),
        is_new,
        market.offline,
        market.online,
        *(market.frequency == value for value in Frequency.values),
    )


def _notes(markets: list[Market], year: RegisterYear, day: date) -> tuple[str, ...]:
    missing = sum(not market.is_complete for market in markets)
    incomplete = (f"ข้อมูลยังไม่ครบ {missing} ตลาด",) if missing else ()
    due = f"บันทึกข้อมูลตลาดให้แล้วเสร็จภายในวันที่ {thai_date(year.due)} สถานะ ณ วันที่ {thai_date(day)}"
    return (due, *incomplete, *DEFINITIONS)


DOWNLOAD = Download(
    "market-register", "ข้อมูลตลาดนัดคนไทยยิ้มได้", ("nation", "province", "district"), make, periods=frozenset({"month"})
)
