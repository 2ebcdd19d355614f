"""The list of producers and one producer's page; adding, changing, deregistering, revealing a phone number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import District
from accounts.selectors import district_or_404
from core import audit
from core.forms import refuse, sent
from core.records import Refused
from producers import selectors, values
from producers.forms import DeregisterForm, ProducerForm, RestoreForm
from producers.models import Category, Producer, ProducerType, Quadrant, Standard
from producers.services import registry
from producers.views.common import keeper_only, kept_producer

PER_PAGE = 50
TRAIL = 30


@require_GET
def producer_list(request: HttpRequest) -> HttpResponse:
    filters = selectors.Filters.of(request.GET)
    page = Paginator(selectors.find_producers(request.user, filters), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filters": filters,
        "areas": selectors.area_choices(request.user, filters),
        "counts": selectors.type_counts(request.user),
        "may_edit": selectors.may_edit(request.user),
        "types": ProducerType.choices,
        "categories": Category.choices,
        "stars": selectors.STARS.items(),
        "quadrants": Quadrant.choices,
        "standards": Standard.objects.visible_to(request.user),
        "statuses": selectors.STATUSES.items(),
        "sorts": [(value, label) for value, (label, _) in selectors.SORTS.items()],
    }
    return render(request, "producers/list.html", context)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _detail(request, selectors.producer_or_404(request.user, pk))


@require_POST
def reveal_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the number on this one answer; the address of the page never does."""
    producer = kept_producer(request, pk)
    phone = registry.reveal_phone(actor=request.user, producer=producer)
    return _detail(request, producer, revealed=values.show_phone(phone))


def _detail(request: HttpRequest, producer: Producer, **extra: Any) -> HttpResponse:
    context = {
        "producer": producer,
        "products": selectors.products_of(producer),
        "may_edit": selectors.may_edit(request.user),
        "sees_personal_data": selectors.may_see_personal_data(request.user),
        "trail": audit.trail(producer)[:TRAIL],
        **extra,
    }
    return render(request, "producers/detail.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new producer. A province says first which district it is in."""
    keeper_only(request)
    district = _chosen_district(request)
    if district is None:
        districts = District.objects.visible_to(request.user).in_thai_order()
        return render(request, "producers/choose_district.html", {"districts": districts})
    form = ProducerForm(district, sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            producer = registry.create_producer(actor=request.user, district=district, **form.values())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"เพิ่ม {producer.name} (รหัส {producer.code}) แล้ว เพิ่มผลิตภัณฑ์ต่อได้เลย")
            return redirect("producers:product-add", pk=producer.pk)
    return render(request, "producers/form.html", {"form": form, "district": district})


def _chosen_district(request: HttpRequest) -> District | None:
    if request.user.is_district:
        return District.objects.visible_to(request.user).select_related("province").get()
    code = request.GET.get("district", "")
    return district_or_404(request.user, code) if code else None


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    producer = kept_producer(request, pk)
    form = ProducerForm(producer.district, sent(request), producer=producer)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            registry.update_producer(actor=request.user, producer=producer, version=version, **form.values())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, "บันทึกแล้ว")
            return redirect("producers:detail", pk=pk)
    return render(request, "producers/form.html", {"form": form, "district": producer.district, "producer": producer})


@require_http_methods(["GET", "POST"])
def deregister(request: HttpRequest, pk: int) -> HttpResponse:
    producer = kept_producer(request, pk)
    form = DeregisterForm(sent(request))
    if request.method == "POST" and form.is_valid():
        day, reason = form.cleaned_data["deregistered_on"], form.cleaned_data["reason"]
        try:
            registry.deregister(actor=request.user, producer=producer, on=day, reason=reason)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"ยกเลิกการลงทะเบียน {producer.name} แล้ว")
            return redirect("producers:detail", pk=pk)
    return render(request, "producers/deregister.html", {"form": form, "producer": producer})


@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    producer = kept_producer(request, pk)
    form = RestoreForm(sent(request))
    if request.method == "POST" and form.is_valid():
        registry.restore(actor=request.user, producer=producer, reason=form.cleaned_data["reason"])
        messages.success(request, f"คืนสถานะการลงทะเบียน {producer.name} แล้ว")
        return redirect("producers:detail", pk=pk)
    return render(request, "producers/restore.html", {"form": form, "producer": producer})
