"""Growth scale, online share and grades as pure rules: every boundary, and what an indicator's data say."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from targets import scoring
from targets.rules import rules_of

MONEY = st.decimals(min_value=1, max_value=10**9, places=2)
FEW = settings(max_examples=60)


@pytest.mark.parametrize(
    ("now", "level"),
    [("0", 1), ("106.99", 1), ("107", 2), ("107.99", 2), ("108", 3), ("109", 4), ("109.99", 4), ("110", 5), ("500", 5)],
)
def test_growth_reaches_a_level_at_its_per_cent(now, level):
    assert scoring.growth_score(Decimal(now), Decimal(100)) == level


@pytest.mark.parametrize(
    ("online", "survey", "level"),
    [(0, True, 1), (79, True, 1), (80, True, 2), (90, False, 3), (100, True, 4), (110, False, 4), (110, True, 5)],
)
def test_the_top_of_the_online_share_needs_the_survey(online, survey, level):
    assert scoring.online_score(online, 1000, survey) == level
    assert scoring.online_score(110, 1000, False, needs_survey=False) == 5


@pytest.mark.parametrize(
    ("shop", "grade"), [(30, "A"), (29, "B"), (23, "B"), (22, "C"), (15, "C"), (14, "D"), (8, "D"), (7, None)]
)
def test_the_producers_of_a_grade_round_half_up(shop, grade):
    """Chiang Rai 2567: 75 % of 30 is 22.5, so 23; 25 % is 7.5, so 8."""
    thresholds = scoring.grade_thresholds(Decimal("1000.05"), 30)
    assert thresholds.revenue == Decimal("1020.05")
    assert scoring.grade(thresholds, new_products=1, revenue=Decimal("1020.05"), registered=shop) == grade


def test_a_grade_needs_all_its_conditions():
    thresholds = scoring.grade_thresholds(Decimal(1000), 4)
    assert scoring.grade(thresholds, new_products=0, revenue=Decimal(2000), registered=4) is None
    assert scoring.grade(thresholds, new_products=1, revenue=Decimal("1019.99"), registered=4) is None
    assert scoring.grade(thresholds, new_products=1, revenue=Decimal(1020), registered=4) == "A"


@FEW
@given(MONEY, MONEY)
def test_what_is_missing_is_just_enough_for_the_next_level_of_growth(now, base):
    found, level = scoring.next_growth(now, base), scoring.growth_score(now, base)
    if found is None:
        assert level == 5
        return
    assert found.level == level + 1
    assert scoring.growth_score(now + found.missing, base) == found.level
    assert scoring.growth_score(now + found.missing - Decimal("0.01"), base) == level


@FEW
@given(st.integers(1, 5000), st.integers(0, 5000))
def test_what_is_missing_is_just_enough_for_the_next_step_of_the_share(products, online):
    found, level = scoring.next_online(online, products), scoring.online_score(online, products, True)
    if found is None:
        assert level == 5
        return
    assert scoring.online_score(online + int(found.missing), products, True) == found.level > level
    assert scoring.online_score(online + int(found.missing) - 1, products, True) == level


def test_an_indicators_own_data_are_the_rules():
    rules = rules_of("growth", ["2", "4", "6", "8"], {"first": "1"})
    assert rules.columns == tuple(map(Decimal, (1, 2, 4, 6, 8)))
    grades = rules_of("grade", ["10", "20", "30", "40"], {"new_products": 3, "points": ["5", "4", "3", "1.5"]})
    assert grades.grade_percents == tuple(map(Decimal, (40, 30, 20, 10)))
    assert (grades.new_products, grades.points_of("D"), grades.points_of(None)) == (3, Decimal("1.5"), 0)
    assert rules_of("grade", [], {}).points_of("A") is None


def test_points_are_weighted_against_the_top():
    assert scoring.weighted(4, Decimal(10)) == Decimal("8.00")
    assert scoring.weighted(Decimal("3.5"), Decimal("12.5")) == Decimal("8.75")
