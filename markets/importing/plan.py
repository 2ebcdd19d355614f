"""What would become of every row of an uploaded register of markets, against the register as it is now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.importing import PlannedRecord
from accounts.models import User
from accounts.places import Places
from core.importing.plan import Fate, Plan, at_most, past_day
from core.importing.sheet import Entry
from core.records import differences, label_of
from core.thai import search_key, thai_date, to_arabic_digits
from markets import values
from markets.models import Frequency, Market, MarketStatus, Status
from markets.selectors.register import present_year
from markets.services.register import NO_DAYS, before_its_beginning, fitting_days, in_words

READERS: dict[str, Callable[[str], Any]] = {
    "name": at_most(255),
    "sellers": values.read_count,
    "origin": values.read_origin,
    "frequency": values.read_frequency,
    "weekdays": values.read_weekdays,
    "month_days": values.read_month_days,
    "frequency_note": at_most(255),
    "expected_days": values.read_days_a_month,
}


@dataclass
class PlannedMarket(PlannedRecord[Market]):
    """One row, with the market that it names or the district of a new one, and the status that it brings."""

    status: Status | None = None
    since: date | None = None
    reason: str = ""

    @property
    def summary(self) -> str:
        missing = Market(**self.fields).missing_fields()
        place = f"ตำบล{self.fields['subdistrict'].name} อำเภอ{self.home.name}"
        return f"{place} · ยังขาด {', '.join(missing)}" if missing else f"{place} · ข้อมูลครบ"


MarketPlan = Plan[PlannedMarket]


def make_plan(user: User, entries: Iterable[Entry]) -> MarketPlan:
    """The fate of every row for this person, in a constant number of queries."""
    rows = [PlannedMarket(entry) for entry in entries]
    known = _Known(user, rows)
    seen: dict[Any, int] = {}
    for row in rows:
        _read(row)
        market = known.by_code.get(row.code)
        row.district = known.places.district_of(row, market.district if market else None)
        known.places.read_subdistrict(row, row.district)
        _find_market(row, known)
        _judge(row, known, seen)
        row.sort_problems()
    return Plan(rows)


class _Known:
    """What the register and the areas hold now, of what the rows speak of."""

    def __init__(self, user: User, rows: list[PlannedMarket]) -> None:
        self.places = Places(user)
        codes = {_plain_code(row.entry.values.get("code", "")) for row in rows}
        named = Market.objects.visible_to(user).filter(code__in=codes).select_related("subdistrict", "district")
        self.by_code = {market.code: market for market in named}
        self.began: dict[int, date] = {}
        self.last: dict[int, MarketStatus] = {}
        for line in MarketStatus.objects.filter(market__in=[market.pk for market in named]).order_by("number"):
            self.began.setdefault(line.market_id, line.since)
            self.last[line.market_id] = line
        every = Market.objects.filter(district__in=self.places.ids).values_list("district_id", "search_key", "code")
        self.names = {(district, name): code for district, name, code in every}


def _plain_code(text: str) -> str:
    return to_arabic_digits(text).strip().upper()


def _read(row: PlannedMarket) -> None:
    """Bring each filled cell to its value."""
    row.read_all(READERS)
    row.code = _plain_code(row.entry.values.get("code", ""))
    if means := row.read("means", values.read_means):
        row.fields |= {"offline": "offline" in means, "online": "online" in means}
    row.status = row.read("status", values.read_status)
    row.since = row.read("since", past_day)
    row.reason = row.read("reason", at_most(255)) or ""


def _find_market(row: PlannedMarket, known: _Known) -> None:
    """The market that the code names. Codes are the portal's own: one it does not know is a mistake."""
    if not row.code:
        return
    market = known.by_code.get(row.code)
    if market is None:
        row.wrong("code", f"ไม่พบรหัส {row.code[:20]} ในพื้นที่ที่ท่านรับผิดชอบ ตลาดใหม่ในทะเบียนให้เว้นรหัสว่าง")
    elif row.district and row.district.pk != market.district_id:
        row.wrong("district", f"รหัส {row.code} อยู่อำเภออื่น ย้ายอำเภอด้วยไฟล์ไม่ได้")
    else:
        row.record = market


