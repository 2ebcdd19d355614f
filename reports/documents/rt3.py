"""รต.๓ of a province: product categories of each district and of the whole, producers counted by type."""

from __future__ import annotations

from collections.abc import Iterable

from producers.models import Category, ProducerType
from reports.areas import districts
from reports.asking import Ask, Download
from reports.document import Cells, Column, ColumnGroup, Document, RowGroup
from reports.documents.parts import EMPTY, OTOP, amount_columns, amounts, summary
from reports.figures import Figure, Key, figures, together

TITLE = (f"แบบรายงานข้อมูลผลการจำหน่ายสินค้า{OTOP}", "แยกตามประเภทผลิตภัณฑ์")
TYPE_HEADS = {ProducerType.GROUP: "กลุ่มผู้ผลิตชุมชน", ProducerType.SOLE: "เจ้าของรายเดียว", ProducerType.SME: "SMEs"}


def make(ask: Ask) -> Document:
    province = ask.province
    found = figures(ask.user, ask.period, "district", "category", "type", area=province, counted=True)
    parts = [
        (f"อำเภอ{d.name}", {k[1:]: f for k, f in found.items() if k[0] == d.pk}) for d in districts(ask.user, province)
    ]
    whole = {key: together(part[key] for _, part in parts if key in part) for key in {k[1:] for k in found}}
    groups = [_group(head, part, f"รวม{head}") for head, part in parts]
    groups.append(_group(f"จังหวัด{province.name}", whole, f"รวมทั้งจังหวัด{province.name}", recap=True))
    return summary(ask, "รต.3", TITLE, columns(), groups, sheet=f"รต.3 {province.name}")


def columns() -> tuple[Column | ColumnGroup, ...]:
    types = tuple(Column(head, "count", 17) for head in TYPE_HEADS.values())
    counted = ColumnGroup("ผู้ผลิต (ราย)", (*types, Column("รวม", "count", 14)))
    return (Column("ประเภทผลิตภัณฑ์", "text", 50), counted, *amount_columns(24))


def _group(head: str, part: dict[Key, Figure], label: str, *, recap: bool = False) -> RowGroup:
    """Five rows by category; `part` by (category, type) is empty where the district has reported nothing."""
    rows = [(str(c.label), *_counts_and_amounts(part, [(c, t) for t in ProducerType])) for c in Category]
    every = [_of_type(part, type_) for type_ in ProducerType]
    subtotal = ("", *_counts(every if part else [], part), *amounts(together(part.values()) if part else None))
    return RowGroup(rows, head, label, (None, *subtotal[1:]), recap=recap)


def _of_type(part: dict[Key, Figure], type_: str) -> Figure:
    return together(figure for (_, of), figure in part.items() if of == type_)


def _counts_and_amounts(part: dict[Key, Figure], keys: list[Key]) -> Cells:
    by_type = [part.get(key, Figure()) for key in keys]
    return (*_counts(by_type, part), *amounts(together(by_type) if part else None))


def _counts(by_type: Iterable[Figure], part: dict[Key, Figure]) -> Cells:
    """Producers of each type, and of all: one that changed its type in the period counts once among all."""
    by_type = list(by_type)
    return (*(figure.count for figure in by_type), together(by_type).count) if part else EMPTY * 4


DOWNLOAD = Download("rt3", "รต.๓ รายจังหวัด แยกตามประเภทผลิตภัณฑ์", ("province",), make)
