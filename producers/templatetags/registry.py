"""How a producer's phone number, categories and place are shown."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from producers import values
from producers.importing.plan import Fate, Planned
from producers.models import Category, Product

register = template.Library()
MARKS = {
    Fate.NEW: "locked",
    Fate.CHANGED: "draft",
    Fate.SAME: "none",
    Fate.DUPLICATE: "confirmed",
    Fate.ERROR: "returned",
}


@register.filter
def masked_phone(phone: str) -> str:
    return values.mask_phone(phone)


@register.filter
def category_labels(products: Iterable[Product]) -> str:
    """Each category once, in the order of the forms."""
    made = {product.category for product in products}
    return ", ".join(label for value, label in Category.choices if value in made)


@register.filter
def labels(categories: Iterable[Category]) -> str:
    return ", ".join(Category(category).label for category in categories)


@register.filter
def place(row: Planned) -> str:
    return f"ตำบล{row.fields['subdistrict'].name} อำเภอ{row.home.name}"


@register.filter
def fate_mark(fate: Fate) -> str:
    """The mark beside a row's fate, of those that states have."""
    return MARKS[fate]
