"""Likely duplicates: hints while a form is typed, the review of a province, and what is decided of a pair."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import District
from accounts.selectors import district_or_404
from core.days import Unusable
from core.forms import refuse, sent
from core.records import Refused
from producers import selectors, values
from producers.likeness import Facts
from producers.request_forms import MergeForm
from producers.selectors import duplicates
from producers.services import merge as services
from producers.views.common import id_in, keeper_only, office_only

PER_PAGE = 30
MOST = 255


@require_POST
def likely(request: HttpRequest) -> HttpResponse:
    """A part of the page: who may be the one that is typed. Posted, so that no telephone stands in a log."""
    keeper_only(request)
    found = duplicates.hints(request.user, _district(request), _typed(request))
    return render(request, "producers/parts/likely.html", {"likely": found})


def _district(request: HttpRequest) -> District:
    if request.user.is_district:
        return District.objects.visible_to(request.user).get()
    return district_or_404(request.user, request.POST.get("district", ""))


def _typed(request: HttpRequest) -> Facts:
    """What has been typed so far; a number that is none yet is left out."""
    try:
        phone = values.read_phone(request.POST.get("phone", "")[:30])
    except Unusable:
        phone = ""
    name, address = (request.POST.get(field, "")[:MOST] for field in ("name", "address"))
    return Facts(id_in(request.POST, "but"), name, phone, address, id_in(request.POST, "subdistrict") or None)


@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """Pairs of the province that may be one producer."""
    office_only(request)
    found = duplicates.review(request.user.province)
    pages: Paginator[Any] = Paginator(found, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "producers/duplicates.html", {"page": page, "found": len(found), "decided": found.decided})


@require_POST
def distinct(request: HttpRequest) -> HttpResponse:
    """ไม่ใช่รายเดียวกัน."""
    office_only(request)
    one, other = duplicates.pair_or_404(request.user, id_in(request.POST, "one"), id_in(request.POST, "other"))
    try:
        services.mark_distinct(actor=request.user, one=one, other=other)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"จำไว้แล้วว่า {one.name} กับ {other.name} เป็นคนละราย จะไม่เสนออีก")
    return redirect("producers:duplicates")


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """`pk` goes on, `other` stops; shown side by side before it is done."""
    kept, gone = duplicates.pair_or_404(request.user, pk, other)
    office_only(request)
    form = MergeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.merge(actor=request.user, survivor=kept, other=gone, **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"รวม {gone.name} เข้ากับ {kept.name} แล้ว ยอดเดิมของทั้งสองรายยังอยู่ครบ")
            return redirect("producers:detail", pk=pk)
    sides = [(producer, selectors.places_of(producer), selectors.products_of(producer)) for producer in (kept, gone)]
    return render(request, "producers/merge.html", {"kept": kept, "gone": gone, "sides": sides, "form": form})
