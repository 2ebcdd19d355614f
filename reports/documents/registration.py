"""Progress of registration in a budget year: “๑ พก. ๑ กลุ่มผู้ผลิตชุมชน” and a new product every quarter."""

from __future__ import annotations

from accounts.models import District, Province
from producers.progress import QUARTERS, Page, Row, district_progress, national_progress, province_progress
from reports.asking import LEVELS, Ask, Download
from reports.document import Cells, Column, ColumnGroup, Document, RowGroup
from reports.documents.parts import foot, made_now

NUMBER = 16


def page_of(ask: Ask) -> Page:
    year = ask.period.first.budget_year.number
    if isinstance(ask.area, District):
        return district_progress(ask.user, ask.area, year)
    if isinstance(ask.area, Province):
        return province_progress(ask.user, ask.area, year)
    return national_progress(ask.user, year)


def make(ask: Ask) -> Document:
    page, areas = page_of(ask), "อำเภอ" if ask.area else "จังหวัด"
    quarters = tuple(Column(f"ไตรมาส {n}", "count", NUMBER, f"q{n}", True) for n in QUARTERS)
    return Document(
        code="รายงานความก้าวหน้า",
        title=("รายงานความก้าวหน้าการลงทะเบียนผู้ผลิตและผลิตภัณฑ์ OTOP", page.heading),
        subtitle=(page.title,),
        columns=(
            Column("ที่", "ordinal", 8),
            Column(areas, "text", 40),
            ColumnGroup(
                "๑ พก. ๑ กลุ่มผู้ผลิตชุมชน",
                (
                    Column("พัฒนากร (คน)", "count", NUMBER, "officers", True),
                    Column("เป้าหมาย (กลุ่ม)", "count", NUMBER, "wanted", True),
                    Column("กลุ่มใหม่", "count", NUMBER, "groups", True),
                    Column("ขาดอีก", "count", NUMBER, "missing", True),
                ),
            ),
            ColumnGroup("ผลิตภัณฑ์ใหม่ (รายการ)", quarters),
            Column("ที่ยังขาด", "text", 60, own=True),
        ),
        groups=[RowGroup([_row(n, row) for n, row in enumerate(page.rows, 1)])],
        total_label="รวม",
        notes=(
            made_now(),
            "นับผู้ผลิตและผลิตภัณฑ์ที่ยังลงทะเบียนอยู่ ในอำเภอที่ดูแลปัจจุบัน",
        ),
        foot=foot(page.title, page.heading),
        sheet="ความก้าวหน้า",
        digits=ask.digits,
    )


def _row(number: int, row: Row) -> Cells:
    made = (quarter.products for quarter in row.quarters)
    return (number, row.area.name, row.officers, row.wanted, row.groups, row.missing, *made, row.words or "ครบ")


DOWNLOAD = Download(
    "registration",
    "ความก้าวหน้าการลงทะเบียน (๑ พก. ๑ กลุ่ม · ผลิตภัณฑ์ใหม่)",
    tuple(LEVELS),
    make,
    periods=frozenset({"year"}),
)
