"""The demo's made-up producers and products, the same in every run. Codes begin with DEMO-."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.db import transaction

from accounts.models import District, Subdistrict
from core.thai import search_key, sort_key
from otop_portal.demo import names
from otop_portal.demo.figures import CHACHOENGSAO
from otop_portal.demo.seeded import seeded
from producers.models import Category, Producer, ProducerType, Product

PREFIX = "DEMO-"
LEAST = 4  # producers of a district, however small the scale
HEAD_DISTRICT = "เมืองฉะเชิงเทรา"
HEAD_COUNT = 130  # with second categories about 145 rows
FIRST_REGISTRATION = date(2015, 1, 1)
LETTER_BEGINS = date(2023, 10, 1)
DEREGISTRATION_REASONS = ("เลิกประกอบกิจการ", "ย้ายไปอยู่จังหวัดอื่น", "รวมกับกลุ่มอื่นในตำบลเดียวกัน")
TYPE_WEIGHTS = {ProducerType.GROUP: 62, ProducerType.SOLE: 28, ProducerType.SME: 10}
CATEGORY_WEIGHTS = {
    Category.FOOD: 40,
    Category.DRINK: 10,
    Category.TEXTILE: 18,
    Category.DECOR: 20,
    Category.HERB: 12,
}
STAR_WEIGHTS = {None: 30, 2: 5, 3: 25, 4: 25, 5: 15}


@dataclass(frozen=True)
class Made:
    producer: Producer
    products: list[Product]


def count_of(district: District, scale: float) -> int:
    """130 producers in the province's head district, 60–100 elsewhere, fewer in Sa Kaeo; by scale."""
    if district.name == HEAD_DISTRICT:
        count = HEAD_COUNT
    elif district.province.code == CHACHOENGSAO:
        count = seeded("count", district.code).randint(60, 100)
    else:
        count = seeded("count", district.code).randint(25, 45)
    return max(LEAST, round(count * scale))


@transaction.atomic
def ensure_producers(districts: list[District], scale: float) -> int:
    """Create the demo producers that are missing, with their products; returns how many."""
    known = set(Producer.objects.filter(code__startswith=PREFIX).values_list("code", flat=True))
    made = [one for district in districts for one in _of_district(district, scale) if one.producer.code not in known]
    Producer.objects.bulk_create([one.producer for one in made], batch_size=500)
    products = []
    for one in made:
        for product in one.products:
            product.producer = one.producer
            products.append(product)
    Product.objects.bulk_create(products, batch_size=500)
    return len(made)


def _of_district(district: District, scale: float) -> list[Made]:
    subdistricts = list(Subdistrict.objects.filter(district=district).order_by("code"))
    taken: set[str] = set()
    return [_make(district, subdistricts, number, taken) for number in range(1, count_of(district, scale) + 1)]


def _make(district: District, subdistricts: list[Subdistrict], number: int, taken: set[str]) -> Made:
    """One producer; `taken` holds the district's names, so that no two are the same."""
    code = f"{PREFIX}{district.code}-{number:03d}"
    dice = seeded("producer", code)
    kind, category = _pick(dice, TYPE_WEIGHTS), _pick(dice, CATEGORY_WEIGHTS)
    place = dice.choice(subdistricts)
    name = _free_name(dice, kind, category, place.name, taken)
    registered, deregistered = _dates(dice, number)
    producer = Producer(
        code=code,
        name=name,
        sort_key=sort_key(name)[:320],
        search_key=search_key(name)[:320],
        type=kind,
        district=district,
        subdistrict=place,
        address=f"{dice.randint(1, 199)}/{dice.randint(1, 30)} หมู่ {dice.randint(1, 12)}",
        phone=f"000-{int(district.code) % 1000:03d}-{number:04d}",  # no Thai number begins with 000
        registered_on=registered,
        deregistered_on=deregistered,
        deregistration_reason=dice.choice(DEREGISTRATION_REASONS) if deregistered else "",
    )
    return Made(producer, _products(dice, category, registered))


def _pick(dice: Random, weights: dict) -> str:
    return dice.choices(list(weights), weights=list(weights.values()))[0]


def _free_name(dice: Random, kind: str, category: str, place: str, taken: set[str]) -> str:
    name = names.producer(dice, kind, category, place)
    while name in taken:
        name = names.producer(dice, kind, category, place)
    taken.add(name)
    return name


def _dates(dice: Random, number: int) -> tuple[date, date | None]:
    """Registered before the letter's months, save every fifteenth; every thirtieth has left since."""
    days = (LETTER_BEGINS - FIRST_REGISTRATION).days
    registered = FIRST_REGISTRATION + timedelta(days=dice.randrange(days))
    since = LETTER_BEGINS + timedelta(days=dice.randrange(200, 900))
    if number % 15 == 0:
        return since, None
    return registered, since if number % 30 == 7 else None


def _products(dice: Random, category: str, registered: date) -> list[Product]:
    """One to three products of the category; every eighth producer has another in a second category."""
    categories = [category] * dice.choice((1, 1, 2, 3))
    if dice.random() < 0.12:
        categories.append(dice.choice([c for c in Category.values if c != category]))
    named = {names.product(dice, c): c for c in categories}
    if len(set(named.values())) < len(set(categories)):  # cannot happen while the lists share no name
        raise ValueError("a product name stands in two categories")
    return [_product(dice, name, c, registered) for name, c in named.items()]


def _product(dice: Random, name: str, category: str, registered: date) -> Product:
    stars = _pick(dice, STAR_WEIGHTS)
    return Product(
        name=name,
        category=category,
        registered_on=registered,
        stars=stars,
        stars_year=dice.choice((2562, 2564, 2565)) if stars else None,
    )
