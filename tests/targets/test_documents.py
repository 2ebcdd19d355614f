"""The target register and the score report: the page's figures, in every format, for those who may see them."""

import io

import pytest
from django.urls import reverse

from reports.documents.targets import register
from targets import periods
from targets.letter_scores import check_scores
from targets.letters import recompute_targets
from targets.reading import read, rows_in
from targets.selectors.scores import province_scores
from tests.cast import fill
from tests.targets.scene import computed, published
from workflow.models import State, Submission

CODES = ("register", "progress")


def url(code, format):
    return reverse("reports:download-file", args=[code, "24", "2567-r1", format])


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("format", ["pdf", "xlsx", "csv"])
def test_every_format_is_made(cast, signed_in, code, format):
    published(cast)
    answer = signed_in(cast.wichai).get(url(code, format))
    assert answer.status_code == 200
    assert len(answer.content) > 200


def test_the_register_sums_to_the_provinces_figures(cast):
    made = published(cast)
    document = register(cast.chachoengsao, province_scores(cast.wichai, cast.chachoengsao, 2567, "round1"))
    total = list(document.lines())[-1]
    assert total.cells[-3:] == (made.basic, made.standard, made.advanced)


def test_the_department_gets_no_drafts(cast, signed_in):
    made = computed(cast)
    october, november = periods.months_of(2567, periods.ROUND1)[:2]
    fill(cast.bangkhla, october, "60000")
    Submission.objects.update(state=State.LOCKED, revision_number=1)
    fill(cast.bangkhla, november, "5000")
    for code in CODES:
        text = signed_in(cast.orathai).get(url(code, "csv")).content.decode("utf-8-sig")
        assert str(made.targets.get(district=cast.mueang).advanced) not in text
        assert "260000" not in text


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_what_the_portal_gives_out_its_own_commands_read(cast, signed_in, format):
    """With the grouped heads, the sums as formulas and the place to sign that stand on the paper."""
    published(cast)
    fill(cast.bangkhla, periods.months_of(2567, periods.ROUND1)[0], "60000")  # in each of four channels
    Submission.objects.update(state=State.LOCKED, revision_number=1)
    tables = {}
    for code in CODES:
        content = signed_in(cast.wichai).get(url(code, format)).content
        tables[code] = read(rows_in(io.BytesIO(content), f"{code}.{format}"))
    checked = recompute_targets(tables["register"])
    assert not checked.differences
    assert checked.tiers["เมืองฉะเชิงเทรา"].advanced == 300_000
    scores, differences = check_scores(tables["progress"])
    assert not differences
    assert scores["บางคล้า"] == (240_000, 4)
