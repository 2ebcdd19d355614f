"""Reads of the registry. Every one starts from what the person may see."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import District, Province, Subdistrict, User
from accounts.selectors import area_code
from core.month import Month
from core.thai import search_key, to_arabic_digits
from producers.models import Category, Producer, ProducerRequest, ProducerType, Product, Quadrant, Standard

PHONE_DIGITS = 4  # as many as a masked number shows
STATUSES = {"active": "ลงทะเบียนอยู่", "deregistered": "ยกเลิกแล้ว", "all": "ทั้งหมด"}
STARS = {**{str(n): f"{n} ดาว" for n in range(5, 0, -1)}, "none": "ยังไม่คัดสรร"}
SORTS = {
    "name": ("ชื่อ ก–ฮ", ("sort_key", "code")),
    "area": ("อำเภอ ตำบล", ("district__sort_key", "subdistrict__sort_key", "sort_key", "code")),
    "code": ("รหัส", ("code",)),
    "newest": ("ลงทะเบียนล่าสุด", ("-registered_on", "sort_key", "code")),
}


@dataclass(frozen=True)
class Filters:
    """What a person asked the list for; unknown values are as good as none."""

    query: str = ""
    type: str = ""
    category: str = ""
    status: str = "active"
    province: str = ""
    district: str = ""
    subdistrict: str = ""
    stars: str = ""
    quadrant: str = ""
    standard: str = ""
    sort: str = "name"

    @classmethod
    def of(cls, given: Any) -> Filters:
        """From a request's GET."""
        asked = {name: given.get(name, "").strip()[:80] for name in cls.__dataclass_fields__ if name != "query"}
        return cls(
            query=given.get("q", "").replace("\0", "").strip()[:80],
            type=asked["type"] if asked["type"] in ProducerType.values else "",
            category=asked["category"] if asked["category"] in Category.values else "",
            status=asked["status"] if asked["status"] in STATUSES else "active",
            stars=asked["stars"] if asked["stars"] in STARS else "",
            quadrant=asked["quadrant"] if asked["quadrant"] in Quadrant.values else "",
            standard=asked["standard"] if re.fullmatch(r"[0-9]{1,9}", asked["standard"]) else "",
            sort=asked["sort"] if asked["sort"] in SORTS else "name",
            **{name: area_code(asked[name]) for name in ("province", "district", "subdistrict")},
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything beyond the status was asked."""
        areas = (self.province, self.district, self.subdistrict)
        return any((self.query, self.type, self.category, self.stars, self.quadrant, self.standard, *areas))


def may_edit(user: User) -> bool:
    """Whether somebody keeps the registry (of the area that `visible_to` gives them). The department only reads."""
    return user.is_active and (user.is_district or user.is_province)


def keeps(user: User, producer: Producer) -> bool:
    """Whether the person keeps this producer now: not the district that it has left."""
    if user.is_province:
        return may_edit(user) and user.province_id == producer.district.province_id
    return may_edit(user) and user.district_id == producer.district_id


def may_see_personal_data(user: User) -> bool:
    """Phone numbers and addresses are for those who work with the producers."""
    return may_edit(user)


def find_producers(user: User, filters: Filters) -> QuerySet[Producer]:
    """The producers that fit, in the asked order, with all that the list shows."""
    found = Producer.objects.visible_to(user).filter(_fits(filters))
    for word in filters.query.split():
        found = found.filter(_holds(word, phone=may_see_personal_data(user)))
    products = Prefetch("products", Product.objects.filter(withdrawn_on__isnull=True), to_attr="current_products")
    return (
        found.select_related("district__province", "subdistrict")
        .prefetch_related(products)
        .order_by(*SORTS[filters.sort][1])
    )


def _fits(filters: Filters) -> Q:
    fits = Q()
    if filters.type:
        fits &= Q(type=filters.type)
    if product := _product_fits(filters):
        fits &= Q(pk__in=Product.objects.filter(product, withdrawn_on__isnull=True).values("producer"))
    if filters.status != "all":
        fits &= Q(deregistered_on__isnull=filters.status == "active")
    for path, code in (
        ("district__province__code", filters.province),
        ("district__code", filters.district),
        ("subdistrict__code", filters.subdistrict),
    ):
        if code:
            fits &= Q(**{path: code})
    return fits


def _product_fits(filters: Filters) -> Q:
    """What one product made now must be, all of it at once."""
    fits = Q()
    if filters.category:
        fits &= Q(category=filters.category)
    if filters.stars:
        fits &= Q(stars__isnull=True) if filters.stars == "none" else Q(stars=int(filters.stars))
    if filters.quadrant:
        fits &= Q(quadrant=filters.quadrant)
    if filters.standard:
        fits &= Q(held_standards__standard=int(filters.standard))
    return fits


def _holds(word: str, *, phone: bool) -> Q:
    """A word is part of the name or of the code, or the last digits of the phone number."""
    holds = Q(search_key__contains=search_key(word) or word) | Q(code__icontains=to_arabic_digits(word))
    digits = re.sub(r"[-–]", "", to_arabic_digits(word))
    if phone and digits.isascii() and digits.isdigit() and len(digits) >= PHONE_DIGITS:
        holds |= Q(phone__endswith=digits)
    return holds


def type_counts(user: User) -> list[tuple[str, int]]:
    """How many are registered now, by type, in the order of the forms."""
    counted = Producer.objects.visible_to(user).active().values("type").annotate(n=Count("pk")).order_by()
    counts = {row["type"]: row["n"] for row in counted}
    return [(label, counts.get(value, 0)) for value, label in ProducerType.choices]


def producer_or_404(user: User, pk: int) -> Producer:
    """A producer in the person's area; elsewhere it does not exist."""
    visible = Producer.objects.visible_to(user).select_related("district__province", "subdistrict")
    return get_object_or_404(visible, pk=pk)


def known_or_404(user: User, pk: int) -> Producer:
    """A producer that is, or once was, in the person's area: to be read."""
    known = Producer.objects.known_to(user).select_related("district__province", "subdistrict", "merged_into")
    return get_object_or_404(known, pk=pk)


def product_or_404(user: User, producer_pk: int, pk: int) -> Product:
    visible = Product.objects.visible_to(user).select_related("producer__district__province")
    return get_object_or_404(visible, pk=pk, producer_id=producer_pk)


def products_of(producer: Producer) -> list[Product]:
    """Those made now first, in the order of the forms, then those no longer made."""
    order = {value: at for at, value in enumerate(Category.values)}
    products = producer.products.prefetch_related("selections", "held_standards__standard")
    return sorted(products, key=lambda p: (p.withdrawn_on is not None, order[p.category], p.pk))


def is_taken(district: District, name: str) -> bool:
    """Whether a producer of the district has this name but for spaces and titles, or one asked for and waiting."""
    wanted = search_key(name)
    asked = ProducerRequest.objects.waiting().filter(kind=ProducerRequest.Kind.NEW, district=district)
    if any(search_key(waiting) == wanted for waiting in asked.values_list("name", flat=True)):
        return True
    return Producer.objects.active().filter(district=district, search_key=wanted[:320]).exists()


def standards_in_use(user: User) -> QuerySet[Standard]:
    """The reference list, each with how many `products` made now hold it."""
    made = Count("held_by", filter=Q(held_by__product__withdrawn_on__isnull=True))
    return Standard.objects.visible_to(user).annotate(products=made)


def subdistricts_of_province(province: Province, *, but: District | None = None) -> QuerySet[Subdistrict]:
    found = Subdistrict.objects.filter(district__province=province).select_related("district")
    return found.exclude(district=but).order_by("district__sort_key", "district__code", "sort_key", "code")


def other_provinces(producer: Producer) -> QuerySet[Province]:
    return Province.objects.filter(reports=True).exclude(pk=producer.district.province_id).in_thai_order()


@dataclass(frozen=True)
class Place:
    """A stretch of months in one district; `until` is the last of them, None while it goes on."""

    district: District
    since: Month
    until: Month | None


def places_of(producer: Producer) -> list[Place]:
    """Where and when a producer has reported, oldest first; ends with the stretch on the producer itself."""
    earlier = producer.earlier_places.select_related("district__province")
    last = producer.trades_until - 1 if producer.trades_until else None
    places = [Place(place.district, place.from_month, place.last_month) for place in earlier]
    return [*places, Place(producer.district, producer.trades_from, last)]


def merged_into(user: User, producer: Producer) -> list[Producer]:
    """Records that were merged into this one, of those the person may read."""
    return list(Producer.objects.known_to(user).filter(merged_into=producer).in_thai_order())


def forgotten_names(codes: Collection[str]) -> dict[str, str]:
    """{code: what they are called now} of those among `codes` whose personal data has been let go."""
    forgotten = Producer.objects.filter(code__in=codes, forgotten_on__isnull=False)
    return dict(forgotten.values_list("code", "name"))


def products_to_complete(user: User) -> QuerySet[Product]:
    """Products made now by those registered, with what is known of them, in the order of the list."""
    made = Product.objects.visible_to(user).filter(withdrawn_on__isnull=True, producer__deregistered_on__isnull=True)
    related = made.select_related("producer__district", "producer__subdistrict")
    ordered = related.order_by("producer__district__sort_key", "producer__sort_key", "producer__code", "pk")
    return ordered.prefetch_related("held_standards__standard")
