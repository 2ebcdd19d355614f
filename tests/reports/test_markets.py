"""Papers of market sales: the confirmation of a district's month, the summary by market, district and province."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from core import clock
from core.month import Month
from core.period import Period
from entry.services import refresh_totals
from markets.models import Market, MarketRow
from reports.asking import Ask, Refused
from reports.documents import market_month, market_summary
from tests.cast import Cast
from tests.markets.making import fill_markets, make_market
from workflow import services as workflow

MARCH = Month.parse("2567-03")
PERIOD = Period(MARCH, MARCH)


@pytest.fixture
def months(cast: Cast, at):
    """เมือง has locked two markets of 400 and 401 baht, บางคล้า has a draft of one market of 40."""
    at("2567-03-20 09:00")
    for district, count in ((cast.mueang, 2), (cast.bangkhla, 1)):
        for number in range(1, count + 1):
            make_market(district, f"M{district.code}-{number:03d}", name=f"ตลาด{district.name} {number}")
    locked = fill_markets(cast.mueang, MARCH, "100")
    row = locked.markets_rows.order_by("market__code").last()
    row.line_4, row.days_held = Decimal(101), 9
    row.save(update_fields=["line_4", "days_held"])
    refresh_totals(locked)
    fill_markets(cast.bangkhla, MARCH, "10", days=None)
    workflow.confirm(locked, actor=cast.somsri)
    workflow.lock(locked, actor=cast.wichai)
    return locked


def lines(person, area) -> dict[str, tuple]:
    """The summary's rows by name, and its total."""
    document = market_summary.make(Ask(person, area, PERIOD))
    found = {line.label or str(line.cells[1]): line.cells for line in document.lines()}
    return {name: cells[2:] for name, cells in found.items()}


def test_the_province_sees_all_and_the_department_what_is_locked(cast: Cast, months) -> None:
    mine = lines(cast.wichai, cast.chachoengsao)
    assert mine["บางคล้า"] == (1, None, *[Decimal(10)] * 4, Decimal(40))
    assert mine["บางปะกง"] == (None,) * 7
    assert mine["รวมทั้งสิ้น"][-1] == Decimal(841)
    theirs = lines(cast.orathai, cast.chachoengsao)
    assert theirs["บางคล้า"] == (None,) * 7
    assert theirs["เมืองฉะเชิงเทรา"] == (2, 17, *[Decimal(200)] * 3, Decimal(201), Decimal(801))
    nation = lines(cast.orathai, None)
    assert nation["ฉะเชิงเทรา"] == theirs["เมืองฉะเชิงเทรา"]
    assert nation["รวมทั้งสิ้น"][-1] == Decimal(801)


def test_a_district_sees_its_markets_and_the_whole_agrees(cast: Cast, months) -> None:
    own = lines(cast.somsri, cast.mueang)
    assert own["ตลาดเมืองฉะเชิงเทรา 2"][1:] == (9, *[Decimal(100)] * 3, Decimal(101), Decimal(401))
    assert own["รวมทั้งสิ้น"][-1] == lines(cast.wichai, cast.chachoengsao)["เมืองฉะเชิงเทรา"][-1]


def test_a_renamed_market_changes_no_month_that_is_locked(cast: Cast, months) -> None:
    before = lines(cast.orathai, cast.mueang)
    for market in cast.mueang.markets.all():
        market.name = f"ก {market.name}"
        market.save()
    assert list(lines(cast.orathai, cast.mueang)) == list(before)
    cast.bangkhla.markets.update(name="ชื่อใหม่")
    assert "ชื่อใหม่" in lines(cast.wichai, cast.bangkhla), "a draft is called as it is called now"


def test_a_row_that_nobody_has_filled_is_no_report_of_zero(cast: Cast, months) -> None:
    make_market(cast.bangkhla, "M2402-009", name="ยังไม่กรอก")
    draft = months.__class__.objects.get(district=cast.bangkhla)
    MarketRow.objects.create(
        submission=draft, market=Market.objects.get(code="M2402-009"), updated_at=clock.now(), updated_by=cast.pranee
    )
    refresh_totals(draft)
    assert "ยังไม่กรอก" not in lines(cast.wichai, cast.bangkhla)
    assert lines(cast.wichai, cast.chachoengsao)["บางคล้า"][0] == 1


def test_a_market_of_two_months_counts_once(cast: Cast, months) -> None:
    fill_markets(cast.mueang, MARCH - 1, "1")
    document = market_summary.make(Ask(cast.wichai, cast.chachoengsao, Period(MARCH - 1, MARCH)))
    assert any("ตลาดที่รายงาน 3 แห่ง" in note for note in document.notes)


def test_the_paper_to_sign_is_the_frozen_one_and_bears_its_stamp(cast: Cast, months) -> None:
    cast.mueang.markets.update(name="ชื่อใหม่")
    document = market_month.of(Ask(cast.orathai, cast.mueang, PERIOD))
    rows = [line.cells for line in document.lines() if line.kind == "row"]
    assert [row[1] for row in rows] == ["ตลาดเมืองฉะเชิงเทรา 1", "ตลาดเมืองฉะเชิงเทรา 2"]
    assert [row[2:4] for row in rows] == [(10, 8), (10, 9)]
    assert (rows[1][-1], document.stamp is None, document.mark) == (Decimal(401), False, "")
    draft = market_month.of(Ask(cast.pranee, cast.bangkhla, PERIOD))
    assert (draft.stamp, bool(draft.mark)) == (None, True)
    with pytest.raises(Refused):
        market_month.of(Ask(cast.orathai, cast.bangkhla, PERIOD))


def test_files_of_the_summary_and_the_paper_come(cast: Cast, months, signed_in) -> None:
    client = signed_in(cast.somsri)
    paper = client.get("/documents/market-month/2401/2567-03.csv")
    table = list(csv.reader(io.StringIO(paper.content.decode("utf-8-sig"))))
    assert any("ตลาดเมืองฉะเชิงเทรา 2" in line for line in table)
    code = months.revisions.get().code
    verified = client.get(f"/verify/{code}").content.decode()
    assert "แบบยืนยันข้อมูลตลาด" in verified
    assert "801.00" in verified


def test_the_department_has_a_board_of_markets_beside_that_of_sales(cast: Cast, months, signed_in) -> None:
    client = signed_in(cast.orathai)
    of_markets = client.get("/markets/national/2567/")
    page = of_markets.content.decode()
    assert (of_markets.context["board"].total, of_markets.context["board"].kind_label in page) == (Decimal(801), True)
    assert 'href="/markets/board/24/2567-03/"' in page
    assert client.get("/national/2567/").context["board"].total == 0
