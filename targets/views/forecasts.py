"""แบบประมาณการรายได้: the district's grid, confirming, reopening, and the overviews of province and nation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import District, Province
from accounts.selectors import district_or_404, province_or_404
from core.json_body import Malformed, json_body
from core.month import BudgetYear
from core.paste import parse_block, placed
from sales.models import CHANNELS
from targets import forecast_grid as grids
from targets.forms import REOPEN, PercentForm, ReasonForm
from targets.selectors import forecasts as selectors
from targets.selectors.forecasts import ForecastPage
from targets.services import forecasts as services
from targets.services.guards import Refused
from targets.views.common import refuse

STALE = "มีผู้บันทึกหลังจากที่ท่านเปิดหน้านี้ ยังไม่บันทึกของท่าน และไม่มีตัวเลขใดหาย ตรวจช่องที่ทำเครื่องหมาย แล้วบันทึกอีกครั้ง"
MONTHS = list(range(1, 13))


@require_GET
def landing(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Each role on its own page of the year, or of the present one."""
    year, user = year or selectors.present_year(), request.user
    if user.is_district:
        return redirect("targets:forecast", user.district.code, year)
    if user.is_province:
        return _overview(request, year, user.province)
    return _overview(request, year, None)


@require_GET
def of_province(request: HttpRequest, year: int, province: str) -> HttpResponse:
    return _overview(request, year, province_or_404(request.user, province))


def _overview(request: HttpRequest, year: int, province: Province | None) -> HttpResponse:
    page = selectors.overview(request.user, year, province)
    template = "province" if province else "national"
    return render(request, f"targets/forecast/{template}.html", {"page": page, **_years(year)})


def _years(year: int) -> dict[str, Any]:
    now = selectors.present_year()
    return {"year": year, "years": [now - 1, now, now + 1], "over": selectors.is_over(year)}


@require_http_methods(["GET", "POST"])
def forecast(request: HttpRequest, district: str, year: int) -> HttpResponse:
    """The grid. A post is one of: save (and go on to confirm), last year's figures, zeros; only the first writes."""
    of_district = district_or_404(request.user, district)
    page = selectors.forecast_page(request.user, of_district, year)
    if request.method == "GET":
        return _page(request, page, grids.stored_grid(page))
    if not request.user.is_district:
        raise PermissionDenied
    act = {"prefill": _prefill, "zeros": _zeros}.get(request.POST.get("act", ""), _save)
    return act(request, page)


def _page(
    request: HttpRequest, page: ForecastPage, grid: grids.Grid, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "page": page,
        "grid": grid,
        "percent": PercentForm(),
        "can_edit": request.user.is_district and not page.closed,
        "can_reopen": _can_reopen(request, page),
        "reopen": ReasonForm(REOPEN),
        **_years(page.year),
        **more,
    }
    return render(request, "targets/forecast/forecast.html", context, status=status)


def _can_reopen(request: HttpRequest, page: ForecastPage) -> bool:
    confirmed = bool(page.forecast and page.forecast.is_confirmed)
    return request.user.is_province and confirmed and not selectors.is_over(page.year)


def _save(request: HttpRequest, page: ForecastPage) -> HttpResponse:
    grid = grids.typed_grid(page, request.POST)
    if grid.wrong:
        return _page(request, page, grid, status=422)
    try:
        services.save_forecast(page.district, page.year, grid.amounts, actor=request.user, version=grid.version)
    except services.Stale:
        fresh = selectors.forecast_page(request.user, page.district, page.year)
        merged = grids.merged_grid(fresh, request.POST)
        merged.notes.append(STALE)
        return _page(request, fresh, merged, status=409)
    except Refused as refused:
        kept = grids.refused_grid(page, request.POST)
        kept.notes.append(f"ไม่ได้บันทึก: {refused.message}")
        return _page(request, page, kept, status=409)
    if request.POST.get("act") == "confirm":
        return redirect("targets:forecast-confirm", page.district.code, page.year)
    messages.success(request, "บันทึกแบบประมาณการแล้ว")
    return redirect("targets:forecast", page.district.code, page.year)


