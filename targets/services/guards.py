"""What every act on targets asks first. Pages ask too; these are for whoever forgets to."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied

from accounts.models import Province, User
from targets.models import TargetSet

REASON_LENGTH = 500


class Refused(Exception):
    """An act that cannot be done now; `message` is a Thai sentence that says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def administrator_only(actor: User) -> None:
    if not (actor.is_active and actor.is_admin):
        raise PermissionDenied


def office_only(actor: User, province: Province) -> None:
    """Targets of a province are its own office's."""
    if not (actor.is_active and actor.is_province and actor.province_id == province.pk):
        raise PermissionDenied


def required(reason: str) -> str:
    if not reason.strip():
        raise Refused("กรุณาระบุเหตุผล")
    return reason.strip()[:REASON_LENGTH]


def held(province: Province, year: int, period: str) -> TargetSet | None:
    """The set, read afresh and held until the transaction ends; None while there is none."""
    return _rows(province=province, year=year, period=period).first()


def held_draft(target_set: TargetSet, actor: User) -> TargetSet:
    """The same set, held, for an act that only a draft allows."""
    held_set = _rows(pk=target_set.pk).get()
    office_only(actor, held_set.province)
    draft_only(held_set)
    return held_set


def draft_only(target_set: TargetSet | None) -> None:
    if target_set and target_set.is_published:
        raise Refused("เป้าหมายนี้ประกาศแล้ว ถ้าต้องแก้ไข ให้ถอนประกาศพร้อมเหตุผลก่อน")


def _rows(**at: Any) -> Any:
    sets = TargetSet.objects.select_for_update(of=("self",)).select_related("province", "indicator")
    return sets.filter(**at)
