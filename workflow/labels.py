"""The Thai words for what a frozen row says of itself (the words of audited acts are in `core.labels`)."""

from __future__ import annotations

from producers.models import Category, ProducerType

FACTS: dict[str, dict[str, str]] = {
    "category": dict(Category.choices),
    "type": dict(ProducerType.choices),
}


def fact_words(facts: dict[str, str]) -> str:
    """'อาหาร · กลุ่มผู้ผลิตชุมชน': the facts that describe the row, without its reasons."""
    return " · ".join(str(words.get(facts[name], facts[name])) for name, words in FACTS.items() if name in facts)
