"""Indicators are data: an edit makes a version, and only the administrator edits."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from targets.models import Indicator
from targets.services import indicators as services
from targets.services.guards import Refused
from tests.targets.scene import make_indicator

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
