"""Scores and forecasts where they turn: on a threshold, at the round's ends, without a month, without a history."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets import periods
from targets.apportionment import Tiers
from targets.models import Target
from targets.scoring import NextLevel, forecast, next_growth, next_tier, tier_score
from targets.selectors.nation import district_lines
from targets.selectors.scores import NO_HISTORY, present, province_scores
from tests.cast import fill
from tests.targets.scene import BASES, make_indicator, published
from workflow.models import State, Submission

SATANG = Decimal("0.01")
TIERS = Tiers(100, 150, 200)
MONTHS = periods.months_of(2567, periods.ROUND1)


@pytest.mark.parametrize(
    ("revenue", "score", "missing"),
    [
        ("0", 0, NextLevel(1, Decimal(100))),
        ("99.99", 0, NextLevel(1, SATANG)),
        ("100", 1, NextLevel(3, Decimal(50))),
        ("100.01", 2, NextLevel(3, Decimal("49.99"))),
        ("149.99", 2, NextLevel(3, SATANG)),
        ("150", 3, NextLevel(5, Decimal(50))),
        ("150.01", 4, NextLevel(5, Decimal("49.99"))),
        ("199.99", 4, NextLevel(5, SATANG)),
        ("200", 5, None),
        ("200.01", 5, None),
    ],
)
def test_a_satang_about_every_threshold(revenue: str, score: int, missing: NextLevel | None) -> None:
    assert tier_score(Decimal(revenue), TIERS) == score
    assert next_tier(Decimal(revenue), TIERS) == missing


tiers = st.lists(st.integers(0, 10**6), min_size=3, max_size=3).map(lambda three: Tiers(*sorted(three)))
baht = st.decimals(0, 10**6, places=2)


@given(tiers | st.integers(1, 9).map(lambda all_alike: Tiers(all_alike, all_alike, all_alike)), baht)
def test_what_is_missing_earns_the_level_it_names_and_a_satang_less_does_not(tiers: Tiers, revenue: Decimal) -> None:
    found = next_tier(revenue, tiers)
    if found is None:
        assert tier_score(revenue, tiers) == 5
        return
    assert tier_score(revenue + found.missing, tiers) == found.level > tier_score(revenue, tiers)
    assert tier_score(revenue + found.missing - SATANG, tiers) < found.level


def test_a_base_of_a_satang_names_the_level_that_the_next_one_earns() -> None:
    assert next_growth(SATANG, SATANG) == NextLevel(5, SATANG)


@pytest.mark.parametrize(
    ("reported", "at_the_end"),
    [(0, None), (1, Decimal(600)), (5, Decimal(120)), (6, Decimal(100)), (7, Decimal("85.71"))],
)
def test_the_run_rate_from_no_month_to_the_last(reported: int, at_the_end: Decimal | None) -> None:
    assert forecast(Decimal(100), reported, 6) == at_the_end


@pytest.mark.parametrize(
    ("moment", "year", "period"),
    [
        ("2567-03-31 23:59", 2567, "round1"),
        ("2567-04-01 00:00", 2567, "round2"),
        ("2567-09-30 23:59", 2567, "round2"),
        ("2567-10-01 00:00", 2568, "round1"),
        ("2567-02-29 12:00", 2567, "round1"),
    ],
)
def test_the_round_turns_at_midnight(at, moment: str, year: int, period: str) -> None:
    at(moment)
    assert present() == (year, period)


def test_with_every_month_locked_the_forecast_is_what_was_earned(cast, at) -> None:
    at("2566-11-15 10:00")
    published(cast)
    before = next(
        r for r in province_scores(cast.wichai, cast.chachoengsao, 2567, "round1").rows if r.area == cast.bangkhla
    )
    assert (before.forecast, before.forecast_words, before.months_left) == (None, "", 6)
    for month in MONTHS:
        fill(cast.bangkhla, month, "7.25")
    Submission.objects.update(state=State.LOCKED, revision_number=1)
    after = next(
        r for r in province_scores(cast.wichai, cast.chachoengsao, 2567, "round1").rows if r.area == cast.bangkhla
    )
    assert (after.forecast, after.months_left) == (after.revenue.locked, 0)
    assert after.forecast_words == after.words


def test_a_district_without_history_does_not_earn_the_top_for_selling_nothing(cast, at, signed_in, monkeypatch) -> None:
    at("2566-11-15 10:00")
    monkeypatch.delitem(BASES, "2404")
    make_indicator(cast)
    published(cast)
    row = next(
        r for r in province_scores(cast.wichai, cast.chachoengsao, 2567, "round1").rows if r.area == cast.bangpakong
    )
    assert (row.score, row.words, row.next, row.bar) == (None, NO_HISTORY, None, 0)
    assert next(line for line in district_lines(cast.teera, 2567, "round1") if line.code == "2404").words == NO_HISTORY
    Target.objects.filter(district=cast.bangpakong).update(basic=10, standard=15, advanced=20)
    row = next(
        r for r in province_scores(cast.wichai, cast.chachoengsao, 2567, "round1").rows if r.area == cast.bangpakong
    )
    assert row.score == 0
