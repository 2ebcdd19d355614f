"""Downloads of documents, and the public page that tells whether a paper still stands."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports import exports, requests, selectors
from reports.asking import Refused, Spec
from reports.document import Digits
from reports.documents import DOCUMENTS
from reports.download_views import answer
from reports.forms import CodeForm
from workflow.converters import month_or_404


@require_safe
def document(request: HttpRequest, code: str, district: str, month: str, format: str = "") -> HttpResponseBase:
    """One document of one district's month, as ?format= or the ending says; ?digits=thai|arabic, ?form= for รต.๑."""
    if code not in DOCUMENTS:
        raise Http404
    format = format or request.GET.get("format", "pdf")
    digits, form = cast(Digits, request.GET.get("digits", "thai")), request.GET.get("form", "")
    spec = Spec(code, district, str(month_or_404(month)), format, digits, form)
    try:
        work = exports.weigh(spec, request.user, request.build_absolute_uri)
    except Refused as refused:
        raise Http404 from refused
    if not requests.is_small(work):
        query = request.GET.urlencode()
        address = reverse("reports:download-file", args=[code, district, spec.period, format])
        return redirect(f"{address}?{query}" if query else address)
    return answer(exports.file_of(spec, work), inline=format == "pdf")


@login_not_required
@require_safe
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Is the paper in hand still the current revision? For anyone; figures only for those entitled to them."""
    form = CodeForm({"code": code} if code else request.GET or None)
    if not form.is_valid():
        return _verify_page(request, form, status=200 if not form.is_bound else 404)
    if form.cleaned_data["code"] != code:
        return redirect("reports:verify-code", form.cleaned_data["code"])
    found = selectors.verify(code, request.user)
    return _verify_page(request, form, found=found, unknown=found is None, status=200 if found else 404)


def _verify_page(request: HttpRequest, form: CodeForm, status: int = 200, **facts: object) -> HttpResponse:
    response = render(request, "reports/verify.html", {"form": form, **facts}, status=status)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response
