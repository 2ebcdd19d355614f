"""Reads of the register of markets. Every one starts from what the person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import District, Province, User
from accounts.selectors import area_code
from core import clock
from core.month import BudgetYear, Month
from core.thai import BUDDHIST_OFFSET, search_key, to_arabic_digits
from markets.models import INCOMPLETE, KEPT_UP, Frequency, Market, MarketStatus, Origin, RegisterYear, Status

ALL = "all"
KEPT = "kept"
STATUSES = {KEPT: "ใช้งานและปิดชั่วคราว", **dict(Status.choices), ALL: "ทุกสถานะ"}
DATA = {"complete": "ครบ", "incomplete": "ยังไม่ครบ"}
FORMS = {"offline": "ออฟไลน์", "online": "ออนไลน์"}
SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "name": ("ชื่อ ก–ฮ", ("sort_key", "code")),
    "area": ("อำเภอ ตำบล", ("district__sort_key", "subdistrict__sort_key", "sort_key", "code")),
    "code": ("รหัส", ("code",)),
    "sellers": ("ผู้ประกอบการมากที่สุด", (F("sellers").desc(nulls_last=True), "sort_key", "code")),
}
# 20 September of the budget year, against the register of the year before (Lampang, 31 July 2567), unless
# `RegisterYear` says otherwise.
LETTER_DUE = (9, 20)


@dataclass(frozen=True)
class Filters:
    """What a person asked the list for; unknown values are as good as none."""

    query: str = ""
    status: str = ALL
    data: str = ""
    origin: str = ""
    frequency: str = ""
    form: str = ""
    province: str = ""
    district: str = ""
    subdistrict: str = ""
    sort: str = "name"

    @classmethod
    def of(cls, given: Any) -> Filters:
        """From a request's GET."""
        known = {
            "status": STATUSES,
            "data": DATA,
            "origin": Origin.values,
            "frequency": Frequency.values,
            "form": FORMS,
            "sort": SORTS,
        }
        asked = {name: value for name, values in known.items() if (value := given.get(name, "")) in values}
        areas = {name: area_code(given.get(name, "").strip()) for name in ("province", "district", "subdistrict")}
        return cls(query=given.get("q", "").replace("\0", "").strip()[:80], **asked, **areas)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order was asked."""
        return Filters(sort=self.sort) != self


def find_markets(user: User, filters: Filters) -> QuerySet[Market]:
    """The markets that fit, in the asked order, with all that the list shows."""
    found = Market.objects.visible_to(user).filter(_fits(filters))
    for word in filters.query.split():
        found = found.filter(
            Q(search_key__contains=search_key(word) or word) | Q(code__icontains=to_arabic_digits(word))
        )
    return found.select_related("district__province", "subdistrict").order_by(*SORTS[filters.sort][1])


def _fits(filters: Filters) -> Q:
    fits = Q()
    if filters.status == KEPT:
        fits &= Q(status__in=KEPT_UP)
    elif filters.status != ALL:
        fits &= Q(status=filters.status)
    if filters.data:
        fits &= INCOMPLETE if filters.data == "incomplete" else ~INCOMPLETE
    if filters.form:
        fits &= Q(**{filters.form: True})
    for path, value in (
        ("origin", filters.origin),
        ("frequency", filters.frequency),
        ("district__province__code", filters.province),
        ("district__code", filters.district),
        ("subdistrict__code", filters.subdistrict),
    ):
        if value:
            fits &= Q(**{path: value})
    return fits


def market_or_404(user: User, code: str) -> Market:
    """A market in the person's area; elsewhere it does not exist."""
    visible = Market.objects.visible_to(user).select_related("district__province", "subdistrict")
    return get_object_or_404(visible, code=code)


def history_of(market: Market) -> list[MarketStatus]:
    """Newest first; a line that a later one has taken the place of, from its day on, carries `.replaced`."""
    lines = list(market.history.select_related("recorded_by").order_by("-number"))
    earliest: date | None = None
    for line in lines:
        line.replaced = earliest is not None and line.since >= earliest  # type: ignore[attr-defined]
        earliest = min(earliest or line.since, line.since)
    return lines


