"""What market sales tell the entry of themselves: a row is a market, with its days and four income lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import District
from core.month import Month
from entry.grids import FormColumn, Grid, Key, Obstacle, Words
from entry.values import Field
from markets.days import missing_days_sentence
from markets.models import Market, MarketRow, MarketTotal
from markets.models.rows import MOST_DAYS
from markets.selectors.lines import line_labels
from markets.selectors.monthly import closed_with_rows, days_expected, missing_rows, open_markets, ready_markets
from workflow.models import Kind

DAYS = Field("days_held", "วันที่จัด (วัน)", "วัน", MOST_DAYS)


class MarketGrid(Grid):
    kind = Kind.MARKETS
    app = "markets"
    row = MarketRow
    total = MarketTotal
    unit = "market"
    related = ("market__history",)
    labels_are_data = True
    counted = (DAYS,)
    words = Words(
        title="ยอดจำหน่ายตลาดนัด",
        unit="ตลาด",
        units_page="markets:list",
        amounts_head="ยอดตามรายการ",
        sync_first="กด “Sync ข้อมูล” ด้านบน ระบบจะดึงรายชื่อตลาดที่เปิดในเดือนนี้และมีข้อมูลตลาดครบแล้วมาให้ โดยไม่ดึงยอดจำหน่าย",
        add_note="ตลาดที่เปิดในเดือนนี้และมีข้อมูลครบแล้ว มีตลาดละแถว",
        not_added="โปรดตรวจว่าตลาดเปิดในเดือนนี้และข้อมูลตลาดครบแล้ว",
        paper="แบบยืนยันข้อมูลตลาด",
        paper_code="market-month",
        paper_signer="พัฒนาการอำเภอ",
        form="ยอดตลาด",
        form_name="แบบบันทึกยอดตลาด ",
        form_title="แบบบันทึกยอดจำหน่ายตลาดนัดคนไทยยิ้มได้",
        file_name="ยอดตลาด",
    )
    form_columns = (FormColumn("ชื่อตลาด", 36), FormColumn("ลักษณะการจัดตลาด", 30), FormColumn("วันที่ควรจัด", 10))

    def labels(self) -> Mapping[str, str]:
        return line_labels()

    def trading(self, district: District, month: Month) -> QuerySet[Any]:
        return open_markets(district, month)

    def addable(self, user: Any, district: District, month: Month) -> QuerySet[Any]:
        return ready_markets(district, month).visible_to(user).in_thai_order()

    def may_add(self, unit: Any, district: District, month: Month, part: str = "") -> bool:
        return ready_markets(district, month).filter(pk=unit.pk).exists()

    def units(self, user: Any, district: District) -> QuerySet[Any]:
        return Market.objects.visible_to(user).filter(district=district)

    def missing(self, district: District, month: Month) -> list[Key]:
        return missing_rows(district, month)

    def obstacles(self, district: District, month: Month) -> list[Obstacle]:
        incomplete = open_markets(district, month).incomplete().in_thai_order()
        return [
            *(Obstacle(market.name, self._incomplete(market), _form_of(market)) for market in incomplete),
            *(
                Obstacle(market.name, "ตลาดปิดตลอดเดือนนี้แล้ว นำแถวออกก่อนยืนยัน", _page_of(market))
                for market in closed_with_rows(district, month)
            ),
        ]

    @staticmethod
    def _incomplete(market: Market) -> str:
        return f"ข้อมูลตลาดยังไม่ครบ จึงยังบันทึกยอดไม่ได้ ยังขาด: {', '.join(market.missing_fields())}"

    def refusal(self, row: Any) -> str:
        return "" if row.market.is_complete else self._incomplete(row.market)

    def remark(self, row: Any) -> str:
        return missing_days_sentence(row.days_held, self._expected(row)) if row.is_filled else ""

    @staticmethod
    def _expected(row: Any) -> int | None:
        lines = sorted(row.market.history.all(), key=lambda line: -line.number)
        return days_expected(row.market, row.submission.month, lines)

    def description(self, row: Any) -> str:
        expected = self._expected(row)
        said = "" if expected is None else f" · ควรจัด {expected} วัน"
        return f"{row.market.opening_label}{said} · {row.market.code}"

    def described(self, row: Any) -> Sequence[str]:
        expected = self._expected(row)
        return row.market.name, row.market.opening_label, "" if expected is None else str(expected)

    def facts(self, row: Any) -> dict[str, str]:
        days = {"days_held": row.days_held, "days_expected": self._expected(row)}
        return {name: str(value) for name, value in days.items() if value is not None}

    def fact_words(self, facts: Mapping[str, str]) -> str:
        """'จัด 3 จาก 4 วัน'."""
        held, expected = facts.get("days_held"), facts.get("days_expected")
        if held is None:
            return f"ไม่ระบุวันที่จัด (ควรจัด {expected} วัน)" if expected else "ไม่ระบุวันที่จัด"
        return f"จัด {held} จาก {expected} วัน" if expected else f"จัด {held} วัน"

    def history_url(self, row: Any) -> str:
        return _page_of(row.market)


def _page_of(market: Market) -> str:
    return reverse("markets:detail", args=[market.code])


def _form_of(market: Market) -> str:
    return reverse("markets:edit", args=[market.code])
