"""Writing forecasts: saved by the district, confirmed, reopened by the province with a reason."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import District, User
from core import audit, clock
from core.month import BudgetYear
from sales.models import CHANNELS
from targets.forecasting import Rows, blanks, total_of
from targets.models import Forecast, ForecastMonth, ForecastStatus
from targets.selectors.forecasts import is_over, why_closed
from targets.services.guards import Refused, office_only, required


class Stale(Exception):
    """Somebody saved after the page was opened: nothing was written."""


def _officer_only(actor: User, district: District) -> None:
    if not (actor.is_active and actor.is_district and actor.district_id == district.pk):
        raise PermissionDenied


def _held(district: District, year: int) -> Forecast:
    """The forecast, made where there is none, held until the transaction ends."""
    made, _ = Forecast.objects.get_or_create(district=district, year=year)
    return _locked(made)


def _locked(forecast: Forecast) -> Forecast:
    rows = Forecast.objects.select_for_update(of=("self",)).select_related("district__province", "updated_by")
    return rows.get(pk=forecast.pk)


def _open_only(forecast: Forecast) -> None:
    if sentence := why_closed(forecast.year, forecast):
        raise Refused(sentence)


def rows_of(forecast: Forecast) -> Rows:
    return {row.month: row.amounts for row in forecast.months.all()}


@transaction.atomic
def save_forecast(district: District, year: int, rows: Rows, *, actor: User, version: int) -> Forecast:
    """Keep all twelve months. `version` is the one that the person saw. Raises Stale, Refused."""
    _officer_only(actor, district)
    forecast = _held(district, year)
    _open_only(forecast)
    before = rows_of(forecast)
    blank = (None,) * len(CHANNELS)
    wanted = {month: tuple(rows.get(month, blank)) for month in BudgetYear(year).months}
    cells = sum(
        old != new
        for month, amounts in wanted.items()
        for old, new in zip(before.get(month, blank), amounts, strict=True)
    )
    if not cells:
        return forecast
    if version != forecast.version:
        raise Stale
    for month, amounts in wanted.items():
        values = dict(zip(CHANNELS, amounts, strict=True))
        ForecastMonth.objects.update_or_create(forecast=forecast, month=month, defaults=values)
    forecast.version += 1
    forecast.updated_at, forecast.updated_by = clock.now(), actor
    forecast.save(update_fields=["version", "updated_at", "updated_by"])
    audit.record(actor, "forecast.saved", forecast, figures=cells, budget_year=year)
    return forecast


@transaction.atomic
def confirm_forecast(forecast: Forecast, *, actor: User, version: int) -> Forecast:
    """The district stands by the figures that it saw. Confirming twice is harmless. Raises Stale, Refused."""
    _officer_only(actor, forecast.district)
    held = _locked(forecast)
    if held.is_confirmed:
        return held
    _open_only(held)
    if version != held.version:
        raise Stale
    rows = rows_of(held)
    if missing := blanks(rows, held.year, len(CHANNELS)):
        raise Refused(f"ยังมีช่องว่างในเดือน {', '.join(m.thai_short for m in missing)} ถ้าไม่มียอดให้พิมพ์ 0")
    held.status = ForecastStatus.CONFIRMED
    held.confirmations += 1
    held.confirmed_at, held.confirmed_by = clock.now(), actor
    held.save(update_fields=["status", "confirmations", "confirmed_at", "confirmed_by"])
    total = total_of(amount for amounts in rows.values() for amount in amounts)
    audit.record(actor, "forecast.confirmed", held, total=str(total), budget_year=held.year)
    return held


@transaction.atomic
def reopen_forecast(forecast: Forecast, *, actor: User, reason: str) -> Forecast:
    """Back to a draft, with a reason that the district reads. Reopening a draft is harmless. Raises Refused."""
    office_only(actor, forecast.district.province)
    held = _locked(forecast)
    if not held.is_confirmed:
        return held
    if is_over(held.year):
        raise Refused(why_closed(held.year, held))
    said = required(reason)
    held.status = ForecastStatus.DRAFT
    held.version += 1  # a page from before the confirmation saves nothing
    held.reopened_at, held.reopened_by, held.reopen_reason = clock.now(), actor, said
    held.save(update_fields=["status", "version", "reopened_at", "reopened_by", "reopen_reason"])
    audit.record(actor, "forecast.reopened", held, reason=said, budget_year=held.year)
    return held
