"""The page on which the office reminds its districts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core import clock
from core.forms import sent
from core.month import Month
from notices import reminders
from notices.forms import MessageForm
from workflow import calendar
from workflow.models import Kind
from workflow.views.common import board_url, named, office_or_403


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest, kind: str, province: str, month: Month) -> HttpResponse:
    """Who has not confirmed, and one button that tells them all."""
    office = office_or_403(request, province)
    form = MessageForm(sent(request))
    if form.is_bound and form.is_valid():
        message = form.cleaned_data["message"]
        _say(request, reminders.remind(office, month, actor=request.user, message=message, kind=kind))
        return redirect(board_url(kind, office, month))
    deadline = calendar.confirm_deadline(office, month, kind)
    waiting = reminders.waiting_in(office, month, kind)
    context = {
        "form": form,
        "kind": kind,
        "kind_label": Kind(kind).label,
        "province": office,
        "month": month,
        "waiting": waiting,
        "ready": [district for district in waiting if district.may_be_reminded],
        "confirm_by": deadline,
        "late": clock.now() >= deadline,
    }
    return render(request, "notices/remind.html", context, status=422 if form.is_bound else 200)


def _say(request: HttpRequest, reminded: list) -> None:
    if reminded:
        messages.success(request, f"เตือนแล้ว {len(reminded)} อำเภอ: {named(reminded)}")
    else:
        messages.info(request, "ไม่มีอำเภอที่ต้องเตือนในวันนี้")
