"""Live scores: what each role sees, what counts, and in how many queries."""

from decimal import Decimal

import pytest
from django.urls import reverse

from targets import periods
from targets.models import TargetSet
from targets.selectors.scores import national_scores, province_scores
from tests.cast import fill
from tests.targets.scene import computed, published
from workflow.models import State, Submission

OCTOBER, NOVEMBER = periods.months_of(2567, periods.ROUND1)[:2]
PAGE = reverse("targets:scores-of", args=[2567, "round1"])


@pytest.fixture
def scored(cast, at):
    """Published targets; บางคล้า has October locked with 240,000 baht and November as a draft."""
    at("2566-11-15 10:00")
    published(cast)
    fill(cast.bangkhla, OCTOBER, "60000")
    Submission.objects.update(state=State.LOCKED, revision_number=1)
    fill(cast.bangkhla, NOVEMBER, "5000")
    return cast


def text(response):
    return response.content.decode()


def bangkhla(page):
    return next(row for row in page.rows if row.area.name == "บางคล้า")


def test_locked_months_score_and_drafts_do_not(scored):
    row = bangkhla(province_scores(scored.wichai, scored.chachoengsao, 2567, "round1"))
    assert (row.revenue.locked, row.revenue.drafts) == (240_000, 20_000)
    assert row.forecast == Decimal("1440000.00")
    assert (row.months_locked, row.months_left) == (1, 5)
    assert row.score == 4
    assert row.next.missing == row.tiers.advanced - 240_000


def test_a_district_sees_its_own_and_no_other(scored, signed_in):
    page = text(signed_in(scored.pranee).get(PAGE))
    assert "240,000.00" in page
    assert "<dt>ถึงระดับ 5</dt>" in page
    assert "ถึงระดับถัดไป" not in page, "the level is named, and once"
    assert "เมืองฉะเชิงเทรา" not in page
    nothing = text(signed_in(scored.somsri).get(PAGE))
    assert "ยังไม่ถึงค่าคะแนนระดับ 1" in nothing
    assert "240,000.00" not in nothing


def test_the_province_sees_drafts_plainly_marked(scored, signed_in):
    page = text(signed_in(scored.wichai).get(PAGE))
    assert "260,000.00" in page
    assert "(ร่าง)" in page


@pytest.mark.parametrize("name", ["orathai", "teera"])
def test_the_department_sees_locked_figures_only(scored, signed_in, name):
    client = signed_in(getattr(scored, name))
    for address in (PAGE, reverse("targets:province-scores", args=[2567, "round1", "24"])):
        page = text(client.get(address))
        assert "240,000.00" in page
        assert "260,000.00" not in page
        assert ">20,000.00" not in page


def test_a_draft_of_targets_is_told_to_nobody(cast, at, signed_in):
    at("2566-11-15 10:00")
    made = computed(cast)
    figure = f"{made.targets.get(district=cast.mueang).advanced:,}"
    for person in (cast.somsri, cast.orathai, cast.teera):
        assert figure not in text(signed_in(person).get(PAGE))
    assert figure in text(signed_in(cast.wichai).get(PAGE))


def test_a_score_says_which_version_made_it(scored, signed_in):
    assert TargetSet.objects.get().indicator.version == 1
    assert "ตัวชี้วัดฉบับที่ 1" in text(signed_in(scored.pranee).get(PAGE))


def test_the_number_of_queries_is_constant(scored, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        province_scores(scored.wichai, scored.chachoengsao, 2567, "round1")
    with django_assert_max_num_queries(5):
        national_scores(scored.orathai, 2567, "round1")


def test_the_provinces_run_rate_counts_months_of_districts(scored):
    whole = province_scores(scored.wichai, scored.chachoengsao, 2567, "round1").whole
    assert whole.months_locked == 0
    assert whole.forecast == Decimal("4320000.00")  # one of eighteen months of districts
    national = national_scores(scored.orathai, 2567, "round1")
    assert bangkhla_province(national).forecast == whole.forecast


def bangkhla_province(page):
    return next(row for row in page.rows if row.area.name == "ฉะเชิงเทรา")
