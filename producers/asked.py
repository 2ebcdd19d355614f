"""What a producer shall be, as a request keeps it in JSON and as the registry takes it."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import Subdistrict

OF_PRODUCTS = ("categories", "product", "stars", "stars_year", "quadrant", "quadrant_on", "standards")


def written(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts of a producer as a request keeps them: plain text that JSON holds."""
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Subdistrict):
        return value.code
    return [str(one) for one in value] if isinstance(value, list | tuple) else str(value)


def read(facts: dict[str, Any]) -> dict[str, Any]:
    """The same facts as the registry takes them; without what concerns products. One query for the place."""
    found = {name: value for name, value in facts.items() if name not in OF_PRODUCTS}
    if "registered_on" in found:
        found["registered_on"] = date.fromisoformat(found["registered_on"])
    if "subdistrict" in found:
        found["subdistrict"] = Subdistrict.objects.get(code=found["subdistrict"])
    return found
