"""รต.๑ แบบจัดเก็บข้อมูลรายได้ (Lampang, 31 July 2567, enclosure 3): blank, with the names, or as filled so far."""

from __future__ import annotations

from dataclasses import replace

from reports.asking import Ask, Download
from reports.document import Cells, Digits, Document, RowGroup
from reports.documents.district_month import NO_AMOUNTS, DistrictMonth, asked, columns, frozen_rows, live_rows, numbered

FORMS = ("filled", "names", "blank")
BLANK_ROWS = 11  # one page
HAND_HEIGHT, HAND_WIDTH = 8, 20  # mm: room to write an amount
NOTES = (
    "รายงานทุกสิ้นเดือน ทางระบบงานศูนย์ข้อมูลกลาง",
    "หากกลุ่ม/ผู้ผลิตฯ มีผลิตภัณฑ์มากกว่า 1 ประเภท ให้พิมพ์ชื่อกลุ่ม/ผู้ผลิตฯ เพิ่มตามจำนวนประเภทผลิตภัณฑ์",
    "อำเภอจัดเก็บแบบรายงานเป็นหลักฐานเชิงประจักษ์",
)


def make(source: DistrictMonth, *, digits: Digits = "thai", form: str = "") -> Document:
    """`form`: 'filled' (also ''), 'names' to write amounts by hand, 'blank' to write everything by hand."""
    year = source.month.budget_year
    by_hand = form in ("names", "blank")
    return Document(
        code="รต.1",
        title=("แบบจัดเก็บข้อมูลรายได้จากการจำหน่ายผลิตภัณฑ์ OTOP", f"ประจำปีงบประมาณ พ.ศ. {year}"),
        subtitle=(
            f"{source.place} ประจำเดือน{source.month.thai}",
            f"รายได้จากการจำหน่ายสินค้าที่ลงทะเบียน OTOP ปี 2557 - {year} ทุกผลิตภัณฑ์ จำแนกตาม 5 กลุ่มประเภทผลิตภัณฑ์"
            " ที่เข้ารับการคัดสรร OPC และไม่ได้เข้ารับการคัดสรรฯ",
        ),
        columns=columns(HAND_WIDTH) if by_hand else columns(),
        groups=[RowGroup(_rows(source, form), f"อำเภอ{source.district.name}")],
        total_label="รวม",
        notes=NOTES,
        foot=source.foot,
        sheet=f"รต.1 {source.district.name}",
        row_height=HAND_HEIGHT if by_hand else 0,
        digits=digits,
    )


def _rows(source: DistrictMonth, form: str) -> list[Cells]:
    if form == "blank":
        return [(None,) * 15] * BLANK_ROWS
    revision = source.revision
    rows = frozen_rows(revision) if revision else live_rows(source)
    return numbered(replace(row, amounts=NO_AMOUNTS) for row in rows) if form == "names" else numbered(rows)


def of(ask: Ask) -> Document:
    return make(asked(ask), digits=ask.digits, form=ask.form)


DOWNLOAD = Download("rt1", "รต.๑ แบบจัดเก็บข้อมูลรายได้", ("district",), of, periods=frozenset({"month"}), forms=FORMS)
