"""The one wrong figure of a table that explains its differences best: a base, a total, the province's. Pure Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from targets.apportionment import NotApportionable, Tiers, apportion, province_tiers
from targets.reading import TIERS, Table
from targets.reasons import Reason, base_of, own_base, own_province, total_of

ROUNDING = 3  # baht that a spreadsheet's own rounding explains
MOST = 100  # districts that are suspected one by one and of one another: no province has as many
Bases = Mapping[str, Sequence[Decimal | None]]


@dataclass(frozen=True)
class Suspect:
    """A figure, and the targets without the fault. `reason` for every district; `own` for the one whose base it is."""

    tiers: Mapping[str, Tiers]
    reason: Reason
    district: str = ""
    own: Reason | None = None

    def reason_for(self, name: str, tier: str, stated: Decimal) -> Reason | None:
        """None for a cell that it does not explain."""
        if not near(stated, getattr(self.tiers[name], tier)):
            return None
        return self.own if name == self.district else self.reason


def near(stated: Decimal, computed: Decimal | int) -> bool:
    return abs(stated - computed) <= ROUNDING


def column_sum(table: Table, column: str) -> Decimal:
    return sum((row[column] or Decimal(0) for row in table.rows.values()), Decimal(0))


def likeliest(table: Table, years: Sequence[str], totals: Sequence[Decimal | None], plain: int) -> Suspect | None:
    """The suspect that explains most stated cells, more than the `plain` many that agree anyhow; else None."""
    found = max(_suspects(table, years, totals), key=lambda suspect: agreeing(table, suspect.tiers), default=None)
    return found if found and agreeing(table, found.tiers) > plain else None


def agreeing(table: Table, tiers: Mapping[str, Tiers]) -> int:
    """How many stated cells stand within the rounding of these targets."""
    return sum(
        (stated := row.get(tier)) is not None and near(stated, getattr(tiers[name], tier))
        for name, row in table.rows.items()
        for tier in TIERS
    )


def _suspects(table: Table, years: Sequence[str], totals: Sequence[Decimal | None]) -> Iterator[Suspect]:
    bases = {name: [row[year] for year in years] for name, row in table.rows.items()}
    province = table.province or {}
    for at, year in enumerate(years):
        if province.get(year) is not None and (apart := column_sum(table, year) - (totals[at] or 0)):
            yield from _base_of_one(bases, at, year, totals, apart)
            summed = [*totals[:at], column_sum(table, year), *totals[at + 1 :]]
            yield from _made(bases, province_tiers(summed), total_of(year, -apart))
    if all(tier in table.columns for tier in TIERS):
        basic, advanced = (int(province.get(tier) or column_sum(table, tier)) for tier in ("basic", "advanced"))
        yield from _made(bases, (basic, advanced), own_province(basic, advanced))


def _base_of_one(
    bases: Bases, at: int, year: str, totals: Sequence[Decimal | None], apart: Decimal
) -> Iterator[Suspect]:
    """Each district's base in turn, put right by what its column is off."""
    for name, base in bases.items() if len(bases) <= MOST else ():
        if (stated := base[at]) is not None and stated >= apart:
            right = {**bases, name: [*base[:at], stated - apart, *base[at + 1 :]]}
            own = own_base(year, stated, apart)
            yield from _made(right, province_tiers(totals), base_of(name, year, apart), name, own)


def _made(
    bases: Bases, figures: tuple[int, int], reason: Reason, district: str = "", own: Reason | None = None
) -> Iterator[Suspect]:
    try:
        yield Suspect(apportion(bases, *figures), reason, district, own)
    except NotApportionable:
        return  # no table of these figures can be: they explain nothing
