"""Downloads of a province's target register and of its progress-and-score report."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.selectors import province_or_404
from reports import exports
from reports.document import Digits
from reports.documents.targets import MAKERS
from targets import periods
from targets.selectors.scores import province_scores


@require_safe
def targets(request: HttpRequest, code: str, province: str, year: int, period: str, format: str) -> HttpResponse:
    """One document of one province's period; ?digits=thai|arabic. For its office and the department."""
    digits = request.GET.get("digits", "thai")
    known = code in MAKERS and period in periods.LABELS and format in exports.TYPES and digits in ("thai", "arabic")
    if not known:
        raise Http404
    office = province_or_404(request.user, province)
    page = province_scores(request.user, office, year, period)
    made = MAKERS[code](office, page, digits=cast(Digits, digits))
    response = HttpResponse(exports.write([made], format), content_type=exports.TYPES[format])
    name = f"{made.code}_จังหวัด{office.name}_{year}_{period}.{format}"
    response["Content-Disposition"] = str(content_disposition_header(format != "pdf", name))
    return response