def status_counts(user: User) -> list[tuple[str, int]]:
    """How many markets have each status now, in the order of the form."""
    counted = Market.objects.visible_to(user).values("status").annotate(n=Count("pk")).order_by()
    counts = {row["status"]: row["n"] for row in counted}
    return [(label, counts.get(value, 0)) for value, label in Status.choices]


def same_name(district: District, name: str, *, but: Market | None = None) -> QuerySet[Market]:
    """Markets of a district under what is the same name but for spaces."""
    found = Market.objects.filter(district=district, search_key=search_key(name)[:320])
    return found.exclude(pk=but.pk) if but and but.pk else found


@dataclass(frozen=True)
class Progress:
    """How many of an area's kept-up markets (not closed for good, not out of use) have all their data."""

    area: District | Province | None
    total: int
    complete: int

    @property
    def missing(self) -> int:
        return self.total - self.complete

    @property
    def is_done(self) -> bool:
        return not self.missing


def progress_by_area(user: User, province: Province | None = None) -> list[Progress]:
    """Per district of a province, else per province the person sees; in Thai order, those without markets too."""
    areas: list[Any]
    if province is not None:
        areas, path = list(District.objects.visible_to(user).filter(province=province).in_thai_order()), "district"
    else:
        visible = Province.objects.visible_to(user).filter(reports=True)
        areas, path = list(visible.in_thai_order()), "district__province"
    markets = Market.objects.visible_to(user).kept_up()
    counted = markets.values(path).annotate(total=Count("pk"), missing=Count("pk", filter=INCOMPLETE)).order_by()
    counts = {row[path]: (row["total"], row["missing"]) for row in counted}
    found = ((area, *counts.get(area.pk, (0, 0))) for area in areas)
    return [Progress(area, total, total - missing) for area, total, missing in found]


def progress_of(user: User) -> Progress:
    """Of everything the person sees."""
    kept = Market.objects.visible_to(user).kept_up()
    counted = kept.aggregate(total=Count("pk"), missing=Count("pk", filter=INCOMPLETE))
    return Progress(None, counted["total"], counted["total"] - counted["missing"])


def present_year() -> BudgetYear:
    return Month.of(clock.today()).budget_year


def register_year(year: BudgetYear) -> RegisterYear:
    """What was said for the year; else the letter's day of that year, and the register of the year before."""
    said = RegisterYear.objects.filter(year=year.number).first()
    due = date(year.number - BUDDHIST_OFFSET, *LETTER_DUE)
    return said or RegisterYear(year=year.number, due=due, base_year=year.number - 1)


def register_on(user: User, area: District | Province | None, day: date) -> list[tuple[Market, str]]:
    """The markets of an area (None: the nation) that were in the register on a day, each with its status of that day.

    In the order of the form: province, district, subdistrict, name.
    """
    visible = Market.objects.visible_to(user)
    if isinstance(area, District):
        of_area = visible.filter(district=area)
    else:
        of_area = visible.filter(district__province=area) if area else visible.filter(district__province__reports=True)
    begun = MarketStatus.objects.filter(market__in=of_area, since__lte=day).order_by("number")
    statuses = dict(begun.values_list("market_id", "status"))
    found = of_area.select_related("district__province", "subdistrict")
    found = found.order_by("district__province__sort_key", *SORTS["area"][1])
    return [(market, statuses[market.pk]) for market in found if market.pk in statuses]


def markets_with_last_line(user: User) -> list[tuple[Market, MarketStatus]]:
    """Every market of the person's area with the last line of its history, in the order of the form."""
    visible = Market.objects.visible_to(user)
    markets = visible.select_related("district", "subdistrict").order_by(*SORTS["area"][1])
    lines = {line.market_id: line for line in MarketStatus.objects.filter(market__in=visible).order_by("number")}
    return [(market, lines[market.pk]) for market in markets]
