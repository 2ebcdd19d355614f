"""เอกสารปิดเดือน: what was made when a month closed and what is missing, for the department and each province."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.month import Month
from core.templatetags.numbers import count
from reports import exports
from reports.asking import Spec
from reports.closing import queue, viewer, wanted
from reports.closing_page import closing, is_ready
from reports.mine_views import sent
from reports.models import ClosingDocument
from reports.versions import unlocked_since
from workflow.announcements import closed_months


def _readers_only(request: HttpRequest) -> None:
    if request.user.is_district:
        raise PermissionDenied


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """The newest month that has closed."""
    _readers_only(request)
    return redirect("reports:closing", closed_months(clock.now())[-1])


@require_http_methods(["GET", "HEAD", "POST"])
def month(request: HttpRequest, month: Month) -> HttpResponse:
    """What there is and what is missing; by POST the department has what is missing or failed made now."""
    _readers_only(request)
    found = closing(request.user, month)
    if request.method == "POST":
        if not request.user.is_national:
            raise PermissionDenied
        _queue(request, month, found.is_closed)
        return redirect("reports:closing", month)
    neighbours = {"previous": month - 1, "next": month + 1}
    return render(request, "reports/closing.html", {"closing": found, **neighbours})


def _queue(request: HttpRequest, month: Month, is_closed: bool) -> None:
    if not is_closed:
        messages.error(request, "เดือนนี้ยังไม่ปิด จึงยังไม่จัดทำเอกสารปิดเดือน")
    elif queued := queue(month, once_more=True):
        messages.success(request, f"กำลังจัดทำ {count(queued)} ฉบับ")
    else:
        messages.info(request, "เอกสารที่จัดทำได้มีครบแล้ว")


@require_safe
def file(request: HttpRequest, month: Month, document: str, area: str) -> HttpResponseBase:
    """One document, as long as it holds what is locked now, and nothing that was unlocked since."""
    _readers_only(request)
    found = get_object_or_404(
        ClosingDocument.objects.visible_to(request.user), month=month, document=document, area=area
    )
    now = next((each for each in wanted(month) if (each.document, each.area) == (document, area)), None)
    answer = sent(found) if is_ready(found, now) and not _unlocked(found) else None
    if answer is None:
        messages.error(request, "ข้อมูลเปลี่ยนหลังจากจัดทำฉบับนั้น ระบบจะจัดทำฉบับใหม่ให้")
        return redirect("reports:closing", month)
    return answer


def _unlocked(document: ClosingDocument) -> bool:
    """Of what it may show beside its month: the year before it as well."""
    _, ask = exports.resolve(Spec.of_dict(document.spec), viewer())
    return bool(document.started_at and unlocked_since(ask, document.started_at))
