"""Importing a filled report of one's own district: the file, every product's fate, acceptance."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import District
from core.importing.receiving import received
from core.records import Refused
from online.forms import UploadForm
from online.models import OnlineImport
from online.rounds import RoundId
from online.services import imports
from online.views.common import own_district, round_or_404, to_district


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, year: int, number: int, code: str) -> HttpResponse:
    of, district = round_or_404(year, number), own_district(request, code)
    form, draft = received(request, UploadForm, partial(imports.receive, district=district, of=of))
    if draft:
        return redirect("online:import-review", of.year, of.number, district.code, draft.pk)
    return render(request, "online/import.html", {"form": form, "of": of, "district": district})


def _draft(request: HttpRequest, district: District, of: RoundId, pk: int) -> OnlineImport:
    kept = OnlineImport.objects.visible_to(request.user).filter(created_at__gte=imports.kept_since())
    return get_object_or_404(kept, pk=pk, district=district, year=of.year, number=of.number)


@require_GET
def review(request: HttpRequest, year: int, number: int, code: str, pk: int) -> HttpResponse:
    """What would become of every product. Nothing has been written."""
    of, district = round_or_404(year, number), own_district(request, code)
    draft = _draft(request, district, of, pk)
    if draft.accepted_at:
        return to_district(district, of)
    context = {"draft": draft, "of": of, "district": district}
    return render(
        request, "online/import_review.html", {**context, **imports.plan_of(draft, request.user).shown(request.GET)}
    )


@require_POST
def accept(request: HttpRequest, year: int, number: int, code: str, pk: int) -> HttpResponse:
    of, district = round_or_404(year, number), own_district(request, code)
    draft = _draft(request, district, of, pk)
    try:
        taken = imports.accept(draft, request.POST.get("plan", ""), actor=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("online:import-review", of.year, of.number, district.code, pk)
    result = taken.result
    messages.success(request, f"นำเข้าแล้ว สำรวจใหม่ {result['new']} รายการ เปลี่ยนแปลง {result['changed']} รายการ")
    return to_district(district, of)
