"""Moving a producer to another district: at once within the province, by request to another one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.forms import refuse, sent
from core.records import Refused
from producers.models import Producer
from producers.request_forms import OtherProvinceForm, TransferForm
from producers.services import requests as requests_services
from producers.services import transfer as services
from producers.views.common import kept_producer, office_only


@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Two forms; the button that was pressed says which."""
    producer = kept_producer(request, pk)
    office_only(request)
    out = "out" in request.POST
    within = TransferForm(producer, None if out else sent(request))
    elsewhere = OtherProvinceForm(producer, sent(request) if out else None)
    form = elsewhere if out else within
    if request.method == "POST" and form.is_valid():
        try:
            return _ask(request, producer, elsewhere) if out else _move(request, producer, within)
        except Refused as refused:
            refuse(form, refused)
    context = {"producer": producer, "form": within, "elsewhere": elsewhere, "out": out}
    return render(request, "producers/transfer.html", context)


def _move(request: HttpRequest, producer: Producer, form: TransferForm) -> HttpResponse:
    given = form.cleaned_data
    place = given["subdistrict"]
    moved = services.transfer(
        actor=request.user,
        producer=producer,
        district=place.district,
        subdistrict=place,
        from_month=given["from_month"],
        reason=given["reason"],
    )
    since = moved.trades_from.thai  # not before its stretch here: it may be later than the month asked for
    messages.success(
        request, f"ย้าย {producer.name} ไปอำเภอ{place.district.name} ตั้งแต่เดือน{since} แล้ว ยอดก่อนหน้ายังเป็นของอำเภอเดิม"
    )
    return redirect("producers:detail", pk=producer.pk)


def _ask(request: HttpRequest, producer: Producer, form: OtherProvinceForm) -> HttpResponse:
    asked = requests_services.ask_transfer(actor=request.user, producer=producer, **form.cleaned_data)
    messages.success(request, f"ส่งคำขอย้ายให้จังหวัด{asked.province.name}พิจารณาแล้ว")
    return redirect("producers:request", pk=asked.pk)
