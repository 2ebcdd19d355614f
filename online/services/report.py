"""Writes of the online report: a product's line, confirming, returning; and the department's lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import District, Province, User
from core import audit, clock, reference
from core.records import Refused, Stale, differences, spoken
from online import selectors
from online.models import Channel, DistrictRound, Listing, Platform, Round, Status, Survey
from online.rounds import RoundId
from producers.models import Product

REASON_LENGTH = 500
# For the trail, which is never rewritten: of a person's page or LINE ID it tells no more than that it changed.
Said = dict[str, list[str] | None]


@dataclass(frozen=True)
class Found:
    """What a district found of one product: readiness by `Survey.FLAGS`, channels by platform id, sales in baht.

    Without a channel the product is surveyed, not sold online.
    """

    flags: Mapping[str, bool]
    channels: Mapping[int, str] = field(default_factory=dict)
    sales: Decimal | None = None


def guard(actor: User, district: District) -> None:
    """Raise PermissionDenied unless `actor` is the district's own officer: the report is the district's."""
    if not (actor.is_active and actor.is_district and actor.district_id == district.pk):
        raise PermissionDenied


def held_report(district: District, of: RoundId) -> DistrictRound:
    """The district's report of a round, begun if need be, held until the transaction ends."""
    DistrictRound.objects.get_or_create(district=district, year=of.year, number=of.number)
    return DistrictRound.objects.select_for_update().get(district=district, year=of.year, number=of.number)


def held_draft(district: District, of: RoundId, actor: User) -> DistrictRound:
    guard(actor, district)
    report = held_report(district, of)
    if report.is_confirmed:
        raise Refused("อำเภอยืนยันรอบนี้แล้ว ถ้าต้องแก้ไข ให้จังหวัดส่งคืนก่อน")
    return report


@transaction.atomic
def save_line(
    *, actor: User, district: District, of: RoundId, product: Product, found: Found, version: str | None = None
) -> None:
    """Keep what was found of a product. Nothing differs: nothing is written. Raises Refused.

    With the `version` of a `selectors.Line` raises Stale where something differs and it is no longer the present one.

    “ต้องไม่ซ้ำกับข้อมูลผลิตภัณฑ์ OTOP ที่รายงานรอบแรก” (Sa Kaeo, 11 May 2564): a product of the year's other round is
    refused here, and by a constraint should two districts' officers do it at once.
    """
    report = held_draft(district, of, actor)
    if product.pk not in {p.pk for p in selectors.products_of(district, of).filter(pk=product.pk)}:
        raise Refused("ผลิตภัณฑ์นี้ไม่อยู่ในทะเบียนของอำเภอในรอบนี้ หรืออำเภออื่นรายงานแล้ว")
    present = version and selectors.line_or_404(district, of, product.pk).version
    changes = write_line(actor, district, of, product, found)
    if changes:
        if version != present:
            raise Stale
        audit.record(actor, "online.saved", report, product=product.name, changes=changes)


def write_line(actor: User, district: District, of: RoundId, product: Product, found: Found) -> Said:
    """Write one line within a held draft; what changed, for the trail. Raises Refused."""
    survey = Survey.objects.of_round(of).filter(product=product).first()
    changes = _save_survey(survey, actor, district, of, product, found.flags)
    return changes | _save_listing(actor, district, of, product, found)


def _save_survey(
    survey: Survey | None, actor: User, district: District, of: RoundId, product: Product, flags: Mapping[str, bool]
) -> Said:
    fresh = survey is None
    row = survey or Survey(product=product, district=district, year=of.year, number=of.number)
    changed = differences(row, dict(flags))
    if not fresh and not changed:
        return {}
    for name, value in flags.items():
        setattr(row, name, value)
    row.surveyed_at, row.surveyed_by = clock.now(), actor
    row.save()
    said: Said = {label: pair for label, pair in spoken(row, changed).items() if pair}
    return {"สำรวจความพร้อม": ["–", "สำรวจแล้ว"], **said} if fresh else said


def _save_listing(actor: User, district: District, of: RoundId, product: Product, found: Found) -> Said:
    existing = list(Listing.objects.filter(product=product, year=of.year).prefetch_related("channels__platform"))
    own = next((row for row in existing if row.number == of.number), None)
    if not found.channels:
        if found.sales:
            raise Refused("มียอดจำหน่ายแต่ไม่มีช่องทาง ระบุช่องทางอย่างน้อยหนึ่งช่องทาง", "sales")
        return _unlist(own)
    if other := next((row for row in existing if row.number != of.number), None):
        raise repeated(product, other)
    return _list(own, actor, district, of, product, found)


