"""ทะเบียนเป้าหมาย and the progress-and-score report (Chachoengsao, 7 March 2566 and 13 March 2567), of one province."""

from __future__ import annotations

from decimal import Decimal

from accounts.models import Province
from core.month import Month
from reports.asking import Ask, Download, Refused
from reports.document import Cells, Column, ColumnGroup, Digits, Document, RowGroup, Signature
from reports.documents.parts import foot, made_now, said
from targets import periods
from targets.selectors.scores import Score, ScorePage, province_scores

BAHT = 22
TIER = 17  # least millimetres in the report, which has many columns
DRAFT = "ร่าง – ยังไม่ประกาศ"


def register(province: Province, page: ScorePage, *, digits: Digits = "thai") -> Document:
    """The districts' base years, basic, standard and advanced; the base years as they were when computed."""
    years = sorted({base[0] for row in page.scored if row.target for base in row.target.bases})
    base_columns = tuple(Column(str(year), "baht", BAHT, f"fy{year}", True) for year in years)
    bases = (ColumnGroup("ข้อมูลพื้นฐาน (บาท)", base_columns),) if base_columns else ()
    return Document(
        code="ทะเบียนเป้าหมาย",
        title=("ทะเบียนเป้าหมายการจัดเก็บรายได้จากการจำหน่ายผลิตภัณฑ์ OTOP", page.title),
        subtitle=(f"จังหวัด{province.name}",),
        columns=(Column("ที่", "ordinal", 8), Column("อำเภอ", "text", 40), *bases, _tiers()),
        groups=[RowGroup([_register_row(n, row, years) for n, row in enumerate(page.rows, 1)])],
        total_label="รวม",
        notes=(made_now(), *_notes(page)),
        signatures=(Signature("พัฒนาการจังหวัด"),),
        mark=_mark(page),
        foot=foot(f"จังหวัด{province.name}", page.title),
        sheet="ทะเบียนเป้าหมาย",
        digits=digits,
    )


def progress(province: Province, page: ScorePage, *, digits: Digits = "thai") -> Document:
    """As the letter lays it out: targets, each month's locked revenue, what they come to, and the score."""
    months = _begun(page)
    return Document(
        code="รายงานคะแนน",
        title=("รายงานผลการจำหน่ายสินค้าหนึ่งตำบล หนึ่งผลิตภัณฑ์ (OTOP)", f"ประจำปีงบประมาณ พ.ศ. {page.year}"),
        subtitle=(_between(page, months), f"จังหวัด{province.name}"),
        columns=(
            Column("ที่", "ordinal", 7),
            Column("อำเภอ", "text", 22),
            _tiers(TIER),
            *_spans(page, months),
            Column("รวม", "baht", TIER, "locked", True),
            Column("ระดับคะแนน", "text", 40),
        ),
        groups=[RowGroup([_progress_row(n, row, page, months, digits) for n, row in enumerate(page.rows, 1)])],
        total_label="รวม",
        total=_whole_cells(page, months, digits),
        notes=(made_now(), *_notes(page), "นับเฉพาะเดือนที่จังหวัดล็อกแล้ว ช่องว่าง = ยังไม่ล็อก"),
        signatures=(Signature("พัฒนาการจังหวัด"),),
        mark=_mark(page),
        foot=foot(f"จังหวัด{province.name}", page.title),
        sheet="รายงานคะแนน",
        digits=digits,
    )


def _begun(page: ScorePage) -> list[Month]:
    """From the first month to the last that any district has locked."""
    months = periods.months_of(page.year, page.period)
    locked = [month for month in months if any(month in row.revenue.months for row in page.rows)]
    return months[: months.index(locked[-1]) + 1] if locked else []


def _between(page: ScorePage, months: list[Month]) -> str:
    """'ระหว่างเดือนตุลาคม 2566 – กุมภาพันธ์ 2567 (5 เดือน)'"""
    if not months:
        return page.title
    return f"ระหว่างเดือน{months[0].thai} – {months[-1].thai} ({len(months)} เดือน)"


