"""A quarter's targets work as a round's: computed from its own base, adjusted, published, scored over three months."""

import pytest
from django.urls import reverse

from core.month import Month
from reports.documents import targets as papers
from targets.apportionment import Tiers
from targets.models import TargetSet
from targets.selectors.scores import province_scores
from targets.services import sets
from tests.cast import fill
from tests.targets.scene import computed, make_indicator, published
from workflow.models import State, Submission

JANUARY, FEBRUARY, APRIL = Month.parse("2567-01"), Month.parse("2567-02"), Month.parse("2567-04")


def locked(district, month, amount):
    made = fill(district, month, amount)
    Submission.objects.filter(pk=made.pk).update(state=State.LOCKED, revision_number=1)


def text(response):
    return response.content.decode()


def test_a_quarter_is_adjusted_rebalanced_and_published_as_any_period(cast):
    made = computed(cast, "q2")
    assert (made.basic, made.advanced) == (350_000, 600_000)
    sets.adjust(made, cast.bangkhla, Tiers(1000, 2000, 3000), actor=cast.wichai, reason="น้ำท่วม")
    sets.rebalance(made, actor=cast.wichai)
    sets.publish(made, actor=cast.wichai)
    rows = list(TargetSet.objects.get(period="q2").targets.all())
    assert sum(row.basic for row in rows) == 350_000


def test_a_quarters_score_counts_its_three_months(cast, at):
    at("2567-05-12 10:00")
    published(cast, "q2")
    for month, amount in ((JANUARY, "25000"), (FEBRUARY, "25000"), (APRIL, "90000")):
        locked(cast.bangkhla, month, amount)
    page = province_scores(cast.wichai, cast.chachoengsao, 2567, "q2")
    row = next(row for row in page.rows if row.area == cast.bangkhla)
    assert (row.revenue.locked, row.score, row.months_left) == (200_000, 1, 1)


@pytest.mark.parametrize(("name", "sees"), [("wichai", True), ("pranee", True), ("orathai", True), ("kanya", False)])
def test_every_role_opens_a_quarter(cast, signed_in, name, sees):
    made = published(cast, "q2")
    page = text(signed_in(getattr(cast, name)).get(reverse("targets:scores-of", args=[2567, "q2"])))
    figure = f"{made.targets.get(district=cast.bangkhla).advanced:,}" if name == "pranee" else f"{made.advanced:,}"
    assert (figure in page) == sees
    assert "ไตรมาส 2" in page


def test_a_quarter_is_offered_where_there_is_an_indicator_for_it(cast, signed_in):
    client, page = signed_in(cast.wichai), reverse("targets:set", args=["24", 2567, "annual"])
    assert "ไตรมาส" not in text(client.get(page))
    make_indicator(cast, "q2")
    assert text(client.get(page)).count("ไตรมาส") == 1
    assert client.get(reverse("targets:set", args=["24", 2567, "q5"])).status_code == 404


def test_a_quarters_documents_are_made(cast, signed_in):
    published(cast, "q2")
    for code in ("register", "progress"):
        answer = signed_in(cast.orathai).get(reverse("reports:download-file", args=[code, "24", "2567-q2", "csv"]))
        assert answer.status_code == 200


def test_the_report_has_the_letters_columns(cast):
    published(cast)
    for month in (Month.parse("2566-10"), Month.parse("2566-12")):
        locked(cast.bangkhla, month, "60000")
    document = papers.progress(cast.chachoengsao, province_scores(cast.wichai, cast.chachoengsao, 2567, "round1"))
    assert "ระหว่างเดือนตุลาคม 2566 – ธันวาคม 2566 (3 เดือน)" in document.subtitle
    assert [column.head for column in document.leaves[5:9]] == ["ต.ค. 66", "พ.ย. 66", "ธ.ค. 66", "รวม"]
    row = next(cells for kind, cells, _ in document.lines() if kind == "row" and cells[1] == "บางคล้า")
    assert row[5:] == (240_000, None, 240_000, 480_000, "ระดับ ๕")
    total = list(document.lines())[-1].cells
    assert total[5:] == (240_000, None, 240_000, 480_000, "ระดับ ๔")


def test_the_years_report_has_a_column_a_quarter(cast):
    published(cast, "annual")
    locked(cast.bangkhla, JANUARY, "60000")
    document = papers.progress(cast.chachoengsao, province_scores(cast.wichai, cast.chachoengsao, 2567, "annual"))
    assert [column.head for column in document.leaves[5:8]] == ["ไตรมาส 1", "ไตรมาส 2", "รวม"]
