"""The documents of a closed month: รต.๓ and รต.๔ of each province all of whose districts are locked, and the nation's.

They are papers made ahead, never a permission: nothing opens or closes by them, and without them every page works. A
run queues what is not there, or is of other figures by now, one task a document; so it may come late, twice, or be
killed anywhere, and the next makes good. Which months have closed, and who is locked, is read each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Max, Sum

from accounts.models import Province, Role, User
from core import clock, jobs
from core.jobs import JobRefused, Run, Status
from core.month import Month
from core.period import Period
from reports import exports
from reports.asking import NATION, Download, Refused, Spec
from reports.documents import DOWNLOADS, national_otop
from reports.exports import Work
from reports.making import make_closing
from reports.models import ClosingDocument
from reports.versions import YEAR, digest
from targets.models import TargetSet
from workflow.announcements import closed_months
from workflow.models import Kind, State, Submission

OF_PROVINCE = ("rt3", "rt4")
TRIES = 3  # of a document that fails; then somebody has to ask for it on the page
UNLOCKED = "จังหวัดปลดล็อกข้อมูลหลังจากปิดเดือน ระบบจะจัดทำใหม่เมื่อล็อกครบ"


class Wanted(NamedTuple):
    """One document that there should be, of the figures that the fingerprint names."""

    document: str
    area: str
    province: int | None
    fingerprint: str


def national_set() -> list[Download]:
    """The nation's documents of one month, in the order of the catalogue."""
    return [d for d in DOWNLOADS.values() if d.make and NATION in d.levels and "month" in d.periods]


def viewer() -> User:
    """The department's eyes: what is locked, and nothing else."""
    return User(role=Role.DEPARTMENT, is_active=True)


def run(at: datetime | None = None) -> int:
    """Queue what the recent closed months still need; returns how many documents."""
    return sum(queue(month) for month in closed_months(at or clock.now()))


def queue(month: Month, *, once_more: bool = False) -> int:
    """Queue the documents that a month still needs; returns how many."""
    needed = need(month, once_more=once_more)
    for document in needed:
        jobs.enqueue(document)
    return len(needed)


def need(month: Month, *, once_more: bool = False) -> list[ClosingDocument]:
    """Rows of the documents that are not there or are of other figures; `once_more` those that failed too often."""
    there = {(d.document, d.area): d for d in ClosingDocument.objects.filter(month=month)}
    needed = []
    for each in wanted(month):
        document = there.get((each.document, each.area))
        if document is None:
            document, is_due = _new(month, each)
        else:
            is_due = _renew(document, each, once_more)
        if is_due:
            needed.append(document)
    return needed


def _new(month: Month, each: Wanted) -> tuple[ClosingDocument, bool]:
    spec = Spec(each.document, each.area, str(Period.month(month)))
    facts = {"province_id": each.province, "fingerprint": each.fingerprint, "spec": spec.as_dict()}
    key = {"month": month, "document": each.document, "area": each.area}
    return ClosingDocument.objects.get_or_create(**key, defaults=facts)


def _renew(document: ClosingDocument, each: Wanted, once_more: bool) -> bool:
    """Make a row wait anew, if it must; one under way reads the figures when it is begun."""
    if document.is_unfinished:
        return False
    is_new = document.fingerprint != each.fingerprint
    if not is_new and (document.status == Status.DONE or not (once_more or document.attempts < TRIES)):
        return False
    held = ClosingDocument.objects.filter(pk=document.pk, status=document.status, claim=document.claim)
    attempts = 0 if is_new or once_more else document.attempts
    anew = {"status": Status.QUEUED, "error": "", "cancel_asked": False, "requested_at": clock.now()}
    return bool(held.update(fingerprint=each.fingerprint, attempts=attempts, **anew))


def wanted(month: Month) -> Iterator[Wanted]:
    """What there should be now."""
    provinces = figures_by_province(month)
    for province, facts in provinces.items():
        if province.reports and facts.is_complete:
            for document in OF_PROVINCE:
                yield Wanted(document, province.code, province.pk, digest(document, month, facts.version))
    if any(facts.locked for facts in provinces.values()):
        versions = [*(facts.version for facts in provinces.values()), _compared(month)]
        for download in national_set():
            yield Wanted(download.code, NATION, None, digest(download.code, month, versions, _targets(download, month)))


def _compared(month: Month) -> list[tuple[str, ...]]:
    """What changes with the locked figures of the year before, with which the nation's documents compare. One query."""
    earlier = Submission.objects.filter(month__gte=month - YEAR, month__lt=month, state=State.LOCKED)
    by = ("month", "kind")
    sums = earlier.order_by(*by).values_list(*by).annotate(Count("pk"), Sum("revision_number"), Max("locked_at"))
    return [tuple(map(str, line)) for line in sums]


def _targets(download: Download, month: Month) -> list[str]:
    """What changes with the published targets of the budget year, for the one document that has them. One query."""
    if download is not national_otop.DOWNLOAD:
        return []
    sets = TargetSet.objects.visible_to(viewer()).filter(year=month.budget_year.number)
    return [str(value) for value in sets.aggregate(Count("pk"), Max("published_at")).values()]


class Facts(NamedTuple):
    """How much of a province's month is locked, and what changes with its figures."""

    districts: int
    locked: int
    version: tuple[Any, ...]

    @property
    def is_complete(self) -> bool:
        return 0 < self.districts == self.locked


def figures_by_province(month: Month) -> dict[Province, Facts]:
    """Reporting provinces in Thai order, in two queries. The version is of every kind of report, as papers are."""
    locked = Submission.objects.filter(month=month, state=State.LOCKED)
    sums = (
        locked.order_by("kind")
        .values_list("district__province", "kind")
        .annotate(Count("pk"), Sum("revision_number"), Max("locked_at"))
    )
    versions: dict[int, list[Any]] = {}
    counts: dict[int, int] = {}
    for province, kind, count, revisions, newest in sums:
        versions.setdefault(province, []).append((kind, count, revisions, str(newest)))
        counts[province] = count if kind == Kind.SALES else counts.get(province, 0)
    provinces = Province.objects.filter(reports=True).annotate(districts_all=Count("districts")).in_thai_order()
    return {p: Facts(p.districts_all, counts.get(p.pk, 0), (p.pk, versions.get(p.pk, []))) for p in provinces}


def make(run: Run) -> None:
    """The worker's part: what is wanted is looked up again, so that no figure unlocked meanwhile gets on paper."""
    document = ClosingDocument.objects.get(pk=run.job.pk)
    key = (document.document, document.area)
    now = next((each for each in wanted(document.month) if (each.document, each.area) == key), None)
    if now is None:
        raise JobRefused(UNLOCKED)
    spec = Spec.of_dict(document.spec)
    try:
        download, ask = exports.resolve(spec, viewer())
        make_closing(run, Work(download, ask, None), now.fingerprint)
    except Refused as refused:
        raise JobRefused(str(refused)) from refused
