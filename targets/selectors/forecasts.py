"""Reads of forecasts: one district's year beside its actual sales, and the overviews. Constant queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from accounts.models import District, Province, User
from core import audit, clock
from core.models import AuditEntry
from core.month import BudgetYear, Month
from sales.models import CHANNEL_LABELS, CHANNELS, SalesTotal
from targets.forecasting import Amounts, Compared, blanks, columns_of, total_of
from targets.models import Forecast, ForecastMonth
from workflow.models import Kind, State, Submission

BLANK: Amounts = (None,) * len(CHANNELS)
TRAIL_LENGTH = 20
Key = tuple[int, Month]  # district id, month


def labelled(amounts: Amounts) -> list[tuple[str, Decimal | None]]:
    """Each amount with the words of its channel."""
    return list(zip(CHANNEL_LABELS.values(), amounts, strict=True))


class Summed:
    """Rows of amounts by channel, and what their columns come to, baht."""

    rows: Sequence[Any]

    @property
    def columns(self) -> Amounts:
        return columns_of((row.amounts for row in self.rows), len(CHANNELS))

    @property
    def labelled_columns(self) -> list[tuple[str, Decimal | None]]:
        return labelled(self.columns)

    @property
    def total(self) -> Decimal | None:
        return total_of(self.columns)


def present_year() -> int:
    """The budget year that today is in."""
    return Month.of(clock.today()).budget_year.number


def is_over(year: int) -> bool:
    """Whether the budget year has ended: its forecast is history then and changes no more."""
    return year < present_year()


def why_closed(year: int, forecast: Forecast | None) -> str:
    """Why the figures cannot be changed now, as a sentence for people; '' when they can.

    A draft may be worked on before and during its budget year; a confirmed one after its province has reopened it.
    """
    if is_over(year):
        return f"ปีงบประมาณ {year} สิ้นสุดแล้ว แบบประมาณการแก้ไขไม่ได้"
    if forecast and forecast.is_confirmed:
        return "ยืนยันแล้ว หากต้องแก้ไขให้แจ้งจังหวัดเปิดให้แก้ไขพร้อมเหตุผล"
    return ""


@dataclass(frozen=True)
class Actual:
    """What was sold in one district's month, as one may see it; only locked months count in sums."""

    amounts: tuple[Decimal, ...]
    locked: bool

    @property
    def total(self) -> Decimal:
        return sum(self.amounts, Decimal(0))


@dataclass(frozen=True)
class MonthRow:
    """One month: the forecast, what was sold, and what was sold a year before (locked, else None)."""

    number: int  # 1 = October
    month: Month
    amounts: Amounts
    actual: Actual | None
    before: Actual | None

    @property
    def total(self) -> Decimal | None:
        return total_of(self.amounts)

    @property
    def labelled(self) -> list[tuple[str, Decimal | None]]:
        return labelled(self.amounts)

    @property
    def compared(self) -> Compared:
        return Compared(self.total, self.actual.total if self.actual else None)


@dataclass(frozen=True)
class ForecastPage(Summed):
    """One district's year."""

    district: District
    year: int
    forecast: Forecast | None
    rows: list[MonthRow]
    trail: list[AuditEntry] = field(default_factory=list)

    @property
    def closed(self) -> str:
        return why_closed(self.year, self.forecast)

    @property
    def labels(self) -> list[tuple[str, str]]:
        return list(CHANNEL_LABELS.items())

    @property
    def blank_months(self) -> list[Month]:
        return blanks({row.month: row.amounts for row in self.rows}, self.year, len(CHANNELS))

    @property
    def locked_months(self) -> list[MonthRow]:
        return [row for row in self.rows if row.actual and row.actual.locked]

    @property
    def so_far(self) -> Compared:
        """Locked months against the forecast of the same months."""
        return compared_of(self.locked_months)

    @property
    def total_before(self) -> Decimal | None:
        """Last year's locked months."""
        return total_of(row.before.total if row.before else None for row in self.rows)


def compared_of(rows: Iterable[MonthRow]) -> Compared:
    given = list(rows)
    return Compared(
        total_of(row.total for row in given), total_of(row.actual.total if row.actual else None for row in given)
    )


def forecast_of(user: User, district: District, year: int) -> Forecast | None:
    """The forecast whose figures the user may see."""
    found = Forecast.objects.figures_visible_to(user).filter(district=district, year=year)
    return found.select_related("updated_by", "confirmed_by", "reopened_by", "district__province").first()


def forecast_page(user: User, district: District, year: int) -> ForecastPage:
    """The caller has checked that `user` may look into the district."""
    forecast = forecast_of(user, district, year)
    filled = {row.month: row.amounts for row in ForecastMonth.objects.filter(forecast=forecast)} if forecast else {}
    sold = actuals(user, [*BudgetYear(year - 1).months, *BudgetYear(year).months], district=district)
    rows = [
        MonthRow(n, month, filled.get(month, BLANK), sold.get((district.pk, month)), _before(sold, district, month))
        for n, month in enumerate(BudgetYear(year).months, 1)
    ]
    trail = list(audit.trail_of_all(Forecast, [forecast.pk])[:TRAIL_LENGTH]) if forecast else []
    return ForecastPage(district, year, forecast, rows, trail)


