"""รต.๒ แบบฟอร์มยืนยันข้อมูลสำหรับพัฒนาการอำเภอ: รต.๑ with totals, a revision's stamp and a signature.

Once confirmed it is rendered from the frozen revision and not from the tables, so that the same paper comes out
whatever happens to names and rows later. A draft says so on every page and bears no stamp.
"""

from __future__ import annotations

from reports.asking import Ask, Download
from reports.document import Digits, Document, RowGroup, Signature
from reports.documents.district_month import DistrictMonth, asked, columns, frozen_rows, live_rows, numbered
from reports.documents.signed import DRAFT, numbered_foot, stamp


def make(source: DistrictMonth, *, digits: Digits = "thai", form: str = "") -> Document:
    revision = source.revision
    rows = frozen_rows(revision) if revision else live_rows(source)
    return Document(
        code="รต.2",
        title=(
            "แบบฟอร์มยืนยันข้อมูลสำหรับพัฒนาการอำเภอ",
            f"รายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP) ประจำปีงบประมาณ พ.ศ. {source.month.budget_year}",
        ),
        subtitle=(f"{source.place} ประจำเดือน{source.month.thai}",),
        columns=columns(),
        groups=[RowGroup(numbered(rows))],
        total_label="รวมทั้งสิ้น",
        total=(None,) * 14 + (revision.total if revision else None,),
        signatures=(Signature(f"พัฒนาการอำเภอ{source.district.name}", "ผู้รับรองข้อมูล"),),
        stamp=stamp(source, revision),
        mark="" if revision else DRAFT,
        foot=numbered_foot(source, revision),
        sheet=f"รต.2 {source.district.name}",
        digits=digits,
    )


def of(ask: Ask) -> Document:
    return make(asked(ask), digits=ask.digits)


DOWNLOAD = Download("rt2", "รต.๒ แบบฟอร์มยืนยันข้อมูล สำหรับพัฒนาการอำเภอ", ("district",), of, periods=frozenset({"month"}))
