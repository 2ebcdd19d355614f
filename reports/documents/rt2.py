"""รต.๒ แบบฟอร์มยืนยันข้อมูลสำหรับพัฒนาการอำเภอ: รต.๑ with totals, a revision's stamp and a signature.

Once confirmed it is rendered from the frozen revision and not from the tables, so that the same paper comes out
whatever happens to names and rows later. A draft says so on every page and bears no stamp.
"""

from __future__ import annotations

from core.clock import thai_datetime
from reports.asking import Ask, Download
from reports.document import Digits, Document, RowGroup, Signature, Stamp
from reports.documents.district_month import DistrictMonth, asked, columns, frozen_rows, live_rows, numbered
from workflow.models import Revision

DRAFT = "ร่าง – ยังไม่ยืนยัน"
CODE_PART = 5  # letters between the hyphens of a code, as people copy them


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
        stamp=_stamp(revision, source) if revision else None,
        mark="" if revision else DRAFT,
        foot=_foot(source, revision),
        sheet=f"รต.2 {source.district.name}",
        digits=digits,
    )


def _stamp(revision: Revision, source: DistrictMonth) -> Stamp:
    name = revision.confirmed_by.display_name if revision.confirmed_by else "–"
    facts = (
        f"ฉบับที่ {revision.number} จำนวน {revision.row_count:,} แถว",
        f"อำเภอยืนยันเมื่อ {thai_datetime(revision.confirmed_at)}",
        f"โดย {name}",
    )
    return Stamp(spaced(revision.code), source.verify_url(revision.code), facts)


def _foot(source: DistrictMonth, revision: Revision | None) -> str:
    number = f" ฉบับที่ {revision.number}" if revision else ""
    return f"{source.foot}{number}"


def spaced(code: str) -> str:
    """'7KQFM2XA9B' → '7KQFM-2XA9B'."""
    return "-".join(code[at : at + CODE_PART] for at in range(0, len(code), CODE_PART))


def of(ask: Ask) -> Document:
    return make(asked(ask), digits=ask.digits)


DOWNLOAD = Download("rt2", "รต.๒ แบบฟอร์มยืนยันข้อมูล สำหรับพัฒนาการอำเภอ", ("district",), of, periods=frozenset({"month"}))
