"""Writing base revenue that the portal's own months do not give."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.db import transaction

from accounts.models import District, Province, User
from core import audit, clock
from targets.models import BaseRevenue, Indicator, IndicatorKind, ScaleClosing, Source
from targets.services.guards import Refused, office_only

CLOSED = "ปีฐาน {} เป็นฐานของตัวชี้วัดปี {} ที่จังหวัดยืนยันแล้ว ถ้าต้องแก้ไข ให้เปิดแก้ไขรอบนั้นพร้อมเหตุผลก่อน"
Amounts = dict[tuple[District, int], Decimal | None]  # by district and base year; None = not known


@transaction.atomic
def save_bases(province: Province, period: str, amounts: Amounts, *, actor: User, source: str = Source.TYPED) -> int:
    """Keep typed or imported figures; None forgets one. Returns how many changed; nothing changed, nothing told.

    Raises Refused where a figure would change that a scale of a closed period is counted from.
    """
    office_only(actor, province)
    Province.objects.select_for_update().get(pk=province.pk)  # so that nobody closes the period meanwhile
    existing = {
        (row.district_id, row.year): row
        for row in BaseRevenue.objects.select_for_update().filter(district__province=province, period=period)
    }
    changed_years = [
        year
        for (district, year), amount in amounts.items()
        if district.province_id == province.pk
        and _save_one(existing.get((district.pk, year)), district, year, period, amount, actor, source)
    ]
    changed = len(changed_years)
    if changed:
        _check_open(province, period, changed_years)
        audit.record(actor, "base.saved", province, figures=changed, period=period, source=source)
    return changed


def _check_open(province: Province, period: str, years: Collection[int]) -> None:
    """A closed period's scales stay what the department was shown: their base year as well."""
    closed = ScaleClosing.objects.filter(province=province, period=period).values("year")
    scales = Indicator.objects.current().exclude(kind=IndicatorKind.TIER).filter(period=period, year__in=closed)
    for scale in scales:
        if scale.base_years and int(scale.base_years[-1]) in years:
            raise Refused(CLOSED.format(scale.base_years[-1], scale.year))


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
