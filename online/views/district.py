"""A district's round: its products, one product's form, confirming and returning."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import District
from accounts.selectors import district_or_404
from core import audit
from core.forms import refuse, sent
from core.records import Refused
from online import selectors
from online.forms import LineForm, ReturnForm
from online.rounds import RoundId
from online.services import report as services
from online.views.common import FORMATS, own_district, round_or_404, to_district

PER_PAGE = 50
TRAIL = 30


@require_GET
def page(request: HttpRequest, year: int, number: int, code: str) -> HttpResponse:
    of, district = round_or_404(year, number), district_or_404(request.user, code)
    return _page(request, district, of, ReturnForm())


def _page(request: HttpRequest, district: District, of: RoundId, returning: ReturnForm) -> HttpResponse:
    state, query = request.GET.get("state", ""), request.GET.get("q", "").replace("\0", "").strip()[:80]
    national = request.user.is_national
    shown = selectors.district_page(district, of, state=state, query=query, confirmed_only=national)
    if national and not shown.is_confirmed:
        raise PermissionDenied
    context = {
        "view": shown,
        "of": of,
        "formats": FORMATS,
        "district": district,
        "state": state,
        "query": query,
        "returning": returning,
        "may_edit": request.user.is_district and not shown.is_confirmed,
        "page": Paginator(shown.shown, PER_PAGE).get_page(request.GET.get("page")),
        "trail": audit.trail(shown.report)[:TRAIL] if shown.report else [],
    }
    return render(request, "online/district.html", context)


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, year: int, number: int, code: str, pk: int) -> HttpResponse:
    """One product of the officer's district; “next” goes on to the next one not surveyed."""
    of, district = round_or_404(year, number), own_district(request, code)
    found = selectors.line_or_404(district, of, pk)
    sibling = None if found.survey else selectors.sibling_survey(found.product, of)
    form = LineForm(found, selectors.platforms(request.user), sent(request), sibling=sibling)
    report = selectors.report_of(district, of)
    if request.method == "POST" and form.is_valid():
        try:
            given = {"product": found.product, "found": form.found, "version": form.cleaned_data["version"] or None}
            services.save_line(actor=request.user, district=district, of=of, **given)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"บันทึก {found.product.name} แล้ว")
            return _onward(request, district, of)
    context = {"form": form, "line": found, "of": of, "district": district, "report": report}
    return render(request, "online/line.html", context)


def _onward(request: HttpRequest, district: District, of: RoundId) -> HttpResponse:
    following = selectors.district_page(district, of).next_open if "next" in request.POST else None
    if following is None:
        return to_district(district, of)
    return redirect("online:line", of.year, of.number, district.code, following.product.pk)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, year: int, number: int, code: str) -> HttpResponse:
    """What would be frozen, and what is still missing of it; confirmed once it has been looked at."""
    of, district = round_or_404(year, number), own_district(request, code)
    if request.method == "GET":
        shown = selectors.district_page(district, of)
        return to_district(district, of) if shown.is_confirmed else _review(request, shown)
    try:
        services.confirm(actor=request.user, district=district, of=of)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"ยืนยันรายงาน{of.label} แล้ว จังหวัดและกรมฯ เห็นตัวเลขนี้")
    return to_district(district, of)


def _review(request: HttpRequest, shown: selectors.DistrictPage) -> HttpResponse:
    context = {"view": shown, "of": shown.of, "district": shown.district}
    return render(request, "online/confirm.html", context)


@require_POST
def return_to_district(request: HttpRequest, year: int, number: int, code: str) -> HttpResponse:
    of, district = round_or_404(year, number), district_or_404(request.user, code)
    if not request.user.is_province:
        raise PermissionDenied
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, district, of, form)
    services.return_to_district(actor=request.user, district=district, of=of, reason=form.cleaned_data["reason"])
    messages.success(request, f"ส่งคืนอำเภอ{district.name} แล้ว อำเภอแก้ไขและยืนยันใหม่ได้")
    return to_district(district, of)
