"""How an area stands on a scale: level, words, what is missing. Figures in, sentences out; reads nothing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.month import Month
from core.templatetags.numbers import baht, count
from targets import periods, scoring
from targets.models import Indicator, IndicatorKind
from targets.rules import Rules
from targets.selectors.facts import Facts
from targets.selectors.scores import LEVELS

NO_GRADE = "ยังไม่ได้เกรด"
WITHHELD = "จังหวัดยังไม่ยืนยันตัวเลข"
NOT_REPORTED = "อำเภอยังไม่เริ่มรายงานตลาดออนไลน์ของรอบนี้"
NO_BASE = "ยังไม่ทราบรายได้ปีฐาน จึงยังไม่คิดคะแนน"
NEW = "ไม่มียอดในปีฐาน (อำเภอใหม่) จึงไม่คิดร้อยละ"


@dataclass(frozen=True)
class Standing(ABC):
    """One area on one indicator. `level` None: nothing is scored, and `words` says why."""

    area: Any
    indicator: Indicator
    facts: Facts

    @property
    def rules(self) -> Rules:
        return self.indicator.rules

    @property
    def months(self) -> list[Month]:
        return periods.months_of(self.indicator.year, self.indicator.period)

    @property
    def months_locked(self) -> int:
        """Months that every district has locked."""
        return sum(n >= self.facts.districts for n in self.facts.revenue.months.values())

    @property
    @abstractmethod
    def level(self) -> int | None:
        """1–5; for grades 4 (A) to 0."""

    @property
    @abstractmethod
    def unscored(self) -> str:
        """Why nothing is scored, where nothing is."""

    @property
    @abstractmethod
    def missing(self) -> list[str]:
        """What is missing to the next level, in words; nothing at the top."""

    @property
    def points(self) -> Decimal | int | None:
        """0–5 for the weighted total; None where it does not count."""
        return self.level

    @property
    def words(self) -> str:
        if self.level is None:
            return WITHHELD if self.facts.withheld else self.unscored
        return LEVELS[self.level]

    @property
    def notes(self) -> list[str]:
        """What a reader of the score must know of its figures."""
        return []

    @property
    @abstractmethod
    def unentered(self) -> str:
        """What a district has not entered or confirmed, in words; '' where all its figures are there."""


class Scaled(Standing):
    """On a scale of levels 1–5, with a target column for each."""

    @property
    @abstractmethod
    def columns(self) -> tuple[int | None, ...]:
        """The targets of the levels, from 1; None where there is no base to count from."""

    @property
    def level_rows(self) -> list[tuple[int, Decimal, int | None]]:
        """(level, per cent, target) of each column; without a base no targets."""
        percents = self.rules.columns
        return list(zip(range(1, len(percents) + 1), percents, self.columns, strict=True))


class Growth(Scaled):
    """Sa Kaeo 2564: locked revenue of the period so far against the whole base period."""

    @property
    def level(self) -> int | None:
        base = self.facts.base.amount
        return None if base is None else scoring.growth_score(self.facts.revenue.locked, base, self.rules.steps)

    @property
    def unscored(self) -> str:
        if self.facts.base.amount is None:
            lacking = f" ขาด {count(self.facts.base_missing)} อำเภอ" if self.facts.districts > 1 else ""
            return NO_BASE + lacking
        return NEW

    @property
    def percent(self) -> Decimal | None:
        base = self.facts.base.amount
        return None if base is None else scoring.growth_percent(self.facts.revenue.locked, base)

    @property
    def columns(self) -> tuple[int | None, ...]:
        base = self.facts.base.amount
        return (
            (None,) * len(self.rules.columns) if base is None else scoring.growth_thresholds(base, self.rules.columns)
        )

    @property
    def missing(self) -> list[str]:
        if not self.level:
            return []
        base = self.facts.base.amount or Decimal(0)
        found = scoring.next_growth(self.facts.revenue.locked, base, self.rules.steps)
        return [f"อีก {baht(found.missing)} บาท ถึงระดับ {count(found.level)}"] if found else []

    @property
    def unentered(self) -> str:
        return "ยังไม่มีรายได้ปีฐาน" if self.facts.base.amount is None else ""

    @property
    def same_percent(self) -> Decimal | None:
        """Growth over the months that both years have locked: how it goes while the period still runs."""
        if self.facts.same_now is None or self.facts.same_base is None:
            return None
        return scoring.growth_percent(self.facts.same_now, self.facts.same_base)

    @property
    def forecast(self) -> Decimal | None:
        """The run rate of the locked months of districts, to the end of the period."""
        return scoring.forecast(
            self.facts.revenue.locked, self.facts.revenue.reports, len(self.months) * self.facts.districts
        )

    @property
    def forecast_words(self) -> str:
        base = self.facts.base.amount
        if not base or self.forecast is None:
            return ""
        return LEVELS[scoring.growth_score(self.forecast, base, self.rules.steps) or 0]


class Online(Scaled):
    """Sa Kaeo 2564: products sold online ÷ products registered by the end of the period."""

    @property
    def level(self) -> int | None:
        part = self.facts.withheld and self.facts.online_missing  # a part is no score of the whole
        if self.facts.online is None or part:
            return None
        return scoring.online_score(
            self.facts.online,
            self.facts.products,
            self.surveyed,
            self.rules.steps,
            needs_survey=self.rules.needs_survey,
        )

    @property
    def surveyed(self) -> bool:
        """Every district has reported its survey."""
        return self.facts.surveyed >= self.facts.districts

    @property
    def unscored(self) -> str:
        if not self.facts.products:
            return "ไม่มีผลิตภัณฑ์ที่ลงทะเบียน จึงไม่คิดร้อยละ"
        return NOT_REPORTED if self.facts.from_report else "ยังไม่กรอกจำนวนผลิตภัณฑ์ที่ขายออนไลน์"

    @property
    def percent(self) -> Decimal | None:
        if self.facts.online is None or not self.facts.products:
            return None
        return Decimal(self.facts.online * 100) / self.facts.products

    @property
    def unentered(self) -> str:
        facts = self.facts
        if facts.online is None:
            return "ยังไม่รายงานตลาดออนไลน์" if facts.from_report else "ยังไม่กรอกผลิตภัณฑ์ที่ขายออนไลน์"
        waits = facts.from_report and not facts.online_typed and not facts.report_confirmed
        return "ยังไม่ยืนยันรายงานตลาดออนไลน์" if waits else ""

    @property
    def columns(self) -> tuple[int | None, ...]:
        return scoring.online_thresholds(self.facts.products, self.rules.columns)

    @property
    def missing(self) -> list[str]:
        if self.level is None:
            return []
        found = scoring.next_online(self.facts.online or 0, self.facts.products, self.rules.steps)
        said = [f"อีก {count(int(found.missing))} ผลิตภัณฑ์ ถึงระดับ {count(found.level)}"] if found else []
        top = len(self.rules.steps) + 1
        if self.rules.needs_survey and not self.surveyed:
            said.append(f"ระดับ {count(top)} ต้องมีรายงานการสำรวจความพร้อม{self._districts_unsurveyed()}")
        return said

    def _districts_unsurveyed(self) -> str:
        left = self.facts.districts - self.facts.surveyed
        return f" ยังขาด {count(left)} อำเภอ" if self.facts.districts > 1 else ""

    @property
    def notes(self) -> list[str]:
        facts = self.facts
        if facts.districts > 1:
            return self._notes_of_several()
        said = [f"จำนวนผลิตภัณฑ์ไม่ได้มาจากทะเบียน: {facts.products_reason}"] if facts.products_reason else []
        if facts.online_reason:
            said.append(f"การขายออนไลน์ไม่ได้มาจากรายงานตลาดออนไลน์: {facts.online_reason}")
        return said

    def _notes_of_several(self) -> list[str]:
        if not self.facts.online_missing or self.facts.online is None:
            return []
        if self.facts.withheld:
            return [f"นับเฉพาะ {count(self.facts.report_confirmed)} อำเภอที่ยืนยันรายงานตลาดออนไลน์แล้ว จึงยังไม่คิดคะแนน"]
        said = "ยังไม่รายงาน" if self.facts.from_report else "ยังไม่กรอก"
        return [f"{said} {count(self.facts.online_missing)} อำเภอ นับเป็น 0"]


class Grade(Standing):
    """Chiang Rai 2567: new products, revenue over the base quarter, producers in "Shop ชุมชน"."""

    @property
    def thresholds(self) -> scoring.GradeThresholds | None:
        base, interested = self.facts.base.amount, self.facts.interested
        if base is None or interested is None:
            return None
        return self._of(base, interested)

    @property
    def unentered(self) -> str:
        facts = self.facts
        known = {
            "รายได้ไตรมาสฐาน": facts.base.amount,
            "ผู้ผลิตที่สนใจ": facts.interested,
            "ผู้ผลิตใน Shop ชุมชน": facts.shop,
        }
        lacking = [label for label, value in known.items() if value is None]
        return f"ยังไม่กรอก{' '.join(lacking)}" if lacking else ""

    @property
    def revenue_needed(self) -> Decimal | None:
        base = self.facts.base.amount
        return None if base is None else self._of(base, 0).revenue

    @property
    def producers_needed(self) -> list[int | None]:
        """For A, B, C, D."""
        interested = self.facts.interested
        return [None] * 4 if interested is None else list(self._of(Decimal(0), interested).producers.values())

    @property
    def grade_rows(self) -> list[tuple[str, Decimal, int | None]]:
        """(grade, per cent of those interested, producers) from A."""
        return list(zip(scoring.GRADES, self.rules.grade_percents, self.producers_needed, strict=True))

    def _of(self, base: Decimal, interested: int) -> scoring.GradeThresholds:
        return scoring.grade_thresholds(base, interested, self.rules.revenue_percent, self.rules.grade_percents)

    @property
    def grade(self) -> str | None:
        """The letter; None without one, or where something is not known yet."""
        if self.thresholds is None or self.facts.shop is None:
            return None
        return scoring.grade(
            self.thresholds,
            new_products=self.facts.new_products,
            revenue=self.facts.revenue.locked,
            registered=self.facts.shop,
            least_new=self.rules.new_products,
        )

    @property
    def is_known(self) -> bool:
        return self.thresholds is not None and self.facts.shop is not None

    @property
    def level(self) -> int | None:
        """4 for A … 1 for D, 0 without a grade."""
        if not self.is_known:
            return None
        return scoring.GRADES[::-1].index(self.grade) + 1 if self.grade else 0

    @property
    def points(self) -> Decimal | None:
        return self.rules.points_of(self.grade) if self.is_known else None

    @property
    def words(self) -> str:
        if not self.is_known:
            return WITHHELD if self.facts.withheld else self.unscored
        return f"เกรด\u00a0{self.grade}" if self.grade else NO_GRADE

    @property
    def unscored(self) -> str:
        facts = self.facts
        unknown = (
            ("รายได้ไตรมาสฐาน", facts.base.amount, facts.base_missing),
            ("ผู้ผลิตที่สนใจ", facts.interested, facts.interested_missing),
            ("ผู้ลงทะเบียน Shop ชุมชน", facts.shop, facts.shop_missing),
        )
        lacking = [
            f"{what} {count(districts)} อำเภอ" if facts.districts > 1 else what
            for what, value, districts in unknown
            if value is None
        ]
        return "ยังขาด " + ", ".join(lacking)

    @property
    def missing(self) -> list[str]:
        """Every unmet condition of the next better grade."""
        thresholds = self.thresholds
        if thresholds is None or self.grade == "A":
            return []
        facts, said = self.facts, []
        if facts.new_products < self.rules.new_products:
            said.append(f"ผลิตภัณฑ์ใหม่อีก {count(self.rules.new_products - facts.new_products)} ผลิตภัณฑ์")
        if facts.revenue.locked < thresholds.revenue:
            said.append(f"ยอดจำหน่ายอีก {baht(thresholds.revenue - facts.revenue.locked)} บาท")
        return said + self._producers_missing(thresholds)

    def _producers_missing(self, thresholds: scoring.GradeThresholds) -> list[str]:
        """To the next of the grades that the producers alone have not reached."""
        have = self.facts.shop or 0
        short = [grade for grade in scoring.GRADES if have < thresholds.producers[grade]]
        if not short:
            return []
        return [f"ลงทะเบียน Shop ชุมชนอีก {count(thresholds.producers[short[-1]] - have)} ราย ถึงเกรด\u00a0{short[-1]}"]

    @property
    def notes(self) -> list[str]:
        facts, said = self.facts, []
        if facts.interested_from:
            said.append(f"ผู้ผลิตที่สนใจตามที่กรอกไว้ใน{periods.LABELS[facts.interested_from]}")
        if facts.districts > 1 and facts.shop is not None and facts.shop_missing:
            said.append(f"ยังไม่กรอก Shop ชุมชน {count(facts.shop_missing)} อำเภอ นับเป็น 0")
        if facts.shop is not None and facts.interested is not None and facts.shop > facts.interested:
            said.append("ผู้ลงทะเบียนมากกว่าผู้ที่สนใจ ตรวจทานตัวเลข")
        return said


STANDINGS: dict[str, type[Standing]] = {
    IndicatorKind.GROWTH: Growth,
    IndicatorKind.ONLINE: Online,
    IndicatorKind.GRADE: Grade,
}
