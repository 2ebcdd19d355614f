"""The Excel round trip: the form to fill, the file sent back, its differences, accepting them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.models import District
from core.answers import attachment
from core.month import Month
from core.templatetags.numbers import count
from core.uploads import too_big
from core.workbook import WorkbookError
from entry import services
from entry.grids import Grid
from entry.models import Upload
from entry.selectors.entry import entry_page
from entry.selectors.uploads import review, uploads_of
from entry.services import uploads
from entry.views.common import entry_url, entry_view, may_see_figures
from entry.workbook.write import form_workbook
from workflow import services as workflow
from workflow.calendar import Act, may_change

MOST_TOLD = 10


@require_GET
@entry_view
def workbook(request: HttpRequest, grid: Grid, district: District, month: Month) -> HttpResponse:
    """The form as .xlsx with what is filled so far, for those who may see the figures."""
    page = entry_page(request.user, district, month, grid.kind)
    if not may_see_figures(request, page.submission):
        raise PermissionDenied
    return attachment(form_workbook(page), f"{grid.words.file_name}_{district.name}_{month}.xlsx")


@require_POST
@entry_view
def upload(request: HttpRequest, grid: Grid, district: District, month: Month) -> HttpResponse:
    """Take a filled form and show its differences. What cannot be taken is told on the entry page."""
    submission = services.begin(district, month, grid.kind, actor=request.user)
    workflow.guard(request.user, submission, Act.EDIT)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, too_big(request) or "ยังไม่ได้เลือกไฟล์ ให้เลือกไฟล์ .xlsx หรือ .csv ก่อนส่ง")
        return HttpResponseRedirect(entry_url(grid, district, month))
    try:
        received = uploads.receive(submission, file, name=file.name, actor=request.user)
    except WorkbookError as error:
        messages.error(request, f"ยังไม่ได้นำเข้า {error.message}")
        return HttpResponseRedirect(entry_url(grid, district, month))
    return redirect(grid.urls["upload_review"], district.code, str(month), received.pk)


@require_GET
@entry_view
def upload_review(request: HttpRequest, grid: Grid, district: District, month: Month, pk: int) -> HttpResponse:
    found = get_object_or_404(uploads_of(request.user, district, month, grid.kind), pk=pk)
    verdict = may_change(request.user, district, month, Act.EDIT, submission=found.submission, kind=grid.kind)
    context = {
        "grid": grid,
        "district": district,
        "month": month,
        "upload": found,
        "review": review(found),
        "verdict": verdict,
    }
    return render(request, "entry/upload_review.html", context)


@require_POST
@entry_view
def upload_accept(request: HttpRequest, grid: Grid, district: District, month: Month, pk: int) -> HttpResponse:
    """Save the ticked cells (`cell`, by number), once."""
    found = get_object_or_404(uploads_of(request.user, district, month, grid.kind), pk=pk)
    chosen = {int(text) for text in request.POST.getlist("cell") if text.isdecimal() and len(text) < 9}
    if not chosen:
        messages.error(request, "ยังไม่ได้เลือกช่องที่จะบันทึก")
        return redirect(grid.urls["upload_review"], district.code, str(month), found.pk)
    _accept(request, grid, found, chosen)
    return HttpResponseRedirect(entry_url(grid, district, month))


def _accept(request: HttpRequest, grid: Grid, upload: Upload, chosen: set[int]) -> None:
    try:
        outcome = uploads.accept(upload, chosen, actor=request.user)
    except uploads.AlreadyAccepted:
        messages.info(request, "ไฟล์นี้บันทึกไปแล้ว ไม่มีการบันทึกซ้ำ")
        return
    if outcome.saved:
        messages.success(request, f"บันทึก {count(outcome.saved)} ช่องจากไฟล์แล้ว")
    if unsaved := len(outcome.refused) + outcome.reasons_refused:
        messages.error(request, f"ไม่ได้บันทึก {count(unsaved)} ช่อง เพราะมีผู้แก้ไขหลังส่งไฟล์ ให้ดูช่องนั้นในหน้านี้")
    labels = {field.name: field.label for field in grid.fields()}
    for result in outcome.refused[:MOST_TOLD]:
        where = f"{grid.unit_of(result.row).name} {labels[result.change.field]}: " if result.row else ""
        messages.error(request, f"{where}{result.message}")
