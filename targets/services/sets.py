"""A province's targets: computed, adjusted, rebalanced, published. atomic → lock → guard → save → audit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction

from accounts.models import District, Province, User
from core import audit, clock
from targets import periods
from targets.apportionment import NotApportionable, Tiers, apportion, left, province_tiers, subtract
from targets.models import Indicator, SetState, Target, TargetSet
from targets.selectors.bases import BaseTable, base_table, frozen_table
from targets.services.guards import Refused, draft_only, held, held_draft, office_only, required

NOT_YET = "รอบที่ 2 คือทั้งปีลบรอบที่ 1 ให้คำนวณเป้าหมายทั้งปีและรอบที่ 1 ก่อน"
ORDER = "ต้องเรียง ขั้นต้น ≤ ขั้นมาตรฐาน ≤ ขั้นสูง"
Pair = tuple[int, int]


@dataclass(frozen=True)
class Basis:
    """What targets are computed from: base figures by district code, and for round 2 the year and round 1."""

    table: BaseTable
    annual: dict[str, Tiers] | None = None
    round1: dict[str, Tiers] | None = None
    figures: Pair | None = None  # what the two sets leave for the province

    def compute(self, codes: set[str], basic: int, advanced: int) -> dict[str, Tiers]:
        """Targets of these districts that sum to the figures. Raises Refused."""
        bases = {code: values for code, values in self.table.bases.items() if code in codes}
        try:
            if self.annual is None or self.round1 is None:
                return apportion(bases, basic, advanced)
            return subtract(_of(self.annual, codes), _of(self.round1, codes), bases, basic, advanced)
        except NotApportionable as error:
            raise Refused("ตัวเลขของจังหวัดแบ่งให้อำเภอไม่ได้ ขั้นต้นต้องไม่ติดลบและไม่เกินขั้นสูง") from error
        except ValueError as error:
            raise Refused("เป้าหมายทั้งปีและรอบที่ 1 มีอำเภอไม่ตรงกัน ให้คำนวณทั้งสองชุดใหม่") from error


def _of(tiers: dict[str, Tiers], codes: set[str]) -> dict[str, Tiers]:
    return {code: row for code, row in tiers.items() if code in codes}


def basis_of(province: Province, indicator: Indicator) -> Basis:
    """Round 2 is annual − round 1 (domain.md); the others come from their own base years. Raises Refused."""
    table = base_table(province, indicator)
    if indicator.period != periods.ROUND2:
        return Basis(table)
    annual, first = (held(province, indicator.year, period) for period in (periods.ANNUAL, periods.ROUND1))
    if annual is None or first is None:
        raise Refused(NOT_YET)
    return Basis(table, _tiers_of(annual), _tiers_of(first), left(annual.tiers, first.tiers))


def _tiers_of(target_set: TargetSet) -> dict[str, Tiers]:
    return {row.district.code: row.tiers for row in target_set.targets.select_related("district")}


def _figures(basis: Basis, given: Pair | None) -> Pair:
    if given or basis.figures:
        return given or basis.figures  # type: ignore[return-value]
    try:
        return province_tiers(basis.table.totals)
    except NotApportionable as error:
        raise Refused("ยังไม่มีรายได้ปีฐานที่ครบทุกอำเภอ ให้กรอกหรือนำเข้าปีฐานก่อน หรือระบุตัวเลขของจังหวัด") from error


@transaction.atomic
def compute(province: Province, indicator: Indicator, *, actor: User, given: Pair | None = None) -> TargetSet:
    """Compute a draft afresh; adjustments by hand are gone after it. Raises Refused."""
    office_only(actor, province)
    draft_only(held(province, indicator.year, indicator.period))
    basis = basis_of(province, indicator)
    basic, advanced = _figures(basis, given)
    if not basis.table.bases:
        raise Refused("จังหวัดนี้ไม่มีอำเภอ")
    tiers = basis.compute(set(basis.table.bases), basic, advanced)
    target_set, _ = TargetSet.objects.update_or_create(
        province=province,
        year=indicator.year,
        period=indicator.period,
        defaults={
            "indicator": indicator,
            "basic": basic,
            "advanced": advanced,
            "figures_given": given is not None,
            "computed_at": clock.now(),
        },
    )
    _write(target_set, basis.table, tiers)
    audit.record(actor, "targets.computed", target_set, of=target_set.title, basic=str(basic), advanced=str(advanced))
    return target_set


def _write(target_set: TargetSet, table: BaseTable, tiers: dict[str, Tiers]) -> None:
    """Every district's row, bases included, so that the published figures explain themselves."""
    target_set.targets.all().delete()
    Target.objects.bulk_create(
        Target(
            target_set=target_set,
            district=district,
            basic=row.basic,
            standard=row.standard,
            advanced=row.advanced,
            has_history=row.history,
            bases=table.frozen(district),
        )
        for district in table.districts
        if (row := tiers.get(district.code))
    )


