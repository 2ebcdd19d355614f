"""Growth, online share and grades: where each role's areas stand, and typing what they are counted from."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Province
from accounts.selectors import province_or_404
from core.paste import MAX_CHARACTERS
from targets import input_grid
from targets.forms import REOPEN, ReasonForm
from targets.input_grid import InputGrid
from targets.models import Indicator
from targets.selectors import overview as overviews
from targets.selectors import scales as selectors
from targets.selectors.scales import ScalePage
from targets.services import scales as services
from targets.services.guards import Refused
from targets.views.common import FORMATS, period_or_404, refuse
from workflow.views.common import office_or_403

TRAIL_LENGTH = 20


@require_GET
def scale(request: HttpRequest, year: int, period: str, kind: str) -> HttpResponse:
    """Everyone's own: a district its standing, a province its districts, the department the provinces."""
    indicator, user = _indicator_or_404(request, year, period, kind), request.user
    if user.is_national:
        return _page(request, selectors.national_page(user, indicator), None)
    province = user.province or user.district.province
    return _page(request, selectors.province_page(user, province, indicator), province)


@require_GET
def province_scale(request: HttpRequest, year: int, period: str, kind: str, province: str) -> HttpResponse:
    """One province's districts, for its office and the department."""
    office = province_or_404(request.user, province)
    indicator = _indicator_or_404(request, year, period, kind)
    return _page(request, selectors.province_page(request.user, office, indicator), office)


def _page(request: HttpRequest, page: ScalePage, province: Province | None) -> HttpResponse:
    context = {
        "page": page,
        "province": province,
        "standing": page.rows[0] if request.user.is_district else None,
        "page_table": f"targets/parts/scale_{page.kind}.html",
        "formats": FORMATS,
    }
    return render(request, "targets/scale.html", context)


def _indicator_or_404(request: HttpRequest, year: int, period: str, kind: str) -> Indicator:
    found = selectors.scale_indicator(request.user, year, period_or_404(period), kind)
    if found is None or kind not in selectors.KINDS:
        raise Http404
    return found


def _province_or_403(request: HttpRequest, code: str) -> Province:
    """The province whose figures the person types: a district its own in it. The department reads elsewhere."""
    if request.user.is_national:
        raise PermissionDenied
    return get_object_or_404(Province.objects.visible_to(request.user), code=code)


@require_http_methods(["GET", "POST"])
def inputs(request: HttpRequest, province: str, year: int, period: str, kind: str) -> HttpResponse:
    """The counts of a period, all districts in one form; `paste` fills the boxes without saving."""
    office = _province_or_403(request, province)
    indicator = _indicator_or_404(request, year, period, kind)
    page = selectors.province_page(request.user, office, indicator)
    grid = _stored(request, page)
    if request.method == "GET":
        return _grid_page(request, office, page, grid)
    if "paste" in request.POST:
        grid = input_grid.pasted_grid(grid, request.POST.get("text", "")[: MAX_CHARACTERS + 1])
        return _grid_page(request, office, page, grid, pasted=True)
    grid = input_grid.typed_grid(grid, request.POST)
    return _grid_page(request, office, page, grid) if grid.has_errors else _save(request, office, page, grid)


def _stored(request: HttpRequest, page: ScalePage) -> InputGrid:
    stored = selectors.stored_inputs(request.user, page.indicator, [row.area for row in page.rows])
    return input_grid.stored_grid(page.indicator, page.rows, stored, request.user)


def _save(request: HttpRequest, office: Province, page: ScalePage, grid: InputGrid) -> HttpResponse:
    at = services.At(office, page.year, page.period)
    try:
        changed = services.save_inputs(at, grid.values, base=grid.base, actor=request.user)
    except Refused as refused:
        refuse(request, refused)
        return _grid_page(request, office, page, grid, status=409)
    messages.success(request, f"บันทึกแล้ว เปลี่ยน {changed} รายการ" if changed else "ไม่มีตัวเลขที่เปลี่ยน")
    return redirect("targets:inputs", office.code, page.year, page.period, page.kind)


def _grid_page(
    request: HttpRequest, office: Province, page: ScalePage, grid: InputGrid, *, status: int = 200, **more: Any
) -> HttpResponse:
    trail = selectors.inputs_trail(request.user, page.indicator, office, [row.area for row in page.rows])
    context = {
        "page": page,
        "grid": grid,
        "province": office,
        "begun": services.At(office, page.year, page.period).has_begun,
        "reason": ReasonForm(REOPEN),
        "trail": trail[:TRAIL_LENGTH],
        **more,
    }
    return render(request, "targets/inputs.html", context, status=422 if grid.has_errors else status)


@require_POST
def close(request: HttpRequest, province: str, year: int, period: str) -> HttpResponse:
    """With figures of a district missing only when the office says that it knows so."""
    office = office_or_403(request, province)
    page = overviews.overview(request.user, year, period_or_404(period), office)
    if page.unentered and not page.closing and "incomplete" not in request.POST:
        named = " ".join(f"อำเภอ{area.name}" for area, _ in page.unentered)
        messages.error(request, f"ยังไม่ยืนยัน ตัวเลขยังไม่ครบ: {named} ถ้าจะยืนยันทั้งที่ไม่ครบ ให้ทำเครื่องหมายรับทราบก่อน")
        return redirect("targets:overview", year, period)
    try:
        services.close(services.At(office, year, period), actor=request.user)
        messages.success(request, "ยืนยันแล้ว อำเภอแก้ไขไม่ได้ และกรมฯ เห็นตัวเลขของรอบนี้")
    except Refused as refused:
        refuse(request, refused)
    return redirect("targets:overview", year, period)


@require_POST
def reopen(request: HttpRequest, province: str, year: int, period: str) -> HttpResponse:
    office = office_or_403(request, province)
    form = ReasonForm(REOPEN, request.POST)
    if form.is_valid():
        at = services.At(office, year, period_or_404(period))
        services.reopen(at, actor=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "เปิดให้แก้ไขแล้ว กรมฯ ไม่เห็นตัวเลขจนกว่าจะยืนยันอีกครั้ง")
    else:
        messages.error(request, "กรุณาระบุเหตุผล")
    return redirect("targets:overview", year, period)
