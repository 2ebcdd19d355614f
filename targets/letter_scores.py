"""Letters' tables of results and of scales: scores and target columns recomputed, differences told. Pure Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from targets import reasons, scoring
from targets.apportionment import Tiers
from targets.explaining import digit_or, is_off_the_mean
from targets.letters import Difference, column_differences
from targets.reading import MONTH, TIERS, TOTAL, YEAR, Table, Unusable, plain
from targets.suspects import column_sum


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
            Difference(name, column, stated, value, digit_or(stated, value, reasons.OWN))
            for column, value in recomputed.items()
            if (stated := row.get(column)) is not None and stated != value
        ]
    summed = [*months, *TIERS, *(["total"] if "total" in table.columns else [])]
    return scores, differences + column_differences(table, summed) + _province_score(table, scores)


def _province_score(table: Table, scores: Mapping[str, tuple[Decimal, int]]) -> list[Difference]:
    """The score that the province's row states, when its own targets and the districts' revenue say another."""
    row = table.province or {}
    known = [value for tier in TIERS if (value := row.get(tier)) is not None]
    stated = row.get("score")
    if stated is None or len(known) < len(TIERS):
        return []
    revenue = sum((earned for earned, _ in scores.values()), Decimal(0))
    score = scoring.tier_score(revenue, Tiers(*sorted(known)))  # type: ignore[arg-type]
    return [] if stated == score else [Difference(TOTAL, "score", stated, score, reasons.OWN)]


def _stated_tiers(name: str, row: Mapping[str, Decimal | None]) -> tuple[Tiers, list[Difference]]:
    """The row's own tiers; inverted ones are put in order to score by, and told."""
    stated = [row[tier] for tier in TIERS]
    known = [value for value in stated if value is not None]
    if len(known) < len(TIERS):
        raise Unusable(f"{name} has no {'/'.join(t for t in TIERS if row[t] is None)} target")
    ordered = sorted(known)
    pairs = zip(TIERS, known, ordered, strict=True)
    remarks = [Difference(name, tier, was, now, reasons.INVERTED) for tier, was, now in pairs if was != now]
    if not remarks and is_off_the_mean(row):
        remarks = [Difference(name, "standard", known[1], (known[0] + known[2]) / 2, reasons.MEAN)]
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
        Difference(name, column, stated, value, digit_or(stated, value, reasons.BASE))
        for name, values in computed.items()
        for column, value in zip(scale.columns, values, strict=True)
        if (stated := rows[name].get(column)) is not None and stated != value
    ]
    return computed, column_differences(table, inputs) + differences


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
