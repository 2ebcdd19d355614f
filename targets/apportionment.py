"""Three-tier targets by apportionment from base-year revenue. Pure Python, exact arithmetic, whole baht.

Source: Chachoengsao, 7 March 2566. Per district, low and high are the least and greatest of its base years;
basic = low × (province basic ÷ Σ low), advanced = high × (province advanced ÷ Σ high), rounded half up. Where
basic > advanced the two are swapped; what that moved is balanced on the district with the greatest base revenue, so
that both columns sum to the province's figures. standard is the mean of the two. Round 2 = annual − round 1, swapped
and balanced in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

Base = Sequence[Decimal | int | None]


class NotApportionable(ValueError):
    """Province figures that no targets can sum to."""


@dataclass(frozen=True, slots=True)
class Tiers:
    """A district's (or the province's) targets in whole baht. `history` False = no base year is known."""

    basic: int
    standard: int
    advanced: int
    history: bool = True

    @property
    def are_set(self) -> bool:
        """Whether revenue may be held to them: not the zeros of a district without history, which nobody set."""
        return self.history or self.advanced > 0


def half_up(value: Fraction) -> int:
    """To the nearest whole, halves away from zero."""
    doubled = abs(value) * 2
    whole = (doubled.numerator // doubled.denominator + 1) // 2
    return whole if value >= 0 else -whole


def known(base: Base) -> list[Decimal | int]:
    return [year for year in base if year is not None]


def province_tiers(totals: Base) -> tuple[int, int]:
    """(basic, advanced): the least and the greatest of the province's base-year totals, in baht."""
    years = known(totals)
    if not years:
        raise NotApportionable("the province has no base year")
    return half_up(Fraction(min(years))), half_up(Fraction(max(years)))


def apportion(bases: Mapping[str, Base], basic: int, advanced: int) -> dict[str, Tiers]:
    """Targets by district. A missing year is left out; a district without any gets 0 and `history` False.

    Raises NotApportionable when basic > advanced, or either is negative, or there is no district.
    """
    _check(bases, basic, advanced)
    lows = _shares({name: min(known(base), default=0) for name, base in bases.items()}, bases)
    highs = _shares({name: max(known(base), default=0) for name, base in bases.items()}, bases)
    raw = {name: (half_up(lows[name] * basic), half_up(highs[name] * advanced)) for name in bases}
    return _finish(raw, bases, basic, advanced)


def subtract(
    annual: Mapping[str, Tiers],
    round1: Mapping[str, Tiers],
    bases: Mapping[str, Base],
    basic: int,
    advanced: int,
) -> dict[str, Tiers]:
    """Round 2: annual − round 1 by district, swapped and balanced to the province's difference (basic, advanced).

    Where round 1 already exceeds the year the target is 0. Raises NotApportionable as `apportion` does, and
    ValueError when the two do not name the same districts.
    """
    if annual.keys() != round1.keys():
        raise ValueError("the two tables name different districts")
    _check(bases, basic, advanced)
    raw = {
        name: (max(0, tiers.basic - round1[name].basic), max(0, tiers.advanced - round1[name].advanced))
        for name, tiers in annual.items()
    }
    return _finish(raw, bases, basic, advanced)


def is_over(round1: Tiers, annual: Tiers) -> bool:
    """Whether in some tier round 1 is more than the year: what is left of it is 0, not less."""
    return round1.basic > annual.basic or round1.advanced > annual.advanced


def left(annual: Tiers, round1: Tiers) -> tuple[int, int]:
    """(basic, advanced) of the province for round 2; swapped where inverted, as a district's are."""
    basic, advanced = sorted((annual.basic - round1.basic, annual.advanced - round1.advanced))
    return basic, advanced


def total(tiers: Mapping[str, Tiers]) -> Tiers:
    """The province's row: each column's sum."""
    rows = list(tiers.values())
    return Tiers(sum(r.basic for r in rows), sum(r.standard for r in rows), sum(r.advanced for r in rows))


def _check(bases: Mapping[str, Base], basic: int, advanced: int) -> None:
    if not bases:
        raise NotApportionable("there is no district")
    if not 0 <= basic <= advanced:
        raise NotApportionable("the province's basic target must be between 0 and its advanced target")


def _shares(weights: Mapping[str, Decimal | int], bases: Mapping[str, Base]) -> dict[str, Fraction]:
    """Each district's share of the whole. With nothing to go by, the known base revenue; without that, equal."""
    for candidate in (weights, {name: sum(known(base)) for name, base in bases.items()}):
        whole = sum(Fraction(weight) for weight in candidate.values())
        if whole:
            return {name: Fraction(weight) / whole for name, weight in candidate.items()}
    return {name: Fraction(1, len(weights)) for name in weights}


def _finish(
    raw: Mapping[str, tuple[int, int]], bases: Mapping[str, Base], basic: int, advanced: int
) -> dict[str, Tiers]:
    low = {name: min(pair) for name, pair in raw.items()}
    high = {name: max(pair) for name, pair in raw.items()}
    order = sorted(raw, key=lambda name: (-sum(Fraction(year) for year in known(bases.get(name, ()))), name))
    _balance(low, high, order, basic, advanced)
    tiers = {name: Tiers(low[name], _mean(low[name], high[name]), high[name], bool(known(bases[name]))) for name in raw}
    return _balance_standard(tiers, order, half_up(Fraction(basic + advanced, 2)))


def _mean(basic: int, advanced: int) -> int:
    return half_up(Fraction(basic + advanced, 2))


def _balance(low: dict[str, int], high: dict[str, int], order: list[str], basic: int, advanced: int) -> None:
    """Make the columns sum, on the greatest district first; on the next only what it cannot take without inverting.

    It ends: after widening, the gaps sum to at least what is left to close, because basic ≤ advanced.
    """
    raise_low = basic - sum(low.values())
    lower_high = sum(high.values()) - advanced
    if lower_high < 0:
        high[order[0]] -= lower_high
        lower_high = 0
    for name in order:
        if raise_low >= 0:
            break
        step = min(low[name], -raise_low)
        low[name] -= step
        raise_low += step
    for name in order:
        gap = high[name] - low[name]
        up = min(raise_low, gap, max(gap - lower_high, (gap + 1) // 2))
        down = min(lower_high, gap - up)
        low[name] += up
        high[name] -= down
        raise_low, lower_high = raise_low - up, lower_high - down


def _balance_standard(tiers: dict[str, Tiers], order: list[str], standard: int) -> dict[str, Tiers]:
    """Of the means that end in half a baht, round down as many as the column needs to sum."""
    excess = sum(row.standard for row in tiers.values()) - standard
    for name in order:
        row = tiers[name]
        if excess > 0 and (row.basic + row.advanced) % 2:
            tiers[name] = replace(row, standard=row.standard - 1)
            excess -= 1
    return tiers
