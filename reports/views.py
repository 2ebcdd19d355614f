"""Downloads of documents, and the public page that tells whether a paper still stands."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from reports import exports, selectors
from reports.document import Digits
from reports.documents import DOCUMENTS, rt1
from reports.forms import CodeForm
from workflow.converters import month_or_404


@require_safe
def document(request: HttpRequest, code: str, district: str, month: str, format: str = "") -> HttpResponse:
    """One document of one district's month, as ?format= or the ending says; ?digits=thai|arabic, ?form= for รต.๑."""
    format = format or request.GET.get("format", "pdf")
    digits, form = request.GET.get("digits", "thai"), request.GET.get("form", "")
    known = code in DOCUMENTS and format in exports.TYPES and digits in ("thai", "arabic") and form in ("", *rt1.FORMS)
    if not known:
        raise Http404
    source = selectors.district_month_or_404(
        request.user, district, month_or_404(month), exports.verify_url(request.build_absolute_uri)
    )
    made = DOCUMENTS[code](source, digits=cast(Digits, digits), form=form)
    name = f"{made.code}_อำเภอ{source.district.name}_{source.month}.{format}"
    return _file(exports.render([made], format), format, name)


def _file(content: bytes, format: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=exports.TYPES[format])
    response["Content-Disposition"] = str(content_disposition_header(format != "pdf", name))
    return response


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
