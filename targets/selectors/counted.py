"""What counts of districts in a period besides money: frozen where the province has closed it, else live.

Products registered, sold online and surveyed in a round come from the online report; registered products of other
periods, and new ones, from the registry. What was typed instead stands, with its reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q

from accounts.models import District, User
from online.selectors import Counts
from online.selectors import counts as reported
from producers.models import Producer, Product
from producers.selectors.homes import count_by_home
from targets import periods
from targets.models import ScaleClosing, ScaleInput
from targets.selectors.facts import Counted

Inputs = Mapping[str, ScaleInput]  # of one district, by period


def counts_of(
    user: User, year: int, period: str, districts: Iterable[District], closings: Mapping[int, ScaleClosing]
) -> dict[int, Counted]:
    """By district id, in a constant number of queries. `closings` are the period's, by province id."""
    found: dict[int, Counted] = {}
    live = []
    for district in districts:
        closing = closings.get(district.province_id)
        frozen = closing.counted.get(district.code) if closing else None
        if frozen is None:
            live.append(district)
        else:
            found[district.pk] = Counted(**frozen)
    return found | _live(user, year, period, live) if live else found


def _live(user: User, year: int, period: str, districts: list[District]) -> dict[int, Counted]:
    """The department is told of online reports that districts have confirmed, and of nothing typed."""
    ids = {district.pk for district in districts}
    products = products_of(year, period, districts)
    inputs = _inputs(user, year, period, ids)
    number = periods.round_number(period)
    reports = reported(ids, year, number, confirmed_only=user.is_national) if number else {}
    return {
        pk: _counted(products[pk], inputs.get(pk, {}), period, reports.get(pk, Counts()) if number else None)
        for pk in ids
    }


def _counted(products: tuple[int, int], rows: Inputs, period: str, report: Counts | None) -> Counted:
    own = rows.get(period) or ScaleInput()
    registered, new = products
    if report and _has_begun(report):
        registered = report.registered
    interested, said_in = interest(rows, period)
    reported_online = report.online if report and _has_begun(report) else None
    typed = own.online is not None or report is None
    return Counted(
        new_products=new,
        products=registered if own.products is None else own.products,
        registry_products=registered,
        products_typed=int(own.products is not None),
        products_reason=own.products_reason,
        online=own.online if typed else reported_online,
        surveyed=int(own.survey if typed else bool(report and report.survey_done)),
        online_typed=int(report is not None and own.online is not None),
        online_reason=own.online_reason,
        report_online=reported_online,
        report_surveyed=report.surveyed if report else 0,
        report_confirmed=int(bool(report and report.confirmed)),
        from_report=report is not None,
        interested=interested,
        interested_from=said_in,
        shop=own.shop,
    )


def _has_begun(report: Counts) -> bool:
    """A district that has reported nothing yet has not reported that nothing is sold online."""
    return bool(report.confirmed or report.surveyed or report.online)


def products_of(year: int, period: str, districts: Iterable[District]) -> dict[int, tuple[int, int]]:
    """(registered at the end of the period, of them new in it) by district, as the districts kept them then."""
    begin, end = periods.span(year, period)
    ids, last = {district.pk for district in districts}, periods.months_of(year, period)[-1]
    standing = Product.objects.filter(
        Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=end),
        producer__in=Producer.objects.registered_by(last),
        registered_on__lt=end,
    )
    every = count_by_home(standing, ids, last, producer="producer__")
    new = count_by_home(standing.filter(registered_on__gte=begin), ids, last, producer="producer__")
    return {pk: (every[pk], new[pk]) for pk in ids}


def quarters_until(period: str) -> tuple[str, ...]:
    """A quarter and those before it in the year, newest first; any other period alone."""
    if period not in periods.QUARTERS:
        return (period,)
    return tuple(reversed(periods.QUARTERS[: periods.QUARTERS.index(period) + 1]))


def _inputs(user: User, year: int, period: str, ids: Collection[int]) -> dict[int, dict[str, ScaleInput]]:
    """By district and period: of this period, and of the year's quarters before a quarter."""
    read = ScaleInput.objects.visible_to(user).filter(year=year, period__in=quarters_until(period), district__in=ids)
    found: dict[int, dict[str, ScaleInput]] = defaultdict(dict)
    for row in read:
        found[row.district_id][row.period] = row
    return found


def interest(rows: Inputs, period: str) -> tuple[int | None, str]:
    """Producers interested, and the earlier quarter that says so ('' = this one).

    Chiang Rai 2567 measures quarter 2 against the interest reported in quarter 1: it holds until counted anew.
    """
    for at in quarters_until(period):
        if at in rows and rows[at].interested is not None:
            return rows[at].interested, "" if at == period else at
    return None, ""
