"""What the page of a closed month shows: the papers that are there, and who is missing."""

from __future__ import annotations

from typing import Any, NamedTuple

from accounts.models import District, Province
from core import clock
from core.jobs import Status
from core.month import Month
from reports.asking import NATION
from reports.closing import Wanted, wanted
from reports.documents import DOWNLOADS
from reports.models import ClosingDocument
from workflow.calendar import national_window
from workflow.models import Kind, State, Submission
from workflow.selectors.standing import NOT_BEGUN, NOT_BEGUN_LABEL


class Paper(NamedTuple):
    """A document that the locked figures allow; `document` is None until it is queued."""

    label: str
    document: ClosingDocument | None
    is_ready: bool

    @property
    def words(self) -> str:
        """Why it cannot be fetched yet."""
        if self.document is None:
            return "รอจัดทำ"
        if self.document.status == Status.DONE:
            return "ข้อมูลเปลี่ยนหลังจัดทำ รอจัดทำใหม่"
        return self.document.sentence


class Missing(NamedTuple):
    """A district that is not locked, and how far it is."""

    district: District
    state: str
    label: str


class Line(NamedTuple):
    """A province: its papers, and its districts that are not locked."""

    province: Province
    districts: int
    missing: list[Missing]
    papers: list[Paper]

    @property
    def locked(self) -> int:
        return self.districts - len(self.missing)


class Closing(NamedTuple):
    """What there is of a month, and what is missing, as somebody may see it. A province has no `national` papers."""

    month: Month
    is_closed: bool
    national: list[Paper]
    lines: list[Line]

    @property
    def complete(self) -> list[Line]:
        return [line for line in self.lines if not line.missing]

    @property
    def incomplete(self) -> list[Line]:
        return [line for line in self.lines if line.missing]

    @property
    def papers(self) -> list[Paper]:
        return [*self.national, *(paper for line in self.lines for paper in line.papers)]

    @property
    def ready(self) -> int:
        return sum(paper.is_ready for paper in self.papers)

    @property
    def under_way(self) -> int:
        return sum(1 for paper in self.papers if paper.document and paper.document.is_unfinished)


def closing(user: Any, month: Month) -> Closing:
    """In six queries, whatever the number of districts."""
    districts = District.objects.visible_to(user).filter(province__reports=True).select_related("province")
    months = Submission.objects.visible_to(user).filter(kind=Kind.SALES, month=month)
    states = dict(months.values_list("district_id", "state"))
    provinces: dict[Province, list[District]] = {}
    for district in districts.order_by("province__sort_key", "sort_key", "code"):
        provinces.setdefault(district.province, []).append(district)
    papers = _papers(user, month)
    lines = [_line(province, of, states, papers.get(province.code, [])) for province, of in provinces.items()]
    is_closed = national_window(month).closes_at <= clock.now()
    return Closing(month, is_closed, papers.get(NATION, []) if user.is_national else [], lines)


def is_ready(document: ClosingDocument, now_wanted: Wanted | None) -> bool:
    """Whether its file holds what is locked now: any other is not handed out."""
    is_made = document.status == Status.DONE and bool(document.stored)
    return is_made and now_wanted is not None and document.fingerprint == now_wanted.fingerprint


def _papers(user: Any, month: Month) -> dict[str, list[Paper]]:
    """By area, in the order of the catalogue."""
    there = {(d.document, d.area): d for d in ClosingDocument.objects.visible_to(user).filter(month=month)}
    papers: dict[str, list[Paper]] = {}
    for each in wanted(month):
        document = there.get((each.document, each.area))
        ready = document is not None and is_ready(document, each)
        papers.setdefault(each.area, []).append(Paper(DOWNLOADS[each.document].label, document, ready))
    return papers


def _line(province: Province, districts: list[District], states: dict[int, str], papers: list[Paper]) -> Line:
    missing = [
        Missing(district, *_state(states.get(district.pk)))
        for district in districts
        if states.get(district.pk) != State.LOCKED
    ]
    return Line(province, len(districts), missing, papers)


def _state(state: str | None) -> tuple[str, str]:
    return (state, State(state).label) if state else (NOT_BEGUN, NOT_BEGUN_LABEL)
