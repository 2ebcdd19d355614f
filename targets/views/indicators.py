"""The department's indicators: listed, made, edited into a new version. Only the administrator."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from targets.indicator_form import IndicatorForm
from targets.models import Indicator
from targets.selectors import sets as selectors
from targets.services import indicators as services
from targets.services.guards import Refused


def _administrator_or_403(request: HttpRequest) -> None:
    if not request.user.is_admin:
        raise PermissionDenied


@require_GET
def indicator_list(request: HttpRequest) -> HttpResponse:
    _administrator_or_403(request)
    return render(request, "targets/indicators.html", {"indicators": selectors.indicators(request.user)})


@require_http_methods(["GET", "POST"])
def indicator_new(request: HttpRequest) -> HttpResponse:
    _administrator_or_403(request)
    form = IndicatorForm(request.POST or None)
    if form.is_valid():
        try:
            made = services.create_indicator(actor=request.user, **form.values())
            messages.success(request, f"สร้างตัวชี้วัด {made} แล้ว")
            return redirect("targets:indicators")
        except Refused as refused:
            form.add_error(None, refused.message)
    return render(request, "targets/indicator_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def indicator_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Any version may be opened; only the current one can be edited."""
    _administrator_or_403(request)
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), pk=pk)
    form = IndicatorForm(request.POST or None, indicator=indicator)
    if form.is_valid():
        try:
            new = services.edit_indicator(indicator, actor=request.user, **form.values())
            messages.success(request, f"บันทึก {new} แล้ว")
            return redirect("targets:indicators")
        except Refused as refused:
            form.add_error(None, refused.message)
    context = {"form": form, "indicator": indicator, "versions": selectors.versions(request.user, indicator)}
    return render(request, "targets/indicator_form.html", context)
