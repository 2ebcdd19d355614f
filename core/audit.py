"""The one way to write and read the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db import models
from django.db.models import QuerySet

from core import clock
from core.models import AuditEntry

SYSTEM_NAME = "ระบบ"
SAVING = "cells.saved"  # cells save themselves as they are typed: many small acts that are read as one
READ_FOR_SUMMARY = 500
LATE = 1000  # entries looked back over


def record(actor: Any, action: str, target: models.Model, **details: Any) -> AuditEntry:
    """Append one act by `actor` (None = the system) on `target`, inside the caller's transaction."""
    entry = _entry(actor, action, target, details)
    entry.save(force_insert=True)
    return entry


def record_many(actor: Any, action: str, targets: Iterable[tuple[models.Model, dict[str, Any]]]) -> None:
    """One act on many records, each with its details: as `record`, in few statements."""
    AuditEntry.objects.bulk_create([_entry(actor, action, *target) for target in targets], batch_size=500)


def _entry(actor: Any, action: str, target: models.Model, details: dict[str, Any]) -> AuditEntry:
    return AuditEntry(
        at=clock.now(),
        actor=actor,
        actor_name=actor.display_name if actor else SYSTEM_NAME,
        action=action,
        target_type=target._meta.label_lower,
        target_id=target.pk,
        details=details,
    )


def trail(target: models.Model) -> QuerySet[AuditEntry]:
    """Everything done to one record, newest first."""
    return AuditEntry.objects.filter(target_type=target._meta.label_lower, target_id=target.pk)


def trail_of_all(model: type[models.Model], ids: list[int]) -> QuerySet[AuditEntry]:
    """Everything done to several records of one model, newest first."""
    return AuditEntry.objects.filter(target_type=model._meta.label_lower, target_id__in=ids)


def version(entries: QuerySet[AuditEntry]) -> tuple[int, int]:
    """Another one whenever there is another entry: the newest number, and how many of the last thousand are there.

    Of two transactions the one that took the lower number may commit later, which the newest alone would not show.
    """
    last = entries.order_by("-pk").values_list("pk", flat=True).first() or 0
    return last, how_many_before(last, entries)


def how_many_before(last: int, entries: QuerySet[AuditEntry]) -> int:
    """Of the thousand numbers up to one."""
    return entries.filter(pk__gt=last - LATE, pk__lte=last).count()


def trail_of_acts(*areas: str) -> QuerySet[AuditEntry]:
    """Every act of the given kinds ('window', 'extension'), newest first: for records that may be gone by now."""
    acts = models.Q()
    for area in areas:
        acts |= models.Q(action__startswith=f"{area}.")
    return AuditEntry.objects.filter(acts)


def summary(target: models.Model, length: int = 30) -> list[AuditEntry]:
    """The trail as people read it, newest first: one person's savings in a row on one day are one entry."""
    runs = groupby(trail(target)[:READ_FOR_SUMMARY], key=_run)
    return [_as_one(list(run)) for _, run in runs][:length]


def _run(entry: AuditEntry) -> object:
    return (entry.actor_id, entry.at.astimezone(clock.BANGKOK).date()) if entry.action == SAVING else entry.pk


def _as_one(run: list[AuditEntry]) -> AuditEntry:
    """The newest of a run, with the cells of all."""
    newest = run[0]
    if newest.action == SAVING:
        newest.details = {"cells": [cell for entry in run for cell in entry.details.get("cells", [])]}
    return newest
