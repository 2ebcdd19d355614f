"""The one way to print a number, a month or a moment on a page."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django import template

from core import clock
from core.month import Month
from core.percent import printed
from core.thai import thai_date

register = template.Library()
NOTHING = "–"
SATANG = Decimal("0.01")
TENTH = Decimal("0.1")


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    """Half up, as the departments' letters do (formatting alone rounds half to even); and never a minus zero."""
    return Decimal(value).quantize(step, ROUND_HALF_UP) + 0


@register.filter
def baht(value: Decimal | None) -> str:
    """1234.5 → '1,234.50'; nothing known → '–'."""
    return NOTHING if value is None else f"{_rounded(value, SATANG):,.2f}"


@register.filter
def count(value: int | None) -> str:
    return NOTHING if value is None else f"{value:,d}"


@register.filter
def million(value: Decimal | None) -> str:
    """Baht in millions: 12582530 → '12.58'; nothing known → '–'."""
    return NOTHING if value is None else f"{_rounded(Decimal(value) / 1_000_000, SATANG):,.2f}"


@register.filter
def percent(value: Decimal | None) -> str:
    """A change in per cent with its sign: '+7.3%'; '0.0%' where it rounds to nothing."""
    if value is None:
        return NOTHING
    rounded = _rounded(value, TENTH)
    return f"{rounded:+,.1f}%" if rounded else "0.0%"


@register.filter
def share(value: Decimal | None) -> str:
    """A part of a whole in per cent, unsigned: '8.49%'."""
    return NOTHING if value is None else f"{printed(Decimal(value)):,.2f}%"


@register.filter
def cell(value: Decimal | None) -> str:
    """What stands in an entry cell: '' when not yet filled, no needless decimals."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"


@register.filter
def thai_month(value: Month) -> str:
    return value.thai


@register.filter
def thai_month_short(value: Month) -> str:
    return value.thai_short


@register.filter(name="thai_date")
def thai_date_filter(value: date | None) -> str:
    if isinstance(value, datetime):
        value = value.astimezone(clock.BANGKOK).date()
    return NOTHING if value is None else thai_date(value)


@register.filter
def thai_end(value: datetime | None) -> str:
    return NOTHING if value is None else clock.thai_end(value)


@register.filter(name="thai_datetime")
def thai_datetime_filter(value: datetime | None) -> str:
    return NOTHING if value is None else clock.thai_datetime(value)


@register.simple_tag
def moment() -> str:
    """Now, as people read it: of when the figures of a page are."""
    return clock.thai_datetime(clock.now())
