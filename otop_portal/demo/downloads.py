"""Files that were asked for, in the demo: one ready, one whose right was gone; and the last closed month's papers."""

from __future__ import annotations

from accounts.models import User
from core import clock, jobs
from core.jobs import Status
from core.month import Month
from otop_portal.demo.people import Cast
from reports import exports, making, requests
from reports.asking import Spec
from reports.closing import need
from reports.models import ExportJob
from reports.versions import fingerprint, scope_of
from workflow.announcements import closed_months

MONTHS_BACK = 5


def ensure_exports(month: Month, cast: Cast) -> int:
    """Made here and now, for there is no worker yet; the papers of the closed month wait for it. How many files."""
    need(closed_months(clock.now())[-1])
    office = cast.provinces[min(cast.provinces)]
    if ExportJob.objects.filter(requested_by=office).exists():
        return 0
    period = f"{month - MONTHS_BACK}_{month - 1}"
    area = scope_of(office).split(" ")[1]
    ready, refused = (_ask(Spec("detail", area, period, format_), office) for format_ in ("xlsx", "csv"))
    jobs.carry_out(ExportJob, ready.pk, making.make_export)
    ExportJob.objects.filter(pk=refused.pk).update(status=Status.REFUSED, error=making.MOVED)
    return 1


def _ask(spec: Spec, person: User) -> ExportJob:
    work = exports.weigh(spec, person)
    return ExportJob.objects.create(
        spec=spec.as_dict(),
        title=requests.title_of(spec, work),
        fingerprint=fingerprint(spec, work.ask),
        scope=scope_of(person),
        total=work.rows,
        requested_by=person,
    )
