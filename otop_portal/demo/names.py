"""Made-up Thai names of producers, people and products, of words in fixtures/demo-names.json."""

from __future__ import annotations

import json
from functools import cache
from random import Random
from typing import Any

from otop_portal.demo.figures import FIXTURES
from producers.models import ProducerType


@cache
def words() -> dict[str, Any]:
    return json.loads((FIXTURES / "demo-names.json").read_text(encoding="utf-8"))


def person(dice: Random) -> str:
    """'นางสาวมาลี ใจดี'"""
    family = dice.choice(words()["families"])
    if dice.random() < 0.3:
        return f"นาย{dice.choice(words()['men'])} {family}"
    return f"{dice.choice(('นาง', 'นางสาว'))}{dice.choice(words()['women'])} {family}"


def producer(dice: Random, kind: str, category: str, place: str) -> str:
    """A name that fits the producer's type, category and subdistrict."""
    if kind == ProducerType.SOLE:
        return person(dice)
    trade = dice.choice(words()["group_trades"][category])
    if kind == ProducerType.SME:
        return company(dice, trade)
    return dice.choice(words()["group_forms"]).format(what=trade, where=dice.choice(words()["villages"]), place=place)


def company(dice: Random, trade: str) -> str:
    brand = dice.choice(words()["brands"]) + dice.choice(words()["brand_endings"])
    return f"บริษัท {brand} จำกัด" if dice.random() < 0.6 else f"ห้างหุ้นส่วนจำกัด {brand}{trade}"


def product(dice: Random, category: str) -> str:
    return dice.choice(words()["products"][category])
