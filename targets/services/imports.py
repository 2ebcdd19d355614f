"""A letter's table: received, recomputed, and taken cell by cell as the province chooses. Nothing changes silently."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction

from accounts.models import District, Province, User
from core import audit, clock
from targets import letters, periods
from targets.apportionment import Tiers, left
from targets.models import Indicator, Source, Target, TargetImport, TargetSet
from targets.reading import YEAR, Table, Unusable, rows_in
from targets.reasons import LOCKED
from targets.selectors.bases import Figure, base_figures
from targets.selectors.sets import tier_indicator
from targets.services.bases import Amounts, save_bases
from targets.services.guards import Refused, draft_only, held, office_only
from targets.services.sets import NOT_YET, mean
from targets.tables import as_json, from_json, pasted_rows, table_of

WRONG_YEARS = "ปีฐานในตารางคือ {table} แต่ตัวชี้วัดของรอบนี้ใช้ปีฐาน {indicator} ตรวจว่าเลือกปีและรอบถูกต้อง"
KEPT = "ใช้ตัวเลขตามตารางที่นำเข้า"


def receive(
    province: Province, year: int, period: str, *, actor: User, file: BinaryIO | None, name: str, text: str
) -> TargetImport:
    """Read a table and keep it for review. Raises Refused."""
    office_only(actor, province)
    draft_only(held_plain(province, year, period))
    districts = list(province.districts.in_thai_order().values_list("name", flat=True))
    try:
        rows = rows_in(file, name) if file else pasted_rows(text)
        table = table_of(rows, districts)
    except Unusable as error:
        raise Refused(error.thai) from error
    if indicator := tier_indicator(actor, year, period):
        _same_years(table, indicator)
    recompute(province, year, period, table)
    return TargetImport.objects.create(
        province=province,
        year=year,
        period=period,
        owner=actor,
        file_name=name[:200],
        table=as_json(table),
        created_at=clock.now(),
    )


def recompute(province: Province, year: int, period: str, table: Table) -> letters.Recomputed:
    """The table from its base years, and where these differ from the portal's own locked months.

    Round 2 is what the two sets leave (domain.md). Raises Refused.
    """
    if set(province.districts.values_list("name", flat=True)) != table.rows.keys():
        raise Refused("รายชื่ออำเภอของจังหวัดเปลี่ยนไปหลังส่งตารางนี้ ให้นำเข้าตารางใหม่")
    try:
        result = _recomputed(province, year, period, table)
    except Unusable as error:
        raise Refused(error.thai) from error
    return replace(result, differences=_against_locked(province, period, table) + result.differences)


def _recomputed(province: Province, year: int, period: str, table: Table) -> letters.Recomputed:
    if period != periods.ROUND2:
        return letters.recompute_targets(table)
    annual, first = (held_plain(province, year, other) for other in (periods.ANNUAL, periods.ROUND1))
    if annual is None or first is None:
        raise Refused(NOT_YET)
    return letters.recompute_rest(table, _by_name(annual), _by_name(first), left(annual.tiers, first.tiers))


def _against_locked(province: Province, period: str, table: Table) -> list[letters.Difference]:
    """Base years that the portal has from locked months, where the table states another figure."""
    years = {int(column.removeprefix("fy")): column for column in table.having(YEAR)}
    keys = dict(province.districts.values_list("name", "pk"))
    found = base_figures(list(years), period, district__province=province)
    return [
        letters.Difference(name, column, stated, figure.amount, LOCKED)
        for name, row in table.rows.items()
        for year, column in years.items()
        if (figure := found.get((keys[name], year))) and figure.is_computed and figure.amount is not None
        if (stated := row[column]) is not None and stated != figure.amount
    ]


def _by_name(target_set: TargetSet) -> dict[str, Tiers]:
    return {row.district.name: row.tiers for row in target_set.targets.select_related("district")}


def _same_years(table: Table, indicator: Indicator) -> None:
    """Another year's table must not become this round's targets: its tiers would stand beside bases not theirs."""
    years = {int(column.removeprefix("fy")) for column in table.columns if column.startswith("fy")}
    if years != set(indicator.base_years):
        both = {"table": years, "indicator": indicator.base_years}
        raise Refused(WRONG_YEARS.format(**{key: ", ".join(map(str, sorted(of))) for key, of in both.items()}))


def held_plain(province: Province, year: int, period: str) -> TargetSet | None:
    return TargetSet.objects.filter(province=province, year=year, period=period).first()


@transaction.atomic
def accept(draft: TargetImport, indicator: Indicator, keep: set[str], *, actor: User) -> TargetSet:
    """Write the recomputed targets, and the stated ones of the cells in `keep` ('2401-basic'). Raises Refused."""
    office_only(actor, draft.province)
    draft = TargetImport.objects.select_for_update().get(pk=draft.pk)
    if draft.accepted_at:
        raise Refused("นำเข้าตารางนี้ไปแล้ว")
    draft_only(held(draft.province, draft.year, draft.period))
    table = from_json(draft.table)
    _same_years(table, indicator)
    result = recompute(draft.province, draft.year, draft.period, table)
    districts = {d.name: d for d in District.objects.filter(province=draft.province)}
    _keep_bases(draft, table, districts, actor)
    target_set = _set(draft, indicator, result)
    kept = _write(target_set, indicator, table, result, districts, keep)
    draft.accepted_at = clock.now()
    draft.save(update_fields=["accepted_at"])
    audit.record(actor, "targets.imported", target_set, of=target_set.title, file=draft.file_name, kept=kept)
    return target_set


def _keep_bases(draft: TargetImport, table: Table, districts: dict[str, District], actor: User) -> None:
    amounts: Amounts = {
        (districts[name], int(column.removeprefix("fy"))): value
        for name, row in table.rows.items()
        for column, value in row.items()
        if column.startswith("fy") and value is not None
    }
    save_bases(draft.province, draft.period, amounts, actor=actor, source=Source.IMPORTED)


def _set(draft: TargetImport, indicator: Indicator, result: letters.Recomputed) -> TargetSet:
    return TargetSet.objects.update_or_create(
        province=draft.province,
        year=draft.year,
        period=draft.period,
        defaults={
            "indicator": indicator,
            "basic": result.province.basic,
            "advanced": result.province.advanced,
            "figures_given": True,
            "computed_at": clock.now(),
        },
    )[0]


def _write(
    target_set: TargetSet,
    indicator: Indicator,
    table: Table,
    result: letters.Recomputed,
    districts: dict[str, District],
    keep: set[str],
) -> int:
    """Every district's row; returns how many cells stand as stated."""
    target_set.targets.all().delete()
    rows, kept = [], 0
    for name, computed in result.tiers.items():
        district = districts[name]
        chosen = {
            tier for tier in letters.TIERS if f"{district.code}-{tier}" in keep and table.rows[name][tier] is not None
        }
        tiers = _chosen(name, table.rows[name], computed, chosen)
        kept += len(chosen)
        rows.append(
            Target(
                target_set=target_set,
                district=district,
                basic=tiers.basic,
                standard=tiers.standard,
                advanced=tiers.advanced,
                has_history=computed.history,
                adjusted=bool(chosen),
                reason=KEPT if chosen else "",
                bases=_frozen(table.rows[name], indicator),
            )
        )
    Target.objects.bulk_create(rows)
    return kept


