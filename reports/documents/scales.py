"""Target tables of growth, online share (Sa Kaeo, 11 May 2564) and grades (Chiang Rai, 5 February 2567), and the
national report of scores. Rows come from `targets.selectors`; a province's own row from its totals, never summed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal

from accounts.models import Province
from core.thai import thai_date
from reports.asking import NATION, Ask, Download, Refused
from reports.document import Cells, Column, ColumnGroup, Digits, Document, RowGroup, Signature
from reports.documents.parts import foot, made_now
from targets import periods
from targets.models import Indicator, IndicatorKind
from targets.scoring import GRADES
from targets.selectors.overview import Cell, Line, Overview, overview
from targets.selectors.scales import ScalePage, province_page, scale_indicator
from targets.selectors.standings import Grade, Online, Scaled, Standing

BAHT = 22
PLACE = (Column("ที่", "ordinal", 8), Column("อำเภอ", "text", 30))
NOT_CLOSED = "ร่าง – จังหวัดยังไม่ยืนยันตัวเลข"
TABLES = {"growth": "ตารางเป้าหมายรายได้", "online": "ตารางเป้าหมายขายออนไลน์", "grade": "ตารางเกณฑ์เกรด"}


def growth(province: Province, page: ScalePage, *, digits: Digits = "thai") -> Document:
    """The base period's revenue, and base × 1.06 … 1.10 in whole baht."""
    base = page.indicator.base_years[-1]
    steps = page.indicator.rules.steps
    heads = [f"น้อยกว่าร้อยละ {_plain(steps[0])} (1 คะแนน)"] + [
        f"ไม่น้อยกว่าร้อยละ {_plain(step)} ({level} คะแนน)" for level, step in enumerate(steps, 2)
    ]
    return _table(
        province,
        page,
        "เป้าหมายตัวชี้วัดรายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน OTOP",
        (
            Column(f"ข้อมูลยอดจำหน่ายสินค้า OTOP ปี {base} ({_span(base, page.period)}) (บาท)", "baht", BAHT, "base"),
            ColumnGroup(
                f"ฐานข้อมูลยอดจำหน่ายสินค้า OTOP ปี {page.year} (บาท)",
                tuple(Column(head, "count", BAHT, f"score{n}") for n, head in enumerate(heads, 1)),
            ),
        ),
        lambda row: (row.facts.base.amount, *_columns(row)),
        digits,
    )


def online(province: Province, page: ScalePage, *, digits: Digits = "thai") -> Document:
    """Products registered, and 7 … 11 % of them in whole products."""
    heads = [f"ร้อยละ {_plain(percent)}" for percent in page.indicator.rules.columns]
    return _table(
        province,
        page,
        "เป้าหมายตัวชี้วัดการส่งเสริมผลิตภัณฑ์ OTOP ในตลาดออนไลน์",
        (
            Column("ผลิตภัณฑ์ที่ลงทะเบียน", "count", BAHT, "products", True),
            ColumnGroup(
                "ผลิตภัณฑ์ที่จำหน่ายในตลาดออนไลน์ (ผลิตภัณฑ์)",
                tuple(Column(f"{h} ({n} คะแนน)", "count", 16, f"score{n}") for n, h in enumerate(heads, 1)),
            ),
            Column("ผลขณะนี้", "count", 16, "online", True),
            Column("ร้อยละ", "percent", 14),
            Column("คะแนน", "text", 26, own=True),
        ),
        _online_row,
        digits,
    )


def grade(province: Province, page: ScalePage, *, digits: Digits = "thai") -> Document:
    """What each grade needs: new products, revenue over the base quarter, producers in “Shop ชุมชน” half up."""
    rules, base = page.indicator.rules, page.indicator.base_years[-1]
    heads = zip(GRADES, rules.grade_percents, strict=True)
    return _table(
        province,
        page,
        "เป้าหมายตัวชี้วัดตามภารกิจสำคัญ โครงการหนึ่งตำบล หนึ่งผลิตภัณฑ์ (OTOP)",
        (
            Column("ผลิตภัณฑ์ใหม่ไม่น้อยกว่า", "count", 14),
            ColumnGroup(
                "ยอดจำหน่าย (บาท)",
                (
                    Column(f"ช่วงเดียวกันของปีฐาน {base}", "baht", BAHT, "base"),
                    Column(f"เพิ่มร้อยละ {_plain(rules.revenue_percent)}", "baht", BAHT, "revenue"),
                ),
            ),
            Column("ผู้สนใจเข้าร่วม (ราย)", "count", 16, "interested"),
            ColumnGroup(
                "ลงทะเบียน Shop ชุมชน (ราย)",
                tuple(Column(f"{letter} ร้อยละ {_plain(p)}", "count", 14, letter) for letter, p in heads),
            ),
        ),
        _grade_row,
        digits,
    )


MAKERS: dict[str, Callable[..., Document]] = {"growth": growth, "online": online, "grade": grade}


def _online_row(row: Standing) -> Cells:
    if not isinstance(row, Online):
        raise TypeError(row)
    return (row.facts.products, *row.columns, row.facts.online, row.percent, row.words)


def _grade_row(row: Standing) -> Cells:
    if not isinstance(row, Grade):
        raise TypeError(row)
    facts = row.facts
    needed = (row.rules.new_products, facts.base.amount, row.revenue_needed, facts.interested)
    return (*needed, *row.producers_needed)


def _columns(row: Standing) -> Cells:
    return row.columns if isinstance(row, Scaled) else ()


