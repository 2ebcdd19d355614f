"""How a producer's phone number and categories are shown."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import clock
from producers import values
from producers.models import Category, Product, ProductStandard

register = template.Library()


@register.filter
def masked_phone(phone: str) -> str:
    return values.mask_phone(phone)


@register.filter
def masked_address(address: str) -> str:
    return values.mask_address(address)


@register.filter
def category_labels(products: Iterable[Product]) -> str:
    """Each category once, in the order of the forms."""
    made = {product.category for product in products}
    return ", ".join(label for value, label in Category.choices if value in made)


@register.filter
def stars(number: int) -> SafeString:
    """Five stars, of which so many are filled; read aloud as a number."""
    drawn = "★" * number + "☆" * (5 - number)
    return format_html('<span class="stars" role="img" aria-label="{} ดาว">{}</span>', number, drawn)


@register.filter
def has_expired(row: ProductStandard) -> bool:
    return row.expires_on is not None and row.expires_on < clock.today()
