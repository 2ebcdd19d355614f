"""The province's board and the page of one district's month."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.selectors import province_or_404
from core.month import Month
from workflow import calendar
from workflow.models import Kind
from workflow.selectors.board import board as read_board
from workflow.selectors.review import review as read_review
from workflow.views.common import board_url, district_of


@require_GET
def current(request: HttpRequest, kind: str) -> HttpResponse:
    """The month in which the province's work is; nothing to select."""
    if not request.user.is_province:
        return redirect("home")
    province = request.user.province
    return redirect(board_url(kind, province, calendar.working_month_of_province(province, kind=kind)))


@require_GET
def board(request: HttpRequest, kind: str, province: str, month: Month) -> HttpResponse:
    of_province = province_or_404(request.user, province)
    context = {
        "board": read_board(request.user, of_province, month, kind),
        "previous": month - 1,
        "next": month + 1,
        "kinds": [
            {"label": other.label, "url": board_url(other, of_province, month), "current": other == kind}
            for other in Kind
        ],
    }
    return render(request, "workflow/board.html", context)


@require_GET
def review(request: HttpRequest, kind: str, province: str, month: Month, district: str) -> HttpResponse:
    of_district = district_of(request, province, district)
    return render(request, "workflow/review.html", {"review": read_review(request.user, of_district, month, kind)})
