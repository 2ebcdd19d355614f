"""The gallery behind a producer's month: several files sent at once, shown, taken away again while the month is open.

A file reaches a browser through here alone, and only to the district and its province. It is told to be what it was
found to be, never run, never kept: even a picture that somebody made to be read as a page has no page to be.
"""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import District
from accounts.selectors import district_or_404
from core.month import Month
from core.records import Refused
from core.templatetags.numbers import count
from core.uploads import takes_up_to, too_big
from evidence import selectors, services, store
from evidence.models import Evidence
from producers.models import Producer
from workflow.services import Refused as MonthRefused

TYPES = {"image": "image/jpeg", "pdf": "application/pdf"}
SANDBOX = {"sandbox": True, "script-src": ["'none'"], "style-src": ["'none'"]}


def _district(request: HttpRequest, code: str) -> District:
    """Of the person's area: else 404. The department counts evidence and looks at none: 403."""
    district = district_or_404(request.user, code)
    if request.user.is_national:
        raise PermissionDenied
    return district


@takes_up_to("EVIDENCE_MAX_BYTES")
@require_http_methods(["GET", "POST"])
def gallery(request: HttpRequest, district: str, month: Month, producer: int) -> HttpResponse:
    of_district = _district(request, district)
    found = selectors.producer_of_month_or_404(request.user, of_district, month, producer)
    if request.method == "POST":
        _receive(request, of_district, month, found)
        return redirect("evidence:gallery", district, month, producer)
    shown = selectors.gallery(request.user, of_district, month, found, settings.EVIDENCE_PER_PRODUCER)
    limits = {"megabytes": settings.EVIDENCE_MAX_BYTES // 1024**2, "files": settings.EVIDENCE_AT_ONCE}
    return render(request, "evidence/gallery.html", {"gallery": shown, "limits": limits})


def _receive(request: HttpRequest, district: District, month: Month, producer: Producer) -> None:
    """Each file by itself: one that cannot be taken is told of and stops no other."""
    if not request.user.is_district:
        raise PermissionDenied
    files = request.FILES.getlist("files")
    if sentence := too_big(request):
        messages.error(request, sentence)
    elif not files:
        messages.error(request, "ยังไม่ได้เลือกไฟล์")
    for file in files[settings.EVIDENCE_AT_ONCE :]:
        messages.error(request, f"{file.name}: ส่งได้ครั้งละไม่เกิน {settings.EVIDENCE_AT_ONCE} ไฟล์ ไฟล์นี้ยังไม่ได้แนบ")
    added = sum(_take(request, district, month, producer, file) for file in files[: settings.EVIDENCE_AT_ONCE])
    if added:
        messages.success(request, f"แนบหลักฐานแล้ว {count(added)} ไฟล์")


def _take(request: HttpRequest, district: District, month: Month, producer: Producer, file: Any) -> bool:
    try:
        _, new = services.add(district, month, producer, file.read(), title=file.name, actor=request.user)
    except (Refused, MonthRefused) as refused:
        messages.error(request, f"{file.name}: {_sentence(refused)}")
        return False
    if not new:
        messages.info(request, f"{file.name}: แนบไว้แล้ว ไม่มีการแนบซ้ำ")
    return new


def _sentence(refused: Refused | MonthRefused) -> str:
    if isinstance(refused, Refused):
        return refused.message
    if refused.verdict.code == "role":
        raise PermissionDenied from refused
    return " ".join(filter(None, [refused.verdict.sentence, refused.verdict.remedy]))


@require_POST
def remove(request: HttpRequest, district: str, month: Month, producer: int, pk: int) -> HttpResponse:
    evidence = _evidence(request, district, month, producer, pk)
    try:
        services.remove(evidence, actor=request.user)
    except MonthRefused as refused:
        messages.error(request, _sentence(refused))
    else:
        messages.success(request, f"ลบ {evidence.title} แล้ว")
    return redirect("evidence:gallery", district, month, producer)


def _evidence(request: HttpRequest, district: str, month: Month, producer: int, pk: int) -> Evidence:
    return selectors.evidence_or_404(request.user, _district(request, district), month, producer, pk)


@require_GET
@csp_update(SANDBOX)
def file(request: HttpRequest, district: str, month: Month, producer: int, pk: int) -> HttpResponse:
    """A photograph is shown, a PDF is saved: a viewer for it would need what the sandbox forbids."""
    evidence = _evidence(request, district, month, producer, pk)
    answer = _file(evidence.name, TYPES[evidence.form])
    name = evidence.title.rsplit(".", 1)[0] + (".jpg" if evidence.is_image else ".pdf")
    answer["Content-Disposition"] = str(content_disposition_header(not evidence.is_image, name))
    return answer


@require_GET
@csp_update(SANDBOX)
def thumbnail(request: HttpRequest, district: str, month: Month, producer: int, pk: int) -> HttpResponse:
    evidence = _evidence(request, district, month, producer, pk)
    if not evidence.thumbnail:
        raise Http404
    return _file(evidence.thumbnail, TYPES["image"])


def _file(name: str, content_type: str) -> HttpResponse:
    try:
        content = store.read(name)
    except FileNotFoundError as error:
        raise Http404 from error
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
