"""How complete a period is: which reports provinces have locked, and which not, in words for a document's foot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import District, Province
from core import clock
from core.month import Month
from core.period import Period
from reports.figures import Area, within
from workflow.calendar import Window, national_windows
from workflow.models import Kind, State, Submission

NOT_ALL_LOCKED = "ร่าง – ยังล็อกไม่ครบ"


def as_of(moment: datetime) -> str:
    """Of what moment figures are that may change yet."""
    return f"ข้อมูล ณ วันที่ {clock.thai_datetime(moment)}"


@dataclass(frozen=True)
class Standing:
    """`missing`: by area (a district, or for the nation a province) the reports not yet locked, in Thai order."""

    at: datetime
    months: list[Month]  # that have opened
    ahead: list[Month]
    districts: int
    missing: dict[Any, list[Month]]
    national: bool

    @property
    def expected(self) -> int:
        return self.districts * len(self.months)

    @property
    def locked(self) -> int:
        return self.expected - sum(map(len, self.missing.values()))

    @property
    def notes(self) -> tuple[str, ...]:
        """The sentences that stand on every document."""
        said = [f"{as_of(self.at)} {self._locked_words()}"]
        if self.missing:
            unit = " (จำนวนรายงาน)" if self.national else ""
            said.append(f"ยังไม่ล็อก{unit}: {self._missing_words()}")
        if self.ahead:
            said.append(f"ยังไม่ถึงกำหนดบันทึก: {_months_words(self.ahead)}")
        return tuple(said)

    def _locked_words(self) -> str:
        if not self.expected:
            return "ยังไม่มีเดือนที่เปิดให้บันทึก"
        unit = "อำเภอ" if len(self.months) == 1 else "รายงาน (อำเภอ × เดือน)"
        all_ = "ครบทั้ง" if not self.missing else f" {self.locked:,} จาก"
        return f"จังหวัดล็อกแล้ว{all_} {self.expected:,} {unit}"

    def _missing_words(self) -> str:
        if self.national:
            return ", ".join(f"{area.name} ({len(months):,})" for area, months in self.missing.items())
        if len(self.months) == 1:
            return ", ".join(area.name for area in self.missing)
        return ", ".join(f"{area.name} ({_months_words(months)})" for area, months in self.missing.items())


def _months_words(months: list[Month]) -> str:
    """'ต.ค. 66, ธ.ค. 66 – ก.พ. 67'"""
    runs: list[list[Month]] = []
    for month in months:
        if runs and runs[-1][-1] + 1 == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(
        run[0].thai_short if len(run) == 1 else f"{run[0].thai_short} – {run[-1].thai_short}" for run in runs
    )


def standing(
    user: Any, period: Period, area: Area, kind: str = Kind.SALES, *, opened: list[Month] | None = None
) -> Standing:
    """In three queries, whatever the area; `opened` saves one. States may be known to everyone who may see the area."""
    now = clock.now()
    if opened is None:
        opened = opened_by(now, national_windows(period.months, kind))
    districts = _districts(user, area)
    locked = set(
        Submission.objects.visible_to(user)
        .filter(within(area), kind=kind, state=State.LOCKED, month__gte=period.first, month__lte=period.last)
        .values_list("district_id", "month")
    )
    unlocked = [(d, month) for d in districts for month in opened if (d.pk, month) not in locked]
    ahead = [month for month in period.months if month not in opened]
    return Standing(now, opened, ahead, len(districts), _by_area(unlocked, area is None), area is None)


def opened_by(at: datetime, windows: dict[Month, Window]) -> list[Month]:
    """The months that have opened, by the department's dates."""
    return [month for month, window in windows.items() if window.opens_at <= at]


def _districts(user: Any, area: Area) -> list[District]:
    if isinstance(area, District):
        return [area]
    found = District.objects.visible_to(user)
    found = found.filter(province=area) if area else found.filter(province__reports=True)
    return list(found.select_related("province").order_by("province__sort_key", "sort_key", "code"))


def _by_area(unlocked: Iterable[tuple[District, Month]], national: bool) -> dict[Province | District, list[Month]]:
    missing: dict[Province | District, list[Month]] = defaultdict(list)
    for district, month in unlocked:
        missing[district.province if national else district].append(month)
    return dict(missing)
