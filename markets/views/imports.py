"""Importing a register of markets: the file, every row's fate, acceptance; and the workbooks to fill."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import District
from core.answers import attachment
from core.importing.receiving import received
from core.records import Refused
from markets.forms import ImportForm
from markets.importing.plan import make_plan
from markets.importing.sheet import register_workbook
from markets.models import MarketImport
from markets.selectors import register as selectors
from markets.services import imports
from markets.views.common import keeper_only


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    keeper_only(request)
    form, draft = received(request, ImportForm, imports.receive)
    if draft:
        return redirect("markets:import-review", pk=draft.pk)
    return render(request, "markets/import.html", {"form": form})


def _draft(request: HttpRequest, pk: int) -> MarketImport:
    keeper_only(request)
    return get_object_or_404(MarketImport.objects.visible_to(request.user).waiting(), pk=pk)


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """What would become of every row. Nothing has been written."""
    draft = _draft(request, pk)
    if draft.accepted_at:
        return render(request, "markets/import_done.html", {"draft": draft, "result": draft.result})
    plan = make_plan(request.user, draft.entries)
    return render(request, "markets/import_review.html", {"draft": draft, **plan.shown(request.GET)})


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _draft(request, pk)
    try:
        imports.accept(draft, request.POST.get("plan", ""), actor=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("markets:import-review", pk=pk)


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill: empty, or (?filled=1) with the markets of the person's area to correct."""
    keeper_only(request)
    districts = District.objects.visible_to(request.user).in_thai_order()
    filled = request.GET.get("filled") == "1"
    markets = selectors.markets_with_last_line(request.user) if filled else []
    name = "otop-markets.xlsx" if filled else "otop-markets-template.xlsx"
    return attachment(register_workbook(districts, markets), name)