def _judge(row: PlannedMarket, known: _Known, seen: dict[Any, int]) -> None:
    """Settle the fate of a row whose cells have been read."""
    if row.record is None and row.fate is not Fate.ERROR:
        _require(row)
    if row.fate is Fate.ERROR:
        return
    if first := _earlier(row, seen):
        row.repeats("code" if row.code else "name", f"ซ้ำกับแถว {first} ของไฟล์ จะไม่นำเข้าแถวนี้")
    elif row.record:
        _compare(row, known)
    else:
        _new(row, known)


def _require(row: PlannedMarket) -> None:
    """A new market needs a name and a place; the rest may come later."""
    for name, label in {"name": "ชื่อตลาด", "subdistrict": "ตำบล"}.items():
        if name not in row.entry.values:
            row.wrong(name, f"ตลาดที่เพิ่มต้องมี{label}")
    if row.district is None:
        row.wrong("district", "ตลาดที่เพิ่มต้องระบุอำเภอ")


def _earlier(row: PlannedMarket, seen: dict[Any, int]) -> int | None:
    """The number of an earlier row about the same market."""
    key = row.code or (row.home.pk, search_key(row.fields["name"]))
    found = seen.get(key)
    seen.setdefault(key, row.entry.number)
    return found


def _new(row: PlannedMarket, known: _Known) -> None:
    if code := known.names.get((row.home.pk, search_key(row.fields["name"])[:320])):
        row.repeats("name", f"มีชื่อนี้ในอำเภอนี้แล้ว (รหัส {code}) ถ้าต้องการแก้ไขตลาดนั้น ให้ใส่รหัสในไฟล์")
        return
    row.status = row.status or Status.ACTIVE
    row.since = row.since or present_year().first_month.first_day
    _fit(row, row.fields)
    row.fate = Fate.NEW


def _fit(row: PlannedMarket, fields: dict[str, Any]) -> None:
    """Of the days keep those of the market's frequency, and say which cells are left out."""
    row.fields = fitting_days(fields)
    for name in NO_DAYS:
        if name in fields and row.fields[name] != fields[name]:
            label = Frequency(fields["frequency"]).label
            row.notes(name, f"ไม่ใช่วันของตลาด{label} จะไม่นำเข้าช่องนี้")


def _compare(row: PlannedMarket, known: _Known) -> None:
    """What a row changes of the market it names. A blank cell changes nothing."""
    _fit(row, {"frequency": row.known.frequency, **row.fields})
    changed = differences(row.known, row.fields)
    row.fields = {name: new for name, (_, new) in changed.items()}
    said = in_words(row.known, changed)
    row.changes = [(label, pair[0], pair[1]) for label, pair in said.items() if pair]
    _compare_status(row, known)
    if row.fate is not Fate.ERROR:
        row.fate = Fate.CHANGED if row.changes else Fate.SAME


def _compare_status(row: PlannedMarket, known: _Known) -> None:
    """A line more of the history, where the row says another status or another day than the last line."""
    last, began = known.last[row.known.pk], known.began[row.known.pk]
    status = row.status or Status(last.status)
    if status == last.status and row.since in (None, last.since):
        row.status = None
        return
    row.status = status
    for name, label in {"since": "วันที่ของสถานะใหม่", "reason": "เหตุผลของสถานะใหม่"}.items():
        if not getattr(row, name):
            row.wrong(name, f"เปลี่ยนสถานะต้องมี{label}")
    if row.since and row.since < began:
        row.wrong("since", before_its_beginning(began))
    said = f"{_status_words(status, row.since)} ({row.reason})" if row.reason else _status_words(status, row.since)
    row.changes.append((label_of(Market, "status"), _status_words(Status(last.status), last.since), said))


def _status_words(status: Status, since: date | None) -> str:
    return f"{status.label} ตั้งแต่ {thai_date(since)}" if since else status.label
