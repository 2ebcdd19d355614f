"""Synthetic months of the whole country for load work: seeded, all locked, nothing in them is real."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery, Sum

from accounts.models import District
from core import clock
from core.month import Month
from core.thai import search_key, sort_key
from otop_portal.demo import names
from otop_portal.demo.bulk import db_value, insert
from otop_portal.demo.moments import in_a_closed_month
from otop_portal.demo.registry import CATEGORY_WEIGHTS, TYPE_WEIGHTS
from producers.models import Producer, Product
from reports import locked
from sales.models import CHANNELS, SalesRow, SalesTotal
from workflow import keepers, kinds
from workflow.calendar import national_window
from workflow.canonical import canonical, sha256
from workflow.models import Kind, Revision, State, Submission
from workflow.services import CODE_ALPHABET, CODE_LENGTH

PREFIX = "LOAD-"
REGISTERED = date(2015, 1, 1)
REVISIONS_AT_ONCE = 50
ONLINE_PART, FOREIGN_PART = 0.45, 0.1
PRODUCER_FIELDS = [
    *("code", "name", "sort_key", "search_key", "type", "district", "subdistrict"),
    *("address", "phone", "registered_on", "deregistration_reason", "version", "trades_from"),
]
PRODUCT_FIELDS = ["producer", "name", "category", "registered_on", "quadrant", "standards"]
ROW_FIELDS = [
    *("submission", "producer", "category", *CHANNELS),
    *("unusual", "unusual_reason", "version", "updated_at"),
]
TOTAL_FIELDS = ["submission", "category", *CHANNELS, "total", "rows", "filled", "warnings"]
Progress = Callable[[list[Any], str], Iterable[Any]]
Known = tuple[int, str, int]  # producer id, category, usual sales in satang


class AlreadyLoaded(Exception):
    """There is synthetic data in this database; it is loaded once."""


@dataclass(frozen=True)
class Load:
    producers: int
    months: list[Month]
    seed: int
    revisions: bool


def last_closed_month() -> Month:
    """The newest month whose window has closed for the country."""
    now = clock.now()
    month = Month.of(now.date()) - 1
    while national_window(month).closes_at > now:
        month -= 1
    return month


@transaction.atomic
def load_national(load: Load, progress: Progress) -> int:
    """Write everything or nothing; returns how many district months. Raises AlreadyLoaded.

    Districts that have begun any month (the demo's) are left out, so that both can stand in one database.
    """
    if Producer.objects.filter(code__startswith=PREFIX).exists():
        raise AlreadyLoaded
    dice = random.Random(load.seed)  # noqa: S311
    districts = list(
        District.objects.filter(province__reports=True, submissions=None)
        .select_related("province")
        .prefetch_related("subdistricts")
        .order_by("code")
    )
    _make_producers(districts, load.producers, dice)
    known = _known(dice)
    written = 0
    for month in progress(load.months, "months"):
        submissions = _write_month(month, districts, known, dice)
        if load.revisions:
            _write_revisions(submissions, progress)
        written += len(submissions)
    locked.refresh_all()
    return written


def _make_producers(districts: list[District], count: int, dice: random.Random) -> None:
    """Producer n is at home in district n modulo the districts, each with one product."""
    insert(Producer, PRODUCER_FIELDS, (_producer(n, districts[n % len(districts)], dice) for n in range(count)))
    ids = Producer.objects.filter(code__startswith=PREFIX).order_by("code").values_list("pk", flat=True)
    since = db_value(Product, "registered_on", REGISTERED)
    rows = ((pk, "สินค้าทดสอบระบบ", _pick(dice, CATEGORY_WEIGHTS), since, "", "") for pk in ids.iterator(5000))
    insert(Product, PRODUCT_FIELDS, list(rows))


def _producer(number: int, district: District, dice: random.Random) -> tuple[Any, ...]:
    kind, place = _pick(dice, TYPE_WEIGHTS), dice.choice(district.subdistricts.all())
    name = f"{names.producer(dice, kind, _pick(dice, CATEGORY_WEIGHTS), place.name)} {number}"
    return (
        *(f"{PREFIX}{number:07d}", name, sort_key(name)[:320], search_key(name)[:320], kind, district.pk, place.pk),
        *("1 หมู่ 1", f"000-{number:07d}", db_value(Producer, "registered_on", REGISTERED), "", 1),
        db_value(Producer, "trades_from", REGISTERED),
    )


def _pick(dice: random.Random, weights: dict[Any, int]) -> str:
    return str(dice.choices(list(weights), weights=list(weights.values()))[0])


def _known(dice: random.Random) -> dict[int, list[Known]]:
    """By district id: its producers' rows and what each usually sells in a month."""
    products = Product.objects.filter(producer__code__startswith=PREFIX).order_by("producer__code")
    known: dict[int, list[Known]] = {}
    for district, producer, category in products.values_list("producer__district", "producer", "category"):
        usual = int(dice.lognormvariate(10.5, 1.0) * 100)  # a median of 36,000 baht
        known.setdefault(district, []).append((producer, category, usual))
    return known


def _write_month(
    month: Month, districts: list[District], known: dict[int, list[Known]], dice: random.Random
) -> list[Submission]:
    """Submissions, rows and totals of one month, all districts that have producers."""
    submissions = Submission.objects.bulk_create(
        (_submission(district, month) for district in districts if district.pk in known), batch_size=500
    )
    totals: list[tuple[Any, ...]] = []
    insert(SalesRow, ROW_FIELDS, _rows(submissions, known, dice, totals))
    insert(SalesTotal, TOTAL_FIELDS, totals)
    sums = SalesTotal.objects.filter(submission=OuterRef("pk")).values("submission").values(sum=Sum("total"))
    Submission.objects.filter(month=month, kind=Kind.SALES, total=None, state=State.LOCKED).update(total=Subquery(sums))
    return submissions


def _submission(district: District, month: Month) -> Submission:
    moments = in_a_closed_month(district, month)
    return Submission(
        kind=Kind.SALES,
        district=district,
        month=month,
        state=State.LOCKED,
        revision_number=1,
        confirmed_at=moments.confirmed,
        locked_at=moments.decided,
    )


def _rows(
    submissions: list[Submission],
    known: dict[int, list[Known]],
    dice: random.Random,
    totals: list[tuple[Any, ...]],
) -> Iterator[tuple[Any, ...]]:
    """Rows for `insert`, streamed; what they add up to goes into `totals` district by district."""
    for submission in submissions:
        sums: dict[str, list[int]] = {}
        saved = db_value(SalesRow, "updated_at", submission.confirmed_at)
        for producer, category, usual in known[submission.district_id]:
            amounts = _amounts(int(usual * dice.uniform(0.8, 1.2)), producer)
            sums.setdefault(category, []).extend(amounts)
            yield submission.pk, producer, category, *map(_baht, amounts), False, "", 1, saved
        totals += [_total(submission.pk, category, amounts) for category, amounts in sums.items()]


def _amounts(satang: int, producer: int) -> tuple[int, int, int, int]:
    """Whole baht in four channels; every third producer sells online, every twentieth abroad."""
    baht = satang // 100
    online = int(baht * ONLINE_PART) if producer % 3 == 0 else 0
    foreign = int(baht * FOREIGN_PART) if producer % 20 == 0 else 0
    return (baht - online - foreign) * 100, online * 100, foreign * 100, 0


def _baht(satang: int) -> str:
    return f"{satang // 100}.{satang % 100:02d}"


def _total(submission: int, category: str, amounts: list[int]) -> tuple[Any, ...]:
    channels = [sum(amounts[at :: len(CHANNELS)]) for at in range(len(CHANNELS))]
    rows = len(amounts) // len(CHANNELS)
    return submission, category, *map(_baht, channels), _baht(sum(channels)), rows, rows, 0


def _write_revisions(submissions: list[Submission], progress: Progress) -> None:
    """In portions: a country's month of frozen texts does not fit into memory on a small server."""
    waiting = iter(progress(submissions, "revisions"))
    while some := list(islice(waiting, REVISIONS_AT_ONCE)):
        keepers.keep(Revision.objects.bulk_create(map(_revision, some)))


def _revision(submission: Submission) -> Revision:
    rows = kinds.of(submission).content(submission)
    content = canonical(submission, rows)
    return Revision(
        submission=submission,
        number=1,
        code="".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH)),
        sha256=sha256(content),
        content=content,
        row_count=len(rows),
        total=sum(row.total for row in rows),
        confirmed_at=in_a_closed_month(submission.district, submission.month).confirmed,
    )
