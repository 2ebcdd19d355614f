"""ทะเบียนเป้าหมาย and the progress-and-score report (Chachoengsao, 7 March 2566 and 13 March 2567), of one province."""

from __future__ import annotations

from decimal import Decimal

from accounts.models import Province
from reports.asking import Ask, Download, Refused
from reports.document import Cells, Column, ColumnGroup, Digits, Document, RowGroup, Signature
from targets import periods
from targets.selectors.scores import Score, ScorePage, province_scores

BAHT = 22
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
        notes=_notes(page),
        signatures=(Signature("พัฒนาการจังหวัด"),),
        mark=_mark(page),
        foot=f"จังหวัด{province.name} {page.title}",
        sheet="ทะเบียนเป้าหมาย",
        digits=digits,
    )


def progress(province: Province, page: ScorePage, *, digits: Digits = "thai") -> Document:
    """Locked revenue so far against the targets, with the score, what is missing and the run-rate forecast."""
    months = len(periods.months_of(page.year, page.period))
    return Document(
        code="รายงานคะแนน",
        title=("รายงานผลการจำหน่ายสินค้าหนึ่งตำบล หนึ่งผลิตภัณฑ์ (OTOP)", page.title),
        subtitle=(f"จังหวัด{province.name}",),
        columns=(
            Column("ที่", "ordinal", 8),
            Column("อำเภอ", "text", 32),
            _tiers(),
            Column("รายได้สะสมที่ล็อกแล้ว", "baht", BAHT, "locked", True),
            Column(f"เดือนที่ล็อก (จาก {months})", "count", 12),
            Column("คะแนน", "text", 34),
            Column("ถึงระดับถัดไปอีก", "baht", BAHT),
            Column("คาดการณ์สิ้นรอบ", "baht", BAHT),
        ),
        groups=[RowGroup([_progress_row(n, row) for n, row in enumerate(page.rows, 1)])],
        total_label="รวม",
        notes=_notes(page),
        signatures=(Signature("พัฒนาการจังหวัด"),),
        mark=_mark(page),
        foot=f"จังหวัด{province.name} {page.title}",
        sheet="รายงานคะแนน",
        digits=digits,
    )


MAKERS = {"register": register, "progress": progress}


def asked(ask: Ask) -> tuple[Province, ScorePage]:
    """The scores of a whole budget year or round; targets are set for these alone."""
    year = ask.period.first.budget_year.number
    name = next((name for name in periods.ROUNDS if ask.period.months == periods.months_of(year, name)), None)
    if name is None:
        raise Refused("เป้าหมายกำหนดเป็นรอบหรือทั้งปีงบประมาณ กรุณาเลือกรอบหรือปีงบประมาณ")
    return ask.province, province_scores(ask.user, ask.province, year, name)


def register_of(ask: Ask) -> Document:
    return register(*asked(ask), digits=ask.digits)


def progress_of(ask: Ask) -> Document:
    return progress(*asked(ask), digits=ask.digits)


_PERIODS = frozenset({"round", "year"})
DOWNLOADS = (
    Download("register", "ทะเบียนเป้าหมาย", ("province",), register_of, periods=_PERIODS),
    Download("progress", "รายงานความก้าวหน้าและคะแนน", ("province",), progress_of, periods=_PERIODS),
)


def _tiers() -> ColumnGroup:
    heads = (("ขั้นต้น", "basic"), ("ขั้นมาตรฐาน", "standard"), ("ขั้นสูง", "advanced"))
    return ColumnGroup("เป้าหมาย (บาท)", tuple(Column(head, "count", BAHT, key, True) for head, key in heads))


def _targets_of(row: Score) -> Cells:
    return (row.tiers.basic, row.tiers.standard, row.tiers.advanced) if row.tiers else (None,) * 3


def _register_row(number: int, row: Score, years: list[int]) -> Cells:
    frozen = {year: text for year, text, _ in row.target.bases} if row.target else {}
    bases = (None if frozen.get(year) is None else Decimal(frozen[year]) for year in years)
    return (number, row.area.name, *bases, *_targets_of(row))


def _progress_row(number: int, row: Score) -> Cells:
    missing = row.next.missing if row.next else None
    shown = (row.revenue.locked, row.months_locked, row.words, missing, row.forecast)
    return (number, row.area.name, *_targets_of(row), *shown)


def _notes(page: ScorePage) -> tuple[str, ...]:
    target_set = page.whole.target_set if page.whole else None
    if target_set is None:
        return ("ยังไม่ประกาศเป้าหมาย",)
    return (f"ตัวชี้วัด {target_set.indicator.name} ฉบับที่ {target_set.indicator.version}",)


def _mark(page: ScorePage) -> str:
    target_set = page.whole.target_set if page.whole else None
    return DRAFT if target_set and not target_set.is_published else ""
