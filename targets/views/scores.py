"""Live scores: each role lands on its own page of the present round."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import Province
from accounts.selectors import province_or_404
from targets.forms import REOPEN, ReasonForm
from targets.selectors import overview as overviews
from targets.selectors import scores as selectors
from targets.views.common import FORMATS, period_or_404


@require_GET
def overview(request: HttpRequest, year: int | None = None, period: str = "") -> HttpResponse:
    """All indicators of a period with the weighted total. Without a year, the round that today is in."""
    now_year, now_period = selectors.present()
    user, province = request.user, None
    if not user.is_national:
        province = user.province or user.district.province
    page = overviews.overview(user, year or now_year, period_or_404(period or now_period), province)
    context = {"page": page, "province": province, "reason": ReasonForm(REOPEN), "formats": FORMATS}
    return render(request, "targets/overview.html", context)


@require_GET
def scores(request: HttpRequest, year: int, period: str) -> HttpResponse:
    """Of the three tiers alone."""
    period, user = period_or_404(period), request.user
    if user.is_national:
        page = selectors.national_scores(user, year, period)
        return render(request, "targets/national.html", {"page": page})
    if user.is_province:
        return _province(request, user.province, year, period)
    page = selectors.province_scores(user, user.district.province, year, period)
    return render(request, "targets/district.html", {"page": page, "score": page.rows[0]})


@require_GET
def province_scores(request: HttpRequest, year: int, period: str, province: str) -> HttpResponse:
    """One province's districts, for its office and the department."""
    return _province(request, province_or_404(request.user, province), year, period_or_404(period))


def _province(request: HttpRequest, province: Province, year: int, period: str) -> HttpResponse:
    page = selectors.province_scores(request.user, province, year, period)
    return render(request, "targets/province.html", {"page": page, "province": province})
