"""Progress of a budget year: new community groups per officer, a new product every quarter. Constant queries.

“๑ พก. ๑ กลุ่มผู้ผลิตชุมชน”: at least one new community group for every community-development officer of a district.
“ผลิตภัณฑ์ใหม่อย่างน้อย ๑ ผลิตภัณฑ์ต่อไตรมาส”: at least one product registered in each quarter (domain.md, Registry).
Counted live from the registry: what is registered at the end of the year or quarter, in the district that kept it
then. How many are asked is data of the department, by year (`ProgressRule`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import District, Province, User
from core import clock
from core.month import BudgetYear, Month
from producers.models import OfficerCount, Producer, ProducerType, Product, ProgressRule
from producers.selectors.homes import count_by_home

QUARTERS = (1, 2, 3, 4)
DONE, MISSED, RUNNING, AHEAD = "done", "missed", "running", "ahead"


@dataclass(frozen=True)
class Span:
    """Whole months: days from `first` up to but without `end`, `last` the month that ends them."""

    first: date
    last: Month

    @property
    def end(self) -> date:
        return (self.last + 1).first_day

    def holds(self, field: str) -> Q:
        return Q(**{f"{field}__gte": self.first, f"{field}__lt": self.end})


def year_span(year: int) -> Span:
    months = BudgetYear(year).months
    return Span(months[0].first_day, months[-1])


def quarter_span(year: int, quarter: int) -> Span:
    months = BudgetYear(year).months[3 * (quarter - 1) : 3 * quarter]
    return Span(months[0].first_day, months[-1])


@dataclass(frozen=True)
class Quarter:
    """One quarter of an area: new products, and how many of its districts have one."""

    number: int
    state: str
    products: int
    districts_done: int = 0
    districts: int = 1

    @property
    def is_behind(self) -> bool:
        return self.state == MISSED


@dataclass(frozen=True)
class Row:
    """One area. `officers` is None where nobody has entered a number: then nothing is asked of its groups."""

    area: Any
    officers: int | None
    groups: int
    quarters: tuple[Quarter, ...]
    districts: int = 1
    districts_behind: int = 0
    missing: int = 0  # new groups still wanted; of a province the sum of its districts'
    wanted: int | None = None  # new groups in all

    @property
    def missed(self) -> list[int]:
        """Quarters that ended without a new product."""
        return [quarter.number for quarter in self.quarters if quarter.is_behind]

    @property
    def is_behind(self) -> bool:
        return bool(self.missing or self.missed or self.districts_behind)

    @property
    def words(self) -> str:
        """What is missing, in a line; '' where nothing is."""
        said = [f"ขาดอีก {self.missing} กลุ่ม"] if self.missing else []
        if self.missed:
            said.append(f"ไม่มีผลิตภัณฑ์ใหม่ในไตรมาส {', '.join(map(str, self.missed))}")
        if self.officers is None:
            said.append("ยังไม่ระบุจำนวนพัฒนากร")
        return " · ".join(said)


@dataclass(frozen=True)
class Page:
    """A year's progress of the areas under one: a district's own, a province's districts, the nation's provinces."""

    year: int
    title: str
    rows: list[Row]
    whole: Row | None = None
    rule: ProgressRule = field(default_factory=ProgressRule)

    @property
    def behind(self) -> list[Row]:
        return [row for row in self.rows if row.is_behind]

    @property
    def unknown(self) -> list[Row]:
        return [row for row in self.rows if row.officers is None]

    @cached_property
    def heading(self) -> str:
        return f"ปีงบประมาณ {self.year}"


def this_year() -> int:
    return Month.of(clock.today()).budget_year.number


def district_progress(user: User, district: District, year: int) -> Page:
    rule = rule_of(year)
    rows = _rows(user, [district], year, rule)
    return Page(year, f"อำเภอ{district.name} จังหวัด{district.province.name}", rows, rows[0], rule)


def province_progress(user: User, province: Province, year: int) -> Page:
    districts = list(District.objects.visible_to(user).filter(province=province).in_thai_order())
    rule = rule_of(year)
    rows = _rows(user, districts, year, rule)
    return Page(year, f"จังหวัด{province.name}", rows, _sum(province, rows, year), rule)


def national_progress(user: User, year: int) -> Page:
    """Provinces that report, each the sum of its districts."""
    provinces = list(Province.objects.visible_to(user).filter(reports=True).in_thai_order())
    districts = list(District.objects.visible_to(user).filter(province__in=provinces))
    by_province: dict[int, list[Row]] = {}
    rule = rule_of(year)
    for row in _rows(user, districts, year, rule):
        by_province.setdefault(row.area.province_id, []).append(row)
    rows = [_sum(province, by_province.get(province.pk, []), year) for province in provinces]
    whole = _sum(None, [row for rows in by_province.values() for row in rows], year)
    return Page(year, "ทั้งประเทศ", rows, whole, rule)


def rule_of(year: int) -> ProgressRule:
    """What is asked in a budget year: what the department has said of it, or of the last year before it."""
    said = ProgressRule.objects.filter(year__lte=year).order_by("-year").first()
    return said or ProgressRule(year=year)


def _rows(user: User, districts: Sequence[District], year: int, rule: ProgressRule) -> list[Row]:
    ids = {district.pk for district in districts}
    officers = officers_of(user, ids, year)
    whole_year = year_span(year)
    groups = count_by_home(new_groups(whole_year), ids, whole_year.last)
    spans = [quarter_span(year, n) for n in QUARTERS]
    products = [count_by_home(new_products(span), ids, span.last, producer="producer__") for span in spans]
    return [
        _district_row(d, officers.get(d.pk), groups[d.pk], [made[d.pk] for made in products], year, rule)
        for d in districts
    ]


def _district_row(
    district: District, officers: int | None, groups: int, products: Sequence[int], year: int, rule: ProgressRule
) -> Row:
    quarters = tuple(
        Quarter(n, _state(year, n, made >= rule.products), made, int(made >= rule.products))
        for n, made in zip(QUARTERS, products, strict=True)
    )
    wanted = None if officers is None else officers * rule.groups
    missing = max((wanted or 0) - groups, 0)
    behind = bool(missing or any(quarter.is_behind for quarter in quarters))
    return Row(district, officers, groups, quarters, 1, int(behind), missing, wanted)


def _sum(area: Any, rows: Sequence[Row], year: int) -> Row:
    known = [row.officers for row in rows if row.officers is not None]
    wanted = [row.wanted for row in rows if row.wanted is not None]
    quarters = tuple(_sum_quarter(n, [row.quarters[n - 1] for row in rows], year) for n in QUARTERS)
    return Row(
        area,
        sum(known) if known else None,
        sum(row.groups for row in rows),
        quarters,
        len(rows),
        sum(row.is_behind for row in rows),
        sum(row.missing for row in rows),
        sum(wanted) if wanted else None,
    )


def _sum_quarter(number: int, quarters: Sequence[Quarter], year: int) -> Quarter:
    """An area's quarter is done when every district has a new product."""
    done = sum(quarter.districts_done for quarter in quarters)
    state = _state(year, number, bool(quarters) and done == len(quarters))
    return Quarter(number, state, sum(quarter.products for quarter in quarters), done, len(quarters))


