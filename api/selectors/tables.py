"""The tables that the API gives: heads and rows, from the selectors of pages and documents, in an order that stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import prod
from typing import Any, NamedTuple

from django.db.models import Sum

from accounts.models import Province
from api.selectors import areas
from api.selectors.areas import Names
from core import clock
from core.month import BudgetYear, Month
from core.period import Period
from markets.models import MarketTotal
from markets.selectors.lines import line_labels
from producers.models import Category, ProducerType
from reports.figures import Area, figures, reported, within
from reports.sums import PATHS
from sales.models import CHANNELS
from targets.apportionment import Tiers
from targets.selectors.nation import district_lines
from targets.selectors.overview import overview
from targets.selectors.scores import Score, national_scores, province_scores
from workflow.models import Kind, Submission
from workflow.selectors.calendar import calendars_of

BY = ("province", "district", "month", "category", "type")
MARKET_BY = ("province", "district", "month")
LINES = ("line_1", "line_2", "line_3", "line_4")
TARGET_COLUMNS = (
    *("area_code", "area", "basic", "standard", "advanced", "revenue", "unlocked", "score", "score_words"),
    "months_locked",
)
MOST_ROWS = 100_000
Cells = tuple[Any, ...]


class TooMany(Exception):
    """More rows than are given at once."""


class Table(NamedTuple):
    columns: tuple[str, ...]
    rows: Sequence[Cells]


def months(user: Any, year: int) -> Table:
    """Windows of a budget year, of every kind of report; extensions of single areas aside."""
    columns = ("kind", "month", "opens_at", "closes_at", "status", "lock_by")
    rows = [
        (of.kind.value, str(line.month), line.window.opens_at, line.window.closes_at, line.status, line.lock_by)
        for of in calendars_of(user, BudgetYear(year))
        for line in of.months
    ]
    return Table(columns, rows)


def area_list(user: Any, area: Area) -> Table:
    seen = areas.districts(user, area)
    return Table(Names._fields, [tuple(names) for names in seen.values()])


def submissions(user: Any, period: Period, area: Area, kind: str) -> Table:
    """States, which everyone who sees the area may know; months not begun have no row."""
    names = areas.districts(user, area)
    _bounded(len(names), len(period))
    columns = (*Names._fields, "month", "state", "confirmed_at", "locked_at", "revision")
    fields = ("district_id", "month", "state", "confirmed_at", "locked_at", "revision_number")
    seen = Submission.objects.visible_to(user).filter(within(area), kind=kind)
    found = seen.filter(month__gte=period.first, month__lte=period.last).values_list(*fields)
    rows = sorted(found.order_by(), key=lambda row: (_place(names)[row[0]], row[1]))
    return Table(columns, [(*names[pk], str(month), *rest) for pk, month, *rest in rows])


def _place(names: dict[int, Names]) -> dict[int, int]:
    return {pk: at for at, pk in enumerate(names)}


def sales(user: Any, period: Period, area: Area, by: Sequence[str]) -> Table:
    """Baht by channel, grouped by some of BY; the same sums as the documents'. Raises TooMany."""
    _bounded_groups(user, period, area, by)
    found = figures(user, period, *by, area=area)
    rows = (((*key,), (*figure.amounts, figure.total)) for key, figure in found.items())
    return _named(user, area, by, rows, (*CHANNELS, "total"))


def markets(user: Any, period: Period, area: Area, by: Sequence[str]) -> Table:
    """Baht by income line and days held, grouped by some of MARKET_BY; then what the department calls the lines now."""
    _bounded_groups(user, period, area, by)
    totals = MarketTotal.objects.filter(submission__in=reported(user, period, area, Kind.MARKETS))
    paths = [f"submission__{PATHS[name]}" for name in by]
    sums = {f"sum_{name}": Sum(name) for name in (*LINES, "total", "days_held")}
    if paths:
        found = totals.order_by().values_list(*paths).annotate(**sums).values_list(*paths, *sums)
        rows = [(line[: len(by)], line[len(by) :]) for line in found]
    else:
        whole = tuple(totals.aggregate(**sums).values())
        rows = [] if None in whole else [((), whole)]
    names = line_labels()
    said = tuple(names[line] for line in LINES)
    named = [(key, (*sums, *said)) for key, sums in rows]
    return _named(user, area, by, named, (*LINES, "total", "days_held", *(f"{line}_name" for line in LINES)))


