"""The entry page, as a page and as a plain form that needs no script."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import District
from core.month import Month
from entry import grids, services
from entry.grids import Grid
from entry.selectors.entry import EntryPage, entry_page
from entry.services.cells import CONFLICT, ERROR, CellChange, CellResult
from entry.views.common import entry_url, entry_view, may_see_figures, number
from workflow import calendar
from workflow.services import Refused


@require_GET
def current(request: HttpRequest, kind: str) -> HttpResponse:
    """The month in which the officer's work is; nothing to select."""
    if not request.user.is_district:
        return redirect("home")
    district = request.user.district
    return redirect(entry_url(grids.get(kind), district, calendar.working_month(district, kind=kind)))


@require_http_methods(["GET", "POST"])
@entry_view
def entry(request: HttpRequest, grid: Grid, district: District, month: Month) -> HttpResponse:
    if request.method == "POST":
        return _post(request, entry_page(request.user, district, month, grid.kind))
    return _page(request, entry_page(request.user, district, month, grid.kind))


def _page(request: HttpRequest, page: EntryPage, status: int = 200) -> HttpResponse:
    if not may_see_figures(request, page.submission):
        raise PermissionDenied
    return render(request, "entry/entry.html", {"page": page}, status=status)


def _post(request: HttpRequest, page: EntryPage) -> HttpResponse:
    """Save what was typed, then do what the pressed button says. A refusal shows the page with all that was typed."""
    changes = _typed(request.POST, page)
    try:
        results = services.save_cells(_begun(request, page), changes, actor=request.user)
        if any(result.status in (ERROR, CONFLICT) for result in results):
            return _again(request, _afresh(page), results)
        _button(request, page, request.POST.get("action", "save"))
    except Refused as refused:
        if refused.verdict.code == "role":
            raise PermissionDenied from refused
        messages.error(request, f"{refused.verdict.sentence} {refused.verdict.remedy} ตัวเลขที่พิมพ์ไว้ยังไม่ถูกบันทึก")
        return _page(request, _with_typed(_afresh(page), changes), status=409)
    messages.success(request, "บันทึกแล้ว")
    return HttpResponseRedirect(entry_url(page.grid, page.district, page.month))


def _afresh(page: EntryPage) -> EntryPage:
    return entry_page(page.user, page.district, page.month, page.grid.kind)


def _begun(request: HttpRequest, page: EntryPage) -> Any:
    return page.submission or services.begin(page.district, page.month, page.grid.kind, actor=request.user)


def _typed(data: Any, page: EntryPage) -> list[CellChange]:
    """The cells whose text differs from what stands in the database, with the row's version that the form had."""
    found = []
    for row in page.rows:
        version = data.get(f"v-{row.id}", "")
        for cell in row.cells:
            text = data.get(f"c-{row.id}-{cell.field}")
            if text is not None and text.strip() != cell.text:
                found.append(CellChange(row.id, cell.field, text[:100], number(version)))
    return found


def _again(request: HttpRequest, page: EntryPage, results: list[CellResult]) -> HttpResponse:
    """The page again: what could be saved is, each error and conflict stands in its cell with what was typed."""
    cells = {(row.id, cell.field): cell for row in page.rows for cell in row.cells}
    for result in results:
        cell = cells.get((result.change.row, result.change.field))
        if cell is None or result.status not in (ERROR, CONFLICT):
            continue
        cell.text, cell.error = result.change.text, result.message
        if result.status == CONFLICT:
            cell.conflict = {"theirs": result.value, "yours": result.change.text}
    messages.error(request, "บางช่องยังไม่ถูกบันทึก โปรดดูช่องที่มีข้อความกำกับ ช่องอื่นบันทึกแล้ว")
    return _page(request, page, status=422)


def _with_typed(page: EntryPage, changes: list[CellChange]) -> EntryPage:
    typed = {(change.row, change.field): change.text for change in changes}
    for row in page.rows:
        for cell in row.cells:
            if (text := typed.get((row.id, cell.field))) is not None:
                cell.text, cell.error = text, f"พิมพ์ไว้ “{text}” ยังไม่ถูกบันทึก"
    return page


def _button(request: HttpRequest, page: EntryPage, action: str) -> None:
    name, _, row = action.partition(":")
    submission = _begun(request, page)
    if name == "zero-rest":
        services.fill_zero(submission, actor=request.user)
    elif name == "zero-row" and row.isdecimal():
        services.fill_zero(submission, actor=request.user, row_id=number(row))
    elif name == "remove-row" and row.isdecimal():
        services.remove_row(submission, number(row), actor=request.user)
