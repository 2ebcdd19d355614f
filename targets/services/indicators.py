"""Writing indicators: every edit is a new version, the old one stays as it was."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from core import audit, clock
from targets.models import Indicator
from targets.services.guards import Refused, administrator_only

FIELDS = ("kind", "name", "year", "period", "base_years", "thresholds", "conditions", "weight", "measured")
TAKEN = "มีตัวชี้วัดวิธีคิดนี้ของปี รอบ และผู้รับการประเมินเดียวกันอยู่แล้ว ให้แก้ไขรายการเดิม"


def create_indicator(*, actor: User, **values: Any) -> Indicator:
    """The first version. Raises Refused when another current one measures the same."""
    administrator_only(actor)
    try:
        with transaction.atomic():
            made = Indicator.objects.create(created_at=clock.now(), created_by=actor, **values)
            audit.record(actor, "indicator.created", made, indicator=made.name, version=made.version)
    except IntegrityError as error:
        raise Refused(TAKEN) from error
    return made


def edit_indicator(indicator: Indicator, *, actor: User, **values: Any) -> Indicator:
    """The next version; the same one where nothing differs. Raises Refused when it is no longer the current one."""
    administrator_only(actor)
    try:
        with transaction.atomic():
            return _next_version(indicator, actor, values)
    except IntegrityError as error:
        raise Refused(TAKEN) from error


def _next_version(indicator: Indicator, actor: User, values: dict[str, Any]) -> Indicator:
    old = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if old.superseded_at:
        raise Refused("มีผู้แก้ไขตัวชี้วัดนี้ไปแล้ว ให้เปิดฉบับล่าสุดแล้วแก้ไขใหม่")
    kept = {name: getattr(old, name) for name in FIELDS}
    if kept == {**kept, **values}:
        return old
    old.superseded_at = clock.now()
    old.save(update_fields=["superseded_at"])
    new = Indicator.objects.create(
        series=old.series, version=old.version + 1, created_at=clock.now(), created_by=actor, **{**kept, **values}
    )
    audit.record(actor, "indicator.changed", new, indicator=new.name, version=new.version)
    return new
