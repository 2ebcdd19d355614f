"""The one way to change a row of the department's lists: standards, criteria, platforms, rounds."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction

from core import audit
from core.records import Refused, differences, spoken

Record = TypeVar("Record", bound=models.Model)


@transaction.atomic
def save_reference(record: Record, fields: dict[str, Any], *, actor: Any, action: str, taken: Refused) -> Record:
    """Add `record` or change it, as an administrator; returns the row as it now stands.

    Raises `taken` when the list has one like it. Nothing is written when nothing would change.
    """
    if not (actor.is_active and actor.is_admin):
        raise PermissionDenied
    model = type(record)
    held = model._default_manager.select_for_update().get(pk=record.pk) if record.pk else model()
    changed = differences(held, fields)
    if held.pk and not changed:
        return held
    said = spoken(held, changed)
    for name, value in fields.items():
        setattr(held, name, value)
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError as error:
        raise taken from error
    audit.record(actor, action, held, of=str(held), changes=said)
    return held