def _state(year: int, quarter: int, done: bool) -> str:
    span, today = quarter_span(year, quarter), clock.today()
    if done:
        return DONE
    if today >= span.end:
        return MISSED
    return RUNNING if today >= span.first else AHEAD


def new_groups(span: Span) -> QuerySet[Producer]:
    """Community groups registered in the days, and on the registry when they end."""
    there = Producer.objects.registered_by(span.last)
    return there.filter(span.holds("registered_on"), type=ProducerType.GROUP)


def new_products(span: Span) -> QuerySet[Product]:
    """Products registered in the days, still made when they end by producers then on the registry."""
    made = Product.objects.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=span.end))
    return made.filter(span.holds("registered_on"), producer__in=Producer.objects.registered_by(span.last))


def officers_of(user: User, ids: Iterable[int], year: int) -> dict[int, int]:
    """The number that counts now, by district id: the newest entered for the year."""
    entered = OfficerCount.objects.visible_to(user).filter(year=year, district__in=ids)
    oldest_first = entered.order_by("recorded_at", "pk").values_list("district_id", "officers")
    return dict(oldest_first)


def officer_history(user: User, province: Province, year: int) -> QuerySet[OfficerCount]:
    """Every number entered for a year of a province's districts, newest first."""
    entered = OfficerCount.objects.visible_to(user).filter(year=year, district__province=province)
    return entered.select_related("district", "recorded_by")
