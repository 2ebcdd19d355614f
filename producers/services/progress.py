"""Numbers of officers, entered by the province or the administrator; and what is asked, by the administrator."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import District, Province, User
from core import audit, clock
from core.records import Refused
from core.reference import save_reference
from producers.models import OfficerCount, ProgressRule
from producers.progress import officers_of


def guard(actor: User, province: Province) -> None:
    """Raise PermissionDenied unless `actor` enters numbers for this province."""
    own = actor.is_province and actor.province_id == province.pk
    if not (actor.is_active and (own or actor.is_admin)):
        raise PermissionDenied


@transaction.atomic
def record_officers(province: Province, year: int, officers: Mapping[int, int], *, actor: User) -> int:
    """Add a row for each district id whose number differs; earlier rows stay. Returns how many."""
    guard(actor, province)
    districts = District.objects.select_for_update().filter(province=province, pk__in=list(officers)).order_by("pk")
    held = list(districts)
    before = officers_of(actor, [district.pk for district in held], year)
    changed = [d for d in held if before.get(d.pk) != officers[d.pk]]
    for district in changed:
        row = OfficerCount.objects.create(
            district=district, year=year, officers=officers[district.pk], recorded_at=clock.now(), recorded_by=actor
        )
        audit.record(actor, "officers.recorded", row, area=f"อำเภอ{district.name}", year=year, officers=row.officers)
    return len(changed)


def save_rule(*, actor: User, rule: ProgressRule | None, **fields: int) -> ProgressRule:
    """Say what is asked from a budget year on, or change it. Raises Refused when the year has its rule."""
    taken = Refused("ปีนี้มีเกณฑ์แล้ว ให้แก้ไขรายการเดิม", "year")
    return save_reference(rule or ProgressRule(), fields, actor=actor, action="progress.rule", taken=taken)
