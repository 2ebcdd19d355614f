"""The department's indicators: listed, made, edited into a new version. Only the administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from targets.forms import RETIRE, ReasonForm
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
    user = request.user
    context = {"indicators": selectors.indicators(user), "retired": selectors.retired(user)}
    return render(request, "targets/indicators.html", context)


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
    return _form(request, form, indicator)


def _form(request: HttpRequest, form: IndicatorForm, indicator: Indicator, **more: Any) -> HttpResponse:
    versions = list(selectors.versions(request.user, indicator))
    context = {"form": form, "indicator": indicator, "versions": versions, "retire": ReasonForm(RETIRE), **more}
    status = 422 if context["retire"].is_bound else 200
    return render(request, "targets/indicator_form.html", context, status=status)


@require_POST
def indicator_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of every score from now on; nothing that it made is taken back."""
    _administrator_or_403(request)
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), pk=pk)
    form = ReasonForm(RETIRE, request.POST)
    if not form.is_valid():
        return _form(request, IndicatorForm(indicator=indicator), indicator, retire=form)
    try:
        services.retire_indicator(indicator, actor=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"เลิกใช้ {indicator} แล้ว")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("targets:indicators")
