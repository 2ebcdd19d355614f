"""What apps above know against joining two records: they register a rule, and `services.merge` asks it.

So nothing here imports upward, and whoever reports of producers has its say before one of them ends.
"""

from __future__ import annotations

from collections.abc import Callable

from core.month import Month
from producers.models import Producer

Rule = Callable[[Producer, Producer, Month], str]  # survivor, other, the month from which: a Thai sentence, '' for none
_rules: list[Rule] = []


def register(rule: Rule) -> None:
    _rules.append(rule)


def against_merge(survivor: Producer, other: Producer, from_month: Month) -> str:
    """The first sentence that says why not, and what to do instead; '' = they may be joined."""
    return next(filter(None, (rule(survivor, other, from_month) for rule in _rules)), "")
