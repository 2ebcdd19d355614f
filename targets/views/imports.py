"""A letter's table for a target set: handed in, every difference shown, the province ticks what to keep."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from core.uploads import too_big
from targets import periods, tables
from targets.forms import TableForm
from targets.models import TargetImport
from targets.reading import TIERS, thai_column
from targets.selectors import sets as selectors
from targets.services import imports
from targets.services.guards import Refused
from targets.views.common import period_or_404, refuse, to_set
from workflow.views.common import office_or_403

PASTED = "ตารางที่วาง"


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, province: str, year: int, period: str) -> HttpResponse:
    office, period = office_or_403(request, province), period_or_404(period)
    form = TableForm(request.POST or None, request.FILES or None)
    if sentence := too_big(request):
        form.add_error("file", sentence)
    elif form.is_valid():
        file, text = form.cleaned_data["file"], form.cleaned_data["text"]
        name = file.name if file else PASTED
        try:
            draft = imports.receive(office, year, period, actor=request.user, file=file, name=name, text=text)
        except Refused as error:
            form.add_error(None, error.message)
        else:
            return redirect("targets:import-review", office.code, year, period, draft.pk)
    context = {"form": form, "province": office, "year": year, "period": period, "title": periods.title(year, period)}
    return render(request, "targets/import.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, province: str, year: int, period: str, pk: int) -> HttpResponse:
    """What the table states beside what its base years give. Nothing is written before it is accepted."""
    office, period = office_or_403(request, province), period_or_404(period)
    visible = TargetImport.objects.visible_to(request.user).filter(province=office, year=year, period=period)
    draft = get_object_or_404(visible, pk=pk, accepted_at=None)
    indicator = selectors.tier_indicator(request.user, year, period)
    if request.method == "POST" and indicator is None:
        messages.error(request, "กรมฯ ยังไม่ได้กำหนดตัวชี้วัดสามขั้นของปีและรอบนี้")
    elif request.method == "POST" and indicator:
        try:
            imports.accept(draft, indicator, set(request.POST.getlist("keep")), actor=request.user)
            messages.success(request, "นำเข้าแล้ว ตรวจทานก่อนประกาศ อำเภอยังไม่เห็น")
            return to_set(office, year, period)
        except Refused as refused:
            refuse(request, refused)
    codes = dict(office.districts.values_list("name", "code"))
    try:
        result = imports.recompute(office, year, period, tables.from_json(draft.table))
    except Refused as refused:  # round 2, whose year or round 1 has gone since
        refuse(request, refused)
        return to_set(office, year, period)
    rows = [
        {
            "difference": d,
            "apart": d.stated - d.recomputed,
            "label": thai_column(d.column),
            "key": f"{codes[d.district]}-{d.column}" if d.district in codes and d.column in TIERS else "",
        }
        for d in result.differences
    ]
    context = {
        "draft": draft,
        "province": office,
        "rows": rows,
        "result": result,
        "title": periods.title(year, period),
        "ticked": request.POST.getlist("keep"),
    }
    return render(request, "targets/import_review.html", context)