def _frozen(row: dict[str, Decimal | None], indicator: Indicator) -> list[list[Any]]:
    """The base years that the targets were computed from: the table's, whatever the portal has of its own."""
    amounts = {int(year): row[f"fy{year}"] for year in indicator.base_years}
    return [
        Figure(amount, "" if amount is None else Source.IMPORTED.value).frozen(year) for year, amount in amounts.items()
    ]


def _chosen(name: str, stated: dict, computed: Tiers, chosen: set[str]) -> Tiers:
    """The stated figure where it is kept, else the recomputed one. Raises Refused for satang or a wrong order."""
    if any(stated[tier] != int(stated[tier]) for tier in chosen):
        raise Refused(f"อำเภอ{name}: ตัวเลขที่เลือกมีสตางค์ เป้าหมายเป็นบาทเต็ม ให้ใช้ค่าที่คำนวณใหม่")
    values = {tier: int(stated[tier]) if tier in chosen else getattr(computed, tier) for tier in letters.TIERS}
    if "standard" not in chosen and chosen:
        values["standard"] = mean(values["basic"], values["advanced"])
    if not values["basic"] <= values["standard"] <= values["advanced"]:
        raise Refused(f"อำเภอ{name}: ตัวเลขที่เลือกไม่เรียง ขั้นต้น ≤ ขั้นมาตรฐาน ≤ ขั้นสูง ให้เลือกใหม่")
    return Tiers(values["basic"], values["standard"], values["advanced"], computed.history)
