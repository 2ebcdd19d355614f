"""Renaming and reordering the income lines. Confirmed months keep the names that they were confirmed with."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from core import audit
from markets.models import IncomeLine
from markets.selectors.lines import income_lines


@transaction.atomic
def rename_lines(wanted: Mapping[int, tuple[str, int]], *, actor: User) -> int:
    """Give lines (by slot) their name and place. For the administrator. Returns how many changed."""
    if not (actor.is_active and actor.is_admin):
        raise PermissionDenied
    list(IncomeLine.objects.select_for_update())
    changed = 0
    for line in income_lines():
        name, position = wanted.get(line.slot, (line.name, line.position))
        if (name, position) == (line.name, line.position):
            continue
        before = f"{line.position} {line.name}"
        kept, _ = IncomeLine.objects.update_or_create(slot=line.slot, defaults={"name": name, "position": position})
        changes = {f"รายการ {line.slot}": [before, f"{position} {name}"]}
        audit.record(actor, "line.changed", kept, changes=changes)
        changed += 1
    return changed
