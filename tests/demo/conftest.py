"""The areas of the demo's two provinces (all of Thailand takes seconds), and the demo with few producers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geothai
import pytest

from accounts.models import District, Province, Subdistrict
from core.thai import sort_key
from otop_portal.demo import load as demo
from otop_portal.demo.figures import PROVINCE_CODES
from otop_portal.demo.load import Loaded, load_demo

SCALE = 0.03


def _area(model: type, place: Any, **parent: Any) -> Any:
    return model(code=place.code, name=place.name_th, sort_key=sort_key(place.name_th), **parent)


def make_areas() -> None:
    for place in (p for p in geothai.provinces() if p.code in PROVINCE_CODES):
        province = _area(Province, place)
        province.save()
        for place in geothai.districts(province.code):
            district = _area(District, place, province=province)
            district.save()
            Subdistrict.objects.bulk_create(
                _area(Subdistrict, s, district=district) for s in geothai.subdistricts(district.code)
            )


@pytest.fixture
def areas(db: None) -> None:
    make_areas()


@pytest.fixture
def load(areas: None, at: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Loaded]:
    """Load the demo at a moment ('2569-11-21 09:00') with a short history, and stand still there."""
    monkeypatch.setattr(demo, "MONTHS_BEFORE", 2)
    monkeypatch.setattr(demo, "LETTER_MONTHS", demo.LETTER_MONTHS[-1:])

    def load_at(moment: str) -> Loaded:
        at(moment)
        return load_demo(scale=SCALE)

    return load_at
