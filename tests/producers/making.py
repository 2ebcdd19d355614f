"""What the tests of the registry send and look up."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from accounts.models import Subdistrict
from producers.models import Producer, ProducerType
from producers.services import months


def producer(code="24010001"):
    return Producer.objects.select_related("district", "subdistrict").get(code=code)


def fields(**also):
    place = Subdistrict.objects.get(code="240101")
    given = {"name": "กลุ่มใหม่", "type": ProducerType.GROUP, "subdistrict": place, "registered_on": date(2024, 3, 1)}
    return {**given, "address": "", "phone": "", **also}


def posted(**also):
    place = Subdistrict.objects.get(code="240101")
    given = {"name": "กลุ่มใหม่", "type": "group", "subdistrict": place.pk, "registered_on": "1/3/2567"}
    return {**given, "trades_from": str(months.present()), **also}


def adding(signed_in, cast):
    """The province's form of a new producer in เมืองฉะเชิงเทรา: the client, and its address."""
    return signed_in(cast.wichai), reverse("producers:add") + "?district=2401"
