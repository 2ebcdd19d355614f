"""What the review pages need of a template language."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def of(typed: dict[str, str], key: str) -> str:
    """What was typed for a key."""
    return typed.get(key, "")
