"""What is kept for a time and then goes: each app registers its rules, one run applies them all.

A rule says what is due and settles one record in one transaction, looking again first. So a run may be interrupted
anywhere and repeated at any time, and a dry run says exactly what the run would do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.conf import settings
from django.db.models import QuerySet

from core import clock

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Due:
    """A record whose time is over; `words` tell an operator which, without personal data."""

    pk: int
    words: str


class Rule(Protocol):
    """`name` says what goes and when, in a few words."""

    @property
    def name(self) -> str: ...

    def due(self, at: datetime) -> Iterator[Due]:
        """Everything whose time is over at a moment."""

    def settle(self, pk: int, at: datetime) -> bool:
        """Let one record go; False when it is gone or no longer due."""


class DropOld:
    """Delete the rows of a model that a filter finds, the filter being given the moment."""

    def __init__(self, name: str, old: Callable[[datetime], QuerySet[Any]]) -> None:
        self.name, self._old = name, old

    def due(self, at: datetime) -> Iterator[Due]:
        for pk in self._old(at).order_by("pk").values_list("pk", flat=True):
            yield Due(pk, f"number {pk}")

    def settle(self, pk: int, at: datetime) -> bool:
        deleted, _ = self._old(at).filter(pk=pk).delete()
        return bool(deleted)


@dataclass(frozen=True)
class Line:
    """What was, or would be, done."""

    rule: str
    words: str


_rules: list[Rule] = []


def register(rule: Rule) -> None:
    _rules.append(rule)


def run(
    at: datetime | None = None, *, dry_run: bool = False, say: Callable[[Line], None] = lambda line: None
) -> list[Line]:
    """Apply every rule; returns what went. One record that fails is logged and stops no other."""
    at = at or clock.now()
    done = []
    for rule in _rules:
        for due in list(rule.due(at)):
            if dry_run or _settle(rule, due, at):
                line = Line(rule.name, due.words)
                say(line)
                done.append(line)
    return done


def _settle(rule: Rule, due: Due, at: datetime) -> bool:
    try:
        return rule.settle(due.pk, at)
    except Exception:
        logger.exception("retention: %s, %s", rule.name, due.words)
        return False


def years_before(at: datetime, years: int = 0) -> date:
    """The day so many years (by default those of the settings) before a moment, in Bangkok."""
    day = at.astimezone(clock.BANGKOK).date()
    year = day.year - (years or settings.RETENTION_YEARS)
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