def repeated(product: Product, other: Listing) -> Refused:
    return Refused(
        f"“{product.name}” รายงานแล้วในรอบที่ {other.number} ของปีงบประมาณ {other.year} "
        "ผลิตภัณฑ์ที่รายงานแล้วรายงานซ้ำในอีกรอบของปีเดียวกันไม่ได้"
    )


def _unlist(own: Listing | None) -> Said:
    if own is None:
        return {}
    said: Said = {row.platform.name: None for row in own.channels.all()}
    own.delete()
    return said


def _list(own: Listing | None, actor: User, district: District, of: RoundId, product: Product, found: Found) -> Said:
    before = {row.platform_id: row for row in own.channels.all()} if own else {}
    names = dict(Platform.objects.filter(pk__in=[*found.channels, *before]).values_list("pk", "name"))
    said: Said = {
        names[key]: None
        for key in sorted(names)
        if (before[key].value if key in before else "") != found.channels.get(key, "")
    }
    if (own.sales if own else None) != found.sales:
        said["ยอดจำหน่ายออนไลน์"] = [_baht(own.sales if own else None), _baht(found.sales)]
    if own and not said:
        return {}
    row = own or Listing(product=product, district=district, year=of.year, number=of.number)
    row.sales, row.updated_at, row.updated_by = found.sales, clock.now(), actor
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused("ผลิตภัณฑ์นี้เพิ่งถูกรายงานในอีกรอบของปีเดียวกัน จึงรายงานซ้ำไม่ได้") from error
    row.channels.exclude(platform__in=list(found.channels)).delete()
    for key, value in found.channels.items():
        Channel.objects.update_or_create(listing=row, platform_id=key, defaults={"value": value})
    return said


def _baht(amount: Decimal | None) -> str:
    return "–" if amount is None else f"{amount:,.2f}"


@transaction.atomic
def confirm(*, actor: User, district: District, of: RoundId) -> DistrictRound:
    """The district says that its report is done; the figures are frozen. Confirmed already: nothing happens."""
    guard(actor, district)
    report = held_report(district, of)
    if report.is_confirmed:
        return report
    found = selectors.counts([district.pk], of.year, of.number)[district.pk]
    if not found.surveyed:
        raise Refused("ยังไม่ได้สำรวจผลิตภัณฑ์ใดในรอบนี้ สำรวจอย่างน้อยหนึ่งรายการก่อนยืนยัน")
    figures = {name: getattr(found, name) for name in ("registered", "surveyed", "online", "sales")}
    for name, value in figures.items():
        setattr(report, name, value)
    report.status, report.confirmed_at, report.confirmed_by = Status.CONFIRMED, clock.now(), actor
    report.return_reason = ""
    report.save(update_fields=[*figures, "status", "confirmed_at", "confirmed_by", "return_reason"])
    audit.record(
        actor, "online.confirmed", report, of=of.label, listed=found.online, total=str(found.sales),
        surveyed=f"{found.surveyed}/{found.registered}",
    )  # fmt: skip
    return report


@transaction.atomic
def return_to_district(*, actor: User, district: District, of: RoundId, reason: str) -> DistrictRound:
    """The province sends a confirmed report back. Raises Refused without a reason; a draft stays a draft."""
    if not (actor.is_active and actor.is_province and actor.province_id == district.province_id):
        raise PermissionDenied
    if not (said := reason.strip()[:REASON_LENGTH]):
        raise Refused("กรุณาระบุเหตุผล", "reason")
    report = held_report(district, of)
    if not report.is_confirmed:
        return report
    report.status, report.return_reason = Status.DRAFT, said
    report.confirmed_at = report.confirmed_by = None
    report.save(update_fields=["status", "return_reason", "confirmed_at", "confirmed_by"])
    audit.record(actor, "online.returned", report, of=of.label, reason=said)
    return report


@transaction.atomic
def record_personal_export(*, actor: User, area: District | Province, of: RoundId) -> None:
    """That somebody took the report with whole phone numbers: told before it is given, as a revealed number is."""
    if not any(actor.keeps(district) for district in _districts(area)):
        raise PermissionDenied
    audit.record(actor, "online.personal_exported", area, of=of.label)


def _districts(area: District | Province) -> list[District]:
    return [area] if isinstance(area, District) else list(area.districts.all())


def save_reference(record: Platform | Round, fields: dict[str, Any], *, actor: User) -> Platform | Round:
    """Add or change a platform or a round of the department's lists. Raises Refused when there is one like it."""
    taken = Refused("มีรายการนี้อยู่แล้ว")
    return reference.save_reference(record, fields, actor=actor, action="online.reference", taken=taken)
