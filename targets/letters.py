"""Tables of the letters: read, recomputed cell by cell, every difference told with its likely reason. Pure Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO

from core.thai import plain_area
from targets import scoring
from targets.apportionment import NotApportionable, Tiers, apportion, left, province_tiers, subtract, total
from targets.reading import MONTH, TIERS, TOTAL, YEAR, Table, Unusable, plain, read, rows_in
from targets.reasons import thai_reason
from targets.suspects import MOST, ROUNDING, Suspect, agreeing, column_sum, likeliest

LEAST = 4  # rows of which one may be the sum of the others by no accident


@dataclass(frozen=True)
class Difference:
    """A stated figure beside the recomputed one. `column` '' and no figures: a remark on the row."""

    district: str
    column: str
    stated: Decimal | int
    recomputed: Decimal | int
    reason: str = ""
    table: str = ""  # which of two tables

    @property
    def thai(self) -> str:
        """The likely reason as a Thai sentence; '' where none is known."""
        return thai_reason(self.reason)

    def __str__(self) -> str:
        apart = self.stated - self.recomputed
        where = ", ".join(filter(None, (self.table, self.district, self.column)))
        text = f"{where}: stated {self.stated:,}, recomputed {self.recomputed:,} ({apart:+,})"
        return f"{text}: {self.reason}" if self.reason else text


def read_table(text: str) -> Table:
    """The table in a CSV's text. Raises reading.Unusable."""
    return read(rows_in(BytesIO(text.encode()), "CSV"))


