"""แบบยืนยันข้อมูลตลาดนัดคนไทยยิ้มได้ of a district's month, for the พัฒนาการอำเภอ to sign: as รต.๒ for sales.

Once confirmed it is rendered from the frozen revision, with the heads that the income lines had then.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from entry import grids
from entry.report import GridReport
from reports.asking import Ask, Download
from reports.document import Cells, Column, ColumnGroup, Digits, Document, RowGroup, Signature
from reports.documents.district_month import DistrictMonth, asked
from reports.documents.signed import DRAFT, numbered_foot, stamp
from workflow import canonical
from workflow.kinds import RowContent
from workflow.models import Kind, Revision

TITLE = "แบบฟอร์มยืนยันข้อมูลสำหรับพัฒนาการอำเภอ"


def make(source: DistrictMonth, *, digits: Digits = "thai", form: str = "") -> Document:
    revision = source.revision
    report = GridReport(grids.get(Kind.MARKETS))
    return Document(
        code="ตลาดนัด",
        title=(TITLE, f"ยอดจำหน่ายตลาดนัดคนไทยยิ้มได้ ประจำปีงบประมาณ พ.ศ. {source.month.budget_year}"),
        subtitle=(f"{source.place} ประจำเดือน{source.month.thai}",),
        columns=columns(_labels(report, revision)),
        groups=[RowGroup([_cells(n, row) for n, row in enumerate(_rows(report, source, revision), 1)])],
        total_label="รวมทั้งสิ้น",
        total=(None,) * 8 + (revision.total if revision else None,),
        signatures=(Signature(f"พัฒนาการอำเภอ{source.district.name}", "ผู้รับรองข้อมูล"),),
        stamp=stamp(source, revision),
        mark="" if revision else DRAFT,
        foot=numbered_foot(source, revision),
        sheet=f"ตลาดนัด {source.district.name}",
        digits=digits,
    )


def columns(labels: Sequence[str]) -> tuple[Column | ColumnGroup, ...]:
    names = [f"line_{at}" for at in range(1, len(labels) + 1)]
    return (
        Column("ที่", "ordinal", 8),
        Column("ชื่อตลาด", "text", 60),
        Column("วันที่ควรจัด", "count", 14, "expected", True),
        Column("วันที่จัด", "count", 14, "held", True),
        ColumnGroup(
            "ยอดจำหน่าย (บาท)",
            tuple(Column(label, "baht", 25, name, True) for name, label in zip(names, labels, strict=True)),
        ),
        Column("รวมทั้งสิ้น", "baht", 28, "total", True, tuple(names)),
    )


def _labels(report: GridReport, revision: Revision | None) -> Sequence[str]:
    return canonical.labels_of(revision) if revision else report.frozen_labels


def _rows(report: GridReport, source: DistrictMonth, revision: Revision | None) -> list[RowContent]:
    if revision:
        return canonical.rows_of(revision)
    return report.content(source.submission) if source.submission else []


def _cells(number: int, row: RowContent) -> Cells:
    expected, held = row.facts.get("days_expected"), row.facts.get("days_held")
    blank = "blank" in row.facts and not row.total
    amounts: tuple[Decimal | None, ...] = (None,) * len(row.amounts) if blank else row.amounts
    days = (int(text) if text else None for text in (expected, held))
    return (number, row.label, *days, *amounts, None if blank else row.total)


def of(ask: Ask) -> Document:
    return make(asked(ask, Kind.MARKETS), digits=ask.digits)


DOWNLOAD = Download(
    "market-month",
    "แบบยืนยันข้อมูลตลาดนัดคนไทยยิ้มได้ สำหรับพัฒนาการอำเภอ",
    ("district",),
    of,
    periods=frozenset({"month"}),
)
