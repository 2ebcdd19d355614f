"""The demo's months of market sales: a few of history, and the open one in as many states as there are."""

from __future__ import annotations

from datetime import datetime

from accounts.models import District
from core.month import Month
from entry import grids
from otop_portal.demo import states
from otop_portal.demo.moments import in_a_closed_month, in_an_open_month
from otop_portal.demo.months import Plan, write_month
from otop_portal.demo.people import Cast
from workflow.models import Kind, Submission

MONTHS_BEFORE = 3


def ensure_market_months(districts: list[District], month: Month, cast: Cast, now: datetime) -> int:
    """Create the months that have not been begun and have nothing in their way; returns how many."""
    grid = grids.get(Kind.MARKETS)
    history = [month - back for back in range(MONTHS_BEFORE, 0, -1)]
    begun = set(
        Submission.objects.filter(kind=Kind.MARKETS, district__in=districts).values_list("district_id", "month")
    )
    plans = [Plan(d, m, states.LOCKED, in_a_closed_month(d, m), Kind.MARKETS) for m in history for d in districts]
    plans += [
        Plan(d, month, states.OPEN_MARKETS[d.name], in_an_open_month(d, month, now), Kind.MARKETS)
        for d in districts
        if d.name in states.OPEN_MARKETS
    ]
    missing = [
        plan
        for plan in plans
        if (plan.district.pk, plan.month) not in begun and not grid.obstacles(plan.district, plan.month)
    ]
    for plan in missing:
        write_month(plan, cast)
    return len(missing)
