"""Reads of the online report. Counts are live while a district works, and frozen once it has confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.shortcuts import get_object_or_404

from accounts.models import District, Province, User
from core import clock
from core.records import label_of
from online.models import Channel, DistrictRound, Listing, Platform, Round, Status, Survey
from online.rounds import RoundId
from producers.models import Producer, Product
from producers.selectors.homes import count_by_home

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Counts:
    """Products of an area in one round: registered, surveyed for readiness, sold online; online sales in baht.

    `confirmed` of a district: it has confirmed, and these are the figures frozen then.
    """

    registered: int = 0
    surveyed: int = 0
    online: int = 0
    sales: Decimal = NOTHING
    confirmed: bool = False

    @property
    def unsurveyed(self) -> int:
        return max(self.registered - self.surveyed, 0)

    @property
    def survey_done(self) -> bool:
        """Whether all registered products have been surveyed, as level 5 of the online share asks."""
        return 0 < self.registered <= self.surveyed

    @property
    def share(self) -> Decimal | None:
        """Products sold online among those registered, per cent; None where none is registered."""
        return Decimal(self.online) * 100 / self.registered if self.registered else None


def together(counts: Iterable[Counts]) -> Counts:
    every = list(counts)
    return Counts(
        sum(c.registered for c in every),
        sum(c.surveyed for c in every),
        sum(c.online for c in every),
        sum((c.sales for c in every), NOTHING),
        bool(every) and all(c.confirmed for c in every),
    )


def counts(district_ids: Collection[int], year: int, number: int, *, confirmed_only: bool = False) -> dict[int, Counts]:
    """By district id, in a constant number of queries: `year` is a budget year, `number` the round, 1 or 2.

    Confirmed districts give their frozen figures, the others live ones, or none with `confirmed_only`, as the
    department is told. For the score of the online share (Sa Kaeo 2564).
    """
    of = RoundId(year, number)
    settled = DistrictRound.objects.of_round(of).filter(district__in=district_ids)
    found = {row.district_id: _frozen(row) for row in settled if row.is_confirmed}
    open_ids = [pk for pk in district_ids if pk not in found]
    return found if confirmed_only or not open_ids else found | _live(open_ids, of)


def _frozen(row: DistrictRound) -> Counts:
    return Counts(row.registered, row.surveyed, row.online, row.sales, True)


def _live(ids: Collection[int], of: RoundId) -> dict[int, Counts]:
    """A product listed is its reporter's, though it has moved away or ended since: sold online, it was registered."""
    listings = Listing.objects.of_round(of)
    others = registered_products(of).exclude(pk__in=listings.values("product"))
    registered = count_by_home(others, ids, of.last_month, producer="producer__")
    surveyed = count_by_home(others.filter(_surveyed(of)), ids, of.last_month, producer="producer__")
    listed = listings.filter(district__in=ids).values("district_id").order_by()
    online = {row["district_id"]: (row["n"], row["baht"]) for row in listed.annotate(n=Count("pk"), baht=Sum("sales"))}
    return {
        pk: Counts(registered[pk] + n, surveyed[pk] + n, n, baht or NOTHING)
        for pk in ids
        for n, baht in [online.get(pk, (0, NOTHING))]
    }


def _surveyed(of: RoundId) -> Q:
    """Surveyed in the round; in round 2 also what round 1 has reported, which cannot be reported again."""
    surveyed = Q(pk__in=Survey.objects.of_round(of).values("product"))
    if of.number == 2:
        surveyed |= Q(pk__in=Listing.objects.of_round(of.before).values("product"))
    return surveyed


def registered_products(of: RoundId) -> QuerySet[Product]:
    """Products that a round is about: registered by its end (or in the years that the department names), still made."""
    rule = Round.objects.filter(year=of.year, number=of.number).first()
    products = Product.objects.filter(registered_on__lt=of.end, producer__in=Producer.objects.trading_in(of.last_month))
    if rule and rule.registered_from:
        products = products.filter(registered_on__gte=date(rule.registered_from - 543, 1, 1))
    if rule and rule.registered_to:
        products = products.filter(registered_on__lt=date(rule.registered_to - 543 + 1, 1, 1))
    return products.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=of.end))


def products_of(district: District, of: RoundId) -> QuerySet[Product]:
    """The products of one district in a round, in Thai order of their producers: what it has listed stays its own."""
    there, listings = Producer.objects.of_district(district, of.last_month), Listing.objects.of_round(of)
    kept = registered_products(of).filter(producer__in=there).exclude(pk__in=listings.values("product"))
    own = Q(pk__in=listings.filter(district=district).values("product"))
    products = Product.objects.filter(Q(pk__in=kept.values("pk")) | own)
    products = products.select_related("producer__subdistrict", "producer__district__province")
    return products.order_by("producer__sort_key", "producer__code", "category", "pk")