def _parts(page: ScorePage, months: list[Month]) -> list[tuple[str, list[Month]]]:
    """A column a month; for the whole year, which is too wide for a page, a column a quarter."""
    if page.period != periods.ANNUAL:
        return [(month.thai_short, [month]) for month in months]
    quarters = [(periods.LABELS[name], periods.months_of(page.year, name)) for name in periods.QUARTERS]
    return [(head, of_quarter) for head, of_quarter in quarters if months and of_quarter[0] <= months[-1]]


def _spans(page: ScorePage, months: list[Month]) -> tuple[ColumnGroup, ...]:
    columns = tuple(Column(head, "baht", TIER, head, True) for head, _ in _parts(page, months))
    return (ColumnGroup("ยอดจำหน่ายที่ล็อกแล้ว (บาท)", columns),) if columns else ()


def asked(ask: Ask) -> tuple[Province, ScorePage]:
    """The scores of a whole budget year, round or quarter; targets are set for these alone."""
    at = periods.named(ask.period.months)
    if at is None:
        raise Refused("เป้าหมายกำหนดเป็นไตรมาส รอบ หรือทั้งปีงบประมาณ กรุณาเลือกช่วงเวลาใหม่")
    return ask.province, province_scores(ask.user, ask.province, *at)


def register_of(ask: Ask) -> Document:
    return register(*asked(ask), digits=ask.digits)


def progress_of(ask: Ask) -> Document:
    return progress(*asked(ask), digits=ask.digits)


_PERIODS = frozenset({"quarter", "round", "year"})
DOWNLOADS = (
    Download("register", "ทะเบียนเป้าหมาย", ("province",), register_of, periods=_PERIODS),
    Download("progress", "รายงานความก้าวหน้าและคะแนน", ("province",), progress_of, periods=_PERIODS),
)


def _tiers(width: float = BAHT) -> ColumnGroup:
    heads = (("ขั้นต้น", "basic"), ("ขั้นมาตรฐาน", "standard"), ("ขั้นสูง", "advanced"))
    return ColumnGroup("เป้าหมาย (บาท)", tuple(Column(head, "count", width, key, True) for head, key in heads))


def _targets_of(row: Score) -> Cells:
    return (row.tiers.basic, row.tiers.standard, row.tiers.advanced) if row.tiers else (None,) * 3


def _register_row(number: int, row: Score, years: list[int]) -> Cells:
    frozen = {year: text for year, text, _ in row.target.bases} if row.target else {}
    bases = (None if frozen.get(year) is None else Decimal(frozen[year]) for year in years)
    return (number, row.area.name, *bases, *_targets_of(row))


def _progress_row(number: int, row: Score, page: ScorePage, months: list[Month], digits: Digits) -> Cells:
    return (number, row.area.name, *_targets_of(row), *_revenue(row, page, months), said(row.words, digits))


def _revenue(row: Score, page: ScorePage, months: list[Month]) -> Cells:
    """By column, then all of it; a month that is not locked is left empty."""
    by_month = row.revenue.by_month
    parts = (
        sum((by_month.get(month, Decimal(0)) for month in span), Decimal(0))
        if any(month in row.revenue.months for month in span)
        else None
        for _, span in _parts(page, months)
    )
    return (*parts, row.revenue.locked)


def _whole_cells(page: ScorePage, months: list[Month], digits: Digits) -> Cells | None:
    """The province's own score beside the sums: no sum of the districts' scores."""
    if page.whole is None:
        return None
    empty = (None,) * (len(_parts(page, months)) + 6)  # number, name, three tiers, the total of the months
    return (*empty, said(page.whole.words, digits))


def _notes(page: ScorePage) -> tuple[str, ...]:
    target_set = page.whole.target_set if page.whole else None
    if target_set is None:
        return ("ยังไม่ประกาศเป้าหมาย",)
    return (f"ตัวชี้วัด {target_set.indicator.name} ฉบับที่ {target_set.indicator.version}",)


def _mark(page: ScorePage) -> str:
    target_set = page.whole.target_set if page.whole else None
    return DRAFT if target_set and not target_set.is_published else ""
