"""Two clicks and two people at once, on real connections: one import, one code each."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from accounts.models import Subdistrict
from core.records import Stale
from producers.importing.plan import make_plan
from producers.models import Producer, ProducerType
from producers.services import imports, months, registry, requests, transfer
from tests.cast import make_cast
from tests.producers.conftest import new, registry_file

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 6


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """What each of several threads got, or the refusal it met."""

    def run(number: int) -> Any:
        try:
            return act(number)
        except registry.Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_clicks_at_the_same_moment_import_once():
    cast = make_cast()
    file = registry_file(*[new(name=f"กลุ่มที่ {n}") for n in range(20)])
    draft = imports.receive(file, name=file.name, actor=cast.wichai)
    digest = make_plan(cast.wichai, draft.entries).digest
    done = at_once(lambda _: imports.accept(draft, digest, actor=cast.wichai))
    assert all(held.accepted_at for held in done)
    assert Producer.objects.filter(name__startswith="กลุ่มที่").count() == 20


def test_new_producers_at_the_same_moment_get_codes_of_their_own():
    cast = make_cast()
    place = Subdistrict.objects.get(code="240101")

    def add(number: int) -> str:
        fields = {"name": f"กลุ่ม {number}", "type": ProducerType.GROUP, "subdistrict": place}
        made = registry.create_producer(
            actor=cast.wichai, district=cast.mueang, registered_on=date(2024, 1, 1), **fields
        )
        return made.code

    assert sorted(at_once(add)) == [f"2401-{n:04d}" for n in range(1, THREADS + 1)]


def test_of_two_edits_of_one_version_one_is_told():
    cast = make_cast()
    one = cast.producers_of(cast.mueang)[0]
    outcomes = at_once(lambda n: registry.update_producer(actor=cast.wichai, producer=one, version=1, name=f"ชื่อ {n}"))
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == THREADS - 1


def test_an_approval_and_a_transfer_do_not_wait_for_each_other():
    """Both hold the producer first; the other way round they would be a deadlock on PostgreSQL."""
    cast = make_cast()
    one = cast.producers_of(cast.mueang)[0]
    asked = requests.ask_change(actor=cast.somsri, producer=one, facts={"name": "ชื่อใหม่"})
    month = months.present()
    to = Subdistrict.objects.select_related("district__province").get(code="240201")

    def act(number: int) -> Any:
        if number % 2:
            return requests.approve(actor=cast.wichai, request=asked, version=1, from_month=month)
        facts = {"district": to.district, "subdistrict": to, "from_month": month, "reason": "ย้าย"}
        return transfer.transfer(actor=cast.wichai, producer=one, **facts)

    at_once(act)
    one.refresh_from_db()
    assert (one.name, one.district.code) == ("ชื่อใหม่", "2402")


def test_acts_on_a_request_hold_its_producer_before_it():
    cast = make_cast()
    one = cast.producers_of(cast.mueang)[0]
    asked = requests.ask_change(actor=cast.somsri, producer=one, facts={"name": "ชื่อใหม่"})
    with CaptureQueriesContext(connection) as asks:
        requests.approve(actor=cast.wichai, request=asked, version=1, from_month=months.present())
    whole = [n for n, query in enumerate(asks) if 'FROM "producers_producer" WHERE' in query["sql"]]
    first = next(n for n, query in enumerate(asks) if '"producers_producerrequest"."status"' in query["sql"])
    assert whole[0] < first
