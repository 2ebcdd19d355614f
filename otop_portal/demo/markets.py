"""The demo's made-up markets, the same in every run: three to six a district, some closed, one not complete."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from django.db import transaction

from accounts.models import District, Subdistrict
from core import audit, clock
from core.thai import search_key, sort_key
from markets.models import Frequency, Market, MarketStatus, Origin, Status
from markets.services import register
from otop_portal.demo.people import Cast
from otop_portal.demo.seeded import seeded

PREFIX = "M"
BEGAN, NEW_BEGAN = date(2022, 10, 1), date(2024, 10, 1)  # the former in the base register of 2566
KINDS = (
    "ตลาดนัดคนไทยยิ้มได้ ตำบล{}",
    "ตลาดนัดชุมชน{}",
    "ตลาดประชารัฐ{}",
    "ตลาดนัดวัด{}",
    "ถนนคนเดิน{}",
    "ตลาดต้องชม{}",
)
OPENINGS: tuple[dict[str, object], ...] = (
    {"frequency": Frequency.WEEKLY, "weekdays": [5]},
    {"frequency": Frequency.WEEKLY, "weekdays": [5, 6]},
    {"frequency": Frequency.WEEKLY, "weekdays": [2]},
    {"frequency": Frequency.DAILY},
    {"frequency": Frequency.MONTHLY, "month_days": [1, 16]},
    {"frequency": Frequency.OTHER, "frequency_note": "เฉพาะวันพระ", "expected_days": 4},
)
CLOSINGS = {
    Status.PAUSED: "ปรับปรุงพื้นที่ตลาด",
    Status.CLOSED: "เจ้าของพื้นที่เลิกให้เช่า",
    Status.UNUSED: "ไม่มีผู้ประกอบการมาขายต่อเนื่อง",
}
LATER = (None, None, Status.PAUSED, Status.CLOSED, Status.UNUSED)  # what became of a district's last market
REOPENED = "ปรับปรุงพื้นที่เสร็จ กลับมาเปิดตามปกติ"


@transaction.atomic
def ensure_markets(districts: list[District], cast: Cast) -> int:
    """Create the demo's markets where a district has none; returns how many."""
    empty = [district for district in districts if not Market.objects.filter(district=district).exists()]
    places: dict[int, list[Subdistrict]] = {}
    for place in Subdistrict.objects.filter(district__in=empty).order_by("code"):
        places.setdefault(place.district_id, []).append(place)
    markets = [m for at, district in enumerate(empty) for m in _of_district(at, district, places[district.pk])]
    Market.objects.bulk_create(markets)
    MarketStatus.objects.bulk_create(line for market in markets for line in _history(market, cast))
    for province in {district.province_id for district in empty}:
        made = [(m, {"code": m.code, "name": m.name}) for m in markets if m.district.province_id == province]
        audit.record_many(cast.provinces[province], "market.created", made)
    return len(markets)


def _of_district(at: int, district: District, places: list[Subdistrict]) -> list[Market]:
    dice = seeded("markets", district.code)
    count = dice.randint(3, 6)
    made = [_market(dice, district, number, places) for number in range(1, count + 1)]
    if (later := LATER[at % len(LATER)]) is not None:
        made[-1].status = later
    if at == 1:
        made[0].sellers, made[0].frequency = None, ""
        made[0].weekdays, made[0].month_days, made[0].frequency_note, made[0].expected_days = [], [], "", None
    return made


def _market(dice: Random, district: District, number: int, places: list[Subdistrict]) -> Market:
    place = places[(number * 3) % len(places)]
    name = KINDS[number - 1].format(place.name)
    is_new = number == 3
    return Market(
        code=f"{PREFIX}{district.code}-{number:03d}",
        name=name,
        sort_key=sort_key(name),
        search_key=search_key(name),
        district=district,
        subdistrict=place,
        sellers=dice.randint(8, 60),
        origin=Origin.NEW if is_new else Origin.EXISTING,
        status=Status.ACTIVE,
        offline=True,
        online=dice.random() < 0.3,
        **OPENINGS[dice.randrange(len(OPENINGS))],
    )


def _history(market: Market, cast: Cast) -> list[MarketStatus]:
    """In use since the base register; the second of a district was closed for a while, the last may be still."""
    began = NEW_BEGAN if market.origin == Origin.NEW else BEGAN
    lines: list[tuple[str, date, str]] = [(Status.ACTIVE, began, "")]
    ago = clock.today() - timedelta(days=120)
    if market.status != Status.ACTIVE:
        lines.append((market.status, ago, CLOSINGS[Status(market.status)]))
    elif market.code.endswith("-002"):
        lines += [
            (Status.PAUSED, ago - timedelta(days=200), CLOSINGS[Status.PAUSED]),
            (Status.ACTIVE, ago - timedelta(days=140), REOPENED),
        ]
    office = cast.provinces[market.district.province_id]
    return [register.line(market, number, *said, office) for number, said in enumerate(lines, 1)]
