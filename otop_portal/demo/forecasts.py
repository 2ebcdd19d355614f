"""Forecasts of the present budget year: last year's figures and a few per cent, in every state that a page shows."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import District, User
from core import audit
from core.month import BudgetYear, Month
from otop_portal.demo.people import Cast
from sales.models import CHANNELS
from targets.forecasting import Rows, raised, total_of
from targets.models import Forecast, ForecastMonth, ForecastStatus
from targets.selectors.forecasts import Actual, Key, actuals

PERCENTS = (Decimal(3), Decimal(5), Decimal(8), Decimal("2.5"))
NOTHING = (Decimal(0),) * len(CHANNELS)
UNFINISHED = "บางคล้า"  # a draft with blanks
WAITING = "เมืองฉะเชิงเทรา"  # complete, not yet confirmed
FILLED = 7  # months of the unfinished one


@transaction.atomic
def ensure_forecasts(month: Month, cast: Cast, districts: list[District], now: datetime) -> int:
    """For districts of the demo without one. Returns how many were made. Its officers may not act: no service."""
    year = month.budget_year.number
    known = set(Forecast.objects.filter(year=year).values_list("district_id", flat=True))
    wanted = [district for district in districts if district.pk not in known]
    sold = actuals(cast.admin, BudgetYear(year - 1).months, district__in=wanted)
    for number, district in enumerate(wanted):
        rows = _rows(district, year, PERCENTS[number % len(PERCENTS)], sold)
        _write(district, year, rows, cast.officers[district.pk], now)
    return len(wanted)


def _rows(district: District, year: int, percent: Decimal, sold: dict[Key, Actual]) -> Rows:
    months = BudgetYear(year).months[: FILLED if district.name == UNFINISHED else None]
    before = {month: sold.get((district.pk, month - 12)) for month in months}
    return {m: tuple(raised(a, percent) for a in (was.amounts if was else NOTHING)) for m, was in before.items()}


def _write(district: District, year: int, rows: Rows, officer: User, now: datetime) -> None:
    forecast = Forecast(district=district, year=year, version=1, updated_at=now, updated_by=officer)
    confirmed = district.name not in (UNFINISHED, WAITING)
    if confirmed:
        forecast.status, forecast.confirmations = ForecastStatus.CONFIRMED, 1
        forecast.confirmed_at, forecast.confirmed_by = now, officer
    forecast.save()
    ForecastMonth.objects.bulk_create(
        ForecastMonth(forecast=forecast, month=month, **dict(zip(CHANNELS, amounts, strict=True)))
        for month, amounts in rows.items()
    )
    if confirmed:
        total = total_of(amount for amounts in rows.values() for amount in amounts)
        audit.record(officer, "forecast.confirmed", forecast, total=str(total), budget_year=year)
