"""What the views share: the round in an address, the district whose report it is."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import District
from accounts.selectors import district_or_404
from core import clock
from online.rounds import NUMBERS, RoundId

FORMATS = (("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV"))


def round_or_404(year: int, number: int) -> RoundId:
    """A round that has begun: what were found of a later one would close its products to today's."""
    if number not in NUMBERS or RoundId(year, number) > RoundId.of(clock.today()):
        raise Http404
    return RoundId(year, number)


def own_district(request: HttpRequest, code: str) -> District:
    """The officer's own district: 404 outside the area, 403 in another role."""
    district = district_or_404(request.user, code)
    if not request.user.is_district:
        raise PermissionDenied
    return district


def to_district(district: District, of: RoundId) -> HttpResponse:
    return redirect("online:district", of.year, of.number, district.code)
