"""The register of markets: one action, one function. Each holds the row, guards, saves named fields, audits."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import District, Subdistrict, User
from core import audit, clock
from core.records import Changes, JustSaved, Refused, Stale, differences, spoken
from core.thai import thai_date
from markets.models import WEEKDAYS, Market, MarketStatus, RegisterYear, Status
from markets.selectors.register import same_name

NO_DAYS: dict[str, Any] = {"weekdays": [], "month_days": [], "expected_days": None, "frequency_note": ""}
DAYS_OF = {
    "weekly": ("weekdays",),
    "monthly": ("month_days",),
    "other": ("expected_days", "frequency_note"),
}


def guard(actor: User, district: District) -> None:
    """Raise PermissionDenied unless `actor` keeps the register of this district."""
    if not actor.keeps(district):
        raise PermissionDenied


def hold_district(district: District) -> District:
    """The district's row, held: new codes and imports of one district wait for each other."""
    return District.objects.select_for_update().get(pk=district.pk)


def next_codes(district: District, count: int) -> list[str]:
    """The next free codes: M2401-001. The district must be held."""
    prefix = f"M{district.code}-"
    taken = Market.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    last = max((int(code[len(prefix) :]) for code in taken), default=0)
    return [f"{prefix}{number:03d}" for number in range(last + 1, last + 1 + count)]


def fitting_days(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields, those of opening days that another frequency has emptied; untouched where none is said."""
    if not fields.get("frequency"):
        return fields
    kept = DAYS_OF.get(fields["frequency"], ())
    return fields | {name: blank for name, blank in NO_DAYS.items() if name not in kept}


@transaction.atomic
def create_market(
    *, actor: User, district: District, status: str, since: date, reason: str = "", another: bool = True, **fields: Any
) -> Market:
    """Register a market, its data complete or not, with the first line of its history. Raises Refused.

    Unless it is said to be `another` than the one of its name, also where the district has that name by now.
    """
    guard(actor, district)
    _check_subdistrict(district, fields["subdistrict"])
    hold_district(district)
    if not another and same_name(district, fields["name"]).exists():
        raise JustSaved(fields["name"])
    code = next_codes(district, 1)[0]
    market = Market(code=code, district=district, status=status, **fitting_days(fields))
    market.save()
    _add_line(market, status, since, reason, actor)
    record_created(actor, market, since)
    return market


def record_created(actor: User, market: Market, since: date) -> None:
    said = {"code": market.code, "name": market.name, "status": market.get_status_display(), "date": since.isoformat()}
    audit.record(actor, "market.created", market, **said)


@transaction.atomic
def update_market(*, actor: User, market: Market, version: int, **fields: Any) -> Market:
    """Save what differs, and nothing when nothing does. Raises Stale unless `version` is the present one."""
    held = _hold(actor, market)
    _check_subdistrict(held.district, fields.get("subdistrict", held.subdistrict))
    if changes := differences(held, fitting_days(fields)):
        if held.version != version:
            raise Stale
        for name, (_, new) in changes.items():
            setattr(held, name, new)
        _save(held, *changes)
        audit.record(actor, "market.changed", held, changes=in_words(held, changes))
    return held


@transaction.atomic
def change_status(*, actor: User, market: Market, version: int, status: str, since: date, reason: str) -> Market:
    """From `since` on the market has this status, whatever stood there; the line stays in its history for good.

    A line that says the same as the last does nothing. Raises Stale, and Refused for a day before the market began.
    """
    held = _hold(actor, market)
    lines = list(held.history.order_by("number"))
    if (lines[-1].status, lines[-1].since) == (status, since):
        return held
    if held.version != version:
        raise Stale
    if since < lines[0].since:
        raise Refused(before_its_beginning(lines[0].since), "since")
    held.status = status
    _save(held, "status")
    _add_line(held, status, since, reason, actor, number=len(lines) + 1)
    said = {"status": Status(status).label, "date": since.isoformat(), "reason": reason}
    audit.record(actor, "market.status", held, **said)
    return held


def before_its_beginning(began: date) -> str:
    """Why a day cannot be named: the market was not in the register yet."""
    return f"ต้องไม่ก่อนวันที่เริ่มในทะเบียน ({thai_date(began)})"


@transaction.atomic
def set_deadline(*, actor: User, year: int, due: date, base_year: int) -> RegisterYear:
    """By when the registers of a budget year are to be complete: the administrator's to say."""
    if not (actor.is_active and actor.is_admin):
        raise PermissionDenied
    said = {"due": due, "base_year": base_year}
    held, is_new = RegisterYear.objects.select_for_update().get_or_create(year=year, defaults=said)
    if not is_new and (held.due, held.base_year) == (due, base_year):
        return held
    held.due, held.base_year = due, base_year
    held.save()
    audit.record(actor, "market.deadline_set", held, year=year, date=due.isoformat(), base_year=base_year)
    return held


def in_words(market: Market, changes: Changes) -> dict[str, list[str] | None]:
    """{label: [old, new]} for people; days of the week by their names."""
    said = spoken(market, changes)
    if "weekdays" in changes:
        old, new = ([WEEKDAYS[day] for day in days] for days in changes["weekdays"])
        said |= spoken(market, {"weekdays": (old, new)})
    return said


def first_line(market: Market, since: date, reason: str, actor: User) -> MarketStatus:
    """The first line of a history, not stored yet."""
    return line(market, 1, market.status, since, reason, actor)


def line(market: Market, number: int, status: str, since: date, reason: str, actor: User) -> MarketStatus:
    """A line of a history, not stored yet."""
    return MarketStatus(
        market=market,
        number=number,
        status=status,
        since=since,
        reason=reason,
        recorded_at=clock.now(),
        recorded_by=actor,
    )


def _add_line(market: Market, status: str, since: date, reason: str, actor: User, *, number: int = 1) -> None:
    line(market, number, status, since, reason, actor).save(force_insert=True)


def _hold(actor: User, market: Market) -> Market:
    guard(actor, market.district)
    held = Market.objects.select_for_update(of=("self",)).select_related("district", "subdistrict")
    return held.get(pk=market.pk)


def _check_subdistrict(district: District, subdistrict: Subdistrict) -> None:
    if subdistrict.district_id != district.pk:
        raise Refused("ตำบลไม่อยู่ในอำเภอนี้", "subdistrict")


def _save(held: Market, *names: str) -> None:
    held.version += 1
    held.save(update_fields=[*names, "version"])