def _named(
    user: Any, area: Area, by: Sequence[str], rows: Iterable[tuple[Cells, Cells]], amounts: tuple[str, ...]
) -> Table:
    """Keys of groups as codes and names, in the order of `by`; areas stand in Thai order."""
    rows = list(rows)
    named: dict[str, dict[Any, Cells]] = {
        "category": {value: (value,) for value in Category.values},
        "type": {value: (value,) for value in ProducerType.values},
    }
    if "month" in by:
        named["month"] = {month: (str(month),) for month in sorted({key[by.index("month")] for key, _ in rows})}
    if "province" in by:
        named["province"] = {pk: names[:2] for pk, names in areas.provinces(user).items()}
    if "district" in by:
        named["district"] = {pk: tuple(names) for pk, names in areas.districts(user, area).items()}
    order = {name: {key: at for at, key in enumerate(of)} for name, of in named.items()}
    ordered = sorted(rows, key=lambda row: [order[name][key] for name, key in zip(by, row[0], strict=True)])
    made = [
        (*(cell for name, part in zip(by, key, strict=True) for cell in named[name][part]), *values)
        for key, values in ordered
    ]
    return Table((*heads(by), *amounts), made)


def heads(by: Sequence[str]) -> tuple[str, ...]:
    areas_heads = {"province": Names._fields[:2], "district": Names._fields}
    return tuple(head for name in by for head in areas_heads.get(name, (name,)))


def _bounded_groups(user: Any, period: Period, area: Area, by: Sequence[str]) -> None:
    counts = {"month": len(period), "category": len(Category), "type": len(ProducerType)}
    if "district" in by:
        counts["district"] = len(areas.districts(user, area))
    _bounded(*(counts.get(name, 1) for name in by))


def _bounded(*counts: int) -> None:
    if prod(counts) > MOST_ROWS:
        raise TooMany


def targets(user: Any, year: int, period: str, area: Area) -> Table:
    """Tiers, revenue of locked months and the tier score: of a province's districts, or for the nation of provinces."""
    province = area if isinstance(area, Province) or area is None else area.province
    page = province_scores(user, province, year, period) if province else national_scores(user, year, period)
    scores = [*page.rows, *([page.whole] if page.whole and area == province else [])]
    return Table(TARGET_COLUMNS, [_target(score) for score in scores if area in (None, province, score.area)])


def _target(score: Score) -> Cells:
    seen = (score.revenue.locked, score.revenue.drafts, score.score, score.words, score.months_locked)
    return (score.area.code, score.area.name, *_tiers(score.tiers), *seen)


def district_targets(user: Any, year: int, period: str, area: Area = None) -> Table:
    """As `targets`, of every district of the nation."""
    rows = [
        (code, name, *_tiers(tiers), *figures) for code, name, tiers, *figures in district_lines(user, year, period)
    ]
    return Table(TARGET_COLUMNS, rows)


def _tiers(tiers: Tiers | None) -> Cells:
    """Whole baht as money is written."""
    return (f"{tiers.basic}.00", f"{tiers.standard}.00", f"{tiers.advanced}.00") if tiers else (None,) * 3


def scores(user: Any, year: int, period: str, area: Area) -> Table:
    """Every indicator of a period, area by area, with its weight; points 0–5, None where it does not count."""
    columns = ("area_code", "area", "indicator", "kind", "words", "points", "weight", "weighted")
    province = area if isinstance(area, Province) or area is None else area.province
    page = overview(user, year, period, province)
    lines = [*page.rows, *([page.whole] if page.whole and area == province else [])]
    rows = [
        (line.area.code, line.area.name, i.name, i.kind, c.words, _number(c.points), i.weight, _number(c.weighted))
        for line in lines
        if area in (None, province, line.area)
        for c in line.cells
        for i in [c.indicator]
    ]
    return Table(columns, rows)


def _number(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def this_year() -> int:
    return Month.of(clock.today()).budget_year.number
