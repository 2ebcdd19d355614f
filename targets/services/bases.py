"""Writing base revenue that the portal's own months do not give."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from accounts.models import District, Province, User
from core import audit, clock
from targets.models import BaseRevenue, Source
from targets.services.guards import office_only

Amounts = dict[tuple[District, int], Decimal | None]  # by district and base year; None = not known


@transaction.atomic
def save_bases(province: Province, period: str, amounts: Amounts, *, actor: User, source: str = Source.TYPED) -> int:
    """Keep typed or imported figures; None forgets one. Returns how many changed; nothing changed, nothing told."""
    office_only(actor, province)
    existing = {
        (row.district_id, row.year): row
        for row in BaseRevenue.objects.select_for_update().filter(district__province=province, period=period)
    }
    changed = sum(
        _save_one(existing.get((district.pk, year)), district, year, period, amount, actor, source)
        for (district, year), amount in amounts.items()
        if district.province_id == province.pk
    )
    if changed:
        audit.record(actor, "base.saved", province, figures=changed, period=period, source=source)
    return changed


def _save_one(
    row: BaseRevenue | None,
    district: District,
    year: int,
    period: str,
    amount: Decimal | None,
    actor: User,
    source: str,
) -> bool:
    if (row.amount if row else None) == amount:
        return False
    if amount is None:
        if row:
            row.delete()
        return True
    BaseRevenue.objects.update_or_create(
        district=district,
        year=year,
        period=period,
        defaults={"amount": amount, "source": source, "updated_at": clock.now(), "updated_by": actor},
    )
    return True
