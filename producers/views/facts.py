"""A product's own page: its name and category, selections, quadrants, standards; and the list of standards."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.forms import refuse, sent
from core.records import Refused
from producers import selectors
from producers.fact_forms import CertificatesForm, QuadrantForm, SelectionForm, StandardForm
from producers.forms import ProductForm
from producers.models import Product, Standard
from producers.services import facts
from producers.views.common import keeper_only


def _kept(request: HttpRequest, pk: int, product: int) -> Product:
    found = selectors.product_or_404(request.user, pk, product)
    keeper_only(request)
    return found


def product_page(request: HttpRequest, product: Product, **forms: Any) -> HttpResponse:
    """The page of one product, with the forms that a person is filling in place of fresh ones."""
    context = {
        "producer": product.producer,
        "product": product,
        "form": ProductForm(product.producer, product=product),
        "selection": SelectionForm(),
        "quadrant": QuadrantForm(),
        "certificates": _certificates(request, product),
        "selections": product.selections.all(),
        "ratings": product.quadrant_ratings.all(),
        **forms,
    }
    return render(request, "producers/product.html", context)


def _certificates(request: HttpRequest, product: Product, data: Any = None) -> CertificatesForm:
    return CertificatesForm(Standard.objects.visible_to(request.user), product.held_standards.all(), data)


@require_POST
def selection(request: HttpRequest, pk: int, product: int) -> HttpResponse:
    found = _kept(request, pk, product)
    form = SelectionForm(request.POST)
    if not form.is_valid():
        return product_page(request, found, selection=form)
    facts.record_selection(actor=request.user, product=found, **form.result)
    return _saved(request, found)


@require_POST
def quadrant(request: HttpRequest, pk: int, product: int) -> HttpResponse:
    found = _kept(request, pk, product)
    form = QuadrantForm(request.POST)
    if not form.is_valid():
        return product_page(request, found, quadrant=form)
    facts.record_quadrant(actor=request.user, product=found, **form.result)
    return _saved(request, found)


@require_POST
def standards(request: HttpRequest, pk: int, product: int) -> HttpResponse:
    found = _kept(request, pk, product)
    form = _certificates(request, found, request.POST)
    if not form.is_valid():
        return product_page(request, found, certificates=form)
    version = request.POST.get("version")
    try:
        facts.set_standards(actor=request.user, product=found, certificates=form.certificates, version=version)
    except Refused as refused:
        form.refusal = refused.message
        return product_page(request, found, certificates=form)
    return _saved(request, found)


def _saved(request: HttpRequest, product: Product) -> HttpResponse:
    messages.success(request, "บันทึกแล้ว")
    return redirect("producers:product-edit", product.producer_id, product.pk)


def _administrator_only(request: HttpRequest) -> None:
    if not request.user.is_admin:
        raise PermissionDenied


@require_GET
def standard_list(request: HttpRequest) -> HttpResponse:
    _administrator_only(request)
    return render(request, "producers/standards.html", {"standards": selectors.standards_in_use(request.user)})


@require_http_methods(["GET", "POST"])
def standard_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    _administrator_only(request)
    standard = get_object_or_404(Standard.objects.visible_to(request.user), pk=pk) if pk else None
    form = StandardForm(sent(request), instance=standard)
    if request.method == "POST" and form.is_valid():
        try:
            saved = facts.save_standard(actor=request.user, standard=standard, **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"บันทึกมาตรฐาน {saved.name} แล้ว")
            return redirect("producers:standards")
    return render(request, "producers/standard_form.html", {"form": form, "standard": standard})
