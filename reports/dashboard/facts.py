"""What a dashboard knows of an area: read once, within what the person may see, in a constant number of queries.

`Facts` reads each thing when it is first asked for, so that one table's file costs that table's queries alone. Parts
are the provinces of the nation, the districts of a province, or the district itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import District
from core import clock
from core.month import BudgetYear, Month
from core.period import Period
from entry.models import Total
from markets.models import MarketTotal
from markets.selectors.lines import line_labels
from reports import areas
from reports.figures import Area, within
from reports.standing import Standing, opened_by, standing
from sales.models import CHANNEL_LABELS, SalesTotal
from targets import periods
from targets.models import SetState, Target, TargetSet
from workflow import calendar
from workflow.models import ConfirmDeadline, Kind, Revision, State, Submission

TOTALS: dict[str, type[Total]] = {Kind.SALES: SalesTotal, Kind.MARKETS: MarketTotal}
ONLINE = ("domestic_online", "foreign_online")
NOTHING = Decimal(0)
PartMonth = tuple[int, Month]


@dataclass(frozen=True)
class Amount:
    """Baht of one part's month: everything that is seen, of it what is locked, of it what was sold online."""

    total: Decimal = NOTHING
    locked: Decimal = NOTHING
    online: Decimal = NOTHING


@dataclass(frozen=True)
class Part:
    """A province of the nation, or a district."""

    area: Any
    districts: int = 1

    @property
    def name(self) -> str:
        return str(self.area.name)


@dataclass(frozen=True)
class Goals:
    """Published targets of a year (the standard tier, baht): the area's own, and by part. None: not published."""

    whole: Decimal | None
    parts: dict[int, Decimal]
    periods: tuple[str, ...] = ()  # that the area has published targets of


