"""Sales of two provinces, and what ภาพรวม shows of them, for its tests."""

from __future__ import annotations

from core import clock
from core.month import Month
from core.period import Period
from reports.dashboard.facts import Facts
from reports.documents.dashboard import MONTH, YEAR, panels
from targets.models import SetState, Target, TargetSet
from tests.cast import fill
from tests.targets.scene import make_indicator
from workflow.models import Kind, State, Submission

OCTOBER, NOVEMBER = Month.parse("2566-10"), Month.parse("2566-11")
FISCAL = Period.year(2567)


def locked(district, month, amount):
    Submission.objects.filter(pk=fill(district, month, amount).pk).update(state=State.LOCKED, revision_number=1)


def make_sold(cast, at):
    """Chachoengsao's October, this year and last, of two districts; November locked in one, a draft in the other."""
    at("2566-11-15 10:00")
    for district, amount in ((cast.mueang, 100), (cast.bangkhla, 10)):
        locked(district, OCTOBER - 12, str(amount))
        locked(district, OCTOBER, str(amount + 10))
    locked(cast.mueang, OCTOBER - 1, "90")
    locked(cast.mueang, NOVEMBER, "200")
    fill(cast.bangkhla, NOVEMBER, "7777.77")
    locked(cast.aranyaprathet, OCTOBER, "3")
    return cast


def targets(cast, province, tiers, period="annual"):
    """Published targets by district: the standard tier, whole baht."""
    total = sum(tiers.values())
    made = TargetSet.objects.create(
        province=province, indicator=make_indicator(cast, period), year=2567, period=period, basic=total,
        advanced=total, status=SetState.PUBLISHED, computed_at=clock.now(),
    )  # fmt: skip
    Target.objects.bulk_create(
        Target(target_set=made, district=d, basic=t, standard=t, advanced=t) for d, t in tiers.items()
    )
    return made


def facts_of(user, area, period=FISCAL, kind=Kind.SALES):
    return Facts(user, area, period, kind)


def panel_of(code, user, area, period=FISCAL, kind=Kind.SALES):
    (found,) = [p for p in panels(user, facts_of(user, area, period, kind), {**YEAR, **MONTH}) if p.code.endswith(code)]
    return found


def rows_of(panel):
    return {line.cells[0]: line.cells[1:] for line in panel.document.lines() if line.kind == "row"}


def total_of(panel):
    (line,) = [line for line in panel.document.lines() if line.kind == "total"]
    return line.cells
