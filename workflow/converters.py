"""Parts of URLs: months in Buddhist years, area codes. What does not fit is a page that does not exist."""

from __future__ import annotations

from django.http import Http404

from core import clock
from core.month import Month

FIRST_MONTH = Month(2001, 1)  # OTOP began in 2544
MONTHS_AHEAD = 24


def last_month() -> Month:
    """The last month that a page may be about: two years ahead."""
    return Month.of(clock.today()) + MONTHS_AHEAD


class MonthConverter:
    """'2566-10', from the beginning of OTOP to two years ahead."""

    regex = r"[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> Month:
        month = Month.parse(value)
        if not FIRST_MONTH <= month <= last_month():
            raise ValueError(value)
        return month

    def to_url(self, value: Month | str) -> str:
        return str(value)


def month_or_404(text: str) -> Month:
    """The month, for a view whose URL has it as a plain text."""
    try:
        return MonthConverter().to_python(text)
    except ValueError as error:
        raise Http404 from error


class BudgetYearConverter:
    """'2567', within the same years."""

    regex = r"25[0-9]{2}"

    def to_python(self, value: str) -> int:
        year = int(value)
        if not FIRST_MONTH.buddhist_year < year <= Month.of(clock.today()).budget_year.number + 2:
            raise ValueError(value)
        return year

    def to_url(self, value: int | str) -> str:
        return str(value)


class ProvinceCodeConverter:
    regex = r"[0-9]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class DistrictCodeConverter(ProvinceCodeConverter):
    regex = r"[0-9]{4}"