class Facts:
    """An area's figures of a period and of the months they are compared with."""

    def __init__(self, user: Any, area: Area, period: Period, kind: str = Kind.SALES) -> None:
        self.user, self.area, self.period, self.kind = user, area, period, kind

    @property
    def year(self) -> BudgetYear:
        return self.period.first.budget_year

    @property
    def months(self) -> list[Month]:
        return self.period.months

    @property
    def is_national(self) -> bool:
        return self.area is None

    @property
    def is_one_district(self) -> bool:
        return isinstance(self.area, District)

    @cached_property
    def channels(self) -> dict[str, str]:
        """The four amounts of a row and their heads: channels of sales, income lines of markets."""
        return line_labels() if self.kind == Kind.MARKETS else dict(CHANNEL_LABELS)

    @cached_property
    def standing(self) -> Standing:
        return standing(self.user, self.period, self.area, self.kind, opened=self.opened)

    @cached_property
    def parts(self) -> list[Part]:
        """In Thai order."""
        if self.area is None:
            return [Part(province, province.district_count) for province in areas.provinces(self.user)]
        if isinstance(self.area, District):
            return [Part(self.area)]
        return [Part(district) for district in areas.districts(self.user, self.area)]

    @property
    def _part(self) -> str:
        """The path from a submission to its part."""
        return "district__province_id" if self.area is None else "district_id"

    @cached_property
    def _read_months(self) -> list[Month]:
        """The period's, those of the year before, and the month before it."""
        return sorted({*self.months, *(month - 12 for month in self.months), self.period.first - 1})

    def _submissions(self) -> QuerySet[Submission]:
        """Whose state the person may know."""
        known = Submission.objects.visible_to(self.user).filter(within(self.area), kind=self.kind)
        return known.filter(month__in=self._read_months)

    def _totals(self) -> QuerySet[Any]:
        """Kept totals whose figures the person may see."""
        seen = TOTALS[self.kind].objects.visible_to(self.user).filter(within(self.area, "submission__district"))
        return seen.filter(submission__kind=self.kind, submission__month__in=self._read_months).order_by()

    @cached_property
    def mix(self) -> dict[tuple[Month, str], dict[str, Decimal]]:
        """Baht by channel, of each month and category ('' for markets, which have none)."""
        by = ["submission__month", *(["category"] if self.kind == Kind.SALES else [])]
        sums = {f"sum_{name}": Sum(name) for name in self.channels}
        lines = self._totals().values_list(*by).annotate(**sums).values_list(*by, *sums)
        at = len(by)
        return {
            (line[0], line[1] if at == 2 else ""): dict(zip(self.channels, line[at:], strict=True)) for line in lines
        }

    @cached_property
    def amounts(self) -> dict[PartMonth, Amount]:
        """Of each part's month that has figures which may be seen."""
        by = (f"submission__{self._part}", "submission__month")
        sums: dict[str, Any] = {
            "all": Sum("total"),
            "of_locked": Sum("total", filter=Q(submission__state=State.LOCKED)),
        }
        if self.kind == Kind.SALES:
            sums |= {f"sum_{name}": Sum(name) for name in ONLINE}
        lines = self._totals().values_list(*by).annotate(**sums).values_list(*by, *sums)
        return {
            (part, month): Amount(total, locked or NOTHING, sum(online, NOTHING))
            for part, month, total, locked, *online in lines
        }

    @cached_property
    def states(self) -> dict[PartMonth, Counter[str]]:
        """How many of a part's districts stand in each state."""
        found: dict[PartMonth, Counter[str]] = defaultdict(Counter)
        counted = self._submissions().values_list(self._part, "month", "state").annotate(Count("pk"))
        for part, month, state, districts in counted.order_by():
            found[part, month][state] = districts
        return found

    def locked_districts(self, part: Part, month: Month) -> int:
        return self.states.get((part.area.pk, month), Counter())[State.LOCKED]

    def is_whole(self, part: Part, month: Month) -> bool:
        """Every district is done, as far as the person sees it: only then is the month compared with another."""
        states = self.states.get((part.area.pk, month), Counter())
        done = states[State.LOCKED] + (0 if self.user.is_national else states[State.CONFIRMED])
        return done >= part.districts > 0

    def amount(self, part: Part, month: Month) -> Amount:
        return self.amounts.get((part.area.pk, month), Amount())

    def has_figures(self, month: Month) -> bool:
        return any(at == month for _, at in self.amounts)

    def total(self, month: Month) -> Decimal | None:
        """Of all parts; None where nothing may be seen."""
        found = [amount.total for (_, at), amount in self.amounts.items() if at == month]
        return sum(found, NOTHING) if found else None

    def growth(self, parts: Iterable[Part], pairs: Iterable[tuple[Month, Month]]) -> Decimal | None:
        """Per cent, over the months of parts that are whole both times; None where there are none (or were nought)."""
        now = before = NOTHING
        both = list(pairs)
        for part in parts:
            for month, earlier in both:
                if self.is_whole(part, month) and self.is_whole(part, earlier):
                    now += self.amount(part, month).total
                    before += self.amount(part, earlier).total
        return percent(now - before, before)

    def leaves_out(self, parts: Iterable[Part], pairs: Iterable[tuple[Month, Month]]) -> bool:
        """Whether `growth` skips figures that are shown: then the totals beside it are not what it compares."""
        both = [pair for pair in pairs if self.has_figures(pair[0])]
        return any(
            any(self.amount(part, month).total for month in pair) and not all(self.is_whole(part, m) for m in pair)
            for part in parts
            for pair in both
        )

    def yearly_pairs(self) -> list[tuple[Month, Month]]:
        """The period's months, each with the same month of the year before."""
        return [(month, month - 12) for month in self.months]

    def yearly_growth(self, *parts: Part) -> Decimal | None:
        """Of the period against the same months of the year before."""
        return self.growth(parts or self.parts, self.yearly_pairs())

    @cached_property
    def goals(self) -> Goals:
        """Of the budget year: its annual targets, or those of both rounds together."""
        sets = TargetSet.objects.visible_to(self.user).filter(year=self.year.number, status=SetState.PUBLISHED)
        if self.area is None:
            by_part = _yearly((s.province_id, s.period, s.standard) for s in sets.filter(period__in=periods.ROUNDS))
            return Goals(sum(by_part.values(), NOTHING) if by_part else None, by_part)
        rows = Target.objects.visible_to(self.user).filter(within(self.area), target_set__in=sets)
        lines = list(rows.values_list("district_id", "target_set__period", "standard"))
        by_part, own = _yearly(lines), lines
        if not isinstance(self.area, District):
            own = [(s.province_id, s.period, s.standard) for s in sets.filter(province=self.area)]
        return Goals(_yearly(own).get(self.area.pk), by_part, tuple(sorted({period for _, period, _ in own})))

    def locked(self, parts: Iterable[Part], months: Iterable[Month]) -> Decimal:
        """Baht that count towards a target."""
        span = list(months)
        return sum((self.amount(part, month).locked for part in parts for month in span), NOTHING)

    def goal_parts(self) -> list[Part]:
        """Whose revenue counts against the area's target: of the nation the provinces that have published one."""
        return [part for part in self.parts if part.area.pk in self.goals.parts] if self.is_national else self.parts

    def _first_confirmations(self) -> QuerySet[Revision]:
        return Revision.objects.filter(number=1, submission__in=self._submissions().filter(month__in=self.opened))

    @cached_property
    def confirmed(self) -> dict[PartMonth, datetime]:
        """By district id and month, when the district first confirmed."""
        by = ("submission__district_id", "submission__month", "confirmed_at")
        return {(district, month): at for district, month, at in self._first_confirmations().values_list(*by)}

    @cached_property
    def punctual(self) -> dict[PartMonth, tuple[int, int]]:
        """Of provinces: how many districts first confirmed by the deadline, and how many after it."""
        by = ("submission__district__province_id", "submission__month")
        in_time = Count("pk", filter=self._in_time())
        lines = self._first_confirmations().order_by().values_list(*by).annotate(every=Count("pk"), in_time=in_time)
        return {(province, month): (told, every - told) for province, month, every, told in lines}

    def _in_time(self) -> Q:
        """Confirmed before the deadline that its province has in its month."""
        found = Q(pk__in=[])
        for month in self.opened:
            provinces: dict[datetime, list[int]] = defaultdict(list)
            for part in self.parts:
                provinces[self.deadline(part.area.pk, month)].append(part.area.pk)
            for deadline, some in provinces.items():
                of = Q(submission__month=month, confirmed_at__lt=deadline)
                found |= of if len(provinces) == 1 else of & Q(submission__district__province__in=some)
        return found

    @cached_property
    def _own_deadlines(self) -> dict[int, list[tuple[Month, int]]]:
        """Of provinces that have set another day: (from month, day), newest first."""
        found: dict[int, list[tuple[Month, int]]] = defaultdict(list)
        own = ConfirmDeadline.objects.visible_to(self.user).filter(kind=self.kind).order_by("-from_month")
        for province, month, day in own.values_list("province_id", "from_month", "day"):
            found[province].append((month, day))
        return found

    def deadline(self, province: int, month: Month) -> datetime:
        """`calendar.confirm_deadline`, without a query for each."""
        own = (day for since, day in self._own_deadlines.get(province, []) if since <= month)
        return calendar.confirm_by(self._windows[month], next(own, calendar.default_confirm_day(self.kind)))

    @cached_property
    def _windows(self) -> dict[Month, calendar.Window]:
        return calendar.national_windows(self.months, self.kind)

    @cached_property
    def opened(self) -> list[Month]:
        """Months of the period that have opened."""
        return opened_by(clock.now(), self._windows)


def percent(part: Decimal, whole: Decimal | None) -> Decimal | None:
    return part / whole * 100 if whole else None


def _yearly(lines: Iterable[tuple[int, str, int]]) -> dict[int, Decimal]:
    """By area: the annual target, else the sum of both rounds."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for area, period, standard in lines:
        found[area][period] = standard
    goals = {}
    for area, known in found.items():
        if periods.ANNUAL in known:
            goals[area] = Decimal(known[periods.ANNUAL])
        elif {periods.ROUND1, periods.ROUND2} <= set(known):
            goals[area] = Decimal(known[periods.ROUND1] + known[periods.ROUND2])
    return goals
