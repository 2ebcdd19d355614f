"""Bring the demo to the present month. Safe to repeat: what is there, and what people typed, stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import District
from accounts.services import load_areas
from core import clock
from core.month import Month
from otop_portal.demo import states
from otop_portal.demo.downloads import ensure_exports
from otop_portal.demo.evidence import ensure_evidence
from otop_portal.demo.extensions import ensure_deadline, ensure_extensions
from otop_portal.demo.figures import CHACHOENGSAO, LETTER_MONTHS, REOPENED, demo_districts
from otop_portal.demo.forecasts import ensure_forecasts
from otop_portal.demo.market_months import ensure_market_months
from otop_portal.demo.markets import ensure_markets
from otop_portal.demo.moments import in_a_closed_month, in_an_open_month, open_month
from otop_portal.demo.months import Plan, write_month
from otop_portal.demo.national import PREFIX as NATIONAL_PREFIX
from otop_portal.demo.notices import ensure_notices
from otop_portal.demo.online import ensure_online
from otop_portal.demo.outgoing import ensure_outgoing
from otop_portal.demo.people import ensure_people
from otop_portal.demo.products import ensure_facts
from otop_portal.demo.progress import ensure_progress
from otop_portal.demo.registry import ensure_producers
from otop_portal.demo.requests import ensure_requests
from otop_portal.demo.scales import ensure_scales
from otop_portal.demo.settle import settle, untouched
from otop_portal.demo.targets import ensure_targets
from otop_portal.demo.tokens import ensure_tokens
from producers.models import Producer
from workflow.models import Kind, State, Submission

MONTHS_BEFORE = 13  # the same month last year stands beside each row, and beside last month's
Progress = Callable[[list[Plan]], Iterable[Plan]]


class SyntheticData(Exception):
    """The demo's districts hold the months of load_national: the demo must come first."""


@dataclass(frozen=True)
class Loaded:
    """What one run has done: counts of what it made."""

    open_month: Month
    producers: int
    months: int
    settled: int
    extensions: int


def load_demo(*, scale: float = 1.0, progress: Progress = iter) -> Loaded:
    """Create what is missing of the demo. `scale` thins out the producers (tests); totals stay.

    Raises NameTaken, SyntheticData.
    """
    if not District.objects.exists():
        load_areas()
    now, districts = clock.now(), demo_districts()
    if Producer.objects.filter(district__in=districts, code__startswith=NATIONAL_PREFIX).exists():
        raise SyntheticData
    month = open_month(now)
    cast = ensure_people(districts)
    producers = ensure_producers(districts, scale)
    ensure_facts(districts)
    ensure_markets(districts, cast)
    ensure_deadline(cast.provinces)
    settled = _left_open(month)
    for submission in settled:
        settle(submission, cast, now)
    plans = _missing(_plans(districts, month, now))
    for plan in progress(plans):
        write_month(plan, cast)
    ensure_market_months(districts, month, cast, now)
    extensions = ensure_extensions(month, cast.admin)
    ensure_evidence(month, cast, now)
    ensure_targets(month, cast, now)
    ensure_progress(districts, cast)
    ensure_online(districts, cast)
    ensure_scales(month, districts, cast)
    ensure_forecasts(month, cast, districts, now)
    ensure_requests(districts, cast)
    ensure_tokens()
    ensure_outgoing(month, cast, districts, now)
    ensure_notices(districts, now)
    ensure_exports(month, cast)
    return Loaded(month, producers, len(plans), len(settled), extensions)


def _plans(districts: list[District], month: Month, now: datetime) -> list[Plan]:
    """The demo's district months, oldest first: a row's warning looks at the months before it."""
    history = [month - back for back in range(MONTHS_BEFORE, 0, -1)]
    letter = [m for m in LETTER_MONTHS if m < month]
    home = [d for d in districts if d.province.code == CHACHOENGSAO]
    plans = [_closed(d, m) for m in letter for d in home]
    if month > REOPENED and REOPENED not in history:
        plans += _staged(home, REOPENED, states.REOPENED_MONTH, now)
    plans += [_closed(d, m) for m in history for d in districts if not (d in home and m in letter)]
    plans += _staged(districts, month, states.OPEN_MONTH, now)
    return sorted(plans, key=lambda plan: plan.month)


def _closed(district: District, month: Month) -> Plan:
    return Plan(district, month, states.LOCKED, in_a_closed_month(district, month))


def _staged(districts: list[District], month: Month, stages: dict[str, states.Stage], now: datetime) -> list[Plan]:
    begun = [d for d in districts if d.name in stages]
    return [Plan(d, month, stages[d.name], in_an_open_month(d, month, now)) for d in begun]


def _submissions() -> Any:
    return Submission.objects.filter(district__in=demo_districts())


def _missing(plans: list[Plan]) -> list[Plan]:
    begun = set(_submissions().filter(kind=Kind.SALES).values_list("district_id", "month"))
    return [plan for plan in plans if (plan.district.pk, plan.month) not in begun]


def _left_open(month: Month) -> list[Submission]:
    """Months before the open one that were left unlocked and untouched; March 2567 is meant to stand open."""
    unlocked = _submissions().filter(month__lt=month).exclude(state=State.LOCKED).exclude(month=REOPENED)
    return untouched(list(unlocked.select_related("district__province").order_by("month")))
