"""The list of producers and one producer's page; adding, changing, deregistering."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import District
from accounts.selectors import area_choices, district_or_404
from core import audit
from core.forms import refuse, sent
from core.records import Refused
from producers import selectors
from producers.forms import DeregisterForm, ProducerForm, RestoreForm
from producers.models import Category, Producer, ProducerRequest, ProducerType, Quadrant, Standard
from producers.request_forms import ChangeForm
from producers.selectors import requests as request_selectors
from producers.services import personal, registry, requests
from producers.views.common import keeper_only, kept_producer
from producers.views.requests import ask

PER_PAGE = 50
TRAIL = 30


@require_GET
def producer_list(request: HttpRequest) -> HttpResponse:
    filters = selectors.Filters.of(request.GET)
    page = Paginator(selectors.find_producers(request.user, filters), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filters": filters,
        "areas": area_choices(request.user, filters.province, filters.district),
        "counts": selectors.type_counts(request.user),
        "may_edit": selectors.may_edit(request.user),
        "waiting": request_selectors.waiting_for(request.user),
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
    return detail_page(request, selectors.known_or_404(request.user, pk))


def detail_page(request: HttpRequest, producer: Producer, **extra: Any) -> HttpResponse:
    """`revealed`: {'phone': '081-234-5678'}, on an answer that nothing keeps."""
    keeps = selectors.keeps(request.user, producer)
    context = {
        "producer": producer,
        "products": selectors.products_of(producer),
        "may_edit": keeps,
        "sees_personal_data": keeps,
        "purposes": personal.PURPOSES.items(),
        "places": selectors.places_of(producer),
        "merged": selectors.merged_into(request.user, producer),
        "waiting": request_selectors.waiting_about(producer) if keeps else [],
        "trail": audit.trail(producer)[:TRAIL],
        **extra,
    }
    return render(request, "producers/detail.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new producer. A province says first which district it is in."""
    keeper_only(request)
    if request.user.is_district:
        return ask(request)
    district = _chosen_district(request)
    if district is None:
        districts = District.objects.visible_to(request.user).in_thai_order()
        return render(request, "producers/choose_district.html", {"districts": districts})
    form = ProducerForm(district, sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            given = form.values() | {"another": form.cleaned_data["same_name"]}
            producer = registry.create_producer(actor=request.user, district=district, **given)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"เพิ่ม {producer.name} (รหัส {producer.code}) แล้ว เพิ่มผลิตภัณฑ์ต่อได้เลย")
            return redirect("producers:product-add", pk=producer.pk)
    return render(request, "producers/form.html", {"form": form, "district": district})


def _chosen_district(request: HttpRequest) -> District | None:
    code = request.GET.get("district", "")
    return district_or_404(request.user, code) if code else None


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The province changes all; of a district's changes those of who the producer is are asked of the province."""
    producer = kept_producer(request, pk)
    form = (ChangeForm if request.user.is_district else ProducerForm)(
        producer.district, sent(request), producer=producer
    )
    if request.method == "POST" and form.is_valid():
        try:
            asked = _save(request, producer, form)
        except Refused as refused:
            refuse(form, refused)
        else:
            if asked is None:
                messages.success(request, "บันทึกแล้ว")
                return redirect("producers:detail", pk=pk)
            messages.success(request, "ส่งคำขอแก้ไขให้จังหวัดพิจารณาแล้ว ที่อยู่และโทรศัพท์บันทึกแล้ว")
            return redirect("producers:request", pk=asked.pk)
    return render(request, "producers/form.html", {"form": form, "district": producer.district, "producer": producer})


def _save(request: HttpRequest, producer: Producer, form: ProducerForm) -> ProducerRequest | None:
    """What was saved is saved; returned is what is asked."""
    version = form.cleaned_data["version"] or 0
    given: dict[str, Any] = {"actor": request.user, "producer": producer, "version": version, **form.values()}
    if request.user.is_district:
        return requests.change_or_ask(**given)
    registry.update_producer(**given)
    return None


@require_http_methods(["GET", "POST"])
def deregister(request: HttpRequest, pk: int) -> HttpResponse:
    producer = kept_producer(request, pk)
    form = DeregisterForm(sent(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            registry.deregister(
                actor=request.user,
                producer=producer,
                on=given["deregistered_on"],
                reason=given["reason"],
                from_month=given["from_month"],
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"ยกเลิกการลงทะเบียน {producer.name} แล้ว")
            return redirect("producers:detail", pk=pk)
    return render(request, "producers/deregister.html", {"form": form, "producer": producer})


@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """At once by the province; asked of it by a district."""
    producer = kept_producer(request, pk)
    form = RestoreForm(sent(request), asks=request.user.is_district)
    if request.method == "POST" and form.is_valid():
        try:
            return _restore(request, producer, form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
    return render(request, "producers/restore.html", {"form": form, "producer": producer})


def _restore(request: HttpRequest, producer: Producer, given: dict[str, Any]) -> HttpResponse:
    if request.user.is_district:
        asked = requests.ask_restore(actor=request.user, producer=producer, reason=given["reason"])
        messages.success(request, "ส่งคำขอคืนสถานะให้จังหวัดพิจารณาแล้ว")
        return redirect("producers:request", pk=asked.pk)
    registry.restore(actor=request.user, producer=producer, reason=given["reason"], from_month=given["from_month"])
    messages.success(request, f"คืนสถานะการลงทะเบียน {producer.name} แล้ว")
    return redirect("producers:detail", pk=producer.pk)
