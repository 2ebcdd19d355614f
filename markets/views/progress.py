"""How complete the registers are, per district or province, against the day they are due; and that day."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.selectors import province_or_404
from core import clock
from core.forms import sent
from core.month import Month
from markets.forms import DeadlineForm
from markets.selectors import register as selectors
from markets.services import register


@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """Districts of the person's province, or of ?province=24; else every province."""
    user = request.user
    if user.is_district:
        raise PermissionDenied
    code = user.province.code if user.is_province else request.GET.get("province", "")
    province = province_or_404(user, code) if code else None
    rows = selectors.progress_by_area(user, province)
    context = {
        "province": province,
        "rows": rows,
        "complete": sum(row.complete for row in rows),
        "total": sum(row.total for row in rows),
        "missing": sum(row.missing for row in rows),
        "done": sum(row.is_done for row in rows if row.total),
        "year": selectors.register_year(selectors.present_year()),
        "area": province.code if province else "nation",
        "month": Month.of(clock.today()),
        "today": clock.today(),
    }
    return render(request, "markets/progress.html", context)


@require_http_methods(["GET", "POST"])
def deadline(request: HttpRequest) -> HttpResponse:
    """The present budget year's day. The administrator's to change."""
    if not request.user.is_admin:
        raise PermissionDenied
    year = selectors.register_year(selectors.present_year())
    form = DeadlineForm(year, sent(request))
    if request.method == "POST" and form.is_valid():
        register.set_deadline(actor=request.user, year=year.year, **form.cleaned_data)
        messages.success(request, "บันทึกกำหนดส่งข้อมูลตลาดแล้ว")
        return redirect("markets:progress")
    return render(request, "markets/deadline.html", {"form": form, "year": year})
