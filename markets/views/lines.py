"""The names of the four income lines, and their order: the department's administrator changes them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from markets.line_forms import LinesForm
from markets.selectors.lines import income_lines, lines_trail
from markets.services.lines import rename_lines


@require_http_methods(["GET", "POST"])
def lines(request: HttpRequest) -> HttpResponse:
    if not request.user.is_admin:
        raise PermissionDenied
    form = LinesForm(request.POST or None, lines=income_lines())
    if request.method == "POST" and form.is_valid():
        changed = rename_lines(form.wanted, actor=request.user)
        messages.success(request, "บันทึกชื่อรายการแล้ว" if changed else "ไม่มีชื่อหรือลำดับที่เปลี่ยน")
        return redirect("markets:lines")
    context = {"form": form, "trail": lines_trail()}
    return render(request, "markets/lines.html", context, status=422 if form.is_bound else 200)
