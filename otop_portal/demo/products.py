"""What the demo knows of its products: selections of this and earlier years, quadrants, standards with numbers."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from accounts.models import District
from otop_portal.demo.registry import PREFIX
from otop_portal.demo.seeded import seeded
from producers.models import Product, ProductStandard, QuadrantRating, Selection, Standard

RATED_ON = date(2024, 2, 15)
USUAL = {
    "food": ("อย.", "มผช.", "ฮาลาล", "GMP"),
    "drink": ("อย.", "มผช.", "GMP"),
    "textile": ("มผช.", "GI"),
    "decor": ("มผช.",),
    "herb": ("มผช.", "GMP"),
}


@transaction.atomic
def ensure_facts(districts: list[District]) -> int:
    """Facts of demo products that have none yet. Returns how many products got some."""
    known = Selection.objects.values("product")
    bare = Product.objects.filter(producer__district__in=districts, producer__code__startswith=PREFIX)
    products = list(bare.filter(stars__isnull=False).exclude(pk__in=known).select_related("producer"))
    Selection.objects.bulk_create([row for p in products for row in _selections(p)], batch_size=500)
    ratings = [_rating(p) for p in products]
    QuadrantRating.objects.bulk_create(ratings, batch_size=500)
    for product, rating in zip(products, ratings, strict=True):
        product.quadrant, product.quadrant_on = rating.quadrant, rating.rated_on
    Product.objects.bulk_update(products, ["quadrant", "quadrant_on"], batch_size=200)
    standards = {standard.name: standard for standard in Standard.objects.all()}
    held = [row for p in products for row in _standards(p, standards)]
    ProductStandard.objects.bulk_create(held, batch_size=500)
    return len(products)


def _selections(product: Product) -> list[Selection]:
    """The present one, and for a third an earlier one of a star less."""
    stars, year = product.stars or 1, product.stars_year or 2562
    found = [Selection(product=product, year=year, stars=stars)]
    if stars > 1 and seeded("earlier", product.producer.code, product.name).random() < 0.35:
        found.append(Selection(product=product, year=year - 2, stars=stars - 1))
    return found


def _rating(product: Product) -> QuadrantRating:
    quadrant = {5: "A", 4: "B", 3: "C"}.get(product.stars or 0, "D")
    return QuadrantRating(product=product, quadrant=quadrant, rated_on=RATED_ON)


def _standards(product: Product, known: dict[str, Standard]) -> list[ProductStandard]:
    dice = seeded("standards", product.producer.code, product.name)
    names = [name for name in USUAL[product.category] if name in known and dice.random() < 0.5]
    return [
        ProductStandard(
            product=product,
            standard=known[name],
            number=f"{dice.randint(100, 999)}/{dice.randint(2563, 2567)}",
            expires_on=RATED_ON + timedelta(days=dice.randrange(300, 1600)),
        )
        for name in names
    ]
