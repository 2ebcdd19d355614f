"""How a producer's phone number and categories are shown."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from producers import values
from producers.models import Category, Product

register = template.Library()


@register.filter
def masked_phone(phone: str) -> str:
    return values.mask_phone(phone)


@register.filter
def category_labels(products: Iterable[Product]) -> str:
    """Each category once, in the order of the forms."""
    made = {product.category for product in products}
    return ", ".join(label for value, label in Category.choices if value in made)
