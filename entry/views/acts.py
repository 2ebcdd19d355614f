"""Acts on the month: Sync, rows, zero, reasons, confirm, withdraw. Each a POST that comes back to the entry page."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import wants_json
from accounts.models import District
from core.month import Month
from core.templatetags.numbers import count
from entry import services
from entry.grids import Grid
from entry.selectors.entry import entry_page
from entry.views.common import entry_url, entry_view, number
from workflow import kinds
from workflow import services as workflow
from workflow.canonical import RowChange, changes
from workflow.models import Submission
from workflow.selectors.frozen import is_as_confirmed, shown_rows


def _back(grid: Grid, district: District, month: Month) -> HttpResponse:
    return HttpResponseRedirect(entry_url(grid, district, month))


def _begun(request: HttpRequest, grid: Grid, district: District, month: Month) -> Submission:
    return services.begin(district, month, grid.kind, actor=request.user)


@require_POST
@entry_view
def sync(request: HttpRequest, grid: Grid, district: District, month: Month) -> HttpResponse:
    added = services.sync(_begun(request, grid, district, month), actor=request.user)
    messages.success(request, f"เพิ่ม {count(added)} แถวแล้ว" if added else "รายชื่อเป็นปัจจุบันอยู่แล้ว ไม่มีแถวใหม่")
    return _back(grid, district, month)


@require_POST
@entry_view
def row_add(request: HttpRequest, grid: Grid, district: District, month: Month) -> HttpResponse:
    named, _, of_part = request.POST.get("row", "").partition(":")
    unit = get_object_or_404(grid.units(request.user, district), pk=number(named or request.POST.get(grid.unit, "")))
    part = (of_part or request.POST.get(grid.part, "")) if grid.part else ""
    try:
        added = services.add_row(_begun(request, grid, district, month), unit, part, actor=request.user)
    except ValueError:
        messages.error(request, f"เพิ่มแถวของ {unit.name} ไม่ได้ {grid.words.not_added}")
        return _back(grid, district, month)
    there = f"{unit.name} มีแถว{'ประเภทนี้' if grid.part else ''}อยู่แล้ว"
    messages.success(request, f"เพิ่มแถวของ {unit.name} แล้ว" if added else there)
    return _back(grid, district, month)


@require_POST
@entry_view
def row_remove(request: HttpRequest, grid: Grid, district: District, month: Month, pk: int) -> HttpResponse:
    removed = services.remove_row(_begun(request, grid, district, month), pk, actor=request.user)
    messages.success(request, "นำแถวออกจากเดือนนี้แล้ว" if removed else "แถวนี้ถูกนำออกไปแล้ว")
    return _back(grid, district, month)


@require_POST
@entry_view
def zero(request: HttpRequest, grid: Grid, district: District, month: Month) -> HttpResponse:
    """ไม่มียอดเดือนนี้, for one row (`row`) or for all blanks that are left (`rest`)."""
    row = request.POST.get("row", "")
    if not row.isdecimal() and request.POST.get("rest") != "1":
        raise PermissionDenied
    row_id = number(row) if row else None
    cells = services.fill_zero(_begun(request, grid, district, month), actor=request.user, row_id=row_id)
    messages.success(request, f"บันทึกไม่มียอด (0) ใน {count(cells)} ช่องแล้ว")
    return _back(grid, district, month)


@require_POST
@entry_view
def reason(request: HttpRequest, grid: Grid, district: District, month: Month) -> HttpResponse:
    row = request.POST.get("row", "")
    text = request.POST.get("reason", "")
    row_id = number(row)
    given = services.give_reason(_begun(request, grid, district, month), row_id, text, actor=request.user)
    if wants_json(request):
        return JsonResponse({"message": "" if given else "ไม่พบแถวนี้ในเดือนนี้แล้ว"}, status=200 if given else 404)
    if given:
        messages.success(request, "บันทึกเหตุผลแล้ว จังหวัดจะเห็นเหตุผลนี้")
    else:
        messages.error(request, "ไม่พบแถวนี้ในเดือนนี้แล้ว")
    return _back(grid, district, month)


def _changes_since_last(submission: Submission | None) -> list[RowChange]:
    """What differs from the last confirmed revision; nothing when there is none, or while it stands."""
    if submission is None or not submission.is_editable_state or not (last := submission.revisions.last()):
        return []
    kind = kinds.of(submission)
    return changes(shown_rows(last), kind.content(submission), kind.describe)


@require_http_methods(["GET", "POST"])
@entry_view
def confirm(request: HttpRequest, grid: Grid, district: District, month: Month) -> HttpResponse:
    """Check what is about to be confirmed; confirm it."""
    if not request.user.is_district:
        raise PermissionDenied
    if request.method == "POST":
        return _confirm(request, grid, district, month)
    page = entry_page(request.user, district, month, grid.kind)
    changed = _changes_since_last(page.submission)
    same_paper = page.can_edit and page.submission and not changed and is_as_confirmed(page.submission)
    return render(request, "entry/confirm.html", {"page": page, "changes": changed, "is_as_confirmed": same_paper})


def _confirm(request: HttpRequest, grid: Grid, district: District, month: Month) -> HttpResponse:
    try:
        revision = workflow.confirm(_begun(request, grid, district, month), actor=request.user)
    except workflow.Incomplete as incomplete:
        for blocker in incomplete.blockers:
            messages.error(request, blocker)
        return _back(grid, district, month)
    print_it = f"{grid.words.print_paper} ให้{grid.words.paper_signer}ลงนามได้"
    messages.success(request, f"ยืนยันข้อมูลเดือน{month.thai} แล้ว (ฉบับที่ {revision.number}) {print_it}")
    return _back(grid, district, month)


@require_POST
@entry_view
def withdraw(request: HttpRequest, grid: Grid, district: District, month: Month) -> HttpResponse:
    workflow.withdraw(_begun(request, grid, district, month), actor=request.user)
    messages.success(request, "ถอนการยืนยันแล้ว แก้ไขได้ และต้องยืนยันใหม่")
    return _back(grid, district, month)
