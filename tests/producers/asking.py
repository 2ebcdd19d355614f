"""What districts ask of their province, for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import Subdistrict
from producers.models import Category, ProducerRequest, ProducerType
from producers.services import requests
from tests.cast import Cast


def wanted(name: str = "กลุ่มจักสานบ้านใหม่", **also: Any) -> dict[str, Any]:
    """The facts of a new producer in เมืองฉะเชิงเทรา."""
    return {
        "name": name,
        "type": ProducerType.GROUP,
        "subdistrict": Subdistrict.objects.get(code="240101"),
        "address": "9 หมู่ 9",
        "phone": "0899999999",
        "registered_on": date(2023, 11, 1),
        "categories": [Category.FOOD, Category.HERB],
        "product": "",
        **also,
    }


def ask_new(cast: Cast, name: str = "กลุ่มจักสานบ้านใหม่", **also: Any) -> ProducerRequest:
    """somsri asks for a producer."""
    return requests.ask_new(actor=cast.somsri, district=cast.mueang, facts=wanted(name, **also))
