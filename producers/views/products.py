"""Adding and changing a producer's products."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.forms import refuse, sent
from core.records import Refused
from producers import selectors
from producers.fact_forms import FirstFactsForm
from producers.forms import ProductForm
from producers.models import Standard
from producers.services import facts, registry
from producers.views.common import keeper_only, kept_producer
from producers.views.facts import product_page


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    producer = kept_producer(request, pk)
    form = ProductForm(producer, sent(request))
    known = FirstFactsForm(Standard.objects.visible_to(request.user).offered(), sent(request))
    if request.method == "POST" and form.is_valid() and known.is_valid():
        try:
            facts.add_product(actor=request.user, producer=producer, **form.values(), **known.facts)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"เพิ่มผลิตภัณฑ์ {form.cleaned_data['name']} แล้ว")
            again = "another" in request.POST
            return redirect("producers:product-add" if again else "producers:detail", pk=pk)
    return render(request, "producers/product_form.html", {"form": form, "known": known, "producer": producer})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, product: int) -> HttpResponse:
    found = selectors.product_or_404(request.user, pk, product)
    keeper_only(request)
    form = ProductForm(found.producer, sent(request), product=found)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            registry.update_product(actor=request.user, product=found, version=version, **form.values())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, "บันทึกแล้ว")
            return redirect("producers:detail", pk=pk)
    return product_page(request, found, form=form)
