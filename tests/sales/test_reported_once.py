"""A producer and category is reported once a month in the nation, wherever it moves or is merged into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.models import District, Subdistrict
from core.month import Month
from core.records import Refused
from producers.models import Category, Producer, Product
from producers.services import merge, transfer
from sales import services
from sales.models import SalesRow
from sales.selectors.rows import FINAL, missing_rows
from tests.cast import FOUNDED, Cast, fill
from workflow import kinds
from workflow import services as workflow
from workflow.models import State, Submission

pytestmark = pytest.mark.django_db
NOVEMBER = Month.parse("2566-11")


@pytest.fixture(autouse=True)
def _november(at: Callable) -> None:
    at("2566-11-15 10:00")


def move(cast: Cast, producer: Producer, code: str, month: Month = NOVEMBER) -> Producer:
    to = Subdistrict.objects.select_related("district__province").get(code=f"{code}01")
    facts = {"district": to.district, "subdistrict": to, "from_month": month, "reason": "ย้ายบ้าน"}
    return transfer.transfer(actor=cast.wichai, producer=producer, **facts)


def confirmed_then_moved(cast: Cast) -> tuple[Submission, Producer]:
    old = fill(cast.mueang, NOVEMBER)
    workflow.confirm(old, actor=cast.somsri)
    one = cast.producers_of(cast.mueang)[0]
    move(cast, one, "2402")
    return old, one


def test_what_the_old_district_has_confirmed_is_not_offered_to_the_new(cast: Cast, signed_in: Callable) -> None:
    _, one = confirmed_then_moved(cast)
    assert (one.pk, "food") not in missing_rows(cast.bangkhla, NOVEMBER)
    assert (one.pk, "food") in missing_rows(cast.bangkhla, NOVEMBER + 1)
    theirs = services.begin(cast.bangkhla, NOVEMBER, actor=cast.pranee)
    services.sync(theirs, actor=cast.pranee)
    with pytest.raises(ValueError, match="not a producer"):
        services.add_row(theirs, one, "food", actor=cast.pranee)
    page = signed_in(cast.pranee).get(reverse("sales:entry", args=["2402", NOVEMBER])).content.decode()
    assert f"{one.name} · อาหาร" in page
    assert f"มียอดเดือน{NOVEMBER.thai}ที่{cast.mueang.full_name}" in page
    services.fill_zero(theirs, actor=cast.pranee)
    assert workflow.confirm(theirs, actor=cast.pranee).row_count == 1, "it hinders nothing"


def test_a_double_that_stands_already_cannot_be_confirmed(cast: Cast) -> None:
    old, one = confirmed_then_moved(cast)
    theirs = fill(cast.bangkhla, NOVEMBER)
    told = kinds.of(theirs).blockers(theirs)
    assert len(told) == 2, "of each category"
    assert all(one.name in sentence and "จึงยืนยันซ้ำไม่ได้" in sentence for sentence in told)
    workflow.withdraw(old, actor=cast.somsri)
    assert kinds.of(theirs).blockers(theirs) == []
    workflow.confirm(theirs, actor=cast.pranee)
    with pytest.raises(workflow.Incomplete, match="นำแถวออก"):
        workflow.confirm(old, actor=cast.somsri)


def test_a_survivor_does_not_report_what_the_one_merged_into_it_has_reported(cast: Cast) -> None:
    workflow.confirm(fill(cast.mueang, NOVEMBER), actor=cast.somsri)
    gone, kept = cast.producers_of(cast.mueang)[0], cast.producers_of(cast.bangkhla)[0]
    assert (kept.pk, "food") in missing_rows(cast.bangkhla, NOVEMBER)
    merge.merge(actor=cast.wichai, survivor=kept, other=gone, from_month=NOVEMBER, reason="รายเดียวกัน")
    assert missing_rows(cast.bangkhla, NOVEMBER) == []
    assert (kept.pk, "food") in missing_rows(cast.bangkhla, NOVEMBER + 1)
    theirs = fill(cast.bangkhla, NOVEMBER)
    with pytest.raises(workflow.Incomplete, match="ซ้ำ"):
        workflow.confirm(theirs, actor=cast.pranee)


def makes_food(producer: Producer) -> None:
    Product.objects.get_or_create(producer=producer, category=Category.FOOD, defaults={"registered_on": FOUNDED})


@pytest.mark.parametrize("home", ["2401", "2402"])
def test_what_both_have_confirmed_is_not_made_one_producers(cast: Cast, signed_in: Callable, home: str) -> None:
    """In one paper or in two: what was signed stays, so the merge begins with the month after."""
    gone = cast.producers_of(cast.mueang)[0]
    kept = cast.producers_of(cast.mueang if home == "2401" else cast.bangkhla)[-1]
    makes_food(kept)
    first, second = fill(cast.mueang, NOVEMBER), fill(cast.bangkhla, NOVEMBER)
    workflow.confirm(first, actor=cast.somsri)
    workflow.confirm(second, actor=cast.pranee)
    total = sum(row.total for row in SalesRow.objects.filter(submission__state__in=FINAL))
    address = reverse("producers:merge", args=[kept.pk, gone.pk])
    form = {"from_month": str(NOVEMBER), "reason": "รายเดียวกัน"}
    refused = signed_in(cast.wichai).post(address, form)
    page = refused.content.decode()
    assert "ถ้ารวมจะนับซ้ำ" in page
    assert f"เลือกรวมตั้งแต่เดือน{(NOVEMBER + 1).thai}" in page
    assert not Producer.objects.filter(merged_into=kept).exists()
    if home == "2402":
        workflow.withdraw(first, actor=cast.somsri)  # an open month is put right by its district
        merge.merge(actor=cast.wichai, survivor=kept, other=gone, from_month=NOVEMBER, reason="รายเดียวกัน")
        with pytest.raises(workflow.Incomplete):
            workflow.confirm(first, actor=cast.somsri)
        return
    assert signed_in(cast.wichai).post(address, form | {"from_month": str(NOVEMBER + 1)}).status_code == 302
    assert sum(row.total for row in SalesRow.objects.filter(submission__state__in=FINAL)) == total


def test_a_third_merged_into_one_that_was_merged_counts_as_well(cast: Cast) -> None:
    first, second = cast.producers_of(cast.mueang)
    third = cast.producers_of(cast.bangkhla)[0]
    for producer in (first, second, third):
        makes_food(producer)
    ours, theirs = fill(cast.mueang, NOVEMBER), fill(cast.bangkhla, NOVEMBER)
    merge.merge(actor=cast.wichai, survivor=second, other=first, from_month=NOVEMBER + 1, reason="ก")
    workflow.confirm(ours, actor=cast.somsri)
    workflow.confirm(theirs, actor=cast.pranee)
    SalesRow.objects.filter(producer=second).delete()  # its own row stands in no paper: only the first's does
    with pytest.raises(Refused, match="นับซ้ำ"):
        merge.merge(actor=cast.wichai, survivor=third, other=second, from_month=NOVEMBER, reason="ข")


def test_the_page_says_from_which_month_it_counts(cast: Cast, signed_in: Callable) -> None:
    one = cast.producers_of(cast.mueang)[0]
    move(cast, one, "2404", NOVEMBER + 1)
    address = reverse("producers:transfer", args=[one.pk])
    browser = signed_in(cast.wichai)
    assert "รายงานได้จริงตั้งแต่เดือนถัดจากนั้น" in browser.get(address).content.decode()
    place = Subdistrict.objects.get(code="240201")
    form = {"subdistrict": place.pk, "from_month": str(NOVEMBER), "reason": "ย้าย"}
    assert f"ตั้งแต่เดือน{(NOVEMBER + 1).thai}" in browser.post(address, form, follow=True).content.decode()


@pytest.fixture
def trio(cast: Cast) -> Cast:
    """บางปะกง has a colleague too, and every producer a second category."""
    for producer in Producer.objects.exclude(code="24010001"):
        Product.objects.create(producer=producer, name="เครื่องดื่ม", category=Category.DRINK, registered_on=FOUNDED)
    cast.kanya.district = cast.bangpakong
    cast.kanya.save(update_fields=["district"])
    return cast


step = st.tuples(st.sampled_from(["move", "confirm", "withdraw"]), st.integers(0, 3), st.integers(0, 2))


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, min_size=3, max_size=9))
@example(steps=[("confirm", 0, 0), ("move", 0, 1), ("confirm", 0, 1)])
@example(steps=[("confirm", 0, 0), ("move", 0, 1), ("withdraw", 0, 0), ("confirm", 0, 1), ("confirm", 0, 0)])
@example(steps=[("confirm", 0, 0), ("move", 0, 1), ("move", 0, 2), ("confirm", 0, 2), ("confirm", 0, 1)])
def test_no_moves_and_confirmations_report_a_producer_twice(trio: Cast, steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        for act, which, where in steps:
            done(trio, act, which, where)
        rows = SalesRow.objects.filter(submission__month=NOVEMBER, submission__state__in=FINAL)
        counts = Counter(rows.values_list("producer__code", "category"))
        assert not {key: times for key, times in counts.items() if times > 1}
        transaction.set_rollback(True)


def done(cast: Cast, act: str, which: int, where: int) -> None:
    """One step; what the portal refuses is not done."""
    people = ((cast.mueang, cast.somsri), (cast.bangkhla, cast.pranee), (cast.bangpakong, cast.kanya))
    district, officer = people[where]
    try:
        with transaction.atomic():
            if act == "move":
                move(cast, Producer.objects.order_by("code")[which], district.code)
            else:
                _month(act, district, officer)
    except (Refused, workflow.Refused, workflow.Incomplete):
        pass


def _month(act: str, district: District, officer: object) -> None:
    month = services.begin(district, NOVEMBER, actor=officer)
    month.refresh_from_db()
    if act == "withdraw":
        workflow.withdraw(month, actor=officer)
    elif month.state == State.DRAFT:
        services.sync(month, actor=officer)
        services.fill_zero(month, actor=officer)
        workflow.confirm(month, actor=officer)