@dataclass
class Line:
    """One product in a district's round: what was found of it, and what the year's other round says."""

    product: Product
    survey: Survey | None = None
    listing: Listing | None = None
    elsewhere: Listing | None = None

    @property
    def state(self) -> str:
        if self.listing:
            return "online"
        if self.elsewhere:
            return "elsewhere"
        return "surveyed" if self.survey else "open"

    @property
    def label(self) -> str:
        if self.elsewhere:
            return f"รายงานแล้วในรอบที่ {self.elsewhere.number}"
        return LABELS[self.state]

    @property
    def version(self) -> str:
        """When it was last written: another one than a form was opened with means that somebody wrote since."""
        marks = (self.survey and self.survey.surveyed_at, self.listing and self.listing.updated_at)
        return "/".join(mark.isoformat() if mark else "" for mark in marks)

    @property
    def retired(self) -> list[Channel]:
        """Its channels on platforms that are no longer offered: they stay until the district takes them away."""
        return [row for row in self.listing.channels.all() if row.platform.retired] if self.listing else []

    @property
    def facts(self) -> list[tuple[str, bool]]:
        """(question, answer) of its survey; empty without one."""
        return [(label_of(Survey, name), getattr(self.survey, name)) for name in Survey.FLAGS] if self.survey else []

    @property
    def mark(self) -> str:
        """The mark beside the label, of those that states have."""
        return {"online": "locked", "elsewhere": "none", "surveyed": "confirmed", "open": "draft"}[self.state]


LABELS = {
    "open": "ยังไม่สำรวจ",
    "surveyed": "สำรวจแล้ว ยังไม่ขายออนไลน์",
    "online": "ขายออนไลน์",
    "elsewhere": "รายงานแล้วในอีกรอบ",
}


@dataclass
class DistrictPage:
    """One district's round as its page shows it."""

    district: District
    of: RoundId
    report: DistrictRound | None
    lines: list[Line]
    counts: Counts
    rule: Round | None = None
    shown: list[Line] = field(default_factory=list)
    filters: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def is_confirmed(self) -> bool:
        return bool(self.report and self.report.is_confirmed)

    @property
    def is_late(self) -> bool:
        due = self.rule.due_on if self.rule else None
        return bool(due and not self.is_confirmed and clock.today() > due)

    @property
    def last_day_ahead(self) -> date | None:
        """The round's last day while it is still to come: what is confirmed now lacks the months until then."""
        return self.of.end - timedelta(days=1) if clock.today() < self.of.end else None

    @property
    def next_open(self) -> Line | None:
        return next((line for line in self.lines if line.state == "open"), None)

    @property
    def open_lines(self) -> list[Line]:
        """Products not surveyed yet, that could still be."""
        return [line for line in self.lines if line.state == "open"]

    @property
    def unpriced(self) -> list[Line]:
        """Sold online, without what it sold for: left blank is not zero, and no sum holds it."""
        return [line for line in self.lines if line.listing and line.listing.sales is None]


def rule_of(of: RoundId) -> Round | None:
    return Round.objects.filter(year=of.year, number=of.number).first()


def report_of(district: District, of: RoundId) -> DistrictRound | None:
    found = DistrictRound.objects.of_round(of).filter(district=district)
    return found.select_related("confirmed_by", "district__province").first()


def lines_of(district: District, of: RoundId, *, confirmed_only: bool = False) -> list[Line]:
    """Every product of the round's district, those reported though gone from the registry included.

    `confirmed_only`: without what the other round says, unless that is confirmed too.
    """
    return _lines([district.pk], of, products_of(district, of), confirmed_only=confirmed_only)


def reported_lines(districts: Iterable[District], of: RoundId) -> list[Line]:
    """What districts have surveyed or listed in a round, district by district. Constant queries."""
    lines = _lines([district.pk for district in districts], of, ())
    order = ("district__sort_key", "district__code", "sort_key", "code")
    return sorted(lines, key=lambda line: (*(_path(line.product.producer, path) for path in order), line.product.pk))


def _path(record: Any, path: str) -> Any:
    for name in path.split("__"):
        record = getattr(record, name)
    return record


def _lines(
    ids: Collection[int], of: RoundId, expected: Iterable[Product], *, confirmed_only: bool = False
) -> list[Line]:
    products = {product.pk: product for product in expected}
    moved = [] if confirmed_only else list(products)  # surveyed in the round where the producer was before
    surveys = {row.product_id: row for row in _of(Survey, ids, of, moved)}
    channels = Prefetch("channels", Channel.objects.select_related("platform"))
    listings = {row.product_id: row for row in _of(Listing, ids, of).prefetch_related(channels)}
    for row in (*surveys.values(), *listings.values()):
        products.setdefault(row.product_id, row.product)
    other = Listing.objects.filter(year=of.year, product__in=list(products)).exclude(number=of.number)
    if confirmed_only:
        settled = DistrictRound.objects.filter(year=of.year, status=Status.CONFIRMED).exclude(number=of.number)
        other = other.filter(district__in=settled.values("district"))
    elsewhere = {row.product_id: row for row in other}
    return [Line(p, surveys.get(pk), listings.get(pk), elsewhere.get(pk)) for pk, p in products.items()]


