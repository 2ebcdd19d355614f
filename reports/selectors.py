"""What documents and the verifying page read, each within what a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404

from accounts.models import District, Province, Role, User
from core.thai import to_arabic_digits
from workflow import kinds
from workflow.models import EDITABLE_STATES, Revision, State, Submission


def districts_for_export(*, district: str = "", province: str = "") -> list[District]:
    """For an operator at the command line, who sees everything: one district, or a province's in Thai order."""
    districts = District.objects.select_related("province")
    found = districts.filter(code=district) if district else districts.filter(province__code=province)
    return list(found.in_thai_order())


def office_for_export(district: str = "", province: str = "") -> User:
    """Whoever sees an area as its own office does: nobody's account, kept nowhere. Without an area the department.

    Raises Http404 for an unknown code.
    """
    if district:
        return User(role=Role.DISTRICT, district=get_object_or_404(District, code=district))
    if province:
        return User(role=Role.PROVINCE, province=get_object_or_404(Province, code=province))
    return User(role=Role.DEPARTMENT)


@dataclass(frozen=True)
class Verified:
    """What anyone who holds a paper may know of it. `total` and the hash only for those who may see the figures."""

    revision: Revision
    may_see_figures: bool

    @property
    def submission(self) -> Submission:
        return self.revision.submission

    @property
    def paper(self) -> str:
        """What the paper is called."""
        return kinds.of(self.submission).words.paper

    @property
    def is_superseded(self) -> bool:
        return self.revision.number != self.submission.revision_number

    @property
    def is_reopened(self) -> bool:
        return self.submission.state in EDITABLE_STATES

    @property
    def is_current(self) -> bool:
        return not self.is_superseded and not self.is_reopened

    @property
    def is_locked(self) -> bool:
        return self.submission.state == State.LOCKED


def clean_code(text: str) -> str:
    """A code as people type it: Thai digits, small letters, spaces and hyphens are all the same."""
    return "".join(char for char in to_arabic_digits(text).upper() if char.isalnum())


def verify(code: str, viewer: Any) -> Verified | None:
    """The revision that a paper's code names; None for an unknown code. Codes cannot be listed or guessed."""
    related = ("submission__district__province", "confirmed_by")
    found = Revision.objects.filter(code=code).select_related(*related).first()
    return Verified(found, _may_see(viewer, found)) if found else None


def _may_see(viewer: Any, revision: Revision) -> bool:
    """The department sees what is locked, and so never the figures of a revision that was replaced."""
    visible = Submission.objects.figures_visible_to(viewer).filter(pk=revision.submission_id)
    if getattr(viewer, "is_national", False):
        visible = visible.filter(revision_number=revision.number)
    return visible.exists()
