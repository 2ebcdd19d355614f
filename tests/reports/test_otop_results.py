"""ผลโครงการ OTOP: a signed paper compares with the year before only what is locked entirely both times."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from core.period import Period
from reports import exports
from reports.asking import NATION, Spec
from reports.document import Document
from reports.figures import figures
from tests.cast import make_cast
from tests.conftest import frozen
from tests.once import Once
from tests.reports.months import NOVEMBER, OCTOBER, month_of, spread
from workflow.models import State


@pytest.fixture(scope="module")
def told(once: Once) -> tuple[Document, Decimal, Decimal]:
    """The paper, and สระแก้ว's October of this year and the last.

    Both its districts are locked then; in November one of them, as in ฉะเชิงเทรา in October.
    """
    with once(), frozen("2566-12-08 09:00"):
        cast = make_cast()
        ours = (cast.aranyaprathet, cast.mueang_sakaeo)
        whole = [(month, base) for base, month in enumerate((OCTOBER - 12, OCTOBER, NOVEMBER - 12), 5)]
        months = [(district, *month) for district in ours for month in whole]
        months += [(cast.aranyaprathet, NOVEMBER, 8), (cast.mueang, OCTOBER - 12, 9), (cast.mueang, OCTOBER, 1)]
        for district, month, base in months:
            month_of(district, month, spread(base), State.LOCKED, cast.somsri)
        spec = Spec("otop-results", NATION, "2566-10_2566-11")
        october = figures(cast.orathai, Period(OCTOBER - 12, OCTOBER), "month", area=cast.sakaeo)
        paper = exports.document_of(*exports.resolve(spec, cast.orathai))
    return paper, october[OCTOBER,].total, october[OCTOBER - 12,].total


@pytest.fixture
def paper(told: tuple[Document, Decimal, Decimal], db: None) -> Document:
    return told[0]


def cells(paper: Document, province: str) -> dict[str, Any]:
    (found,) = (row for row in paper.groups[0].rows if row[1] == province)
    return dict(zip(("now", "before", "change", "percent"), found[3:7], strict=True))


def test_only_months_that_every_district_has_locked_both_times_are_compared(told: Any, db: None) -> None:
    paper, now, before = told
    found = cells(paper, "สระแก้ว")
    assert found["change"] == now - before  # November's loss of a district is no fall of sales
    assert found["percent"] == (now - before) / before * 100
    assert found["now"] > now
    assert found["before"] > before


def test_a_province_without_a_month_to_compare_has_its_figures_and_no_change(paper: Document) -> None:
    found = cells(paper, "ฉะเชิงเทรา")
    assert found["now"]
    assert found["before"]
    assert found["change"] is found["percent"] is None


def test_the_nations_change_is_that_of_the_provinces_compared_and_a_note_says_so(paper: Document) -> None:
    total = list(paper.lines())[-1].cells
    assert total[5:7] == tuple(cells(paper, "สระแก้ว")[name] for name in ("change", "percent"))
    assert total[3] - total[4] != total[5] != Decimal(0)
    assert paper.notes[-1] == (
        "เพิ่ม/ลดคิดจาก 1 จังหวัด เฉพาะเดือนที่ทุกอำเภอของจังหวัดล็อกแล้วทั้งปีนี้และปีก่อน จึงอาจไม่เท่าผลต่างของสองช่อง"
    )
