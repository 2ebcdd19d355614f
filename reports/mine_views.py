"""ไฟล์ของฉัน: files that workers make for a person, how far they are, and fetching them. Another's do not exist."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST, require_safe

from core import jobs
from core.jobs import JobRefused
from reports import making, requests
from reports.asking import Refused
from reports.exports import TYPES
from reports.models import ExportJob, MadeFile
from reports.store import files

ON_A_PAGE = 20
FORBIDDEN, GONE, UNSUITABLE = 403, 410, 422


def _job(request: HttpRequest, pk: int) -> ExportJob:
    return get_object_or_404(ExportJob.objects.visible_to(request.user), pk=pk)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    found = ExportJob.objects.visible_to(request.user).order_by("-requested_at", "-pk")
    return render(request, "reports/mine.html", {"page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))})


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, what became of it, and the file."""
    return _page(request, _job(request, pk))


def _page(request: HttpRequest, job: ExportJob, refusal: str = "", status: int = 200) -> HttpResponse:
    return render(request, "reports/mine_one.html", {"job": job, "refusal": refusal}, status=status)


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    return JsonResponse(_job(request, pk).as_dict())


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    jobs.ask_cancel(_job(request, pk))
    return redirect("reports:mine-one", pk)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """The same once more, of the data as it stands; what is still the same is what there is."""
    job = _job(request, pk)
    try:
        return redirect("reports:mine-one", requests.again(job, actor=request.user).pk)
    except Refused as refused:
        return _page(request, job, str(refused), UNSUITABLE)
    except (Http404, PermissionDenied):
        return _page(request, job, making.NO_RIGHT, FORBIDDEN)


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file, if the person may still have what is in it."""
    job = _job(request, pk)
    if not job.is_kept:
        return _page(request, job, status=GONE)
    try:
        making.entitled(job, request.user, job.started_at, made=True)
    except JobRefused as refused:
        return _page(request, job, refused.message, FORBIDDEN)
    return sent(job) or _page(request, job, "ไม่พบไฟล์ในระบบ กรุณาขอใหม่", GONE)


def sent(made: MadeFile) -> FileResponse | None:
    """A stored file, to be saved and never to be run; None where it is gone."""
    try:
        content = files.open(made.stored)
    except (FileNotFoundError, ValueError):
        return None
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    kind = TYPES[made.format]
    return FileResponse(content, as_attachment=True, filename=made.file_name, content_type=kind, headers=headers)
