"""The province's office: base years, computing, adjusting by hand, rebalancing, publishing. All by services."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import District, Province
from accounts.selectors import district_or_404
from core.money import AmountError, parse_baht
from targets import periods
from targets.apportionment import Tiers
from targets.forms import WITHDRAW, AdjustForm, FiguresForm, ReasonForm
from targets.models import Indicator, TargetSet
from targets.selectors import sets as selectors
from targets.selectors.bases import BaseTable
from targets.services import bases, sets
from targets.services.guards import Refused
from targets.views.common import period_or_404, refuse, set_or_404, to_set
from workflow.views.common import office_or_403

NO_INDICATOR = "กรมฯ ยังไม่ได้กำหนดตัวชี้วัดสามขั้นของปีและรอบนี้"


@require_GET
def year(request: HttpRequest, province: str, year: int) -> HttpResponse:
    office = office_or_403(request, province)
    return redirect("targets:set", office.code, year, periods.ANNUAL)


@require_GET
def target_set(request: HttpRequest, province: str, year: int, period: str) -> HttpResponse:
    office = office_or_403(request, province)
    return _page(request, office, year, period_or_404(period))


def _page(
    request: HttpRequest, office: Province, year: int, period: str, *, status: int = 200, **forms: Any
) -> HttpResponse:
    page = selectors.set_page(request.user, office, year, period)
    given = page.target_set if page.target_set and page.target_set.figures_given else None
    initial = {"basic": given.basic, "advanced": given.advanced} if given else {}
    context = {
        "page": page,
        "figures": FiguresForm(initial=initial),
        "withdraw": ReasonForm(WITHDRAW),
        "rounds": [(code, periods.LABELS[code]) for code in selectors.set_periods(request.user, office, year)],
        **forms,
    }
    return render(request, "targets/set.html", context, status=status)


def _indicator(request: HttpRequest, year: int, period: str) -> Indicator:
    indicator = selectors.tier_indicator(request.user, year, period)
    if indicator is None:
        raise Refused(NO_INDICATOR)
    return indicator


@require_POST
def compute(request: HttpRequest, province: str, year: int, period: str) -> HttpResponse:
    office, period = office_or_403(request, province), period_or_404(period)
    form = FiguresForm(request.POST)
    if not form.is_valid():
        return _page(request, office, year, period, status=422, figures=form)
    try:
        sets.compute(office, _indicator(request, year, period), actor=request.user, given=form.given)
        messages.success(request, "คำนวณเป้าหมายแล้ว ตรวจทานก่อนประกาศ อำเภอยังไม่เห็น")
    except Refused as refused:
        refuse(request, refused)
    return to_set(office, year, period)


@require_http_methods(["GET", "POST"])
def base_years(request: HttpRequest, province: str, year: int, period: str) -> HttpResponse:
    """The base years that the portal's own months do not give, typed by the province."""
    office, period = office_or_403(request, province), period_or_404(period)
    page = selectors.set_page(request.user, office, year, period)
    if page.table is None:
        messages.error(request, NO_INDICATOR)
        return to_set(office, year, period)
    amounts, errors = _typed(request, page.table) if request.method == "POST" else ({}, {})
    if request.method == "POST" and not errors:
        try:
            changed = bases.save_bases(office, period, amounts, actor=request.user)
            messages.success(request, f"บันทึกรายได้ปีฐานแล้ว เปลี่ยน {changed} ตัวเลข")
        except Refused as refused:
            refuse(request, refused)
        return to_set(office, year, period)
    cells = _cells(request, page.table, errors)
    context = {"page": page, "cells": cells, "errors": errors}
    return render(request, "targets/bases.html", context, status=422 if errors else 200)


def _name(district: District, year: int) -> str:
    return f"base-{district.code}-{year}"


