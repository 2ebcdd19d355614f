"""The areas of the demo's two provinces (all of Thailand takes seconds), and the demo with few of its districts."""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

import geothai
import pytest

from accounts.models import District, Province, Subdistrict
from core.thai import sort_key
from otop_portal.demo import load as demo
from otop_portal.demo.figures import PROVINCE_CODES
from otop_portal.demo.load import Loaded, load_demo

SCALE = 0.03
# Of each state in which a district may stand, and of each province; the two whose officers sign in among them.
FEW = ("เมืองฉะเชิงเทรา", "บางคล้า", "บางน้ำเปรี้ยว", "บ้านโพธิ์", "เมืองสระแก้ว")


def _area(model: type, place: Any, **parent: Any) -> Any:
    return model(code=place.code, name=place.name_th, sort_key=sort_key(place.name_th), **parent)


def make_areas(names: Container[str] | None = None) -> None:
    """All districts of the two provinces, or those with these names."""
    for place in (p for p in geothai.provinces() if p.code in PROVINCE_CODES):
        province = _area(Province, place)
        province.save()
        for place in (p for p in geothai.districts(province.code) if names is None or p.name_th in names):
            district = _area(District, place, province=province)
            district.save()
            Subdistrict.objects.bulk_create(
                _area(Subdistrict, s, district=district) for s in geothai.subdistricts(district.code)
            )


@pytest.fixture
def areas(db: None) -> None:
    make_areas()


@pytest.fixture
def load(db: None, at: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Loaded]:
    """Load the demo of few districts at a moment ('2569-11-21 09:00') with a short history, and stand still there."""
    make_areas(FEW)
    monkeypatch.setattr(demo, "MONTHS_BEFORE", 2)
    monkeypatch.setattr(demo, "LETTER_MONTHS", demo.LETTER_MONTHS[-1:])

    def load_at(moment: str) -> Loaded:
        at(moment)
        return load_demo(scale=SCALE)

    return load_at
