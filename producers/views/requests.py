"""Requests: the list, one request, asking and correcting, and the province's answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import District
from core import audit
from core.forms import refuse as refuse_in_form
from core.forms import sent
from core.records import Refused
from producers.forms import RequestReasonForm
from producers.models import ProducerRequest
from producers.request_forms import AnswerForm, AskForm, RefuseForm
from producers.selectors import duplicates
from producers.selectors import requests as selectors
from producers.services import requests as services
from producers.views.common import id_in, id_of, keeper_only, office_only

PER_PAGE = 50
Kind = ProducerRequest.Kind


@require_GET
def request_list(request: HttpRequest) -> HttpResponse:
    """What waits for the province first; the district sees its own and their answers."""
    keeper_only(request)
    asked = request.GET.get("status", "asked")
    status = asked if asked in selectors.SHOWN else "asked"
    page = Paginator(selectors.requests_of(request.user, status), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "status": status,
        "counts": selectors.counts(request.user),
        "answerable": [one for one in page if one.is_waiting and _at_once(request, one)],
        "form": AnswerForm(),
    }
    return render(request, "producers/requests.html", context)


def _at_once(request: HttpRequest, asked: ProducerRequest) -> bool:
    """Whether it may be approved from the list; who arrives from another province needs a place first."""
    return selectors.may_answer(request.user, asked) and asked.kind != Kind.TRANSFER


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _found(request, pk))


def _found(request: HttpRequest, pk: int) -> ProducerRequest:
    """A request of the person's area; 404 elsewhere, 403 for those who only read the registry."""
    found = selectors.request_or_404(request.user, pk)
    keeper_only(request)
    return found


def _show(request: HttpRequest, asked: ProducerRequest, **forms: Any) -> HttpResponse:
    answers = asked.is_waiting and selectors.may_answer(request.user, asked)
    context = {
        "asked": asked,
        "facts": selectors.facts_of(asked),
        "may_answer": answers,
        "may_correct": selectors.may_correct(request.user, asked),
        "approve_form": _answer_form(asked) if answers else None,
        "refuse_form": RefuseForm() if answers else None,
        "likely": duplicates.hints_of(request.user, asked),
        "trail": audit.trail(asked),
        **forms,
    }
    return render(request, "producers/request.html", context)


def _answer_form(asked: ProducerRequest, data: Any = None) -> AnswerForm:
    return AnswerForm(data, arrives_in=asked.province if asked.kind == Kind.TRANSFER else None)


def ask(request: HttpRequest) -> HttpResponse:
    """A district's form of a new producer."""
    district = District.objects.visible_to(request.user).select_related("province").get()
    form = AskForm(district, sent(request))
    if request.method == "POST" and form.is_valid():
        facts = form.values()
        reason = facts.pop("reason")
        try:
            given = {"facts": facts, "reason": reason, "another": form.cleaned_data["same_name"]}
            asked = services.ask_new(actor=request.user, district=district, **given)
        except Refused as refused:
            refuse_in_form(form, refused)
        else:
            messages.success(request, f"ส่งคำขอเพิ่ม {asked.name} ให้จังหวัดพิจารณาแล้ว")
            return redirect("producers:request", pk=asked.pk)
    return render(request, "producers/form.html", {"form": form, "district": district, "asks": True})


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is asked and ask again: everything of a new producer, the reason of the others."""
    asked = _found(request, pk)
    if not selectors.may_correct(request.user, asked):
        raise PermissionDenied
    form = _correction_form(asked, sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            _ask_again(request, asked, form)
        except Refused as refused:
            refuse_in_form(form, refused)
        else:
            messages.success(request, "ส่งคำขออีกครั้งแล้ว")
            return redirect("producers:request", pk=pk)
    return render(request, "producers/request_edit.html", {"form": form, "asked": asked})


def _correction_form(asked: ProducerRequest, data: Any) -> Any:
    if asked.kind != Kind.NEW:
        return RequestReasonForm(data, initial={"reason": asked.reason, "version": asked.version})
    also = {name: asked.facts.get(name) for name in ("categories", "product")}
    return AskForm(asked.district, data, asked=selectors.as_producer(asked), reason=asked.reason, **also)


def _ask_again(request: HttpRequest, asked: ProducerRequest, form: Any) -> None:
    facts = form.values() if asked.kind == Kind.NEW else None
    reason = facts.pop("reason") if facts else form.cleaned_data["reason"]
    version = form.cleaned_data["version"] or 0
    services.correct(actor=request.user, request=asked, version=version, reason=reason, facts=facts)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _found(request, pk)
    services.withdraw(actor=request.user, request=asked)
    messages.success(request, "ถอนคำขอแล้ว")
    return redirect("producers:requests")


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _answered(request, pk)
    form = _answer_form(asked, request.POST)
    if not form.is_valid():
        return _show(request, asked, approve_form=form)
    try:
        done = services.approve(
            actor=request.user, request=asked, version=id_in(request.POST, "version"), **form.cleaned_data
        )
    except Refused as refused:
        refuse_in_form(form, refused)
        return _show(request, asked, approve_form=form)
    messages.success(request, f"อนุมัติแล้ว {done.name} มีผลตั้งแต่เดือน{form.cleaned_data['from_month'].thai}")
    return redirect("producers:requests")


@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _answered(request, pk)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _show(request, asked, refuse_form=form)
    version, answer = id_in(request.POST, "version"), form.cleaned_data["answer"]
    try:
        services.refuse(actor=request.user, request=asked, version=version, reason=answer)
    except Refused as refused:
        refuse_in_form(form, refused)
        return _show(request, asked, refuse_form=form)
    messages.success(request, f"ไม่อนุมัติ {asked.name} ผู้ขอเห็นเหตุผลแล้ว")
    return redirect("producers:requests")


def _answered(request: HttpRequest, pk: int) -> ProducerRequest:
    asked = _found(request, pk)
    if not selectors.may_answer(request.user, asked):
        raise PermissionDenied
    return asked


@require_POST
def approve_chosen(request: HttpRequest) -> HttpResponse:
    """The ticked ones, all or none; each tick carries the version that was shown: '12:1'."""
    office_only(request)
    form, chosen = AnswerForm(request.POST), _chosen(request)
    if not chosen or not form.is_valid():
        messages.error(request, "ยังไม่ได้เลือกคำขอ ทำเครื่องหมายหน้าชื่อก่อน" if form.is_valid() else "เลือกเดือนที่มีผลก่อน")
        return redirect("producers:requests")
    try:
        month = form.cleaned_data["from_month"]
        done = services.approve_many(actor=request.user, requests=chosen, from_month=month)
        messages.success(request, f"อนุมัติแล้ว {len(done)} รายการ มีผลตั้งแต่เดือน{month.thai}")
    except Refused as refused:
        messages.error(request, f"ยังไม่ได้อนุมัติรายการใด {refused.message}")
    return redirect("producers:requests")


def _chosen(request: HttpRequest) -> list[tuple[ProducerRequest, int]]:
    pairs = (text.partition(":") for text in request.POST.getlist("request"))
    versions = {id_of(pk): id_of(version) for pk, _, version in pairs}
    found = ProducerRequest.objects.visible_to(request.user).filter(pk__in=versions)
    return [(asked, versions[asked.pk]) for asked in found if _at_once(request, asked)]
