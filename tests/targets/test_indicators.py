"""Indicators are data: an edit makes a version, and only the administrator edits."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from targets.models import Indicator, Target
from targets.selectors.overview import overview
from targets.selectors.sets import set_page
from targets.services import indicators as services
from targets.services.guards import Refused
from tests.targets.scene import make_indicator, published

DATA = {
    "kind": "tier",
    "name": "รายได้ OTOP",
    "year": "2567",
    "period": "round1",
    "base_years": "๒๕๖๔, 2565",
    "thresholds": "",
    "weight": "10",
    "measured": "district",
}


def test_the_administrator_makes_an_indicator(cast, signed_in):
    answer = signed_in(cast.teera).post(reverse("targets:indicator-new"), DATA)
    assert answer.status_code == 302
    made = Indicator.objects.get()
    assert (made.base_years, made.version, made.created_by) == ([2564, 2565], 1, cast.teera)


def test_an_edit_is_a_new_version_and_the_old_one_stays(cast):
    first = make_indicator(cast)
    second = services.edit_indicator(first, actor=cast.teera, name="ชื่อใหม่")
    first.refresh_from_db()
    assert (second.version, second.series, second.name) == (2, first.series, "ชื่อใหม่")
    assert first.name != "ชื่อใหม่"
    assert first.superseded_at
    with pytest.raises(Refused):
        services.edit_indicator(first, actor=cast.teera, name="อีกชื่อ")


def test_an_edit_of_nothing_makes_no_version(cast):
    first = make_indicator(cast)
    assert services.edit_indicator(first, actor=cast.teera, name=first.name) == first


def test_two_current_indicators_of_the_same_thing_are_refused(cast):
    make_indicator(cast)
    with pytest.raises(Refused):
        make_indicator(cast)


def test_nobody_else_writes_indicators(cast):
    with pytest.raises(PermissionDenied):
        services.create_indicator(actor=cast.wichai, kind="tier", name="x", year=2567, period="annual")


@pytest.mark.parametrize(
    "wrong",
    [{"base_years": "67"}, {"base_years": ""}, {"base_years": "2567"}, {"kind": "growth", "thresholds": "9, 8"}],
)
def test_what_cannot_be_is_said_in_thai(cast, signed_in, wrong):
    answer = signed_in(cast.teera).post(reverse("targets:indicator-new"), DATA | wrong)
    assert answer.status_code == 200
    assert "กรุณาแก้ไขช่อง" in answer.content.decode()
    assert not Indicator.objects.exists()


SCALES = {
    "growth": {"base_years": "2566", "thresholds": "๗, 8, 9, 10.5", "first": "6"},
    "online": {"base_years": "", "thresholds": "8, 9, 10, 11", "first": "7", "needs_survey": "on"},
    "grade": {
        "period": "q2",
        "base_years": "2566",
        "thresholds": "25, 50, 75, 100",
        "new_products": "2",
        "revenue_percent": "2.5",
        "points": "5, 4, 3, 2",
    },
}


@pytest.mark.parametrize("kind", SCALES)
def test_every_threshold_of_a_scale_is_made_and_edited_in_the_form(cast, signed_in, kind):
    client, data = signed_in(cast.teera), DATA | SCALES[kind] | {"kind": kind}
    assert client.post(reverse("targets:indicator-new"), data).status_code == 302
    made = Indicator.objects.get()
    rules = made.rules
    assert rules.steps[-1] == {"growth": Decimal("10.5"), "online": 11, "grade": 100}[kind]
    if kind == "grade":
        assert (rules.new_products, rules.revenue_percent, rules.points[0]) == (2, Decimal("2.5"), 5)
        assert set(made.conditions) == {"new_products", "revenue_percent", "points"}
    else:
        assert rules.first == Decimal(SCALES[kind]["first"])
    address = reverse("targets:indicator-edit", args=[made.pk])
    form = client.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    client.post(address, {name: value for name, value in shown.items() if value not in (None, False)})
    assert Indicator.objects.count() == 1  # the form gives back what it was given: no new version
    client.post(address, {**shown, "weight": "12"})
    assert Indicator.objects.current().get().version == 2


def test_an_online_share_may_do_without_the_survey(cast, signed_in):
    data = DATA | SCALES["online"] | {"kind": "online"}
    del data["needs_survey"]
    signed_in(cast.teera).post(reverse("targets:indicator-new"), data)
    assert not Indicator.objects.get().rules.needs_survey


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("growth", {"base_years": "2565, 2566"}),
        ("growth", {"first": "7"}),
        ("growth", {"first": "หก"}),
        ("grade", {"period": "round1"}),
        ("grade", {"points": "2, 3, 4, 5"}),
        ("grade", {"points": "5, 4, 3"}),
        ("grade", {"points": "6, 4, 3, 2"}),
        ("grade", {"new_products": "-1"}),
    ],
)
def test_a_scale_that_cannot_be_is_refused(cast, signed_in, kind, wrong):
    data = DATA | SCALES[kind] | {"kind": kind} | wrong
    assert "has-error" in signed_in(cast.teera).post(reverse("targets:indicator-new"), data).content.decode()
    assert not Indicator.objects.exists()


def test_a_retired_indicator_counts_in_no_score_and_may_be_made_anew(cast, signed_in):
    made = published(cast)
    teera = signed_in(cast.teera)
    address = reverse("targets:indicator-retire", args=[made.indicator.pk])
    assert teera.post(address, {"reason": " "}).status_code == 422
    teera.post(address, {"reason": "กรมฯ ยกเลิก"})
    assert not overview(cast.wichai, 2567, made.period, cast.chachoengsao).indicators
    page = set_page(cast.wichai, cast.chachoengsao, 2567, made.period)
    assert [row.target.basic for row in page.rows] == [row.basic for row in Target.objects.order_by("pk")]
    listed, own = (reverse("targets:indicators"), reverse("targets:indicator-edit", args=[made.indicator.pk]))
    assert made.indicator.name in teera.get(listed).content.decode().partition("ที่เลิกใช้แล้ว")[2]
    assert "เลิกใช้ตัวชี้วัดนี้เมื่อ" in teera.get(own).content.decode()
    with pytest.raises(Refused):
        services.edit_indicator(made.indicator, actor=cast.teera, weight=Decimal(5))
    assert make_indicator(cast).version == 1


def test_an_old_version_is_not_retired_in_place_of_the_new_one(cast):
    old = make_indicator(cast)
    services.edit_indicator(old, actor=cast.teera, weight=Decimal(5))
    with pytest.raises(Refused):
        services.retire_indicator(old, actor=cast.teera, reason="ยกเลิก")
    with pytest.raises(PermissionDenied):
        services.retire_indicator(old, actor=cast.wichai, reason="ยกเลิก")


def test_every_box_takes_thai_digits(cast, signed_in):
    """A number input of the browser shows none of them."""
    page = signed_in(cast.teera).get(reverse("targets:indicator-new")).content.decode()
    assert 'type="number"' not in page
    signed_in(cast.teera).post(reverse("targets:indicator-new"), DATA | {"weight": "๑๒.๕"})
    assert Indicator.objects.get().weight == Decimal("12.5")