def _typed(request: HttpRequest, table: BaseTable) -> tuple[bases.Amounts, dict[str, str]]:
    """What was typed in the cells that may be typed into; errors by the name of the cell."""
    amounts: dict[tuple[District, int], Decimal | None] = {}
    errors: dict[str, str] = {}
    for district in table.districts:
        for year in table.years:
            name = _name(district, year)
            if table.figures[district.pk, year].is_computed or name not in request.POST:
                continue
            try:
                amounts[district, year] = parse_baht(request.POST[name])
            except AmountError as error:
                errors[name] = error.message
    return amounts, errors


def _cells(request: HttpRequest, table: BaseTable, errors: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "district": district,
            "cells": [
                {
                    "year": year,
                    "name": _name(district, year),
                    "figure": table.figures[district.pk, year],
                    "typed": request.POST.get(_name(district, year)),
                    "error": errors.get(_name(district, year), ""),
                }
                for year in table.years
            ],
        }
        for district in table.districts
    ]


@require_http_methods(["GET", "POST"])
def adjust(request: HttpRequest, province: str, year: int, period: str, district: str) -> HttpResponse:
    office, period = office_or_403(request, province), period_or_404(period)
    of_district = district_or_404(request.user, district)
    found = set_or_404(request, office, year, period)
    target = get_object_or_404(found.targets.all(), district=of_district)
    if found.is_published:
        messages.error(request, "เป้าหมายนี้ประกาศแล้ว ถ้าต้องแก้ไข ให้ถอนประกาศพร้อมเหตุผลก่อน")
        return to_set(office, year, period)
    initial = {"basic": target.basic, "advanced": target.advanced, "reason": target.reason}
    form = AdjustForm(request.POST or None, initial=initial)
    if form.is_valid():
        return _adjust(request, found, of_district, form)
    context = {"target_set": found, "district": of_district, "target": target, "form": form}
    return render(request, "targets/adjust.html", context, status=422 if form.is_bound else 200)


def _adjust(request: HttpRequest, found: TargetSet, district: District, form: AdjustForm) -> HttpResponse:
    data = form.cleaned_data
    tiers = Tiers(data["basic"], data["standard"], data["advanced"])
    try:
        sets.adjust(found, district, tiers, actor=request.user, reason=data["reason"])
        messages.success(request, f"ปรับเป้าหมายอำเภอ{district.name}แล้ว ดูผลต่างกับยอดจังหวัดท้ายตาราง")
    except Refused as refused:
        refuse(request, refused)
    return to_set(found.province, found.year, found.period)


@require_POST
def rebalance(request: HttpRequest, province: str, year: int, period: str) -> HttpResponse:
    return _act(request, province, year, period, sets.rebalance, "เกลี่ยแล้ว ผลรวมขั้นต้นและขั้นสูงตรงกับยอดจังหวัด")


@require_POST
def publish(request: HttpRequest, province: str, year: int, period: str) -> HttpResponse:
    return _act(request, province, year, period, sets.publish, "ประกาศแล้ว อำเภอเห็นเป้าหมายและคะแนนของตน")


def _act(request: HttpRequest, code: str, year: int, period: str, act: Any, done: str) -> HttpResponse:
    office = office_or_403(request, code)
    found = set_or_404(request, office, year, period_or_404(period))
    try:
        act(found, actor=request.user)
        messages.success(request, done)
    except Refused as refused:
        refuse(request, refused)
    return to_set(office, year, period)


@require_POST
def withdraw(request: HttpRequest, province: str, year: int, period: str) -> HttpResponse:
    office, period = office_or_403(request, province), period_or_404(period)
    found = set_or_404(request, office, year, period)
    form = ReasonForm(WITHDRAW, request.POST)
    if not form.is_valid():
        return _page(request, office, year, period, status=422, withdraw=form)
    sets.withdraw(found, actor=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, "ถอนประกาศแล้ว อำเภอไม่เห็นเป้าหมายจนกว่าจะประกาศอีกครั้ง")
    return to_set(office, year, period)
