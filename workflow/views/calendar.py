"""The calendar: everyone reads it; the department gives other dates and extensions, a province its own day."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.clock import thai_datetime
from core.month import BudgetYear, Month
from workflow import calendar as rules
from workflow import services
from workflow.forms import DeadlineForm, ExtensionForm, WindowForm
from workflow.models import Kind
from workflow.selectors import calendar as selectors
from workflow.views.common import administrator_or_403


@require_GET
def calendar(request: HttpRequest, year: int | None = None) -> HttpResponse:
    this_year = Month.of(clock.today()).budget_year
    shown = BudgetYear(year) if year else this_year
    context = {
        "year": shown,
        "previous_year": shown.number - 1,
        "next_year": shown.number + 1 if shown.number <= this_year.number else None,
        "calendars": selectors.calendars_of(request.user, shown),
        "extensions": selectors.extensions_of(request.user, shown),
        "trail": selectors.calendar_trail(request.user),
    }
    return render(request, "workflow/calendar.html", context)


@require_http_methods(["GET", "POST"])
def extension_new(request: HttpRequest) -> HttpResponse:
    administrator_or_403(request)
    form = ExtensionForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        province = None if data["district"] else data["province"]
        extension = services.grant_extension(actor=request.user, **{**data, "province": province})
        which = f"{extension.get_kind_display()} เดือน{extension.month.thai}"
        messages.success(request, f"ขยายเวลา{which} ถึง {thai_datetime(extension.until)} แล้ว")
        return redirect("workflow:calendar")
    return render(request, "workflow/extension_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def extension_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    administrator_or_403(request)
    extension = selectors.extension_or_404(request.user, pk)
    services.revoke_extension(extension, actor=request.user)
    messages.success(request, f"ยกเลิกการขยายเวลา{extension.get_kind_display()} เดือน{extension.month.thai} แล้ว มีผลทันที")
    return redirect("workflow:calendar")


@require_http_methods(["GET", "POST"])
def window(request: HttpRequest, kind: str, month: Month) -> HttpResponse:
    administrator_or_403(request)
    shown = rules.national_window(month, kind)
    form = WindowForm(request.POST or None, window=shown)
    if request.method == "POST" and form.is_valid():
        services.set_window(actor=request.user, month=month, kind=kind, **form.cleaned_data)
        messages.success(request, f"กำหนดวันของเดือน{month.thai} ({Kind(kind).label}) แล้ว มีผลทุกจังหวัดทันที")
        return redirect("workflow:calendar-year", month.budget_year.number)
    context = {
        "form": form,
        "kind": Kind(kind),
        "month": month,
        "window": shown,
        "usual": rules.default_window(month),
    }
    return render(request, "workflow/window_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def window_clear(request: HttpRequest, kind: str, month: Month) -> HttpResponse:
    administrator_or_403(request)
    services.clear_window(selectors.override_or_404(month, kind), actor=request.user)
    messages.success(request, f"เดือน{month.thai} ({Kind(kind).label}) กลับไปใช้วันปกติแล้ว")
    return redirect("workflow:calendar-year", month.budget_year.number)


@require_http_methods(["GET", "POST"])
def deadline(request: HttpRequest) -> HttpResponse:
    if not request.user.is_province:
        raise PermissionDenied
    province = request.user.province
    working = rules.working_month_of_province(province)
    days = {kind: selectors.confirm_day(province, working, kind) for kind in Kind}
    form = DeadlineForm(request.POST or None, working=working, days=days)
    if request.method == "POST" and form.is_valid():
        saved = services.set_confirm_deadline(actor=request.user, province=province, **form.cleaned_data)
        messages.success(
            request, f"อำเภอต้องยืนยัน{saved.get_kind_display()} ภายในวันที่ {saved.day} ตั้งแต่เดือน{saved.from_month.thai}"
        )
        return redirect("workflow:calendar-year", saved.from_month.budget_year.number)
    return render(request, "workflow/deadline_form.html", {"form": form}, status=422 if form.is_bound else 200)
