"""“๑ พก. ๑ กลุ่ม” and a new product every quarter: what counts, who is behind, who may enter the officers."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core import audit
from producers import progress
from producers.models import OfficerCount, Producer, ProducerType, Product
from producers.services.progress import record_officers, save_rule

YEAR = 2567  # October 2566 – September 2567


@pytest.fixture
def group(cast):
    return cast.producers_of(cast.mueang)[0]


def registered(record, day):
    record.registered_on = day
    record.save()


def own(cast):
    return progress.district_progress(cast.somsri, cast.mueang, YEAR).rows[0]


def test_a_group_counts_from_the_first_to_the_last_day_of_the_budget_year(cast, group):
    for day, counts in (
        (date(2023, 9, 30), 0),
        (date(2023, 10, 1), 1),
        (date(2024, 9, 30), 1),
        (date(2024, 10, 1), 0),
    ):
        registered(group, day)
        assert own(cast).groups == counts, day


def test_only_community_groups_still_registered_count(cast, group):
    registered(group, date(2024, 1, 5))
    Producer.objects.filter(pk=group.pk).update(type=ProducerType.SOLE)
    assert own(cast).groups == 0
    Producer.objects.filter(pk=group.pk).update(type=ProducerType.GROUP)
    group.refresh_from_db()
    group.deregistered_on, group.deregistration_reason = date(2024, 2, 1), "เลิก"
    group.save()
    assert own(cast).groups == 0


def test_one_group_is_wanted_for_every_officer(cast, group):
    registered(group, date(2024, 1, 5))
    assert (own(cast).wanted, own(cast).missing) == (None, 0)
    record_officers(cast.chachoengsao, YEAR, {cast.mueang.pk: 3}, actor=cast.wichai)
    assert (own(cast).wanted, own(cast).missing) == (3, 2)
    assert "ขาดอีก 2 กลุ่ม" in own(cast).words


def test_a_quarter_is_missed_only_when_it_has_ended(cast, group, at):
    at("2567-01-15 09:00")
    registered(group.products.first(), date(2023, 12, 31))
    assert [q.state for q in own(cast).quarters] == ["done", "running", "ahead", "ahead"]
    at("2567-04-01 00:00")
    assert [q.state for q in own(cast).quarters] == ["done", "missed", "running", "ahead"]
    assert own(cast).missed == [2]
    Product.objects.filter(producer=group).update(registered_on=date(2024, 3, 31))
    assert [q.products for q in own(cast).quarters] == [0, 2, 0, 0]


def test_a_province_is_done_when_every_district_is_and_names_who_is_behind(cast, group, at):
    at("2567-02-01 09:00")
    registered(group.products.first(), date(2024, 1, 2))
    page = progress.province_progress(cast.wichai, cast.chachoengsao, YEAR)
    first, second = page.whole.quarters[:2]
    assert (first.state, second.state) == ("missed", "running")
    assert (second.districts_done, second.districts, second.products) == (1, 3, 1)
    assert [row.area.name for row in page.behind] == ["บางคล้า", "บางปะกง", "เมืองฉะเชิงเทรา"]
    nation = progress.national_progress(cast.orathai, YEAR)
    assert [row.area.name for row in nation.rows] == ["ฉะเชิงเทรา", "สระแก้ว"]
    assert nation.whole.districts == 5


def test_numbers_of_officers_keep_their_history_and_the_newest_counts(cast, at):
    at("2567-01-01 09:00")
    for number in (2, 3, 3):
        record_officers(cast.chachoengsao, YEAR, {cast.mueang.pk: number, cast.mueang_sakaeo.pk: 9}, actor=cast.wichai)
    assert list(OfficerCount.objects.order_by("pk").values_list("officers", flat=True)) == [2, 3]
    assert progress.officers_of(cast.somsri, [cast.mueang.pk, cast.mueang_sakaeo.pk], YEAR) == {cast.mueang.pk: 3}
    assert audit.trail(OfficerCount.objects.first()).get().action == "officers.recorded"


def test_only_the_own_office_and_the_administrator_enter_officers(cast):
    for person in (cast.somsri, cast.malee, cast.orathai):
        with pytest.raises(PermissionDenied):
            record_officers(cast.chachoengsao, YEAR, {cast.mueang.pk: 1}, actor=person)
    assert record_officers(cast.chachoengsao, YEAR, {cast.mueang.pk: 1}, actor=cast.teera) == 1


def test_the_pages_and_the_document_say_the_same(cast, signed_in, at, django_assert_max_num_queries):
    at("2567-02-01 09:00")
    client = signed_in(cast.wichai)
    url = reverse("producers:officers", args=[YEAR, "24"])
    assert "มากเกินไป" in client.post(url, {"d-2401": "900"}).content.decode()
    client.post(url, {"d-2401": "๔", "d-2402": ""})
    with django_assert_max_num_queries(17):  # four quarters and the year: who had moved by then, and what is counted
        page = client.get(reverse("producers:progress-year", args=[YEAR])).content.decode()
    assert "ขาดอีก 4 กลุ่ม" in page
    assert "รายอำเภอขาดรวม 4" in page, (
        "what one district has beyond its own is not another's: no difference of the sums"
    )
    lines = client.get(f"/downloads/registration/24/{YEAR}.csv").content.decode().splitlines()
    assert [line.split(",")[1:6] for line in lines if "เมืองฉะเชิงเทรา" in line] == [
        ["เมืองฉะเชิงเทรา", "4", "4", "0", "4"]
    ]
    assert client.get(f"/downloads/registration/27/{YEAR}.csv").status_code == 404
    assert client.get(f"/downloads/registration/nation/{YEAR}.csv").status_code == 403


def test_how_many_are_asked_is_the_administrators_from_a_year_on(cast, group, signed_in, at):
    at("2567-04-10 09:00")
    registered(group, date(2024, 1, 5))
    Product.objects.filter(producer=group).update(registered_on=date(2024, 3, 31))
    record_officers(cast.chachoengsao, YEAR, {cast.mueang.pk: 1}, actor=cast.wichai)
    assert (own(cast).missing, own(cast).missed) == (0, [1])
    client = signed_in(cast.teera)
    add = reverse("producers:progress-rule-add")
    client.post(add, {"year": "๒๕๖๗", "groups": "2", "products": "3"})
    assert "มีเกณฑ์แล้ว" in client.post(add, {"year": "2567", "groups": "1", "products": "1"}).content.decode()
    assert (own(cast).wanted, own(cast).missing, own(cast).missed) == (2, 1, [1, 2])
    before = progress.district_progress(cast.somsri, cast.mueang, YEAR - 1)
    assert (before.rule.groups, before.rule.products) == (1, 1)
    assert "กลุ่มใหม่ 2 กลุ่มต่อพัฒนากร" in client.get(reverse("producers:progress-year", args=[YEAR])).content.decode()
    assert audit.trail(progress.rule_of(YEAR)).get().action == "progress.rule"
    with pytest.raises(PermissionDenied):
        save_rule(actor=cast.wichai, rule=None, year=2568, groups=1, products=1)
