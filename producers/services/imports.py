"""Taking in an uploaded registry: kept for its owner, shown row by row, accepted once and whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import District, User
from core import audit, jobs
from core.importing.plan import Fate, PlanChanged
from core.records import Refused, label_of
from core.thai import search_key, sort_key
from core.workbook import Limits
from producers.importing.plan import PlannedProducer, ProducerPlan, make_plan
from producers.importing.sheet import read_registry
from producers.models import Category, ImportJob, Producer, Product, RegistryImport
from producers.services import facts, requests
from producers.services.registry import IDENTITY, PERSONAL, guard, guard_office, next_code

MOST_ROWS = 10_000  # heads and titles among them: a whole province, twice over
PERSONAL_LABELS = {label_of(Producer, name) for name in PERSONAL}


def receive(file: BinaryIO, *, name: str, actor: User) -> RegistryImport:
    """Read an upload and keep its rows for a day. Nothing of the registry changes. Raises WorkbookError."""
    if not (actor.is_active and (actor.is_district or actor.is_province)):
        raise PermissionDenied
    sheet = read_registry(file, name=name, limits=Limits(file_bytes=settings.MAX_UPLOAD_BYTES, rows=MOST_ROWS))
    with transaction.atomic():
        return RegistryImport.objects.keep(sheet, name=name, owner=actor)


@transaction.atomic
def request_acceptance(draft: RegistryImport, digest: str, *, actor: User) -> ImportJob | None:
    """Let a worker take the file in. Asked again, the attempt under way; None when it has been taken in."""
    held = RegistryImport.objects.select_for_update().get(pk=draft.pk, owner=actor)
    if held.accepted_at:
        return None
    if under_way := held.jobs.unfinished().first():
        return under_way
    job = ImportJob.objects.create(draft=held, digest=digest[:64], total=len(held.rows), requested_by=actor)
    jobs.enqueue(job)
    return job


def carry_out(run: jobs.Run) -> None:
    """The worker's part: the whole file or nothing, and the job's end with it."""
    job = ImportJob.objects.select_related("draft").get(pk=run.job.pk)
    try:
        accept(job.draft, job.digest, actor=run.job.requested_by, watch=run)
    except Refused as refused:
        raise jobs.JobFailed(refused.message) from refused


@transaction.atomic
def accept(draft: RegistryImport, digest: str, *, actor: User, watch: jobs.Watch = jobs.UNWATCHED) -> RegistryImport:
    """Take the file in, whole. Accepted already: nothing happens. Raises PlanChanged, Refused."""
    held = RegistryImport.objects.select_for_update().get(pk=draft.pk, owner=actor)
    if not held.accepted_at:
        _take_in(held, digest, actor, watch)
    watch.finish()
    return held


def _take_in(held: RegistryImport, digest: str, actor: User, watch: jobs.Watch) -> None:
    # Not for the key: who moves a producer holds it and refers to the district, which would wait for us, and we for it.
    list(District.objects.visible_to(actor).select_for_update(no_key=True).order_by("pk"))
    plan = make_plan(actor, held.entries)
    plan.check(digest)
    _write(plan, actor, watch)
    audit.record(actor, "registry.imported", held, file=held.file_name, **held.close(plan))


def _write(plan: ProducerPlan, actor: User, watch: jobs.Watch) -> None:
    """New producers, then changed ones, in portions; rows with nothing to write count as done."""
    new = plan.of(Fate.NEW)
    changed = plan.of(Fate.CHANGED)
    total = len(plan.rows)
    idle = total - len(new) - len(changed)
    try:
        with transaction.atomic():
            for portion in watch.steps(list(zip(new, _codes(new), strict=True)), total, idle):
                _create(portion, actor)
            for rows in watch.steps(changed, total, idle + len(new)):
                _change(rows, actor)
    except IntegrityError as error:
        raise PlanChanged from error


def _create(rows: Sequence[tuple[PlannedProducer, str]], actor: User) -> None:
    """Producers of a province's file; a district's file asks for them."""
    if actor.is_district:
        requests.ask_many(actor=actor, wanted=[(row.home, row.name, _asked(row)) for row, _ in rows])
        return
    producers = [_producer(row, code) for row, code in rows]
    for producer in producers:
        guard_office(actor, producer.district.province_id)
    Producer.objects.bulk_create(producers)
    made = zip(rows, producers, strict=True)
    _add_products([(row, producer) for (row, _), producer in made], actor)
    audit.record_many(actor, "producer.created", ((p, {"code": p.code}) for p in producers))


def _asked(row: PlannedProducer) -> dict[str, Any]:
    """A new row as a request keeps it; its own code is asked for with it."""
    own_code = {"code": row.code} if row.code else {}
    product = row.entry.values.get("product", "")
    return {**row.fields, **own_code, "categories": row.categories, "product": product, **row.given.as_json()}


def _codes(rows: list[PlannedProducer]) -> list[str]:
    """The rows' own codes, else the next ones of their districts, passing over codes that the file gives."""
    given = {row.code for row in rows}
    following: dict[int, str] = {}
    codes = []
    for row in rows:
        if not row.code:
            code = _after(following.get(row.home.pk)) or next_code(row.home)
            while code in given:
                code = _after(code)
            following[row.home.pk] = code
        codes.append(row.code or following[row.home.pk])
    return codes