def _before(sold: dict[Key, Actual], district: District, month: Month) -> Actual | None:
    found = sold.get((district.pk, month - 12))
    return found if found and found.locked else None


def actuals(user: User, months: list[Month], **where: Any) -> dict[Key, Actual]:
    """Sales by district and month that the user may see: two queries."""
    seen = Submission.objects.figures_visible_to(user).filter(kind=Kind.SALES, month__in=months, **where)
    states = {(district, month): state for district, month, state in seen.values_list("district_id", "month", "state")}
    totals = SalesTotal.objects.filter(submission__in=seen).values_list("submission__district_id", "submission__month")
    sums = {(row[0], row[1]): row[2:] for row in totals.annotate(*map(Sum, CHANNELS)).order_by()}
    nothing = (Decimal(0),) * len(CHANNELS)
    return {key: Actual(sums.get(key, nothing), state == State.LOCKED) for key, state in states.items()}


@dataclass(frozen=True)
class OverviewRow:
    """One area in an overview. `confirmed` of `districts` stand; sums are of what the user may see."""

    area: Any
    columns: Amounts
    so_far: Compared
    confirmed: int = 0
    begun: int = 0
    districts: int = 1
    forecast: Forecast | None = None
    months: tuple[MonthRow, ...] = ()  # of a district

    @property
    def total(self) -> Decimal | None:
        return total_of(self.columns)

    @property
    def left(self) -> int:
        return self.districts - self.confirmed


@dataclass(frozen=True)
class Overview:
    """Areas of a year and their sums, month by month as well."""

    year: int
    rows: list[OverviewRow]
    months: list[tuple[Month, Amounts]]
    whole: OverviewRow
    province: Province | None = None

    @property
    def labels(self) -> list[str]:
        return list(CHANNEL_LABELS.values())

    @property
    def labelled_months(self) -> list[tuple[Month, list[tuple[str, Decimal | None]], Decimal | None]]:
        return [(month, labelled(amounts), total_of(amounts)) for month, amounts in self.months]


def overview(user: User, year: int, province: Province | None = None) -> Overview:
    """A province's districts; without a province the reporting provinces. In five queries."""
    districts = _districts(user, province)
    where = {"district__in": [district.pk for district in districts]} if province else {}
    forecasts = {f.district_id: f for f in _forecasts(user, year, where)}
    cells = _cells(user, year, where)
    sold = actuals(user, BudgetYear(year).months, **where)
    rows = [_district_row(d, year, forecasts.get(d.pk), cells, sold) for d in districts]
    months = [
        (month, columns_of((cells.get((d.pk, month), BLANK) for d in districts), len(CHANNELS)))
        for month in BudgetYear(year).months
    ]
    whole = _together(province, rows)
    return Overview(year, rows if province else _by_province(rows), months, whole, province)


def _districts(user: User, province: Province | None) -> list[District]:
    visible = District.objects.visible_to(user).select_related("province")
    if province:
        return list(visible.filter(province=province).in_thai_order())
    return list(visible.filter(province__reports=True).order_by("province__sort_key", "province__code", "code"))


def _forecasts(user: User, year: int, where: dict[str, Any]) -> Any:
    found = Forecast.objects.visible_to(user).filter(year=year, **where)
    return found.select_related("confirmed_by", "updated_by")


def _cells(user: User, year: int, where: dict[str, Any]) -> dict[Key, Amounts]:
    """Figures by district and month that the user may see."""
    seen = Forecast.objects.figures_visible_to(user).filter(year=year, **where)
    found = ForecastMonth.objects.filter(forecast__in=seen).values_list("forecast__district_id", "month", *CHANNELS)
    return {(row[0], row[1]): row[2:] for row in found}


def _district_row(
    district: District,
    year: int,
    forecast: Forecast | None,
    cells: dict[Key, Amounts],
    sold: dict[Key, Actual],
) -> OverviewRow:
    rows = [
        MonthRow(n, month, cells.get((district.pk, month), BLANK), sold.get((district.pk, month)), None)
        for n, month in enumerate(BudgetYear(year).months, 1)
    ]
    return OverviewRow(
        district,
        columns_of((row.amounts for row in rows), len(CHANNELS)),
        compared_of(row for row in rows if row.actual and row.actual.locked and row.total is not None),
        confirmed=int(bool(forecast and forecast.is_confirmed)),
        begun=int(forecast is not None),
        forecast=forecast,
        months=tuple(rows),
    )


def _together(area: Any, rows: list[OverviewRow]) -> OverviewRow:
    return OverviewRow(
        area,
        columns_of((row.columns for row in rows), len(CHANNELS)),
        Compared(total_of(r.so_far.forecast for r in rows), total_of(r.so_far.actual for r in rows)),
        sum(row.confirmed for row in rows),
        sum(row.begun for row in rows),
        sum(row.districts for row in rows),
    )


def _by_province(rows: list[OverviewRow]) -> list[OverviewRow]:
    """Provinces in the order of their districts."""
    of: dict[int, list[OverviewRow]] = {}
    for row in rows:
        of.setdefault(row.area.province_id, []).append(row)
    return [_together(group[0].area.province, group) for group in of.values()]
