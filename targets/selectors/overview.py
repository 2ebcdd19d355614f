"""All indicators of a period beside one another: each area's level on each, and the weighted total."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.models import District, Province, User
from core.templatetags.numbers import baht, count
from targets import periods, scoring
from targets.models import Indicator, IndicatorKind, Measured, ScaleClosing
from targets.selectors import scales
from targets.selectors.scores import Score, ScorePage, national_scores, province_scores
from targets.selectors.standings import Standing


@dataclass(frozen=True)
class Cell:
    """One area on one indicator. `points` 0–5, None where it does not count."""

    indicator: Indicator
    words: str
    points: Decimal | int | None = None
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unentered: str = ""

    @property
    def weighted(self) -> Decimal | None:
        return None if self.points is None else scoring.weighted(self.points, self.indicator.weight)

    @property
    def bar(self) -> int | None:
        """Whole per cent of the top score."""
        return None if self.points is None else int(Decimal(self.points) * 100 / scoring.TOP)


@dataclass(frozen=True)
class Line:
    """One area on all indicators."""

    area: Any
    cells: list[Cell]

    @property
    def counted(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.points is not None]

    @property
    def weight(self) -> Decimal:
        """Of what counts so far."""
        return sum((cell.indicator.weight for cell in self.counted), Decimal(0))

    @property
    def score(self) -> Decimal | None:
        """Weighted, out of `weight`; None while nothing counts."""
        return sum((cell.weighted or Decimal(0) for cell in self.counted), Decimal(0)) if self.counted else None


@dataclass(frozen=True)
class Overview:
    year: int
    period: str
    indicators: list[Indicator]
    rows: list[Line]
    whole: Line | None
    offered: list[tuple[int, str, str]]
    closing: ScaleClosing | None = None

    @property
    def counted_kinds(self) -> list[str]:
        """Those that areas count figures for."""
        return [i.kind for i in self.indicators if i.kind in scales.KINDS]

    @property
    def title(self) -> str:
        return periods.title(self.year, self.period)

    @property
    def unentered(self) -> list[tuple[Any, list[str]]]:
        """(area, what it has not entered or confirmed) of those whose figures are not all there."""
        said = [(line.area, [cell.unentered for cell in line.cells if cell.unentered]) for line in self.rows]
        return [(area, words) for area, words in said if words]

    @property
    def slug(self) -> str:
        """The period as addresses of documents name it."""
        return periods.slug(self.year, self.period)

    @property
    def weight(self) -> Decimal:
        return sum((indicator.weight for indicator in self.indicators), Decimal(0))


Cells = dict[int | None, Cell]  # by area id; None is the province above its districts


def overview(user: User, year: int, period: str, province: Province | None = None) -> Overview:
    """Of a province's districts (those that the user may see), or without a province of all provinces."""
    measured = Measured.DISTRICT if province else Measured.PROVINCE
    indicators = scales.current_indicators(user, year, period, measured)
    by_kind = {i.kind: _cells(user, i, province) for i in indicators}
    rows = [
        Line(area, [by_kind[i.kind].get(area.pk, Cell(i, "–")) for i in indicators]) for area in _areas(user, province)
    ]
    whole = None if user.is_district else province
    top = Line(whole, [by_kind[i.kind][None] for i in indicators]) if whole else None
    closing = scales.closing_of(user, province, year, period) if province else None
    heads = [_head(indicator, [line.cells[at] for line in rows]) for at, indicator in enumerate(indicators)]
    return Overview(year, period, heads, rows, top, offered(user, year), closing)


def _head(current: Indicator, cells: list[Cell]) -> Indicator:
    """The version that most of a column was scored by: targets stay with the one that made them."""
    used = Counter(cell.indicator for cell in cells if cell.points is not None)
    return max(used, key=lambda version: (used[version], version.version), default=current)


def _areas(user: User, province: Province | None) -> list[Any]:
    if province is None:
        return list(Province.objects.visible_to(user).filter(reports=True).in_thai_order())
    return list(District.objects.visible_to(user).filter(province=province).in_thai_order())


def _cells(user: User, indicator: Indicator, province: Province | None) -> Cells:
    if indicator.kind == IndicatorKind.TIER:
        return _tier_cells(user, indicator, province)
    page = scales.province_page(user, province, indicator) if province else scales.national_page(user, indicator)
    cells: Cells = {row.area.pk: _scale_cell(row) for row in page.rows}
    return cells | ({None: _scale_cell(page.whole)} if page.whole else {})


def _scale_cell(standing: Standing) -> Cell:
    s = standing
    return Cell(s.indicator, s.words, s.points, tuple(s.missing), tuple(s.notes), s.unentered)


def _tier_cells(user: User, indicator: Indicator, province: Province | None) -> Cells:
    year, period = indicator.year, indicator.period
    page: ScorePage = province_scores(user, province, year, period) if province else national_scores(user, year, period)
    cells: Cells = {row.area.pk: _tier_cell(row, indicator) for row in page.rows}
    return cells | ({None: _tier_cell(page.whole, indicator)} if page.whole else {})


def _tier_cell(score: Score, current: Indicator) -> Cell:
    """Scored by the version that its targets were computed by."""
    indicator = score.target_set.indicator if score.target_set else current
    missing = [f"อีก {baht(score.next.missing)} บาท ถึงระดับ {count(score.next.level)}"] if score.next else []
    return Cell(indicator, score.words, score.score, tuple(missing))


def offered(user: User, year: int) -> list[tuple[int, str, str]]:
    """The year's periods that have indicators, in the order of the calendar: (year, period, label)."""
    found = Indicator.objects.visible_to(user).current().filter(year=year).values_list("period", flat=True)
    known = set(found)
    return [(year, period, f"{periods.LABELS[period]} {year}") for period in periods.LABELS if period in known]
