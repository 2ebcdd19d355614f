"""Why a stated figure differs from the recomputed one: its own slips first, then another row's. Pure Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from targets import reasons
from targets.apportionment import Tiers, total
from targets.reading import TIERS, TOTAL, YEAR, Table
from targets.reasons import Reason
from targets.suspects import MOST, ROUNDING, Suspect, near

LONG = 1000  # from here on a digit is a slip; of smaller figures a few baht are one too
OTHER = {"basic": "advanced", "advanced": "basic"}
Row = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Explainer:
    """Of a table of targets and what it is recomputed to; `suspect` is the one wrong figure that explains most."""

    table: Table
    tiers: Mapping[str, Tiers]
    suspect: Suspect | None

    def reason(self, name: str, tier: str, stated: Decimal) -> Reason | None:
        """The most telling one of a district's figure, or of the province's (TOTAL)."""
        row = (self.table.province or {}) if name == TOTAL else self.table.rows[name]
        target = total(self.tiers) if name == TOTAL else self.tiers[name]
        inverted = reasons.INVERTED if tier in OTHER and _is_inverted(row) else None
        if inverted and near(stated, getattr(target, OTHER[tier])):
            return inverted
        if name == TOTAL:
            return inverted or reasons.TOTALS
        if near(stated, getattr(target, tier)):
            return reasons.ROUNDING
        if not target.history:
            return reasons.NEW
        return self._wrong(name, tier, stated) or inverted or self._elsewhere(name, tier, stated)

    def _wrong(self, name: str, tier: str, stated: Decimal) -> Reason | None:
        """A wrong figure, of a base that moved this one or of this one itself."""
        explained = self.suspect and self.suspect.reason_for(name, tier, stated)
        if explained:
            return explained
        if tier == "standard" and is_off_the_mean(self.table.rows[name]):
            return reasons.MEAN
        computed = [tiers[name] for tiers in (self.tiers, self.suspect and self.suspect.tiers) if tiers]
        return reasons.DIGIT if any(_is_slip(stated, getattr(target, tier)) for target in computed) else None

    def _elsewhere(self, name: str, tier: str, stated: Decimal) -> Reason | None:
        """The figure of another row, or the row that takes what the column's swaps moved."""
        if stated > ROUNDING and len(self.tiers) <= MOST:
            for other, target in self.tiers.items():
                if other != name and near(stated, getattr(target, tier)):
                    return reasons.figure_of(other)
        return reasons.BALANCE if name == self._greatest else None

    @cached_property
    def _greatest(self) -> str:
        years = self.table.having(YEAR)
        return max(self.table.rows, key=lambda name: sum(self.table.rows[name][year] or 0 for year in years))


def _is_inverted(row: Row) -> bool:
    basic, advanced = row.get("basic"), row.get("advanced")
    return basic is not None and advanced is not None and basic > advanced


def is_off_the_mean(row: Row) -> bool:
    """Whether the standard is not the mean of the other two, which may end in half a baht."""
    basic, standard, advanced = (row.get(tier) for tier in TIERS)
    if basic is None or standard is None or advanced is None:
        return False
    return abs(2 * standard - basic - advanced) > 1


def _is_slip(stated: Decimal, computed: int) -> bool:
    """Off by a digit from a figure as it is computed, or as a spreadsheet rounds it."""
    rounded = range(computed - ROUNDING, computed + ROUNDING + 1)
    return any(off_by_a_digit(stated, figure) for figure in (computed, *(f for f in rounded if f >= LONG)))


def digit_or(stated: Decimal, computed: Decimal | int, otherwise: Reason) -> Reason:
    """For results and scales: DIGIT of a figure so long that another digit is no other result."""
    slip = computed >= LONG and not near(stated, computed) and off_by_a_digit(stated, computed)
    return reasons.DIGIT if slip else otherwise


def off_by_a_digit(stated: Decimal | int, computed: Decimal | int) -> bool:
    """One digit differs, is missing or too many, or two neighbours stand in the wrong order."""
    a, b = (f"{Decimal(value):f}" for value in (stated, computed))
    if len(a) != len(b):
        return abs(len(a) - len(b)) == 1 and _without_one(max(a, b, key=len), min(a, b, key=len))
    places = [at for at in range(len(a)) if a[at] != b[at]]
    swapped = len(places) == 2 and places[1] == places[0] + 1 and a[places[0]] == b[places[1]]
    return len(places) == 1 or (swapped and a[places[1]] == b[places[0]])


def _without_one(longer: str, shorter: str) -> bool:
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
