"""What the views share: areas and roles, refusals as messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import District, Province
from accounts.selectors import district_or_404, province_or_404
from core.month import Month
from workflow.models import Submission
from workflow.services import NothingSaid, Refused


def office_or_403(request: HttpRequest, code: str) -> Province:
    """The person's own province, for an act of its office: elsewhere 404, in another role 403."""
    province = province_or_404(request.user, code)
    if not request.user.is_province:
        raise PermissionDenied
    return province


def district_of(request: HttpRequest, province_code: str, code: str) -> District:
    """A district of a province that the person may look into. District users have their own page: 404."""
    province = province_or_404(request.user, province_code)
    district = district_or_404(request.user, code)
    return district if district.province_id == province.pk else district_or_404(request.user, "")


def board_url(kind: str, province: Province, month: Month) -> str:
    return reverse("workflow:board", kwargs={"kind": kind, "province": province.code, "month": month})


def review_url(kind: str, province: str, month: Month, district: str) -> str:
    names = {"kind": kind, "province": province, "month": month, "district": district}
    return reverse("workflow:review", kwargs=names)


def administrator_or_403(request: HttpRequest) -> None:
    if not request.user.is_admin:
        raise PermissionDenied


def named(districts: Iterable[District]) -> str:
    return ", ".join(f"อำเภอ{district.name}" for district in districts)


def each(request: HttpRequest, submissions: Iterable[Submission], act: Callable[[Submission], None]) -> list[District]:
    """Do one act on each submission, one transaction a district: a refusal is told and stops no other.

    Returns the districts where it was done. A role that may never do it is 403.
    """
    done = []
    for submission in submissions:
        try:
            act(submission)
            done.append(submission.district)
        except Refused as refused:
            refuse(request, refused, submission.district)
        except NothingSaid as nothing:
            messages.error(request, str(nothing))
            break
    return done


def refuse(request: HttpRequest, refused: Refused, district: District) -> None:
    """Tell why it was not done, and what to do."""
    if refused.verdict.code == "role":
        raise PermissionDenied from refused
    sentence = " ".join(filter(None, [refused.verdict.sentence, refused.verdict.remedy]))
    messages.error(request, f"อำเภอ{district.name}: {sentence}")
