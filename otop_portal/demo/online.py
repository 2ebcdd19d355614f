"""The online market in the demo: this round confirmed by a few and half surveyed, the one before confirmed by most."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from django.db import transaction

from accounts.models import District
from core import clock
from online.models import Channel, DistrictRound, Listing, Platform, Status, Survey
from online.rounds import RoundId
from online.selectors import counts, products_of
from otop_portal.demo.people import Cast
from otop_portal.demo.seeded import seeded
from producers.models import Product

WAITING = ("บางปะกง", "ตาพระยา")  # districts that have not confirmed the round before
UNTOUCHED = ("บ้านโพธิ์", "โคกสูง")  # districts that have not begun this round
DONE = ("บางน้ำเปรี้ยว", "พนมสารคาม", "สนามชัยเขต", "อรัญประเทศ", "วัฒนานคร")  # have confirmed this round already
SOLD_ONLINE = 0.11


@dataclass
class _Made:
    surveys: list[Survey] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list)

    def known(self, of: RoundId) -> _Known:
        """What cannot be reported again: its survey in this round, its listing in this year, whatever the round."""
        surveyed = Survey.objects.of_round(of).values_list("product_id", flat=True)
        listed = set(Listing.objects.filter(year=of.year).values_list("product_id", flat=True))
        return _Known(set(surveyed), listed | {row.product_id for row in self.listings if row.year == of.year})


@dataclass(frozen=True)
class _Known:
    """Ids of products."""

    surveyed: set[int]
    listed: set[int]


@transaction.atomic
def ensure_online(districts: list[District], cast: Cast) -> int:
    """Both rounds where there is nothing yet. Returns how many districts' rounds were made."""
    now = RoundId.of(clock.today())
    begun = set(DistrictRound.objects.values_list("district_id", "year", "number"))
    platforms = {platform.name: platform for platform in Platform.objects.all()}
    made, reports = _Made(), []
    for of, share in ((now.before, 1.0), (now, 0.6)):
        known = made.known(of)
        for district in districts:
            if (district.pk, of.year, of.number) in begun or (of == now and district.name in UNTOUCHED):
                continue
            reports.append(DistrictRound(district=district, year=of.year, number=of.number))
            _survey(made, known, district, of, 1.0 if district.name in DONE else share, cast, platforms)
    Survey.objects.bulk_create(made.surveys, batch_size=500)
    Listing.objects.bulk_create(made.listings, batch_size=500)
    Channel.objects.bulk_create(made.channels, batch_size=500)
    DistrictRound.objects.bulk_create(reports)
    _confirm([r for r in reports if r.round_id == now.before and r.district.name not in WAITING], now.before, cast)
    _confirm([r for r in reports if r.round_id == now and r.district.name in DONE], now, cast)
    return len(reports)


def _survey(
    made: _Made,
    known: _Known,
    district: District,
    of: RoundId,
    share: float,
    cast: Cast,
    platforms: dict[str, Platform],
) -> None:
    for product in products_of(district, of):
        dice = seeded("online", of.period, product.producer.code, product.name)
        if dice.random() >= share or product.pk in known.surveyed:
            continue
        made.surveys.append(_found(product, district, of, cast, dice))
        if platforms and product.pk not in known.listed and dice.random() < SOLD_ONLINE:
            _list(made, product, district, of, cast, platforms, dice)


def _found(product: Product, district: District, of: RoundId, cast: Cast, dice: Random) -> Survey:
    selling = dice.random() < 0.25
    return Survey(
        product=product,
        district=district,
        year=of.year,
        number=of.number,
        trained=selling or dice.random() < 0.3,
        selling=selling,
        standard=dice.random() < 0.5,
        starred=bool(product.stars),
        developed=dice.random() < 0.2,
        surveyed_at=clock.now(),
        surveyed_by=cast.officers[district.pk],
    )


def _list(
    made: _Made,
    product: Product,
    district: District,
    of: RoundId,
    cast: Cast,
    platforms: dict[str, Platform],
    dice: Random,
) -> None:
    listing = Listing(
        product=product,
        district=district,
        year=of.year,
        number=of.number,
        sales=Decimal(dice.randrange(2_000, 180_000)),
        updated_at=clock.now(),
        updated_by=cast.officers[district.pk],
    )
    made.listings.append(listing)
    values = {
        "Facebook": product.producer.name[:60],
        "LINE": f"@otopdemo{dice.randrange(1000, 9999)}",
        "Shopee": f"https://shopee.co.th/otop-demo-{dice.randrange(1000, 9999)}",
        "TikTok": f"https://www.tiktok.com/@otop.demo.{dice.randrange(1000, 9999)}",
    }
    chosen = ["Facebook", *(name for name in list(values)[1:] if dice.random() < 0.4)]
    known = [platforms[name] for name in chosen if name in platforms]
    made.channels += [Channel(listing=listing, platform=p, value=values[p.name]) for p in known]


def _confirm(reports: list[DistrictRound], of: RoundId, cast: Cast) -> None:
    found = counts([report.district_id for report in reports], of.year, of.number)
    for report in reports:
        figures = found[report.district_id]
        report.registered, report.surveyed = figures.registered, figures.surveyed
        report.online, report.sales = figures.online, figures.sales
        report.status, report.confirmed_at = Status.CONFIRMED, clock.now()
        report.confirmed_by = cast.officers[report.district_id]
    names = ["registered", "surveyed", "online", "sales", "status", "confirmed_at", "confirmed_by"]
    DistrictRound.objects.bulk_update(reports, names)
