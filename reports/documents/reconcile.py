"""ผลเทียบตารางที่เผยแพร่กับระบบ: every figure that differs, with both sums and the likely reason."""

from __future__ import annotations

from reports.document import Cells, Column, Digits, Document, RowGroup
from reports.documents.parts import foot, numbered, said
from reports.reconcile.compare import Compared, Reconciled

TITLE = "ผลการเทียบตารางที่เผยแพร่กับข้อมูลในระบบ"
COLUMNS = (
    Column("ที่", "ordinal", 10),
    Column("แถว", "text", 42),
    Column("คอลัมน์", "text", 42),
    Column("ตามตาราง (บาท)", "baht", 34),
    Column("ในระบบ (บาท)", "baht", 34),
    Column("ต่างกัน (บาท)", "baht", 32),
    Column("สาเหตุที่น่าเป็นไปได้", "text", 70),
)


def make(found: Reconciled, place: str, *, digits: Digits = "thai") -> Document:
    rows = [_cells(cell, digits) for cell in found.differences]
    absent = [f"ไม่มีในตาราง: {name} ในระบบมี {total:,.2f} บาท" for name, total in found.absent]
    return Document(
        code="เทียบตาราง",
        title=(TITLE,),
        subtitle=(f"{place} {found.period.thai}", _summary(found)),
        columns=COLUMNS,
        groups=[RowGroup(numbered(rows))],
        notes=(*found.standing.notes, *absent, *found.table.notes),
        foot=foot(place, found.period.name),
        digits=digits,
    )


def _summary(found: Reconciled) -> str:
    counts = f"เทียบ {len(found.cells):,} ตัวเลข ตรงกัน {found.equal_count:,} ต่างกัน {len(found.differences):,}"
    return f"{counts} · ตามตาราง {found.stated_total:,.2f} บาท ในระบบ {found.portal_total:,.2f} บาท"


def _cells(cell: Compared, digits: Digits) -> Cells:
    return (
        *(said(cell.row, digits), said(cell.column, digits)),
        *(cell.stated, cell.portal, cell.apart),
        said(cell.reason, digits),
    )
