"""What areas have counted and earned in a period so far: of a district, or of several together. Reads nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from targets.selectors.bases import Figure
from targets.selectors.scores import Revenue, together


@dataclass(frozen=True)
class Facts:
    """What one district, or several together, has in a period so far. None: not known. `*_missing`: districts."""

    revenue: Revenue = field(default_factory=Revenue)
    base: Figure = field(default_factory=lambda: Figure(None))
    base_missing: int = 0
    same_now: Decimal | None = None  # of the months that this year and the base year have both locked
    same_base: Decimal | None = None
    withheld: bool = False  # typed figures that the province has not closed, so that the viewer does not see them
    new_products: int = 0
    products: int = 0
    registry_products: int = 0  # where a count was typed instead, what the registry says
    products_typed: int = 0  # districts whose count stands instead of the registry's
    products_reason: str = ""
    online: int | None = None
    online_missing: int = 0
    surveyed: int = 0
    interested: int | None = None
    interested_from: str = ""  # the earlier quarter of the year that says so
    interested_missing: int = 0
    shop: int | None = None
    shop_missing: int = 0
    online_typed: int = 0  # districts whose online share was typed instead of reported
    online_reason: str = ""
    report_online: int | None = None  # what the online report says, where something was typed instead too
    report_surveyed: int = 0  # products surveyed for readiness
    report_confirmed: int = 0  # districts that have confirmed their online report
    from_report: bool = False  # of a round, for which there is an online report
    districts: int = 1

    @property
    def online_source(self) -> str:
        """Where the products sold online come from, in words; '' where none are known."""
        if self.online is None:
            return ""
        if self.districts > 1:
            typed = f" · แทนรายงาน {self.online_typed} อำเภอ" if self.online_typed else ""
            said = f"รายงานตลาดออนไลน์ ยืนยันแล้ว {self.report_confirmed}/{self.districts} อำเภอ{typed}"
            return said if self.from_report else ""
        if self.online_typed:
            return "แทนรายงานตลาดออนไลน์"
        return (
            ("รายงานตลาดออนไลน์ ยืนยันแล้ว" if self.report_confirmed else "รายงานตลาดออนไลน์ ยังไม่ยืนยัน")
            if self.from_report
            else ""
        )


@dataclass(frozen=True)
class Counted:
    """What counts of one district's period besides money: the fields of `Facts` that a province's closing freezes."""

    new_products: int = 0
    products: int = 0
    registry_products: int = 0
    products_typed: int = 0
    products_reason: str = ""
    online: int | None = None
    surveyed: int = 0
    online_typed: int = 0
    online_reason: str = ""
    report_online: int | None = None
    report_surveyed: int = 0
    report_confirmed: int = 0
    from_report: bool = False
    interested: int | None = None
    interested_from: str = ""
    shop: int | None = None


def sum_facts(facts: list[Facts]) -> Facts:
    """A province from its districts. What a district lacks is missing, not 0: a part is no total."""
    known = [f.base.amount for f in facts if f.base.amount is not None]
    base = sum(known, Decimal(0)) if facts and len(known) == len(facts) else None
    return Facts(
        revenue=together(f.revenue for f in facts),
        base=Figure(base),
        base_missing=sum(f.base.amount is None for f in facts),
        same_now=_add(f.same_now for f in facts),
        same_base=_add(f.same_base for f in facts),
        withheld=any(f.withheld for f in facts),
        new_products=sum(f.new_products for f in facts),
        products=sum(f.products for f in facts),
        registry_products=sum(f.registry_products for f in facts),
        products_typed=sum(f.products_typed for f in facts),
        online=_sum(f.online for f in facts),
        online_missing=sum(f.online is None for f in facts),
        surveyed=sum(f.surveyed for f in facts),
        online_typed=sum(f.online_typed for f in facts),
        report_online=_sum(f.report_online for f in facts),
        report_surveyed=sum(f.report_surveyed for f in facts),
        report_confirmed=sum(f.report_confirmed for f in facts),
        from_report=any(f.from_report for f in facts),
        interested=_sum(f.interested for f in facts) if all(f.interested is not None for f in facts) else None,
        interested_missing=sum(f.interested is None for f in facts),
        shop=_sum(f.shop for f in facts),
        shop_missing=sum(f.shop is None for f in facts),
        districts=len(facts),
    )


def _add(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