@dataclass(frozen=True)
class Recomputed:
    """Targets by district, the province's row, and where the table states something else.

    `over` are districts whose round 1 is in some tier more than their year: what is left of it is 0, not less.
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
    years = table.having(YEAR)
    explain = _explain(table, years, tiers, suspect)
    return [*_column_differences(table, years), *_tier_differences(table, tiers, explain)]


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
    over = tuple(d for d, t in half.items() if t.basic > year.tiers[d].basic or t.advanced > year.tiers[d].advanced)
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


def _column_differences(table: Table, columns: Sequence[str]) -> list[Difference]:
    """Stated totals that their columns do not sum to."""
    stated = table.province or {}
    sums = {column: plain(column_sum(table, column)) for column in columns}
    return [
        Difference(TOTAL, column, value, sums[column], _why_notcolumn_sum(table, column, value - sums[column]))
        for column in columns
        if (value := stated.get(column)) is not None and value != sums[column]
    ]


def _why_notcolumn_sum(table: Table, column: str, apart: Decimal) -> str:
    """Means that end in half a baht are rounded in every district, so their sum may be off by half a baht each."""
    if column == "standard" and abs(apart) * 2 <= len(table.rows) + 1:
        return "rounding"
    return "the column does not sum to its stated total"


Explain = Callable[[str, str, Decimal, int], str]


def _tier_differences(table: Table, tiers: Mapping[str, Tiers], explain: Explain) -> list[Difference]:
    found = []
    for name, row in [*table.rows.items(), (TOTAL, table.province or {})]:
        target = total(tiers) if name == TOTAL else tiers[name]
        for tier in TIERS:
            stated, recomputed = row.get(tier), getattr(target, tier)
            if stated is not None and stated != recomputed:
                found.append(Difference(name, tier, stated, recomputed, explain(name, tier, stated, recomputed)))
    return found


def _explain(table: Table, years: Sequence[str], tiers: Mapping[str, Tiers], suspect: Suspect | None) -> Explain:
    """The likely reason of a difference, the most telling first."""
    greatest = max(table.rows, key=lambda d: sum(table.rows[d][y] or 0 for y in years))

    def explain(name: str, tier: str, stated: Decimal, recomputed: int) -> str:
        row = (table.province or {}) if name == TOTAL else table.rows[name]
        target = total(tiers) if name == TOTAL else tiers[name]
        inverted = _inverted(row) if tier != "standard" else ""
        if inverted and abs(stated - (target.advanced if tier == "basic" else target.basic)) <= ROUNDING:
            return inverted
        if name == TOTAL:
            return inverted or "the stated total is not the province's figure"
        if abs(stated - recomputed) <= ROUNDING:
            return "rounding"
        if not target.history:
            return "a district without a base year: somebody set it"
        other = getattr(suspect.tiers[name], tier) if suspect else recomputed
        return (
            (suspect.reason_for(name, tier, stated) if suspect else "")
            or (_not_the_mean(row) if tier == "standard" else "")
            or ("off by a digit" if _slipped(stated, recomputed, other) else "")
            or inverted
            or _anothers(name, tier, stated, tiers)
            or ("this district balances the column" if name == greatest else "")
        )

    return explain


def _slipped(stated: Decimal, *figures: int) -> bool:
    """Off by a digit from a figure as it is computed or as a spreadsheet rounds it."""
    near = {figure + off for figure in figures for off in range(-ROUNDING, ROUNDING + 1)}
    large = (at for at in near if at >= 1000)  # of small figures a few baht are a digit
    return any(off_by_a_digit(stated, at) for at in (*large, *figures))


def _digit_or(stated: Decimal, value: Decimal | int, otherwise: str) -> str:
    """Of figures long enough that a digit is a slip, not another result."""
    slip = value >= 1000 and abs(stated - value) > ROUNDING and off_by_a_digit(stated, value)
    return "off by a digit" if slip else otherwise


def _anothers(name: str, tier: str, stated: Decimal, tiers: Mapping[str, Tiers]) -> str:
    """Figures that slipped to another row of the sheet."""
    if stated <= ROUNDING or len(tiers) > MOST:
        return ""
    others = (other for other, row in tiers.items() if other != name and abs(getattr(row, tier) - stated) <= ROUNDING)
    return next((f"this is the figure of {other}" for other in others), "")


def _inverted(row: Mapping[str, Decimal | None]) -> str:
    basic, advanced = row.get("basic"), row.get("advanced")
    return "tiers inverted" if basic is not None and advanced is not None and basic > advanced else ""


def _not_the_mean(row: Mapping[str, Decimal | None]) -> str:
    basic, standard, advanced = (row.get(tier) for tier in TIERS)
    if basic is None or standard is None or advanced is None:
        return ""
    return "the standard is not the mean of the other two" if abs(2 * standard - basic - advanced) > 1 else ""


def off_by_a_digit(stated: Decimal | int, recomputed: Decimal | int) -> bool:
    """One digit differs, or two neighbours stand in the wrong order."""
    a, b = (f"{Decimal(value):f}" for value in (stated, recomputed))
    if len(a) != len(b):
        return abs(len(a) - len(b)) == 1 and _without_one(max(a, b, key=len), min(a, b, key=len))
    places = [at for at in range(len(a)) if a[at] != b[at]]
    swapped = len(places) == 2 and places[1] == places[0] + 1 and a[places[0]] == b[places[1]]
    return len(places) == 1 or (swapped and a[places[1]] == b[places[0]])


def _without_one(longer: str, shorter: str) -> bool:
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def check_scores(table: Table) -> tuple[dict[str, tuple[Decimal, int]], list[Difference]]:
    """(total, score) by district from its months and tiers, and where a stated total or score says otherwise."""
    table.need(*TIERS)
    months = table.having(MONTH)
    if not months:
        raise Unusable("the table has no month (a column such as 2566-10)")
    scores: dict[str, tuple[Decimal, int]] = {}
    differences = []
    for name, row in table.rows.items():
        tiers, remarks = _stated_tiers(name, row)
        differences += remarks
        revenue = sum((row[month] or Decimal(0) for month in months), Decimal(0))
        scores[name] = (plain(revenue), scoring.tier_score(revenue, tiers))
        recomputed = {"total": revenue, "score": Decimal(scores[name][1])}
        differences += [
            Difference(name, column, stated, value, _digit_or(stated, value, "its own figures say otherwise"))
            for column, value in recomputed.items()
            if (stated := row.get(column)) is not None and stated != value
        ]
    summed = [*months, *TIERS, *(["total"] if "total" in table.columns else [])]
    return scores, differences + _column_differences(table, summed) + _province_score(table, scores)


def _province_score(table: Table, scores: Mapping[str, tuple[Decimal, int]]) -> list[Difference]:
    """The score that the province's row states, when its own targets and the districts' revenue say another."""
    row = table.province or {}
    known = [value for tier in TIERS if (value := row.get(tier)) is not None]
    stated = row.get("score")
    if stated is None or len(known) < len(TIERS):
        return []
    revenue = sum((earned for earned, _ in scores.values()), Decimal(0))
    score = scoring.tier_score(revenue, Tiers(*sorted(known)))  # type: ignore[arg-type]
    return [] if stated == score else [Difference(TOTAL, "score", stated, score, "its own figures say otherwise")]


def _stated_tiers(name: str, row: Mapping[str, Decimal | None]) -> tuple[Tiers, list[Difference]]:
    """The row's own tiers; inverted ones are put in order to score by, and told."""
    stated = [row[tier] for tier in TIERS]
    known = [value for value in stated if value is not None]
    if len(known) < len(TIERS):
        raise Unusable(f"{name} has no {'/'.join(t for t in TIERS if row[t] is None)} target")
    ordered = sorted(known)
    pairs = zip(TIERS, known, ordered, strict=True)
    remarks = [Difference(name, tier, was, now, "tiers inverted") for tier, was, now in pairs if was != now]
    if not remarks and (reason := _not_the_mean(row)):
        remarks = [Difference(name, "standard", known[1], (known[0] + known[2]) / 2, reason)]
    return Tiers(*ordered), remarks  # type: ignore[arg-type]


