"""No act on the registry changes a month that was confirmed or locked: its rows, totals, revisions, papers, code."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import Subdistrict
from core.month import Month
from core.records import Refused
from producers.models import Producer, ProducerRequest, ProducerType
from producers.services import merge, months, registry, requests, transfer
from reports.documents import rt1, rt2
from reports.documents.district_month import DistrictMonth
from sales.models import SalesRow, SalesTotal
from tests.cast import fill
from tests.producers.asking import ask_new
from workflow import services as workflow
from workflow.models import Revision, State, Submission
from workflow.verification import faults_of

pytestmark = pytest.mark.django_db
OCTOBER = Month.parse("2566-10")


def frozen():
    """All that stands of the past, as one value."""
    past = Submission.objects.filter(state__in=(State.CONFIRMED, State.LOCKED)).order_by("pk")
    papers = []
    for submission in past.select_related("district__province"):
        source = DistrictMonth(submission.district, submission.month, submission, lambda code: code)
        papers += [repr(paper.make(source)) for paper in (rt1, rt2)]
        assert faults_of(submission) == []
    return (
        papers,
        list(past.values_list("pk", "state", "revision_number")),
        list(Revision.objects.order_by("pk").values()),
        list(SalesTotal.objects.filter(submission__in=past).order_by("pk").values()),
        list(SalesRow.objects.filter(submission__in=past).order_by("pk").values()),
    )


def registered():
    return list(Producer.objects.order_by("pk").values())


@pytest.fixture
def past(cast, at):
    """October locked and November confirmed by two districts, and the one of another province; now it is December."""
    districts = ((cast.mueang, cast.somsri, cast.wichai), (cast.bangkhla, cast.pranee, cast.wichai))
    for month, day in ((OCTOBER, "2566-10-15 10:00"), (OCTOBER + 1, "2566-11-15 10:00")):
        at(day)
        for district, officer, office in districts:
            submission = fill(district, month)
            workflow.confirm(submission, actor=officer)
            if month == OCTOBER:
                workflow.lock(submission, actor=office)
    at("2566-12-15 10:00")
    return cast


class Registry:
    """Acts on the registry by name; each takes three numbers and chooses what to act on by them."""

    def __init__(self, cast):
        self.cast = cast

    def producer(self, n):
        found = Producer.objects.select_related("district__province", "subdistrict").order_by("pk")
        return found[n % found.count()]

    def office(self, producer):
        return self.cast.wichai if producer.district.province == self.cast.chachoengsao else self.cast.malee

    def place(self, n):
        places = Subdistrict.objects.select_related("district__province").order_by("pk")
        return places[n % places.count()]

    def month(self, n):
        return months.offered()[n % 3] - (n % 7 == 6)  # now and then one that has closed

    def request(self, n):
        waiting = ProducerRequest.objects.waiting().select_related("province").order_by("pk")
        return waiting[n % waiting.count()] if waiting else ask_new(self.cast, f"ใหม่ {n}")

    def ask(self, n, a, b):
        ask_new(self.cast, f"กลุ่ม {n}")

    def ask_rename(self, n, a, b):
        own = self.cast.producers_of(self.cast.mueang)
        if not own:
            raise Refused("all have moved away")
        one = own[n % len(own)]
        requests.ask_change(actor=self.cast.somsri, producer=one, facts={"name": f"ชื่อ {a}", "type": "sme"})

    def approve(self, n, a, b):
        asked = self.request(n)
        place = self.place(a) if asked.kind == "transfer" else None
        actor = self.cast.wichai if asked.province == self.cast.chachoengsao else self.cast.malee
        if place and place.district.province != asked.province:
            raise Refused("elsewhere")
        requests.approve(actor=actor, request=asked, version=asked.version, from_month=self.month(b), subdistrict=place)

    def refuse(self, n, a, b):
        asked = self.request(n)
        actor = self.cast.wichai if asked.province == self.cast.chachoengsao else self.cast.malee
        requests.refuse(actor=actor, request=asked, version=asked.version, reason="ไม่")

    def rename(self, n, a, b):
        one = self.producer(n)
        kind = ProducerType.values[a % 3]
        facts = {"name": f"เปลี่ยนชื่อ {b}", "type": kind}
        registry.update_producer(actor=self.office(one), producer=one, version=one.version, **facts)

    def deregister(self, n, a, b):
        one = self.producer(n)
        facts = {"on": date(2023, 12, 1 + a % 14), "reason": "เลิก", "from_month": self.month(b)}
        registry.deregister(actor=self.office(one), producer=one, **facts)

    def restore(self, n, a, b):
        one = self.producer(n)
        registry.restore(actor=self.office(one), producer=one, reason="กลับมา", from_month=self.month(b))

    def transfer(self, n, a, b):
        one, to = self.producer(n), self.place(a)
        if to.district.province != one.district.province:
            province = to.district.province
            requests.ask_transfer(
                actor=self.office(one), producer=one, province=province, from_month=self.month(b), reason="ย้าย"
            )
            return
        facts = {"district": to.district, "subdistrict": to, "from_month": self.month(b), "reason": "ย้าย"}
        transfer.transfer(actor=self.office(one), producer=one, **facts)

    def merge(self, n, a, b):
        one, other = self.producer(n), self.producer(a)
        if one.district.province != other.district.province:
            raise Refused("elsewhere")
        merge.merge(actor=self.office(one), survivor=one, other=other, from_month=self.month(b), reason="ซ้ำ")


ACTS = [name for name in vars(Registry) if name not in ("producer", "office", "place", "month", "request")]
ACTS = [name for name in ACTS if not name.startswith("_")]
numbers = st.integers(0, 41)
steps = st.lists(st.tuples(st.sampled_from(ACTS), numbers, numbers, numbers), min_size=3, max_size=9)


def told(past, step):
    """Whether the act was done rather than refused."""
    name, *chosen = step
    try:
        with transaction.atomic():
            getattr(Registry(past), name)(*chosen)
    except Refused:
        return False
    return True


def places_are_one(past):
    """In no month does a producer report in two districts."""
    everywhere = [past.mueang, past.bangkhla, past.bangpakong, past.mueang_sakaeo, past.aranyaprathet]
    for month in (OCTOBER + n for n in range(-1, 6)):
        found = [pk for d in everywhere for pk in Producer.objects.of_district(d, month).values_list("pk", flat=True)]
        assert len(found) == len(set(found))
        assert set(found) == set(Producer.objects.trading_in(month).values_list("pk", flat=True))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
@example(steps=[("transfer", 0, 1, 2), ("deregister", 0, 0, 0), ("restore", 0, 0, 1)])  # stopped before it had moved
@example(steps=[("transfer", 0, 1, 2), ("merge", 1, 0, 0), ("restore", 0, 0, 1)])
@example(steps=[("transfer", 0, 1, 2), ("transfer", 0, 0, 0)])
def test_whatever_is_done_to_the_registry_past_months_stay(past, steps):
    before, reported = frozen(), past_reporters(past)
    with transaction.atomic():
        for step in steps:
            told(past, step)
        assert frozen() == before
        assert past_reporters(past) == reported
        places_are_one(past)
        transaction.set_rollback(True)


def past_reporters(past):
    """Who reports the closed months, where."""
    return [
        sorted(Producer.objects.of_district(district, month).values_list("pk", flat=True))
        for month in (OCTOBER, OCTOBER + 1)
        for district in (past.mueang, past.bangkhla, past.bangpakong, past.mueang_sakaeo)
    ]


def test_each_act_is_really_done(past):
    before, registry_before, reported = frozen(), registered(), past_reporters(past)
    done = [
        *(("ask", 1, 0, 0), ("refuse", 0, 0, 0), ("ask", 2, 0, 0), ("approve", 0, 0, 0), ("ask_rename", 0, 3, 0)),
        *(("approve", 0, 0, 0), ("rename", 2, 1, 5), ("transfer", 1, 1, 0), ("deregister", 3, 1, 0)),
        *(("restore", 3, 0, 1), ("merge", 0, 1, 1), ("transfer", 2, 3, 1), ("approve", 0, 3, 1)),
    ]
    assert [step for step in done if not told(past, step)] == []
    assert {step[0] for step in done} == set(ACTS)
    assert registered() != registry_before
    assert frozen() == before
    assert past_reporters(past) == reported
    assert Producer.objects.get(code="24020001").district == past.mueang_sakaeo


@pytest.mark.parametrize(
    ("closes", "now", "first"),
    [
        ("2566-12-15 00:00", "2566-12-08 09:00", "2566-11"),
        ("2566-12-15 00:00", "2566-12-15 00:00", "2566-12"),
        ("2566-11-27 00:00", "2566-11-26 23:59", "2566-11"),
        ("2566-11-27 00:00", "2566-11-28 09:00", "2566-12"),
        ("2566-12-06 00:00", "2566-12-05 23:59", "2566-11"),
        ("2566-12-06 00:00", "2566-12-06 00:00", "2566-12"),
    ],
)
def test_a_month_with_other_dates_closes_to_the_registry_when_it_closes_to_entry(cast, at, closes, now, first):
    """September 2564 was due on the 27th: on the 28th nobody leaves it any more."""
    at("2566-11-02 09:00")
    november, reason = OCTOBER + 1, "ปิดปีงบประมาณ"
    workflow.set_window(
        actor=cast.teera, month=november, opens_at=at("2566-11-02 09:00"), closes_at=at(closes), reason=reason
    )
    at(now)
    assert months.offered()[0] == Month.parse(first)
    gone = cast.producers_of(cast.mueang)[0]
    if months.offered()[0] == november:
        registry.deregister(actor=cast.somsri, producer=gone, on=date(2023, 11, 2), reason="เลิก", from_month=november)
        assert not Producer.objects.trading_in(november).filter(pk=gone.pk).exists()
    else:
        with pytest.raises(Refused, match="เดือนพฤศจิกายน 2566 ปิดการบันทึกแล้ว"):
            registry.deregister(
                actor=cast.somsri, producer=gone, on=date(2023, 11, 2), reason="เลิก", from_month=november
            )