def _after(code: str | None) -> str:
    """2401-0001 → 2401-0002; '' for none."""
    prefix, _, number = (code or "").rpartition("-")
    return f"{prefix}-{int(number) + 1:04d}" if prefix else ""


def _producer(row: PlannedProducer, code: str) -> Producer:
    name = row.fields["name"]
    keys = {"sort_key": sort_key(name)[:320], "search_key": search_key(name)[:320]}
    return Producer(code=code, district=row.home, **row.fields, **keys)


def _products(row: PlannedProducer, producer: Producer) -> list[Product]:
    named = row.entry.values.get("product", "")
    registered_on = row.fields.get("registered_on") or producer.registered_on
    return [
        Product(producer=producer, name=named or Category(c).label, category=c, registered_on=registered_on)
        for c in row.categories
    ]


def _change(rows: Sequence[PlannedProducer], actor: User) -> None:
    """What a district may not change of itself is asked of its province.

    Held in the order of their ids, and as the plan saw them: another's act since then is not written over.
    """
    held = Producer.objects.select_for_update().filter(pk__in=[row.known.pk for row in rows]).order_by("pk")
    now = dict(held.values_list("pk", "version"))
    if any(now.get(row.known.pk) != row.known.version for row in rows):
        raise PlanChanged
    for row in rows:
        guard(actor, row.known.district)
        if actor.is_district and IDENTITY & row.fields.keys():
            requests.ask_change(actor=actor, producer=row.known, facts=row.fields)
            row.drop(IDENTITY)
        for name, value in row.fields.items():
            setattr(row.known, name, value)
        row.known.version += 1
        row.known.save(update_fields=[*row.fields, "version"])
    _add_products([(row, row.known) for row in rows], actor)
    told = ((row.known, {"changes": said}) for row in rows if (said := _spoken(row)))
    audit.record_many(actor, "producer.changed", told)


def _add_products(rows: Sequence[tuple[PlannedProducer, Producer]], actor: User) -> None:
    """The products that rows add; and of the one product that a row speaks of, what it says."""
    made = [(row, product) for row, producer in rows for product in _products(row, producer)]
    Product.objects.bulk_create(product for _, product in made)
    spoken_of = [(row, row.product) for row, _ in rows if row.product]
    for row, product in [*made, *spoken_of]:
        if row.fact_changes:
            facts.record(actor=actor, product=product, **vars(row.given))


def _spoken(row: PlannedProducer) -> dict[str, list[str] | None]:
    return {
        label: None if label in PERSONAL_LABELS else [old, new]
        for label, old, new in row.changes
        if (label, old, new) not in row.fact_changes
    }
