"""The two-part online report as one workbook in the department's layout; filled, it is imported back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from accounts.selectors import district_or_404, province_or_404
from core.period import Period
from online.rounds import NUMBERS, RoundId
from online.services.report import record_personal_export
from reports import exports
from reports.asking import Ask
from reports.documents import online
from reports.download_views import answer


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, year: int, number: int, area: str) -> HttpResponseBase:
    """?rows=all: a district's every product, to be filled in. Posted: with whole phone numbers, which is audited."""
    if number not in NUMBERS:
        raise Http404
    user, of = request.user, RoundId(year, number)
    place = district_or_404(user, area) if len(area) == 4 else province_or_404(user, area)
    personal = request.method == "POST"
    if personal:
        record_personal_export(actor=user, area=place, of=of)
    ask = Ask(user, place, Period.parse(of.period), "arabic")
    lines = online.lines_for(ask, every=request.GET.get("rows") == "all" and not user.is_national)
    parts = [online.readiness_of(ask, lines, personal=personal), online.channels_of(ask, _part2(request, lines))]
    name = f"ตลาดออนไลน์_{ask.place}_{of.period}.xlsx".replace(" ", "_")
    return answer(exports.File(name, exports.TYPES["xlsx"], [exports.write(parts, "xlsx")]), inline=False)


def _part2(request: HttpRequest, lines: list) -> list:
    return lines if request.GET.get("rows") == "all" else [line for line in lines if line.listing]
