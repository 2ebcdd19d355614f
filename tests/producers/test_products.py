"""Products of a producer: added, changed, given up; each name and category once."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from core import audit
from core.records import Refused, Stale
from producers.models import Category, Product
from producers.services import registry
from tests.producers.making import producer

pytestmark = pytest.mark.django_db


def test_products_are_added_and_changed(cast, signed_in):
    client, one = signed_in(cast.somsri), producer()
    client.post(
        reverse("producers:product-add", args=[one.pk]),
        {"name": "น้ำพริก", "category": "food", "registered_on": "1/3/2567", "stars": "4", "stars_year": "2565"},
    )
    product = Product.objects.get(name="น้ำพริก")
    assert (product.category, product.stars, product.stars_year) == (Category.FOOD, 4, 2565)
    url = reverse("producers:product-edit", args=[one.pk, product.pk])
    sent = {"name": "น้ำพริกเผา", "category": "food", "registered_on": "1/3/2567"}
    client.post(url, {**sent, "version": producer().version})
    product.refresh_from_db()
    assert (product.name, product.stars) == ("น้ำพริกเผา", 4)
    assert [entry.action for entry in audit.trail(one)] == ["product.changed", "product.selected", "product.added"]


def test_stars_and_their_year_go_together(cast, signed_in):
    url = reverse("producers:product-add", args=[producer().pk])
    sent = {"name": "ก", "category": "food", "registered_on": "1/3/2567"}
    client = signed_in(cast.somsri)
    assert "stars_year" in client.post(url, {**sent, "stars": "5"}).context["known"].errors
    assert "stars" in client.post(url, {**sent, "stars_year": "2560"}).context["known"].errors
    assert "stars_year" in client.post(url, {**sent, "stars": "5", "stars_year": "9999"}).context["known"].errors


def test_a_stale_product_form_overwrites_nobody(cast):
    product = producer().products.select_related("producer__district").first()
    registry.update_product(actor=cast.wichai, product=product, version=1, name="ของจังหวัด")
    with pytest.raises(Stale):
        registry.update_product(actor=cast.somsri, product=product, version=1, name="ของอำเภอ")


def test_a_deregistered_producer_gets_no_products(cast):
    one = producer()
    registry.deregister(actor=cast.somsri, producer=one, on=date(2024, 1, 1), reason="เลิก")
    with pytest.raises(Refused):
        registry.add_product(
            actor=cast.somsri, producer=one, name="ก", category=Category.FOOD, registered_on=date(2024, 1, 1)
        )


def test_a_producer_has_a_product_of_a_name_and_category_once(cast):
    made = {"actor": cast.somsri, "producer": producer(), "registered_on": date(2024, 3, 1)}
    first = registry.add_product(**made, name="ขนมจาก", category=Category.FOOD)
    with pytest.raises(Refused, match="มีผลิตภัณฑ์ชื่อนี้"):
        registry.add_product(**made, name="ขนม จาก", category=Category.FOOD)
    other = registry.add_product(**made, name="ขนมจาก", category=Category.HERB)
    with pytest.raises(Refused, match="มีผลิตภัณฑ์ชื่อนี้"):
        registry.update_product(actor=cast.somsri, product=other, version=producer().version, category=Category.FOOD)
    gone = {"withdrawn_on": date(2024, 4, 1)}
    registry.update_product(actor=cast.somsri, product=first, version=producer().version, **gone)
    registry.add_product(**made, name="ขนมจาก", category=Category.FOOD)
    registry.update_product(actor=cast.somsri, product=first, version=producer().version, name="ขนม จาก")
    with pytest.raises(Refused, match="มีผลิตภัณฑ์ชื่อนี้"):
        registry.update_product(actor=cast.somsri, product=first, version=producer().version, withdrawn_on=None)
