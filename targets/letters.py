"""Letters' tables of targets: recomputed cell by cell, every difference told with its likely reason. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO

from core.thai import plain_area
from targets import reasons
from targets.apportionment import NotApportionable, Tiers, apportion, is_over, left, province_tiers, subtract, total
from targets.explaining import Explainer
from targets.reading import TIERS, TOTAL, YEAR, Table, Unusable, plain, read, rows_in
from targets.reasons import Reason
from targets.suspects import Suspect, agreeing, column_sum, likeliest

LEAST = 4  # rows of which one may be the sum of the others by no accident


@dataclass(frozen=True)
class Difference:
    """A stated figure beside the recomputed one. `column` '' and no figures: a remark on the row."""

    district: str
    column: str
    stated: Decimal | int
    recomputed: Decimal | int
    reason: Reason | None = None
    table: str = ""  # which of two tables

    def __str__(self) -> str:
        apart = self.stated - self.recomputed
        where = ", ".join(filter(None, (self.table, self.district, self.column)))
        text = f"{where}: stated {self.stated:,}, recomputed {self.recomputed:,} ({apart:+,})"
        return f"{text}: {self.reason.english}" if self.reason else text


def read_table(text: str) -> Table:
    """The table in a CSV's text. Raises reading.Unusable."""
    return read(rows_in(BytesIO(text.encode()), "CSV"))


@dataclass(frozen=True)
class Recomputed:
    """Targets by district, the province's row, and where the table states something else.

    `over` are districts whose round 1 is more than their year (`is_over`).
    """

    tiers: dict[str, Tiers]
    province: Tiers
    differences: list[Difference]
    over: tuple[str, ...] = ()


def recompute_targets(table: Table) -> Recomputed:
    """Apportion the table's base years. The province's figures are its stated row's, or the columns' sums."""
    years = table.having(YEAR)
    if not years:
        raise Unusable("the table has no base year (a column such as fy2563)")
    bases = {name: [row[year] for year in years] for name, row in table.rows.items()}
    stated = table.province or {}
    totals = [stated[year] if stated.get(year) is not None else _known_sum(table, year) for year in years]
    try:
        tiers = apportion(bases, *province_tiers(totals))
    except NotApportionable as error:
        raise Unusable(str(error)) from error
    suspect = likeliest(table, years, totals, agreeing(table, tiers))
    return Recomputed(tiers, total(tiers), _differences(table, tiers, suspect))


def _differences(table: Table, tiers: Mapping[str, Tiers], suspect: Suspect | None) -> list[Difference]:
    return [*column_differences(table, table.having(YEAR)), *_tier_differences(table, tiers, suspect)]


def recompute_rest(
    table: Table, annual: Mapping[str, Tiers], round1: Mapping[str, Tiers], figures: tuple[int, int]
) -> Recomputed:
    """A table of round 2 held against what the year leaves after round 1, for the province `figures`.

    Its base years say who balances. Raises Unusable.
    """
    tiers = _rest(table, annual, round1, figures)
    return Recomputed(tiers, total(tiers), _differences(table, tiers, None))


def _rest(
    table: Table, annual: Mapping[str, Tiers], round1: Mapping[str, Tiers], figures: tuple[int, int]
) -> dict[str, Tiers]:
    bases = {name: [row[year] for year in table.having(YEAR)] for name, row in table.rows.items()}
    try:
        return subtract(annual, round1, bases, *figures)
    except NotApportionable as error:
        raise Unusable(str(error), "เป้าหมายรอบที่ 1 ของจังหวัดมากกว่าทั้งปี คำนวณรอบที่ 2 ไม่ได้") from error
    except ValueError as error:
        raise Unusable(str(error), "เป้าหมายทั้งปีและรอบที่ 1 มีอำเภอไม่ตรงกัน ให้คำนวณทั้งสองชุดใหม่") from error