def _table(
    province: Province,
    page: ScalePage,
    title: str,
    columns: tuple[Column | ColumnGroup, ...],
    cells: Callable[[Standing], Cells],
    digits: Digits,
) -> Document:
    """Districts, under them the province from its own totals."""
    total = (None, None, *cells(page.whole)) if page.whole else None
    return Document(
        code=TABLES[page.kind],
        title=(title, page.title),
        subtitle=(f"จังหวัด{province.name}",),
        columns=(*PLACE, *columns),
        groups=[RowGroup([(n, row.area.name, *cells(row)) for n, row in enumerate(page.rows, 1)])],
        total_label=f"รวม (จ.{province.name})" if total else "",
        total=total,
        own_total=bool(total),
        notes=_notes(page),
        signatures=(Signature("พัฒนาการจังหวัด"),),
        mark="" if page.closing or page.kind == IndicatorKind.GROWTH else NOT_CLOSED,
        foot=foot(f"จังหวัด{province.name}", page.title),
        sheet=TABLES[page.kind],
        digits=digits,
    )


def _notes(page: ScalePage) -> tuple[str, ...]:
    version = f"ตัวชี้วัด {page.indicator.name} ฉบับที่ {page.indicator.version}"
    own = "แถวรวมคิดจากยอดรวมของจังหวัด ไม่ใช่ผลบวกของอำเภอ"
    lacking = [row.area.name for row in page.rows if page.indicator.base_years and row.facts.base.amount is None]
    unknown = (f"ไม่ทราบรายได้ปีฐาน: {', '.join(lacking)}",) if lacking and page.kind != "online" else ()
    return (made_now(), version, own, *unknown)


def _span(year: int, period: str) -> str:
    """'1 เม.ย. 63 - 30 ก.ย. 63'"""
    begin, after = periods.span(year, period)
    return f"{thai_date(begin, short=True)} - {thai_date(after - timedelta(days=1), short=True)}"


def _plain(percent: Decimal) -> str:
    """7, 7.5: no needless decimals."""
    return f"{percent.normalize():f}"


def scores(page: Overview, *, digits: Digits = "thai") -> Document:
    """Every province's standing on every indicator of a period, and its weighted total. Locked and closed only."""
    columns = [
        ColumnGroup(
            f"{i.name} (น้ำหนัก {_plain(i.weight)}, ฉบับที่ {i.version})",
            (Column("ผล", "text", 32, own=True), Column("คะแนนถ่วงน้ำหนัก", "baht", 16)),
        )
        for i in page.indicators
    ]
    return Document(
        code="รายงานคะแนนระดับประเทศ",
        title=("รายงานคะแนนตัวชี้วัดรายจังหวัด", page.title),
        subtitle=("กรมการพัฒนาชุมชน",),
        columns=(
            Column("ที่", "ordinal", 8),
            Column("จังหวัด", "text", 30),
            *columns,
            Column("คะแนนรวม", "baht", 16),
            Column("จากน้ำหนักที่นับแล้ว", "baht", 16),
        ),
        groups=[RowGroup([_score_row(n, line, page.indicators) for n, line in enumerate(page.rows, 1)])],
        notes=(
            made_now(),
            "เฉพาะเดือนที่จังหวัดล็อกแล้ว และตัวเลขที่จังหวัดยืนยันแล้ว",
        ),
        signatures=(),
        foot=foot("ทั้งประเทศ", page.title),
        sheet=f"คะแนน {periods.LABELS[page.period]} {page.year}",
        digits=digits,
    )


def _score_row(number: int, line: Line, heads: Sequence[Indicator]) -> Cells:
    cells = [value for cell in line.cells for value in (_words(cell, heads), cell.weighted)]
    return (number, line.area.name, *cells, line.score, line.weight if line.counted else None)


def _words(cell: Cell, heads: Sequence[Indicator]) -> str:
    """With its version where the column's head names another one."""
    if cell.points is None or cell.indicator in heads:
        return cell.words
    return f"{cell.words} (น้ำหนัก {_plain(cell.indicator.weight)}, ฉบับที่ {cell.indicator.version})"


def _asked(ask: Ask) -> tuple[int, str]:
    found = periods.named(ask.period.months)
    if found is None:
        raise Refused("ตัวชี้วัดกำหนดเป็นไตรมาส รอบ หรือทั้งปีงบประมาณ กรุณาเลือกช่วงเวลาใหม่")
    return found


def _table_of(kind: str) -> Callable[[Ask], Document]:
    def make(ask: Ask) -> Document:
        year, period = _asked(ask)
        indicator = scale_indicator(ask.user, year, period, kind)
        if indicator is None:
            raise Refused(f"กรมฯ ยังไม่ได้กำหนดตัวชี้วัดนี้ของ{periods.LABELS[period]} ปีงบประมาณ {year}")
        return MAKERS[kind](ask.province, province_page(ask.user, ask.province, indicator), digits=ask.digits)

    return make


def _scores_of(ask: Ask) -> Document:
    return scores(overview(ask.user, *_asked(ask)), digits=ask.digits)


WHOLE = frozenset({"quarter", "round", "year"})
DOWNLOADS = (
    *(
        Download(f"{kind}-table", label, ("province",), _table_of(kind), periods=WHOLE)
        for kind, label in TABLES.items()
    ),
    Download("scores", "รายงานคะแนนรายจังหวัด", (NATION,), _scores_of, periods=WHOLE),
)