@dataclass(frozen=True)
class Scale:
    """A scale's target columns: their heads, and how a row's figures make them."""

    inputs: tuple[str, ...]
    columns: tuple[str, ...]
    compute: Callable[..., tuple[Decimal | int, ...]]


def _count(value: Decimal) -> int:
    """Of products or producers, which come whole. Raises Unusable."""
    if value != int(value):
        raise Unusable(f"{value} is not a whole number of products or producers")
    return int(value)


def _grade_row(base: Decimal, interested: Decimal) -> tuple[Decimal | int, ...]:
    thresholds = scoring.grade_thresholds(base, _count(interested))
    return thresholds.revenue, *thresholds.producers.values()


SCORES = tuple(f"score{n}" for n in range(1, 6))
SCALES = {
    "growth": Scale(("base",), SCORES, scoring.growth_thresholds),
    "online": Scale(("products",), SCORES, lambda products: scoring.online_thresholds(_count(products))),
    "grade": Scale(("base", "interested"), ("revenue", "A", "B", "C", "D"), _grade_row),
}


def thresholds(kind: str, table: Table) -> tuple[dict[str, tuple[Decimal | int, ...]], list[Difference]]:
    """Target columns by district and for the province, from the province's own base; and stated ones that differ."""
    scale = SCALES[kind]
    inputs = [_input_column(table, name) for name in scale.inputs]
    rows: dict[str, dict[str, Decimal | None]] = {**table.rows, TOTAL: _province_row(table, inputs)}
    computed = {name: scale.compute(*(_whole_figure(name, row, c) for c in inputs)) for name, row in rows.items()}
    differences = [
        Difference(name, column, stated, value, _digit_or(stated, value, "its base says otherwise"))
        for name, values in computed.items()
        for column, value in zip(scale.columns, values, strict=True)
        if (stated := rows[name].get(column)) is not None and stated != value
    ]
    return computed, _column_differences(table, inputs) + differences


def _input_column(table: Table, name: str) -> str:
    """The column of this name, or the one that begins with it (base_2563_apr_sep), or the only base year."""
    found = [c for c in table.columns if c == name] or [c for c in table.columns if c.startswith(name)]
    found = found or (table.having(YEAR) if name == "base" else [])
    if not found:
        raise Unusable(f"the table has no column {name} (such as {name} or {name}_2563)")
    if len(found) > 1:
        raise Unusable(f"the table has several columns {name}: {', '.join(found)}; leave the one that counts")
    return found[0]


def _province_row(table: Table, inputs: Sequence[str]) -> dict[str, Decimal | None]:
    stated = table.province or {}
    return {**stated, **{c: stated.get(c) if stated.get(c) is not None else column_sum(table, c) for c in inputs}}


def _whole_figure(name: str, row: Mapping[str, Decimal | None], column: str) -> Decimal:
    value = row[column]
    if value is None:
        raise Unusable(f"{name} has no {column}")
    return value
