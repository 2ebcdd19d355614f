"""Base revenue of a province's districts: from its own locked months where they are complete, else as given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from accounts.models import District, Province
from core.month import Month
from sales.models import SalesTotal
from targets import periods
from targets.models import BaseRevenue, Indicator, Source, Target
from workflow.models import Kind, State, Submission

Key = tuple[int, int]  # district id, budget year


@dataclass(frozen=True)
class Figure:
    """A base year's revenue in baht (None = not known) and where it comes from."""

    amount: Decimal | None
    source: str = ""

    @property
    def source_label(self) -> str:
        return Source(self.source).label if self.source else "ยังไม่มีข้อมูล"

    @property
    def is_computed(self) -> bool:
        return self.source == Source.COMPUTED

    def frozen(self, year: int) -> list[Any]:
        """[year, baht, source], to be kept beside a target; `frozen_table` reads it."""
        return [year, None if self.amount is None else f"{self.amount:.2f}", self.source]


@dataclass(frozen=True)
class BaseTable:
    """Base years of every district of a province, for one period."""

    districts: list[District]
    years: list[int]
    figures: dict[Key, Figure]

    def of(self, district: District) -> list[Figure]:
        return [self.figures[district.pk, year] for year in self.years]

    @property
    def bases(self) -> dict[str, list[Decimal | None]]:
        """By district code, as `apportion` takes them."""
        return {d.code: [figure.amount for figure in self.of(d)] for d in self.districts}

    @property
    def totals(self) -> list[Decimal | None]:
        """The province's total of each year; None where a district with a history lacks it: a part is no total."""
        return [self._total(year) for year in self.years]

    @property
    def missing(self) -> int:
        return sum(figure.amount is None for figure in self.figures.values())

    def frozen(self, district: District) -> list[list[Any]]:
        """A district's figures, to be kept beside its target."""
        return [figure.frozen(year) for year, figure in zip(self.years, self.of(district), strict=True)]

    def differs(self, other: BaseTable) -> bool:
        """Whether a figure that both hold is another one."""
        both = self.figures.keys() & other.figures.keys()
        return any(self.figures[key].amount != other.figures[key].amount for key in both)

    def _total(self, year: int) -> Decimal | None:
        with_history = [d for d in self.districts if any(figure.amount is not None for figure in self.of(d))]
        amounts = [self.figures[d.pk, year].amount for d in with_history]
        known = [amount for amount in amounts if amount is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None


def base_table(province: Province, indicator: Indicator) -> BaseTable:
    """In three queries, whatever the number of districts and years."""
    districts = list(District.objects.filter(province=province).in_thai_order())
    years = [int(year) for year in indicator.base_years]
    found = base_figures(years, indicator.period, district__province=province)
    keys = [(d.pk, year) for d in districts for year in years]
    return BaseTable(districts, years, {key: found.get(key, Figure(None)) for key in keys})


def frozen_table(targets: Iterable[Target], districts: Sequence[District]) -> BaseTable:
    """The base years that targets were computed from, whatever is known by now. No query."""
    kept = {
        (row.district_id, int(year)): Figure(None if amount is None else Decimal(amount), source)
        for row in targets
        for year, amount, source in row.bases
    }
    years = sorted({year for _, year in kept})
    keys = [(d.pk, year) for d in districts for year in years]
    return BaseTable(list(districts), years, {key: kept.get(key, Figure(None)) for key in keys})


def base_figures(years: list[int], period: str, **where: Any) -> dict[Key, Figure]:
    """What is known of the districts that `where` names (from a submission: district__province=…). Three queries."""
    stored = BaseRevenue.objects.filter(year__in=years, period=period, **where)
    given = {(row.district_id, row.year): Figure(row.amount, row.source) for row in stored}
    return given | _computed(years, period, where)


def _computed(years: list[int], period: str, where: dict[str, Any]) -> dict[Key, Figure]:
    """Sums of the districts' years of which every month is locked."""
    year_of: dict[Month, int] = {month: year for year in years for month in periods.months_of(year, period)}
    locked = Submission.objects.filter(kind=Kind.SALES, state=State.LOCKED, month__in=list(year_of), **where)
    months: dict[Key, int] = {}
    for district, month in locked.values_list("district_id", "month"):
        months[district, year_of[month]] = months.get((district, year_of[month]), 0) + 1
    need = len(periods.months_of(years[0], period)) if years else 0
    complete = {key for key, count in months.items() if count == need}
    if not complete:
        return {}
    sums: dict[Key, Decimal] = dict.fromkeys(complete, Decimal(0))
    totals = SalesTotal.objects.filter(submission__in=locked).values_list(
        "submission__district_id", "submission__month"
    )
    for district, month, total in totals.annotate(Sum("total")).order_by():
        if (district, year_of[month]) in complete:
            sums[district, year_of[month]] += total
    return {key: Figure(amount, Source.COMPUTED) for key, amount in sums.items()}