def _prefill(request: HttpRequest, page: ForecastPage) -> HttpResponse:
    grid, form = grids.typed_grid(page, request.POST), PercentForm(request.POST)
    if not form.is_valid():
        return _page(request, page, grid, status=422, percent=form)
    replace = form.cleaned_data["replace"]
    filled = grids.fill_from_last_year(grid, form.cleaned_data["percent"], replace=replace)
    lacking = [row.row.month.thai_short for row in grid.rows if row.row.before is None]
    grid.notes.append(f"เติมจากยอดจริงปีก่อน {filled} ช่อง ยังไม่บันทึก ตรวจแล้วกดบันทึก")
    if lacking:
        grid.notes.append(f"ปีก่อนยังไม่ล็อก จึงไม่เติม: {', '.join(lacking)}")
    return _page(request, page, grid, percent=form)


def _zeros(request: HttpRequest, page: ForecastPage) -> HttpResponse:
    grid = grids.typed_grid(page, request.POST)
    grid.notes.append(f"เติม 0 ในช่องว่าง {grids.fill_with_zero(grid)} ช่อง ยังไม่บันทึก ตรวจแล้วกดบันทึก")
    return _page(request, page, grid)


@require_POST
def paste_check(request: HttpRequest, district: str, year: int) -> HttpResponse:
    """Where each pasted cell would go, with its value or its error; nothing is saved."""
    _own_or_403(request, district)
    months = BudgetYear(year).months
    try:
        body = json_body(request)
        text, row, channel = body.get("text"), body.get("row"), body.get("field")
        if not (isinstance(text, str) and isinstance(row, int)) or row not in MONTHS or channel not in CHANNELS:
            raise Malformed
    except Malformed:
        return JsonResponse({"message": "คำขอไม่ถูกต้อง ยังไม่มีการบันทึกใด ๆ"}, status=400)
    answer = placed(parse_block(text), MONTHS[row - 1 :], CHANNELS[CHANNELS.index(channel) :])
    answer["labels"] = {n: name for n, name in answer["labels"].items() if not months[n - 1].is_named(name)}
    return JsonResponse(answer)


def _own_or_403(request: HttpRequest, code: str) -> District:
    district = district_or_404(request.user, code)
    if not request.user.is_district:
        raise PermissionDenied
    return district


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, district: str, year: int) -> HttpResponse:
    """What is about to be confirmed; the version posted is the one that was read here."""
    own = _own_or_403(request, district)
    page = selectors.forecast_page(request.user, own, year)
    if page.forecast is None or page.closed:
        messages.error(request, page.closed or "กรอกแบบประมาณการก่อนยืนยัน")
        return redirect("targets:forecast", own.code, year)
    if request.method == "GET":
        return render(request, "targets/forecast/confirm.html", {"page": page})
    version = request.POST.get("version", "")
    try:
        seen = int(version) if version.isascii() and version.isdecimal() and len(version) < 9 else 0
        services.confirm_forecast(page.forecast, actor=request.user, version=seen)
        messages.success(request, "ยืนยันแบบประมาณการแล้ว พิมพ์ให้พัฒนาการอำเภอลงนามได้")
    except services.Stale:
        messages.error(request, "มีผู้แก้ไขหลังจากที่ท่านเปิดหน้านี้ ตรวจตัวเลขล่าสุดแล้วยืนยันอีกครั้ง")
        return redirect("targets:forecast-confirm", own.code, year)
    except Refused as refused:
        refuse(request, refused)
    return redirect("targets:forecast", own.code, year)


@require_POST
def reopen(request: HttpRequest, district: str, year: int) -> HttpResponse:
    """The province opens a confirmed forecast again."""
    of_district = district_or_404(request.user, district)
    if not request.user.is_province:
        raise PermissionDenied
    page = selectors.forecast_page(request.user, of_district, year)
    form = ReasonForm(REOPEN, request.POST)
    if not form.is_valid():
        return _page(request, page, grids.stored_grid(page), status=422, reopen=form)
    if page.forecast:
        try:
            services.reopen_forecast(page.forecast, actor=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, f"เปิดแบบประมาณการอำเภอ{of_district.name} ให้แก้ไขแล้ว")
        except Refused as refused:
            refuse(request, refused)
    return redirect("targets:forecast", of_district.code, year)
