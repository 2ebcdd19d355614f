"""Taking in an uploaded register of markets: kept for its owner, shown row by row, accepted once and whole."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import District, User
from core import audit
from core.importing.plan import Fate, PlanChanged
from core.thai import search_key, sort_key
from core.workbook import Limits
from markets.importing.plan import MarketPlan, PlannedMarket, make_plan
from markets.importing.sheet import read_register
from markets.models import Market, MarketImport, MarketStatus, Status
from markets.services import register


def receive(file: BinaryIO, *, name: str, actor: User) -> MarketImport:
    """Read an upload and keep its rows for a day. Nothing of the register changes. Raises WorkbookError."""
    if not (actor.is_active and (actor.is_district or actor.is_province)):
        raise PermissionDenied
    table = read_register(file, name=name, limits=Limits(file_bytes=settings.MAX_UPLOAD_BYTES))
    with transaction.atomic():
        return MarketImport.objects.keep(table, name=name, owner=actor)


@transaction.atomic
def accept(draft: MarketImport, digest: str, *, actor: User) -> MarketImport:
    """Take the file in, whole. Accepted already: nothing happens. Raises PlanChanged, Refused."""
    held = MarketImport.objects.select_for_update().get(pk=draft.pk, owner=actor)
    if held.accepted_at:
        return held
    list(District.objects.visible_to(actor).select_for_update().order_by("pk"))
    plan = make_plan(actor, held.entries)
    plan.check(digest)
    try:
        with transaction.atomic():
            _write(plan, actor)
    except (IntegrityError, register.Stale) as error:
        raise PlanChanged from error
    audit.record(actor, "markets.imported", held, file=held.file_name, **held.close(plan))
    return held


def _write(plan: MarketPlan, actor: User) -> None:
    _create(plan.of(Fate.NEW), actor)
    for row in plan.of(Fate.CHANGED):
        _change(row, actor)


def _create(rows: list[PlannedMarket], actor: User) -> None:
    markets = []
    for district in {row.home for row in rows}:
        of_district = [row for row in rows if row.home == district]
        register.guard(actor, district)
        codes = register.next_codes(district, len(of_district))
        markets += [(_market(row, code), row) for row, code in zip(of_district, codes, strict=True)]
    Market.objects.bulk_create([market for market, _ in markets], batch_size=500)
    lines = [register.first_line(market, _since(row), row.reason, actor) for market, row in markets]
    MarketStatus.objects.bulk_create(lines, batch_size=500)
    for market, row in markets:
        register.record_created(actor, market, _since(row))


def _market(row: PlannedMarket, code: str) -> Market:
    name = row.fields["name"]
    keys = {"sort_key": sort_key(name)[:320], "search_key": search_key(name)[:320]}
    return Market(code=code, district=row.home, status=row.status or Status.ACTIVE, **row.fields, **keys)


def _change(row: PlannedMarket, actor: User) -> None:
    market = row.known
    if row.fields:
        market = register.update_market(actor=actor, market=market, version=market.version, **row.fields)
    if row.status:
        version, since = market.version, _since(row)
        register.change_status(
            actor=actor, market=market, version=version, status=row.status, since=since, reason=row.reason
        )


def _since(row: PlannedMarket) -> date:
    if row.since is None:
        raise LookupError(row.entry.number)
    return row.since
