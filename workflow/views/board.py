"""The province's board and the page of one district's month."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.models import Province
from accounts.selectors import province_or_404
from core.month import Month
from workflow import calendar
from workflow.selectors.board import board as read_board
from workflow.selectors.review import review as read_review
from workflow.views.common import district_of


@require_GET
def current(request: HttpRequest) -> HttpResponse:
    """The month in which the province's work is; nothing to select."""
    if not request.user.is_province:
        return redirect("home")
    province = request.user.province
    return redirect("workflow:board", province.code, calendar.working_month_of_province(province))


@require_GET
def board(request: HttpRequest, province: str, month: Month) -> HttpResponse:
    return board_page(request, province_or_404(request.user, province), month)


def board_page(request: HttpRequest, province: Province, month: Month, status: int = 200) -> HttpResponse:
    context = {"board": read_board(request.user, province, month), "previous": month - 1, "next": month + 1}
    return render(request, "workflow/board.html", context, status=status)


@require_GET
def review(request: HttpRequest, province: str, month: Month, district: str) -> HttpResponse:
    of_district = district_of(request, province, district)
    return render(request, "workflow/review.html", {"review": read_review(request.user, of_district, month)})
