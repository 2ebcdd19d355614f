"""What the views share: the office, the set of a period, refusals as messages."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import Province
from targets import periods
from targets.models import TargetSet
from targets.selectors import sets as selectors
from targets.services.guards import Refused


def set_or_404(request: HttpRequest, province: Province, year: int, period: str) -> TargetSet:
    found = selectors.target_set(request.user, province, year, period)
    if found is None:
        raise Http404
    return found


FORMATS = (("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV"))  # of documents, with their words


def period_or_404(period: str) -> str:
    """The year, a round or a quarter."""
    if period not in periods.LABELS:
        raise Http404
    return period


def refuse(request: HttpRequest, refused: Refused) -> None:
    messages.error(request, refused.message)


def to_set(province: Province, year: int, period: str) -> HttpResponse:
    return redirect("targets:set", province.code, year, period)
