"""The page of the department's board."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core import clock
from core.month import BudgetYear, Month
from reports.national import national_board
from workflow.models import Kind


@require_GET
def national(request: HttpRequest, kind: str, year: int | None = None) -> HttpResponse:
    """Without a year, the budget year that today is in."""
    if not request.user.is_national:
        raise PermissionDenied
    this_year = Month.of(clock.today()).budget_year
    shown = BudgetYear(year) if year else this_year
    context = {
        "board": national_board(request.user, shown, kind),
        "kinds": [{"label": k.label, "url": _url(k, shown), "current": k == kind} for k in Kind],
        "previous_year": shown.number - 1,
        "next_year": shown.number + 1 if shown.number < this_year.number else None,
    }
    return render(request, "reports/national.html", context)


def _url(kind: str, year: BudgetYear) -> str:
    return reverse("reports:national-year", kwargs={"kind": kind, "year": year.number})
