"""Which producers may be one: hints while typing, and the review of a whole province."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from accounts.models import District, Province, User
from producers.likeness import Facts, Likeness, likely, pairs, plain_name
from producers.models import DistinctPair, Producer, ProducerRequest
from producers.selectors import producer_or_404
from producers.values import plain_phone

LEAST_LETTERS = 3
NOBODY = 0  # an id that no producer has


@dataclass(frozen=True)
class Hint:
    """One producer that may be the one that is typed. Of another district an officer learns its name alone."""

    name: str
    district: str
    why: list[str]
    pk: int | None = None
    code: str = ""
    gone: bool = False


def hints(user: User, district: District, wanted: Facts) -> list[Hint]:
    """Producers of the district's province, registered or not, that may be the wanted one; the likeliest first.

    Of other districts an officer is told only that a name is alike: never whose telephone is one, which would let
    numbers be tried. Two queries.
    """
    if len(plain_name(wanted.name)) < LEAST_LETTERS and not wanted.phone:
        return []
    everyone = Producer.objects.filter(district__province=district.province_id)
    own = everyone.filter(district=district) if user.is_district else everyone
    found = likely(wanted, facts_of(own))
    if user.is_district:
        found += likely(replace(wanted, phone="", address=""), facts_of(everyone.exclude(district=district)))
    found.sort(key=lambda pair: -pair[1].score)
    producers = Producer.objects.select_related("district").in_bulk([facts.id for facts, _ in found])
    return [_hint(user, producers[facts.id], likeness) for facts, likeness in found]


def _hint(user: User, producer: Producer, likeness: Likeness) -> Hint:
    if user.is_district and producer.district_id != user.district_id:
        return Hint(producer.name, producer.district.name, likeness.reasons)
    gone = not producer.is_active
    return Hint(producer.name, producer.district.name, likeness.reasons, producer.pk, producer.code, gone)


def hints_of(user: User, asked: ProducerRequest) -> list[Hint]:
    """For a new producer that waits."""
    if asked.kind != ProducerRequest.Kind.NEW or not asked.is_waiting:
        return []
    given = asked.facts
    place = asked.district.subdistricts.filter(code=given.get("subdistrict", "")).first()
    facts = Facts(NOBODY, asked.name, given.get("phone", ""), given.get("address", ""), place.pk if place else None)
    return hints(user, asked.district, facts)


def facts_of(producers: QuerySet[Producer]) -> list[Facts]:
    rows = producers.order_by("pk").values_list("pk", "name", "phone", "address", "subdistrict_id")
    return [
        Facts(pk, name, plain_phone(phone), address, place) for pk, name, phone, address, place in rows.iterator(2000)
    ]


@dataclass(frozen=True)
class Pair:
    """Two producers of a province that may be one; `one` has the smaller id."""

    one: Producer
    other: Producer
    likeness: Likeness


@dataclass(frozen=True)
class Review:
    """All pairs that nobody has decided yet, the likeliest first, by id; producers are read a page at a time."""

    found: list[tuple[Facts, Facts, Likeness]]
    decided: int

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, part: slice) -> list[Pair]:
        """A page of them. One query."""
        chosen = self.found[part]
        ids = {facts.id for one, other, _ in chosen for facts in (one, other)}
        known: Any = Producer.objects.select_related("district", "subdistrict").in_bulk(ids)
        return [Pair(known[one.id], known[other.id], likeness) for one, other, likeness in chosen]


def review(province: Province) -> Review:
    """The registered producers of a province, compared with one another. Two queries."""
    among = facts_of(Producer.objects.active().filter(district__province=province))
    distinct = DistinctPair.objects.filter(one__district__province=province)
    decided = set(distinct.values_list("one_id", "other_id"))
    found = [pair for pair in pairs(among) if (pair[0].id, pair[1].id) not in decided]
    return Review(found, len(decided))


def pair_or_404(user: User, one: int, other: int) -> tuple[Producer, Producer]:
    """Two producers that the person keeps."""
    return producer_or_404(user, one), producer_or_404(user, other)
