"""One scene with something on every page: what the rows of tests/access.py name."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from api.services import issue
from core import clock as portal
from core.month import Month
from entry.models import Upload
from markets.models import MarketImport
from online.models import OnlineImport, Platform, Round
from producers.models import ProgressRule, RegistryImport, Standard
from sales.models import SalesRow
from tests.access import TABLE, Row
from tests.cast import Cast, fill
from tests.conftest import Clock, moment
from tests.evidence.scene import make_evidence
from tests.markets.making import fill_markets, make_market
from tests.notices.scene import make_notice, make_webhook
from tests.producers.asking import ask_new
from tests.reports.exported import make_closing_document, make_export
from tests.targets.scene import make_import, make_scale, published
from workflow import services
from workflow.models import Extension, Kind, WindowOverride


def make_scene(cast: Cast, clock: Clock, amount: str = "100.25") -> SimpleNamespace:
    """A draft of November, a confirmed October, files, an extension and an override; the clock stands in November."""
    clock.at("2566-10-15 10:00")
    october = fill(cast.mueang, Month.parse("2566-10"), amount)
    revision = services.confirm(october, actor=cast.somsri)
    now = clock.at("2566-11-15 10:00")
    november = fill(cast.mueang, Month.parse("2566-11"), amount)
    producer = cast.producers_of(cast.mueang)[0]
    until = moment("2566-12-01 00:00")
    extension = Extension.objects.create(
        month=october.month, province=cast.sakaeo, granted_at=now, until=until, reason="ท"
    )
    WindowOverride.objects.create(
        month=Month.parse("2566-09"), opens_at=moment("2566-09-01 00:00"), closes_at=now, reason="ท"
    )
    for kind in ("growth", "online"):
        make_scale(cast, kind)
    market = make_market(cast.mueang, "M2401-001")
    markets = fill_markets(cast.mueang, Month.parse("2566-11"), amount)
    WindowOverride.objects.create(
        kind=Kind.MARKETS, month=Month.parse("2566-09"), opens_at=moment("2566-09-01 00:00"), closes_at=now, reason="ท"
    )
    names = {
        "producer": producer.pk,
        "product": producer.products.first().pk,
        "platform": Platform.objects.get_or_create(name="Facebook", defaults={"kind": "page"})[0].pk,
        "round": Round.objects.get_or_create(year=2567, number=1)[0].pk,
        "online_import": OnlineImport.objects.create(
            owner=cast.somsri, district=cast.mueang, year=2567, number=1, created_at=portal.now()
        ).pk,
        "rule": ProgressRule.objects.get_or_create(year=2545)[0].pk,
        "standard": Standard.objects.get_or_create(name="มผช.")[0].pk,
        "second": cast.producers_of(cast.mueang)[1].pk,
        "asked": ask_new(cast, "กลุ่มที่ขอเพิ่ม").pk,
        "row": SalesRow.objects.filter(submission=november).first().pk,
        "user": cast.pranee.pk,
        "import_": RegistryImport.objects.create(owner=cast.somsri, created_at=portal.now()).pk,
        "market": market.code,
        "market_id": market.pk,
        "market_row": markets.markets_rows.first().pk,
        "market_upload": Upload.objects.create(submission=markets, owner=cast.somsri, created_at=portal.now()).pk,
        "market_import": MarketImport.objects.create(owner=cast.somsri, created_at=portal.now()).pk,
        "upload": Upload.objects.create(submission=november, owner=cast.somsri, created_at=portal.now()).pk,
        "extension": extension.pk,
        "evidence": make_evidence(november, producer, cast.somsri).pk,
        "export": make_export(cast.somsri).pk,
        "closing": make_closing_document(cast.chachoengsao).pk,
        "code": revision.code,
        "target_import": make_import(cast).pk,
        "token": issue(actor=cast.somsri, name="Excel", lasting=timedelta(days=30))[0].pk,
        "indicator": published(cast).indicator_id,
        "notice": make_notice(cast.somsri, cast.mueang).pk,
        "webhook": make_webhook(cast).pk,
    }
    return SimpleNamespace(cast=cast, names=names, october=october, november=november, producer=producer)


def path_of(row: Row, scene: SimpleNamespace) -> str:
    return row.path.format(**scene.names)


def pages_for(scene: SimpleNamespace) -> list[str]:
    """The address of every page, to be fetched."""
    return [path_of(row, scene) for row in TABLE]
