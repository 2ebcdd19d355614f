"""What the entry's views share: finding the month in the user's area, and telling a refusal."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from accounts.middleware import wants_json
from accounts.models import District
from accounts.selectors import district_or_404
from core.month import Month
from entry import grids
from entry.grids import Grid
from workflow.converters import month_or_404
from workflow.models import State, Submission
from workflow.services import Refused

View = Callable[..., HttpResponse]


MOST_DIGITS = 18  # what a database id can have


def number(text: str) -> int:
    """An id or a version as a form sends it; 0, which no row has, for anything else."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0


def entry_url(grid: Grid, district: District, month: Month) -> str:
    return grid.url("entry", district.code, str(month))


def entry_view(view: View) -> View:
    """Give the view its grid, district and month, and answer a refusal with the sentence that explains it.

    To a form it is a message on the entry page; to a script 409 with the verdict; to a role that never may, 403.
    Nothing has been written.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, code: str, month: str, kind: str, **kwargs: Any) -> HttpResponse:
        grid, district, of_month = grids.get(kind), district_or_404(request.user, code), month_or_404(month)
        try:
            return view(request, grid, district, of_month, **kwargs)
        except Refused as refused:
            return _refusal(request, refused, entry_url(grid, district, of_month))

    return wrapper


def _refusal(request: HttpRequest, refused: Refused, back: str) -> HttpResponse:
    wrong_role = refused.verdict.code == "role"
    if wants_json(request):
        return JsonResponse(refused.verdict.as_dict(), status=403 if wrong_role else 409)
    if wrong_role:
        raise PermissionDenied
    messages.error(request, " ".join(filter(None, [refused.verdict.sentence, refused.verdict.remedy])))
    return HttpResponseRedirect(back)


def may_see_figures(request: HttpRequest, submission: Submission | None) -> bool:
    """The department sees a district's figures only when they are locked."""
    if not request.user.is_national:
        return True
    return submission is not None and submission.state == State.LOCKED
