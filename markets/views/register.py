"""The list of markets and one market's page; adding, changing, and what becomes of its status."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import District
from accounts.selectors import area_choices, district_or_404
from core import audit, clock
from core.forms import refuse, sent
from core.month import Month
from core.records import Refused
from markets.forms import MarketForm, StatusForm
from markets.models import Frequency, Market, Origin
from markets.selectors import register as selectors
from markets.services import register
from markets.views.common import keeper_only, kept_market

PER_PAGE = 50
TRAIL = 30


@require_GET
def market_list(request: HttpRequest) -> HttpResponse:
    filters = selectors.Filters.of(request.GET)
    page = Paginator(selectors.find_markets(request.user, filters), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filters": filters,
        "areas": area_choices(request.user, filters.province, filters.district),
        "counts": selectors.status_counts(request.user),
        "progress": selectors.progress_of(request.user),
        "year": selectors.register_year(selectors.present_year()),
        "may_edit": not request.user.is_national,
        "area": getattr(request.user.district or request.user.province, "code", "nation"),
        "month": Month.of(clock.today()),
        "choices": {
            "status": selectors.STATUSES.items(),
            "data": selectors.DATA.items(),
            "origin": Origin.choices,
            "frequency": Frequency.choices,
            "form": selectors.FORMS.items(),
            "sort": [(value, label) for value, (label, _) in selectors.SORTS.items()],
        },
    }
    return render(request, "markets/list.html", context)


@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    market = selectors.market_or_404(request.user, code)
    context = {
        "market": market,
        "missing": market.missing_fields(),
        "history": selectors.history_of(market),
        "may_edit": not request.user.is_national,
        "trail": audit.trail(market)[:TRAIL],
    }
    return render(request, "markets/detail.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new market. A province says first which district it is in."""
    keeper_only(request)
    district = _chosen_district(request)
    if district is None:
        districts = District.objects.visible_to(request.user).in_thai_order()
        return render(request, "markets/choose_district.html", {"districts": districts})
    form = MarketForm(district, sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            given = form.values() | {"another": form.cleaned_data["same_name"]}
            market = register.create_market(actor=request.user, district=district, **given)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"เพิ่ม {market.name} (รหัส {market.code}) แล้ว{_still_missing(market)}")
            return redirect("markets:detail", code=market.code)
    return render(request, "markets/form.html", {"form": form, "district": district})


def _chosen_district(request: HttpRequest) -> District | None:
    if request.user.is_district:
        return District.objects.visible_to(request.user).select_related("province").get()
    code = request.GET.get("district", "")
    return district_or_404(request.user, code) if code else None


def _still_missing(market: Market) -> str:
    missing = market.missing_fields()
    return f" ยังขาด {', '.join(missing)}" if missing else " ข้อมูลครบ"


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    market = kept_market(request, code)
    form = MarketForm(market.district, sent(request), market=market)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            saved = register.update_market(actor=request.user, market=market, version=version, **form.values())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"บันทึกแล้ว{_still_missing(saved)}")
            return redirect("markets:detail", code=code)
    return render(request, "markets/form.html", {"form": form, "district": market.district, "market": market})


@require_http_methods(["GET", "POST"])
def status(request: HttpRequest, code: str) -> HttpResponse:
    market = kept_market(request, code)
    form = StatusForm(market, sent(request))
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("status", "since", "reason")}
        version = form.cleaned_data["version"] or 0
        try:
            saved = register.change_status(actor=request.user, market=market, version=version, **said)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"บันทึกสถานะ “{saved.get_status_display()}” แล้ว")
            return redirect("markets:detail", code=code)
    context = {"form": form, "market": market, "history": selectors.history_of(market)}
    return render(request, "markets/status.html", context)