def recompute_round2(annual: Table, round1: Table) -> Recomputed:
    """Round 2 = annual − round 1, swapped and balanced. Differences of both tables are told, named by table."""
    year = recompute_targets(annual)
    try:
        first = recompute_targets(round1)
    except Unusable as error:
        raise Unusable(f"round 1: {error}", error.thai) from error
    half = _named_as(annual, first.tiers)
    tiers = _rest(annual, year.tiers, half, _left(year.province, first.province))
    both = (("annual", year.differences), ("round 1", first.differences))
    differences = [replace(difference, table=name) for name, found in both for difference in found]
    over = tuple(name for name, target in half.items() if is_over(target, year.tiers[name]))
    return Recomputed(tiers, total(tiers), differences, over)


def _left(year: Tiers, first: Tiers) -> tuple[int, int]:
    """What the province's year leaves for round 2. Raises Unusable where round 1 is more than the year."""
    for tier in ("basic", "advanced"):
        whole, half = getattr(year, tier), getattr(first, tier)
        if half > whole:
            raise Unusable(f"round 1 is more than the year: the province's {tier} is {half:,} of {whole:,} baht")
    return left(year, first)


def looks_like_total(table: Table) -> str:
    """In a table without a total, the row that is about the others' sum: a province by another name; '' if none."""
    if table.province is not None or len(table.rows) < LEAST:
        return ""
    years = table.having(YEAR)
    sums = {year: column_sum(table, year) for year in years}
    for name, row in table.rows.items():
        rest = [(row[year] or 0, sums[year] - (row[year] or 0)) for year in years]
        if len(rest) > 1 and all(own and abs(own - others) * 100 <= others for own, others in rest):
            return name
    return ""


def _named_as(annual: Table, tiers: Mapping[str, Tiers]) -> dict[str, Tiers]:
    """Round 1's districts by the names of the annual table, which may write อำเภอ before them. Raises Unusable."""
    known = {plain_area(name): name for name in annual.rows}
    named = {plain_area(name): row for name, row in tiers.items()}
    if apart := sorted(known.keys() ^ named.keys()):
        raise Unusable(f"the two tables name different districts: {', '.join(apart)}")
    return {known[name]: row for name, row in named.items()}


def _known_sum(table: Table, column: str) -> Decimal | None:
    """None for a year that no district knows: it is missing, not 0."""
    return column_sum(table, column) if any(row[column] is not None for row in table.rows.values()) else None


def partial_years(table: Table) -> dict[str, list[str]]:
    """Base years summed without districts that have a history but not that year, because no total is stated."""
    stated, years = table.province or {}, table.having(YEAR)
    old = [name for name, row in table.rows.items() if any(row[year] is not None for year in years)]
    lacking = {year: [name for name in old if table.rows[name][year] is None] for year in years}
    return {year: names for year, names in lacking.items() if names and stated.get(year) is None}


def column_differences(table: Table, columns: Sequence[str]) -> list[Difference]:
    """Stated totals that their columns do not sum to."""
    stated = table.province or {}
    sums = {column: plain(column_sum(table, column)) for column in columns}
    return [
        Difference(TOTAL, column, value, sums[column], _why_no_sum(table, column, value - sums[column]))
        for column in columns
        if (value := stated.get(column)) is not None and value != sums[column]
    ]


def _why_no_sum(table: Table, column: str, apart: Decimal) -> Reason:
    """Means that end in half a baht are rounded in every district, so their sum may be off by half a baht each."""
    if column == "standard" and abs(apart) * 2 <= len(table.rows) + 1:
        return reasons.ROUNDING
    return reasons.COLUMN


def _tier_differences(table: Table, tiers: Mapping[str, Tiers], suspect: Suspect | None) -> list[Difference]:
    explainer = Explainer(table, tiers, suspect)
    found = []
    for name, row in [*table.rows.items(), (TOTAL, table.province or {})]:
        target = total(tiers) if name == TOTAL else tiers[name]
        for tier in TIERS:
            stated, recomputed = row.get(tier), getattr(target, tier)
            if stated is not None and stated != recomputed:
                found.append(Difference(name, tier, stated, recomputed, explainer.reason(name, tier, stated)))
    return found
