"""Officers of the demo's districts, and what was registered this budget year: new groups and new products.

The new groups report from next month on, so that no month of the demo changes.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from accounts.models import District, Subdistrict
from core import clock
from core.month import Month
from core.thai import search_key, sort_key
from otop_portal.demo import names
from otop_portal.demo.people import Cast
from otop_portal.demo.registry import PREFIX
from otop_portal.demo.seeded import seeded
from producers.models import Category, OfficerCount, Producer, ProducerType, Product
from producers.progress import QUARTERS, quarter_span, this_year, year_span

UNTOLD = ("โคกสูง",)  # nobody has entered its officers yet
LATE = ("บางคล้า", "คลองหาด", "สนามชัยเขต")  # nothing new this year


@transaction.atomic
def ensure_progress(districts: list[District], cast: Cast) -> int:
    """What is missing of this year and of the officers of last year. Returns how many numbers were entered."""
    year = this_year()
    known = set(OfficerCount.objects.values_list("district_id", "year"))
    told = [d for d in districts if d.name not in UNTOLD]
    rows = [_officers(d, of, cast) for d in told for of in (year - 1, year) if (d.pk, of) not in known]
    OfficerCount.objects.bulk_create(rows)
    if rows:
        busy = [d for d in districts if d.name not in LATE]
        _groups(busy, year)
        _products(busy, year)
    return len(rows)


def _officers(district: District, year: int, cast: Cast) -> OfficerCount:
    return OfficerCount(
        district=district,
        year=year,
        officers=seeded("officers", district.code, year).randint(2, 4),
        recorded_at=clock.now(),
        recorded_by=cast.provinces[district.province_id],
    )


def _groups(districts: list[District], year: int) -> None:
    """One to three new groups a district, each with a product of food."""
    known = set(Producer.objects.filter(code__startswith=PREFIX).values_list("code", flat=True))
    places = {
        place.district_id: place for place in Subdistrict.objects.filter(district__in=districts).order_by("-code")
    }
    groups = [
        _group(district, places[district.pk], code, number, year)
        for district in districts
        for number in range(1, seeded("groups", district.code).randint(1, 3) + 1)
        if (code := f"{PREFIX}{district.code}-N{number:02d}") not in known
    ]
    Producer.objects.bulk_create(groups)
    Product.objects.bulk_create(_product(group, Category.FOOD, group.registered_on) for group in groups)


def _group(district: District, place: Subdistrict, code: str, number: int, year: int) -> Producer:
    name = names.producer(seeded("new group", code), ProducerType.GROUP, Category.FOOD, f"{place.name} {number}")
    return Producer(
        code=code,
        name=name,
        sort_key=sort_key(name)[:320],
        search_key=search_key(name)[:320],
        type=ProducerType.GROUP,
        district=district,
        subdistrict=place,
        address=f"{number} หมู่ {number}",
        phone=f"000-{int(district.code) % 1000:03d}-90{number:02d}",
        registered_on=_day(year_span(year).first, code),
        trades_from=Month.of(clock.today()) + 1,
    )


def _products(districts: list[District], year: int) -> None:
    """A new product of an old producer in every quarter that has begun, of a category that it has already."""
    first: dict[int, Product] = {}
    made = Product.objects.filter(producer__district__in=districts, producer__code__startswith=PREFIX)
    active = made.filter(withdrawn_on__isnull=True, producer__deregistered_on__isnull=True)
    for product in active.select_related("producer").order_by("-producer__code", "-pk"):
        first[product.producer.district_id] = product
    Product.objects.bulk_create(
        _product(product.producer, product.category, day)
        for product in first.values()
        for quarter in QUARTERS
        if (span := quarter_span(year, quarter)).first <= clock.today()
        for day in [_day(span.first, product.producer.code)]
    )


def _product(producer: Producer, category: str, day: date) -> Product:
    name = names.product(seeded("new product", producer.code, day.isoformat()), category)
    return Product(producer=producer, name=f"{name} (สูตรใหม่)", category=category, registered_on=day)


def _day(first: date, key: str) -> date:
    """A day from `first` on, at most six weeks later and not to come."""
    last = min((clock.today() - first).days, 42)
    return first + timedelta(days=seeded("day", key).randint(0, last))