@transaction.atomic
def adjust(target_set: TargetSet, district: District, tiers: Tiers, *, actor: User, reason: str) -> Target:
    """One district by hand. The others stay: what the columns lack then is shown, and `rebalance` spreads it."""
    draft = held_draft(target_set, actor)
    said = required(reason)
    if not 0 <= tiers.basic <= tiers.standard <= tiers.advanced:
        raise Refused(ORDER)
    row = draft.targets.select_for_update().get(district=district)
    before = [row.basic, row.standard, row.advanced]
    row.basic, row.standard, row.advanced = tiers.basic, tiers.standard, tiers.advanced
    row.adjusted, row.reason = True, said
    row.save(update_fields=["basic", "standard", "advanced", "adjusted", "reason"])
    after = [row.basic, row.standard, row.advanced]
    audit.record(
        actor,
        "targets.adjusted",
        draft,
        of=draft.title,
        area=f"อำเภอ{district.name}",
        before=before,
        after=after,
        reason=said,
    )
    return row


@transaction.atomic
def rebalance(target_set: TargetSet, *, actor: User) -> None:
    """Spread over the districts not adjusted by hand what the columns lack, in the same way. Raises Refused."""
    draft = held_draft(target_set, actor)
    rows = list(draft.targets.select_related("district"))
    fixed, free = [r for r in rows if r.adjusted], [r for r in rows if not r.adjusted]
    if not free:
        raise Refused("ปรับด้วยมือครบทุกอำเภอแล้ว ไม่มีอำเภอที่จะเกลี่ยให้")
    basic = draft.basic - sum(row.basic for row in fixed)
    advanced = draft.advanced - sum(row.advanced for row in fixed)
    if not 0 <= basic <= advanced:
        raise Refused("เกลี่ยไม่ได้ ค่าที่ปรับด้วยมือทำให้ขั้นต้นที่เหลือเกินขั้นสูงหรือติดลบ ให้แก้ค่าที่ปรับด้วยมือก่อน")
    table = frozen_table(rows, [row.district for row in rows])  # in proportion to what made the draft
    basis = replace(basis_of(draft.province, draft.indicator), table=table)
    tiers = basis.compute({row.district.code for row in free}, basic, advanced)
    for row in free:
        new = tiers[row.district.code]
        row.basic, row.standard, row.advanced = new.basic, new.standard, new.advanced
    Target.objects.bulk_update(free, ["basic", "standard", "advanced"])
    audit.record(actor, "targets.rebalanced", draft, of=draft.title)


@transaction.atomic
def publish(target_set: TargetSet, *, actor: User) -> TargetSet:
    """Districts see their targets from now on. Publishing twice is harmless. Raises Refused."""
    held_set = held(target_set.province, target_set.year, target_set.period) or target_set
    office_only(actor, held_set.province)
    if held_set.is_published:
        return held_set
    if len(held_set.targets.all()) != held_set.province.districts.count():
        raise Refused("ยังมีอำเภอที่ไม่มีเป้าหมาย ให้คำนวณใหม่ก่อนประกาศ")
    held_set.status, held_set.published_at, held_set.published_by = SetState.PUBLISHED, clock.now(), actor
    held_set.save(update_fields=["status", "published_at", "published_by"])
    audit.record(actor, "targets.published", held_set, of=held_set.title)
    return held_set


@transaction.atomic
def withdraw(target_set: TargetSet, *, actor: User, reason: str) -> TargetSet:
    """Back to a draft that districts do not see, with a reason. Withdrawing a draft is harmless."""
    held_set = held(target_set.province, target_set.year, target_set.period) or target_set
    office_only(actor, held_set.province)
    if not held_set.is_published:
        return held_set
    said = required(reason)
    held_set.status, held_set.published_at, held_set.published_by = SetState.DRAFT, None, None
    held_set.save(update_fields=["status", "published_at", "published_by"])
    audit.record(actor, "targets.withdrawn", held_set, of=held_set.title, reason=said)
    return held_set


def mean(basic: int, advanced: int) -> int:
    """The standard between two tiers, half up."""
    return int((Decimal(basic + advanced) + 1) // 2)
