"""เทียบตาราง: a published table is handed in and shown beside the portal. Nothing is kept, nothing is written."""

from __future__ import annotations

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.selectors import province_or_404
from core import clock
from core.answers import attachment
from core.month import Month
from core.uploads import too_big
from core.workbook import WorkbookError, read_workbook
from reports import cost, exports
from reports.asking import FORMATS
from reports.document import Document
from reports.documents import reconcile as paper
from reports.figures import Area
from reports.forms import ReconcileForm, areas_of
from reports.reconcile import sheet
from reports.reconcile.compare import Reconciled, area_names, reconcile
from targets.tables import pasted

UNSUITABLE = 422
SAMPLES = (("months-channels", "เดือน × ช่องทาง"), ("months-categories", "เดือน × ประเภทผลิตภัณฑ์"))  # that can be read back
PATIENCE = 5  # seconds that a file is waited for; nothing is kept of a table, so no worker can make it
TOO_LONG = "ผลเทียบยาวเกินกว่าจะจัดทำเป็น PDF ให้ใช้ Excel หรือ CSV"


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form, and below it what was found; with `format` that as a file."""
    if request.user.is_district:
        raise PermissionDenied
    form = ReconcileForm(request.POST or None, request.FILES or None, user=request.user)
    context: dict[str, Any] = {"form": form, "formats": FORMATS, "samples": SAMPLES, **_sample(request)}
    if sentence := too_big(request):
        form.add_error("file", sentence)
    elif form.is_valid() and (texts := _texts(form)):
        area = _area(request, form)
        found = _found(request, form, texts, area)
        context |= {"found": found, "text": sheet.as_text(texts), "place": _place(area)}
        if found and form.cleaned_data["format"]:
            made = paper.make(found, _place(area), digits=form.cleaned_data["digits"])
            if cost.of_document(made, form.cleaned_data["format"])[1] <= PATIENCE:
                return _file(found, made, _place(area), form.cleaned_data["format"])
            form.add_error(None, TOO_LONG)
    return render(request, "reports/reconcile.html", context, status=UNSUITABLE if form.errors else 200)


def _area(request: HttpRequest, form: ReconcileForm) -> Area:
    if request.user.is_province:
        return cast(Area, request.user.province)
    code = form.cleaned_data["area"]
    return province_or_404(request.user, code) if code else None


def _sample(request: HttpRequest) -> dict[str, Any]:
    """Of what the downloads hold of one's own area: the budget year of the last whole month."""
    last = Month.of(clock.today()) - 1
    return {"sample_area": areas_of(request.user)[0][0], "sample_period": last.budget_year.number}


def _place(area: Area) -> str:
    return f"จังหวัด{area.name}" if area else "ทั้งประเทศ"


def _texts(form: ReconcileForm) -> sheet.Texts:
    """The cells of the first sheet shown that holds any, or those pasted; none where the form has an error now."""
    file = form.cleaned_data["file"]
    if not file:
        return pasted(form.cleaned_data["text"])
    try:
        sheets = read_workbook(file, name=file.name, keep_formulas=True, as_shown=True)
    except WorkbookError as error:
        form.add_error("file", error.message)
        return []
    rows = next((s.rows for s in sheets if not s.hidden and s.rows), ())
    if not rows:
        form.add_error("file", "ไฟล์ไม่มีข้อมูล")
    return [[sheet.UNCALCULATED if cell.formula and cell.value is None else cell.text for cell in row] for row in rows]


def _found(request: HttpRequest, form: ReconcileForm, texts: sheet.Texts, area: Area) -> Reconciled | None:
    wanted = form.cleaned_data
    try:
        names = area_names(request.user, area)
        return reconcile(request.user, area, sheet.read(texts, names, wanted["year"], wanted["columns"]))
    except sheet.Ambiguous as question:
        form.ask(question.ask, str(question), sheet.as_text(texts))
    except sheet.Unreadable as error:
        form.add_error(None, str(error))
    return None


def _file(found: Reconciled, made: Document, place: str, format_: str) -> HttpResponse:
    name = f"เทียบตาราง_{place}_{found.period}.{format_}"
    return attachment(exports.write([made], format_), name, exports.TYPES[format_])
