"""Keeping what districts count for growth, online share and grades, and the province's closing of a period."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import District, Province, User
from core import audit, clock
from targets import periods
from targets.models import ScaleClosing, ScaleInput
from targets.selectors.counted import counts_of
from targets.selectors.facts import Counted
from targets.services.bases import Amounts, save_bases
from targets.services.guards import Refused, office_only, required

FIELDS = ("products", "products_reason", "online", "survey", "online_reason", "interested", "shop")
CLOSED = "จังหวัดยืนยันตัวเลขของรอบนี้แล้ว ถ้าต้องแก้ไข ให้จังหวัดเปิดแก้ไขพร้อมเหตุผลก่อน"
MORE_ONLINE = "ขายออนไลน์มากกว่าผลิตภัณฑ์ที่ลงทะเบียน ({:,d})"
NO_REASON = "บอกเหตุผลที่ไม่ใช้รายงานตลาดออนไลน์"
NO_NUMBER = "ใส่จำนวนที่ใช้แทนรายงาน หรือเว้นว่างทั้งหมดเพื่อใช้รายงานตลาดออนไลน์"
NOT_BEGUN = "รอบนี้ยังไม่เริ่ม กรอกตัวเลขได้ตั้งแต่วันแรกของรอบ"


@dataclass(frozen=True)
class At:
    """A province's period."""

    province: Province
    year: int
    period: str

    @property
    def key(self) -> dict[str, Any]:
        return {"province": self.province, "year": self.year, "period": self.period}

    @property
    def has_begun(self) -> bool:
        return clock.today() >= periods.span(self.year, self.period)[0]


Values = dict[str, Any]  # by a name of FIELDS


@transaction.atomic
def save_inputs(at: At, rows: dict[District, Values], *, actor: User, base: Amounts | None = None) -> int:
    """Keep what is given of each district, and the province's base revenue: all or nothing. Returns what changed.

    A district writes its own, a province its districts'. Raises Refused once the province has closed the period,
    before the period begins, where more products are sold online than there are, and where a round's online share
    stands instead of the online report's without a reason; PermissionDenied for districts that are not the actor's.
    """
    for district in rows:
        _writes(actor, at, district)
    _held_open(at)
    changed = save_bases(at.province, at.period, base, actor=actor) if base else 0
    kept = ScaleInput.objects.select_for_update().filter(year=at.year, period=at.period, district__province=at.province)
    by_district = {row.district_id: row for row in kept}
    changed += sum(_save_one(by_district.get(d.pk), d, at, values, actor) for d, values in rows.items())
    _online_within_products(at, rows, actor)
    return changed


def _online_within_products(at: At, rows: dict[District, Values], actor: User) -> None:
    """A share above the whole is a slip of the pen."""
    counted = counts_of(actor, at.year, at.period, rows, {})
    for district in rows:
        found = counted[district.pk]
        if found.online is not None and found.online > found.products and (found.online_typed or found.products_typed):
            raise Refused(f"อำเภอ{district.name}: {MORE_ONLINE.format(found.products)}")


def _writes(actor: User, at: At, district: District) -> None:
    own = actor.is_district and actor.district_id == district.pk
    office = actor.is_province and actor.province_id == at.province.pk
    if not (actor.is_active and (own or office) and district.province_id == at.province.pk):
        raise PermissionDenied


def _held_open(at: At) -> None:
    """Hold the province, so that nobody closes the period meanwhile."""
    Province.objects.select_for_update().get(pk=at.province.pk)
    if not at.has_begun:
        raise Refused(NOT_BEGUN)
    if ScaleClosing.objects.filter(**at.key).exists():
        raise Refused(CLOSED)


def _save_one(row: ScaleInput | None, district: District, at: At, values: Values, actor: User) -> bool:
    row = row or ScaleInput(district=district, year=at.year, period=at.period)
    changes = {
        ScaleInput.label_of(name): [_word(getattr(row, name)), _word(value)]
        for name, value in values.items()
        if name in FIELDS and getattr(row, name) != value
    }
    if not changes:
        return False
    for name, value in values.items():
        setattr(row, name, value)
    _reasoned(row, district)
    row.updated_at, row.updated_by = clock.now(), actor
    row.save(update_fields=None if row._state.adding else [*values, "updated_at", "updated_by"])
    audit.record(actor, "scale.saved", row, area=district.name, changes=changes)
    return True


def unreasoned(online: int | None, survey: bool, reason: str) -> tuple[str, str] | None:
    """(field, sentence) of what is wrong with what stands instead of a round's online report; None: nothing."""
    if online is not None and not reason:
        return "online_reason", NO_REASON
    if online is None and (survey or reason):
        return "online", NO_NUMBER
    return None


def _reasoned(row: ScaleInput, district: District) -> None:
    wrong = unreasoned(row.online, row.survey, row.online_reason)
    if periods.round_number(row.period) and wrong:
        raise Refused(f"อำเภอ{district.name}: {wrong[1]}")


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "แล้ว" if value else "ยัง"
    return "–" if value in (None, "") else str(value)


@transaction.atomic
def close(at: At, *, actor: User) -> ScaleClosing:
    """The province has checked its districts' figures: what counts now stays. Already closed: nothing happens."""
    office_only(actor, at.province)
    Province.objects.select_for_update().get(pk=at.province.pk)
    if not at.has_begun:
        raise Refused(NOT_BEGUN)
    if made := ScaleClosing.objects.filter(**at.key).first():
        return made
    districts = list(at.province.districts.in_thai_order())
    counted = counts_of(actor, at.year, at.period, districts, {})
    frozen = {district.code: asdict(counted[district.pk]) for district in districts}
    made = ScaleClosing.objects.create(**at.key, closed_at=clock.now(), closed_by=actor, counted=frozen)
    changes = {f"อำเภอ{district.name}": ["–", _said(counted[district.pk])] for district in districts}
    audit.record(actor, "scale.closed", at.province, year=at.year, period=at.period, changes=changes)
    return made


def _said(counted: Counted) -> str:
    """What counts of a district, in a line of the trail."""
    named = {
        "ผลิตภัณฑ์": counted.products,
        "ใหม่": counted.new_products,
        "ขายออนไลน์": counted.online,
        "สนใจ": counted.interested,
        "Shop": counted.shop,
    }
    said = [f"{label} {value:,d}" for label, value in named.items() if value is not None]
    return " · ".join([*said, "สำรวจแล้ว"] if counted.surveyed else said)


@transaction.atomic
def reopen(at: At, *, actor: User, reason: str) -> None:
    """Figures may be changed again, and the department no longer sees them. Raises Refused without a reason."""
    office_only(actor, at.province)
    reason = required(reason)
    Province.objects.select_for_update().get(pk=at.province.pk)
    deleted, _ = ScaleClosing.objects.filter(**at.key).delete()
    if deleted:
        audit.record(actor, "scale.reopened", at.province, year=at.year, period=at.period, reason=reason)
