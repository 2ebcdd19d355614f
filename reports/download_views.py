"""ส่งออกข้อมูล: choose a document, look at it, have it as a file. Every choice has an address that stays."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from reports import exports, requests
from reports.asking import FORMATS, Refused, Spec
from reports.document import Digits
from reports.forms import DownloadForm, downloads_for, initial
from reports.renderers.html import page_html

UNSUITABLE = 422


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The form, with ?choose= of a document already in it; what it asks for is shown at its own address."""
    if "document" not in request.GET:
        chosen = initial(request.user, request.GET.get("choose", ""))
        return _choose(request, DownloadForm(user=request.user, initial=chosen))
    form = DownloadForm(request.GET, user=request.user)
    if not form.is_valid():
        return _choose(request, form, UNSUITABLE)
    wanted = form.cleaned_data
    spec = Spec(wanted["document"], wanted["area"], wanted["period"], digits=wanted["digits"])
    try:
        exports.resolve(_fitting(spec), request.user)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _choose(request, form, UNSUITABLE)
    address = redirect("reports:download", spec.document, spec.area, spec.period)
    address["Location"] += "?digits=arabic" if spec.digits == "arabic" else ""
    return address


@require_safe
def show(request: HttpRequest, document: str, area: str, period: str) -> HttpResponse:
    """The document as a page, with its files beside it."""
    spec = Spec(document, area, period, digits=_digits(request))
    try:
        download, ask = exports.resolve(_fitting(spec), request.user)
        made = exports.document_of(download, ask) if download.make else None
    except Refused as refused:
        return _refuse(request, spec, refused)
    context = {
        "download": download,
        "ask": ask,
        "spec": spec,
        "made": made,
        "body": mark_safe(page_html(made)) if made else "",  # noqa: S308  (the renderer escapes)
        "formats": [(code, FORMATS[code]) for code in download.formats],
    }
    return render(request, "reports/download.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, document: str, area: str, period: str, format: str) -> HttpResponseBase:
    """One file; ?digits=thai|arabic, ?archive=1 for PDF/A-3u with tags, ?form= of รต.๑.

    What takes longer than one waits for is asked for by POST, and made by a worker.
    """
    archive = format == "pdf" and request.GET.get("archive") == "1"
    spec = Spec(document, area, period, format, _digits(request), request.GET.get("form", ""), archive)
    try:
        if request.method == "POST":
            job = requests.request(spec, actor=request.user, absolute=request.build_absolute_uri)
            return redirect("reports:mine-one", job.pk)
        return _file_or_offer(request, spec)
    except Refused as refused:
        return _refuse(request, spec, refused)


def _file_or_offer(request: HttpRequest, spec: Spec) -> HttpResponseBase:
    """The file at once, the page of the one there is, or how long it would take and a button."""
    work = exports.weigh(spec, request.user, request.build_absolute_uri)
    if requests.is_small(work):
        return answer(exports.file_of(spec, work), inline=spec.format == "pdf")
    if job := requests.known(spec, work):
        return redirect("reports:mine-one", job.pk)
    context = {"work": work, "spec": spec, "format": FORMATS[spec.format], "seconds": max(2, int(work.seconds))}
    return render(request, "reports/large.html", context)


def answer(made: exports.File, *, inline: bool) -> HttpResponseBase:
    """A finished file, or one that is made while it is sent."""
    response: HttpResponseBase
    if made.streams:
        response = StreamingHttpResponse(made.pieces, content_type=made.content_type)
    else:
        response = HttpResponse(b"".join(made.pieces), content_type=made.content_type)
    response["Content-Disposition"] = str(content_disposition_header(not inline, made.name))
    return response


def _digits(request: HttpRequest) -> Digits:
    return cast(Digits, request.GET.get("digits", "thai"))


def _fitting(spec: Spec) -> Spec:
    """The spec in the first format that its document has."""
    download = exports.DOWNLOADS.get(spec.document)
    format_ = download.formats[0] if download else spec.format
    return Spec(spec.document, spec.area, spec.period, format_, spec.digits, spec.form)


def _choose(request: HttpRequest, form: DownloadForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "downloads": downloads_for(request.user)}
    return render(request, "reports/downloads.html", context, status=status)


def _refuse(request: HttpRequest, spec: Spec, refused: Refused) -> HttpResponse:
    """The form as it was filled, with the sentence above it."""
    values: dict[str, Any] = {
        "document": spec.document, "area": spec.area, "period": spec.period, "digits": spec.digits,
    }  # fmt: skip
    form = DownloadForm(user=request.user, initial=values)
    context = {"form": form, "downloads": downloads_for(request.user), "refusal": str(refused)}
    return render(request, "reports/downloads.html", context, status=UNSUITABLE)
