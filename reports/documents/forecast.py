"""แบบประมาณการรายได้: a district's 12 months × 4 channels, to be signed; a province's districts; the provinces."""

from __future__ import annotations

from accounts.models import District
from core.clock import BANGKOK, thai_datetime
from core.thai import thai_date
from reports.asking import Ask, Download, Refused
from reports.document import Cells, Column, ColumnGroup, Document, RowGroup, Signature
from reports.documents.parts import amount_columns, foot, made_now, said
from targets.selectors.forecasts import ForecastPage, MonthRow, Overview, OverviewRow, forecast_page, overview

LABEL = "แบบประมาณการรายได้"
TITLE = "แบบประมาณการรายได้จากการจำหน่ายผลิตภัณฑ์ชุมชน (OTOP)"
DRAFT = "ร่าง – ยังไม่ยืนยัน"
BAHT = 28


def make(ask: Ask) -> Document:
    """By the area asked for. Raises Refused to the department for a district that has not confirmed."""
    year = ask.period.first.budget_year.number
    if not isinstance(ask.area, District):
        return of_areas(overview(ask.user, year, ask.area), ask)
    page = forecast_page(ask.user, ask.area, year)
    if page.forecast is None and ask.user.is_national:
        raise Refused(f"อำเภอ{ask.area.name} ยังไม่ยืนยันแบบประมาณการ กรมฯ ดูได้เมื่ออำเภอยืนยันแล้ว")
    return of_district(page, ask)


def _columns(first: str) -> tuple[Column | ColumnGroup, ...]:
    return (
        Column("ที่", "ordinal", 8),
        Column(first, "text", 40),
        *amount_columns(BAHT, "ประมาณการรายได้ (บาท)"),
    )


def of_district(page: ForecastPage, ask: Ask) -> Document:
    """One district's form; before it is confirmed it says so on every page."""
    confirmed = bool(page.forecast and page.forecast.is_confirmed)
    return Document(
        code=LABEL,
        title=(TITLE, ask.period.name),
        subtitle=(ask.place,),
        columns=_columns("เดือน"),
        groups=[RowGroup([_month_row(row, ask) for row in page.rows])],
        total_label="รวมทั้งปี",
        notes=_confirmed(page) or (made_now(),),
        signatures=(Signature(f"พัฒนาการอำเภอ{page.district.name}", "ผู้รายงาน"),),
        mark="" if confirmed else DRAFT,
        foot=foot(ask.place, ask.period.name),
        sheet=page.district.name,
        digits=ask.digits,
    )


def _month_row(row: MonthRow, ask: Ask) -> Cells:
    return (row.number, said(row.month.thai, ask.digits), *row.amounts, row.total)


def _area_row(number: int, row: OverviewRow, ask: Ask) -> Cells:
    return (number, row.area.name, *row.columns, row.total, said(_status(row), ask.digits))


def _confirmed(page: ForecastPage) -> tuple[str, ...]:
    forecast = page.forecast
    if forecast is None or not forecast.is_confirmed or forecast.confirmed_at is None:
        return ()
    name = forecast.confirmed_by.display_name if forecast.confirmed_by else "–"
    return (f"อำเภอยืนยันครั้งที่ {forecast.confirmations} เมื่อ {thai_datetime(forecast.confirmed_at)} โดย {name}",)


def of_areas(page: Overview, ask: Ask) -> Document:
    """A province's districts or the nation's provinces, with how far they are confirmed."""
    whole = page.whole
    signed = (Signature("พัฒนาการจังหวัด"),) if page.province else ()
    return Document(
        code=LABEL,
        title=(TITLE, ask.period.name),
        subtitle=(ask.place,),
        columns=(*_columns("อำเภอ" if page.province else "จังหวัด"), Column("อำเภอยืนยัน", "text", 24)),
        groups=[RowGroup([_area_row(n, row, ask) for n, row in enumerate(page.rows, 1)])],
        total_label="รวม",
        notes=(
            made_now(),
            f"ยืนยันแล้ว {whole.confirmed} จาก {whole.districts} อำเภอ",
        ),
        signatures=signed,
        mark="" if whole.left == 0 else f"ร่าง – ยืนยันแล้ว {whole.confirmed}/{whole.districts} อำเภอ",
        foot=foot(ask.place, ask.period.name),
        sheet=LABEL,
        digits=ask.digits,
    )


def _status(row: OverviewRow) -> str:
    if not row.months:
        return f"{row.confirmed}/{row.districts}"
    if row.forecast is None:
        return "ยังไม่เริ่ม"
    on = row.forecast.confirmed_at if row.forecast.is_confirmed else None
    return thai_date(on.astimezone(BANGKOK).date(), short=True) if on else row.forecast.get_status_display()


DOWNLOAD = Download("forecast", LABEL, ("district", "province", "nation"), make, periods=frozenset({"year"}))
