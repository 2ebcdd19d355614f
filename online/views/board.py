"""Where a round stands: a province's districts, the nation's provinces."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.selectors import province_or_404
from core import clock
from online import selectors
from online.rounds import RoundId
from online.views.common import FORMATS, round_or_404


@require_GET
def current(request: HttpRequest) -> HttpResponse:
    """The present round, where the person's work is."""
    of, user = RoundId.of(clock.today()), request.user
    if user.is_district:
        return redirect("online:district", of.year, of.number, user.district.code)
    if user.is_province:
        return redirect("online:province", of.year, of.number, user.province.code)
    return redirect("online:nation", of.year, of.number)


@require_GET
def nation(request: HttpRequest, year: int, number: int) -> HttpResponse:
    of = round_or_404(year, number)
    if not request.user.is_national:
        raise PermissionDenied
    context = {"board": selectors.national_board(request.user, of), "of": of}
    return render(request, "online/nation.html", context)


@require_GET
def province(request: HttpRequest, year: int, number: int, code: str) -> HttpResponse:
    of, office = round_or_404(year, number), province_or_404(request.user, code)
    context = {
        "board": selectors.province_board(request.user, office, of),
        "of": of,
        "province": office,
        "formats": FORMATS,
    }
    return render(request, "online/province.html", context)
