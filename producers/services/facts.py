"""Selections, quadrants and standards of products, and the list of standards. Each act is atomic, guarded, audited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from core import audit
from core.records import Refused, Stale
from core.reference import save_reference
from core.thai import thai_date
from producers.models import Producer, Product, ProductStandard, Quadrant, QuadrantRating, Selection, Standard
from producers.services import registry
from producers.services.registry import guard

Certificates = Mapping[int, tuple[str, date | None]]  # by id of the standard: number, last day


@transaction.atomic
def add_product(
    *,
    actor: User,
    producer: Producer,
    selection: tuple[int, int] | None = None,
    quadrant: tuple[str, date] | None = None,
    certificates: Certificates | None = None,
    **fields: Any,
) -> Product:
    """A new product with what is known of it: (year, stars), (quadrant, day), certificates. Raises Refused."""
    product = registry.add_product(actor=actor, producer=producer, **fields)
    record(actor=actor, product=product, selection=selection, quadrant=quadrant)
    if certificates:
        set_standards(actor=actor, product=product, certificates=certificates)
    return product


@transaction.atomic
def record(
    *,
    actor: User,
    product: Product,
    selection: tuple[int, int] | None = None,
    quadrant: tuple[str, date] | None = None,
    standards: Iterable[Standard] = (),
) -> None:
    """Add to what is known of a product: (year, stars), (quadrant, day), standards besides those it holds."""
    if selection:
        record_selection(actor=actor, product=product, year=selection[0], stars=selection[1])
    if quadrant:
        record_quadrant(actor=actor, product=product, quadrant=quadrant[0], on=quadrant[1])
    if standards:
        held: dict[int, tuple[str, date | None]] = {standard.pk: ("", None) for standard in standards}
        held |= {row.standard_id: (row.number, row.expires_on) for row in product.held_standards.all()}
        set_standards(actor=actor, product=product, certificates=held)


@transaction.atomic
def record_selection(*, actor: User, product: Product, year: int, stars: int | None) -> Product:
    """The result of one year's selection; None takes an entry away. The newest year's stands on the product."""
    producer, held = _hold(actor, product)
    before = held.selections.filter(year=year).values_list("stars", flat=True).first()
    if before == stars:
        return held
    if stars is None:
        held.selections.filter(year=year).delete()
    else:
        Selection.objects.update_or_create(product=held, year=year, defaults={"stars": stars})
    newest = held.selections.first()
    held.stars, held.stars_year = (newest.stars, newest.year) if newest else (None, None)
    held.save(update_fields=["stars", "stars_year"])
    changes = {f"คัดสรรปี {year}": [_stars(before), _stars(stars)]}
    audit.record(actor, "product.selected", producer, product=held.name, changes=changes)
    return held


def _stars(stars: int | None) -> str:
    return f"{stars} ดาว" if stars else "–"


@transaction.atomic
def record_quadrant(*, actor: User, product: Product, quadrant: str, on: date) -> Product:
    """The quadrant a product was put in on a day; '' takes that day's entry away. The newest day's stands."""
    producer, held = _hold(actor, product)
    before = held.quadrant_ratings.filter(rated_on=on).values_list("quadrant", flat=True).first() or ""
    if before == quadrant:
        return held
    if quadrant:
        QuadrantRating.objects.update_or_create(product=held, rated_on=on, defaults={"quadrant": quadrant})
    else:
        held.quadrant_ratings.filter(rated_on=on).delete()
    newest = held.quadrant_ratings.first()
    held.quadrant, held.quadrant_on = (newest.quadrant, newest.rated_on) if newest else ("", None)
    held.save(update_fields=["quadrant", "quadrant_on"])
    words = dict(Quadrant.choices)
    changes = {f"กลุ่ม ณ {thai_date(on)}": [words.get(before, "–"), words.get(quadrant, "–")]}
    audit.record(actor, "product.rated", producer, product=held.name, changes=changes)
    return held


@transaction.atomic
def set_standards(*, actor: User, product: Product, certificates: Certificates, version: str | None = None) -> Product:
    """The standards that a product holds now, whole: those not given are taken away.

    With the `version` that a form was opened with raises Stale where something differs and others are held by now.
    """
    producer, held = _hold(actor, product)
    rows = {row.standard_id: row for row in held.held_standards.select_related("standard")}
    named = Standard.objects.in_bulk(set(certificates) | set(rows))
    changes = {
        f"มาตรฐาน {named[key].name}": [_certificate(rows.get(key)), _certificate(given)]
        for key in sorted(named)
        for given in [_given(held, key, certificates)]
        if _certificate(rows.get(key)) != _certificate(given)
    }
    if not changes:
        return held
    if version is not None and version != version_of(rows.values()):
        raise Stale
    held.held_standards.exclude(standard__in=list(certificates)).delete()
    for key, (number, expires_on) in certificates.items():
        if key in named:
            given_values = {"number": number, "expires_on": expires_on}
            ProductStandard.objects.update_or_create(product=held, standard=named[key], defaults=given_values)
    audit.record(actor, "product.standards", producer, product=held.name, changes=changes)
    return held


def version_of(held: Iterable[ProductStandard]) -> str:
    """What a product holds, in short: another one than a form was opened with means that somebody saved since."""
    said = {row.standard_id: f"{row.standard_id}:{row.number}:{row.expires_on or ''}" for row in held}
    return "|".join(said[key] for key in sorted(said))


def _given(product: Product, key: int, certificates: Certificates) -> ProductStandard | None:
    if key not in certificates:
        return None
    number, expires_on = certificates[key]
    return ProductStandard(product=product, standard_id=key, number=number, expires_on=expires_on)


def _certificate(row: ProductStandard | None) -> str:
    """'ได้รับ เลขที่ 12/2566 ถึง 1 มีนาคม 2570', or '–'."""
    if row is None:
        return "–"
    number = f" เลขที่ {row.number}" if row.number else ""
    return f"ได้รับ{number}" + (f" ถึง {thai_date(row.expires_on)}" if row.expires_on else "")


def _hold(actor: User, product: Product) -> tuple[Producer, Product]:
    """The producer's row, held and guarded, and the product as it is now."""
    producer = registry.held(product.producer_id)
    guard(actor, producer.district)
    return producer, Product.objects.get(pk=product.pk, producer=producer)


def save_standard(*, actor: User, standard: Standard | None, **fields: Any) -> Standard:
    """Add a standard to the list or change one. Raises Refused when the name is taken."""
    taken = Refused("มีมาตรฐานชื่อนี้แล้ว", "name")
    return save_reference(standard or Standard(), fields, actor=actor, action="standard.saved", taken=taken)
