"""Progress of a budget year for each role, and the numbers of officers that it is measured by."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import District
from accounts.selectors import province_or_404
from core import audit
from core.forms import refuse, sent
from core.records import Refused
from producers import progress as selectors
from producers.models import ProgressRule
from producers.progress_forms import FIRST_YEAR, OfficersForm, RuleForm
from producers.services.progress import record_officers, save_rule


def _year_or_404(year: int) -> int:
    """A budget year since OTOP began, up to the next one."""
    if not FIRST_YEAR <= year <= selectors.this_year() + 1:
        raise Http404
    return year


@require_GET
def progress(request: HttpRequest, year: int | None = None, province: str = "") -> HttpResponse:
    """A district's own, a province's districts, the nation's provinces; a province for those above it."""
    user, year = request.user, _year_or_404(year or selectors.this_year())
    if province:
        page = selectors.province_progress(user, office := province_or_404(user, province), year)
    elif user.is_national:
        page, office = selectors.national_progress(user, year), None
    elif user.is_province:
        page, office = selectors.province_progress(user, user.province, year), user.province
    else:
        page, office = selectors.district_progress(user, user.district, year), None
    area = office.code if office else "nation" if user.is_national else user.district.code
    context = {"page": page, "province": office, "area": area, "formats": ("pdf", "xlsx", "csv")}
    return render(request, "producers/progress.html", context)


@require_http_methods(["GET", "POST"])
def officers(request: HttpRequest, year: int, province: str) -> HttpResponse:
    """How many officers each district has: for the province's own office and the administrator."""
    office, year = province_or_404(request.user, province), _year_or_404(year)
    if not (request.user.is_province or request.user.is_admin):
        raise PermissionDenied
    districts = list(District.objects.visible_to(request.user).filter(province=office).in_thai_order())
    known = selectors.officers_of(request.user, [d.pk for d in districts], year)
    form = OfficersForm(districts, known, sent(request))
    if request.method == "POST" and form.is_valid():
        changed = record_officers(office, year, form.officers, actor=request.user)
        messages.success(request, f"บันทึกแล้ว เปลี่ยน {changed} อำเภอ" if changed else "ไม่มีจำนวนที่เปลี่ยน")
        return redirect("producers:progress-province", year, office.code)
    history = selectors.officer_history(request.user, office, year)[:100]
    context = {"form": form, "province": office, "year": year, "history": history}
    return render(request, "producers/officers.html", context)


def _administrator_only(request: HttpRequest) -> None:
    if not request.user.is_admin:
        raise PermissionDenied


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """What is asked of new registrations, by budget year."""
    _administrator_only(request)
    return render(request, "producers/rules.html", {"rules": ProgressRule.objects.visible_to(request.user)})


@require_http_methods(["GET", "POST"])
def rule_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    _administrator_only(request)
    rule = get_object_or_404(ProgressRule.objects.visible_to(request.user), pk=pk) if pk else None
    form = RuleForm(sent(request), instance=rule)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_rule(actor=request.user, rule=rule, **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"บันทึกเกณฑ์{saved}แล้ว")
            return redirect("producers:progress-rules")
    trail = audit.trail(rule) if rule else None
    return render(request, "producers/rule_form.html", {"form": form, "rule": rule, "trail": trail})