def _of(model: Any, ids: Collection[int], of: RoundId, products: Collection[int] = ()) -> QuerySet[Any]:
    """Rows of districts, and of products whatever their district."""
    rows = model.objects.of_round(of).filter(Q(district__in=ids) | Q(product__in=products))
    return rows.select_related("product__producer__subdistrict", "product__producer__district__province")


def district_page(
    district: District, of: RoundId, *, state: str = "", query: str = "", confirmed_only: bool = False
) -> DistrictPage:
    """`confirmed_only`, as the department is shown it: nothing of a draft of the other round."""
    lines = lines_of(district, of, confirmed_only=confirmed_only)
    states = Counter(line.state for line in lines)
    page = DistrictPage(
        district,
        of,
        report_of(district, of),
        lines,
        counts([district.pk], of.year, of.number)[district.pk],
        rule_of(of),
    )
    page.filters = [("", "ทั้งหมด", len(lines)), *((key, LABELS[key], states[key]) for key in LABELS if states[key])]
    words = query.split()
    page.shown = [line for line in lines if state in ("", line.state) and all(_holds(line, word) for word in words)]
    return page


def _holds(line: Line, word: str) -> bool:
    producer = line.product.producer
    return any(word in text for text in (line.product.name, producer.name, producer.code))


def line_or_404(district: District, of: RoundId, pk: int) -> Line:
    """One product of the district in the round; elsewhere it does not exist."""
    product = get_object_or_404(products_of(district, of).select_related("producer__district__province"), pk=pk)
    channels = Prefetch("channels", Channel.objects.select_related("platform"))
    survey = Survey.objects.of_round(of).filter(product=product).first()
    listings = list(Listing.objects.filter(product=product, year=of.year).prefetch_related(channels))
    own = next((row for row in listings if row.number == of.number), None)
    return Line(product, survey, own, next((row for row in listings if row.number != of.number), None))


def sibling_survey(product: Product, of: RoundId) -> Survey | None:
    """The newest survey of another product of the same producer: its readiness is the producer's too."""
    others = Survey.objects.filter(product__producer=product.producer_id, year=of.year, number=of.number)
    return others.exclude(product=product).order_by("-surveyed_at").first()


@dataclass(frozen=True)
class AreaLine:
    """A district, or a province, of a round."""

    area: Any
    counts: Counts
    report: DistrictRound | None = None
    confirmed: int = 0
    districts: int = 1


@dataclass(frozen=True)
class Board:
    of: RoundId
    lines: list[AreaLine]
    whole: Counts
    rule: Round | None

    @property
    def confirmed(self) -> int:
        return sum(line.confirmed for line in self.lines)

    @property
    def districts(self) -> int:
        return sum(line.districts for line in self.lines)


def province_board(user: User, province: Province, of: RoundId) -> Board:
    """The districts of a province; to the department the confirmed ones' figures only."""
    districts = list(District.objects.visible_to(user).filter(province=province).in_thai_order())
    ids = [district.pk for district in districts]
    found = counts(ids, of.year, of.number, confirmed_only=user.is_national)
    rows = DistrictRound.objects.of_round(of).filter(district__in=ids).select_related("confirmed_by")
    reports = {row.district_id: row for row in rows}
    lines = [_area_line(d, found.get(d.pk, Counts()), reports.get(d.pk)) for d in districts]
    return Board(of, lines, together(found.values()), rule_of(of))


def _area_line(district: District, found: Counts, report: DistrictRound | None) -> AreaLine:
    return AreaLine(district, found, report, int(bool(report and report.is_confirmed)))


def national_board(user: User, of: RoundId) -> Board:
    """Provinces that report, of what their districts have confirmed."""
    provinces = list(Province.objects.visible_to(user).filter(reports=True).in_thai_order())
    districts = dict(District.objects.visible_to(user).values_list("pk", "province_id"))
    found = counts(list(districts), of.year, of.number, confirmed_only=True)
    by_province: dict[int, list[Counts]] = {}
    for pk, figures in found.items():
        by_province.setdefault(districts[pk], []).append(figures)
    sizes = Counter(districts.values())
    lines = []
    for province in provinces:
        own = by_province.get(province.pk, [])
        lines.append(AreaLine(province, together(own), None, len(own), sizes[province.pk]))
    return Board(of, lines, together(line.counts for line in lines), rule_of(of))


def confirmed_districts(districts: Iterable[District], of: RoundId) -> list[District]:
    """Those that have confirmed the round: all that the department is shown."""
    every = list(districts)
    rows = DistrictRound.objects.of_round(of).filter(district__in=every)
    settled = {row.district_id for row in rows if row.is_confirmed}
    return [district for district in every if district.pk in settled]


def platforms(user: User) -> QuerySet[Platform]:
    return Platform.objects.visible_to(user).offered()


def rounds(user: User) -> QuerySet[Round]:
    return Round.objects.visible_to(user)
