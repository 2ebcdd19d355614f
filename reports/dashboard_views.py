"""ภาพรวม and รายเดือน. Year, area and kind stand in the address, so every page can be kept and sent on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import District
from core import clock
from core.month import Month
from core.period import Period
from reports import exports
from reports.asking import LEVELS, NATION, Ask
from reports.dashboard.facts import Facts, Part
from reports.dashboard.thailand import OUTLINES, VIEW_BOX
from reports.documents.dashboard import MONTH, YEAR, panels, tiles
from reports.documents.dashboard.league import tones
from reports.documents.dashboard.panel import OnMap, Panel
from reports.figures import Area
from reports.forms import OverviewForm, areas_of
from workflow.converters import BudgetYearConverter
from workflow.models import Kind


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """?year=2567&area=24&kind=sales; without them this budget year, one's own area, sales."""
    number = _year_or_404(request.GET.get("year") or str(Month.of(clock.today()).budget_year))
    facts = _facts(request, Period.year(number))
    now = Month.of(clock.today()).budget_year.number
    steps = [
        (str(other), _address(facts, year=other), rel)
        for other, rel in ((number - 1, "prev"), (number + 1, "next"))
        if other <= now
    ]
    context = {"steps": steps, **_context(request, facts, YEAR)}
    return render(request, "reports/overview.html", context)


@require_safe
def month(request: HttpRequest, month: Month) -> HttpResponse:
    """One month; ?area=24&kind=sales."""
    facts = _facts(request, Period.month(month))
    steps = [
        (other.thai_short, _address(facts, month=other), rel)
        for other, rel in ((month - 1, "prev"), (month + 1, "next"))
        if rel == "prev" or other <= Month.of(clock.today())
    ]
    context = {"month": month, "steps": steps, **_context(request, facts, MONTH)}
    return render(request, "reports/overview_month.html", context)


def _year_or_404(text: str) -> int:
    try:
        return BudgetYearConverter().to_python(text)
    except ValueError as error:
        raise Http404 from error


def _facts(request: HttpRequest, period: Period) -> Facts:
    kind = request.GET.get("kind") or Kind.SALES
    if kind not in Kind.values:
        raise Http404
    code = request.GET.get("area") or areas_of(request.user)[0][0]
    return Facts(request.user, exports.area_of(code, request.user), period, kind)


def _context(request: HttpRequest, facts: Facts, makers: Any) -> dict[str, Any]:
    shown = panels(request.user, facts, makers)
    is_year = makers is YEAR
    at = {"year": facts.year.number} if is_year else {"month": facts.period.first}
    links = _part_links(facts, at) | _month_links(facts)
    chosen = {"year": facts.year.number, "area": code_of(facts.area), "kind": facts.kind}
    return {
        "facts": facts,
        "place": Ask(request.user, facts.area, facts.period).place,
        "standing": facts.standing,
        "tiles": tiles.of_year(facts) if is_year else tiles.of_month(facts),
        "panels": [_shown(panel, facts, links) for panel in shown],
        "crumbs": _crumbs(request.user, facts, at),
        "kinds": [
            {"label": other.label, "url": _address(facts, kind=other, **at), "current": other == facts.kind}
            for other in Kind
        ],
        "form": OverviewForm(user=request.user, initial=chosen) if is_year else None,
        "month_links": [(month, _address(facts, month=month)) for month in facts.opened],
        "year_link": _address(facts, year=facts.year.number),
    }


def _shown(panel: Panel, facts: Facts, links: dict[str, str]) -> dict[str, Any]:
    """A panel with its addresses: of its rows, its files, its map."""
    files = [
        (name, reverse("reports:download-file", args=[panel.code, code_of(facts.area), facts.period, ending]))
        for ending, name in (("xlsx", "Excel"), ("csv", "CSV"), ("pdf", "PDF"))
    ]
    linked = panel if panel.links else replace(panel, links=links)
    return {"panel": linked, "files": files, "map": _map(panel, links) if facts.is_national else None}


def _map(panel: Panel, links: dict[str, str]) -> dict[str, Any] | None:
    """The outlines of all provinces, with a tone for those whose figure is known."""
    if not panel.on_map:
        return None
    toned = tones(panel.on_map)
    known = {one.part.area.code: one for one in panel.on_map}
    shapes = [_shape(outline, known.get(code), toned, links) for code, outline in OUTLINES.items()]
    return {"view_box": VIEW_BOX, "shapes": shapes, "tones": range(1, 6)}


def _shape(outline: str, one: OnMap | None, toned: dict[Part, int], links: dict[str, str]) -> dict[str, Any]:
    if one is None:
        return {"outline": outline, "tone": 0}
    name = f"{one.part.name} {one.text}"
    return {"outline": outline, "tone": toned.get(one.part, 0), "name": name, "link": links[one.part.name]}


def _month_links(facts: Facts) -> dict[str, str]:
    return {month.thai: _address(facts, month=month) for month in facts.opened}


def _part_links(facts: Facts, at: dict[str, Any]) -> dict[str, str]:
    """From a part to its own overview; a district has no parts."""
    if facts.is_one_district:
        return {}
    return {part.name: _address(facts, area=part.area.code, **at) for part in facts.parts}


def _crumbs(user: Any, facts: Facts, at: dict[str, Any]) -> list[tuple[str, str]]:
    """The areas above this one that the person may see: (name, address)."""
    above = []
    if facts.area is not None and user.is_national:
        above.append((LEVELS[NATION], _address(facts, area=NATION, **at)))
    if isinstance(facts.area, District) and not user.is_district:
        province = facts.area.province
        above.append((f"จังหวัด{province.name}", _address(facts, area=province.code, **at)))
    return above


def code_of(area: Area) -> str:
    return area.code if area else NATION


def _address(
    facts: Facts, *, year: int | None = None, month: Month | None = None, area: str = "", kind: str = ""
) -> str:
    """The one spelling of an overview's address; what is not given stays as it is."""
    query = {"area": area or code_of(facts.area), "kind": kind or facts.kind}
    if month:
        return f"{reverse('reports:overview-month', args=[month])}?{urlencode(query)}"
    return f"{reverse('reports:overview')}?{urlencode({'year': year or facts.year, **query})}"
