"""Revealing a producer's telephone number or address, on this one answer alone."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from core.records import Refused
from core.templatetags.numbers import count
from producers import values
from producers.services import personal
from producers.views.common import kept_producer
from producers.views.registry import detail_page


@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    producer = kept_producer(request, pk)
    what, purpose = request.POST.get("what", ""), request.POST.get("purpose", "")
    try:
        found = personal.reveal(actor=request.user, producer=producer, what=what, purpose=purpose)
    except Refused as refused:
        messages.error(request, refused.message)
        return detail_page(request, producer)
    times = personal.reveals_lately(request.user)
    if times >= settings.REVEALS_PER_HOUR:
        messages.warning(request, f"ท่านเปิดดูข้อมูลส่วนบุคคล {count(times)} ครั้งใน 1 ชั่วโมง ผู้ดูแลระบบได้รับแจ้งแล้ว")
    return detail_page(request, producer, revealed={what: values.show_phone(found) if what == "phone" else found})
